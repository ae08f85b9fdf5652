"""Make an office and the person who leads it, who then invites the others on the page "Orang".

    open_office "Satgas PHK Kota Balikpapan" --kind satgas --region 64.71 \\
        --leader "Bambang Hartono" --email bambang@contoh.go.id

An office of that name that is there already gets another leader: for when nobody is left who could invite. The link
that is printed opens once; hand it to the leader only.
"""

from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts import regions, staffing
from accounts.models import Office


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument("name", help="as it stands at the head of its pages")
        parser.add_argument("--kind", choices=Office.Kind.values, default=Office.Kind.SATGAS)
        parser.add_argument("--region", default="", help="official code of its city, for complaints: 64.71")
        parser.add_argument(
            "--time-zone", default="Asia/Makassar", help="Asia/Jakarta, Asia/Makassar, Asia/Jayapura"
        )
        parser.add_argument("--leader", required=True, help="full name")
        parser.add_argument("--email", required=True)

    def handle(self, *args, name: str, **given) -> None:
        try:
            validate_email(given["email"])
        except ValidationError:
            raise CommandError("That is no e-mail address.")
        if given["region"] and not regions.is_known(given["region"]):
            raise CommandError("No region has this code (Kemendagri, such as 64.71).")
        try:
            ZoneInfo(given["time_zone"])
        except (KeyError, ValueError):
            raise CommandError("No such time zone.")
        if not name.strip() or not given["leader"].strip():
            raise CommandError("An office and a person have names.")
        office, user = staffing.open_office(
            name.strip(), kind=given["kind"], region=given["region"], time_zone=given["time_zone"],
            leader_name=given["leader"].strip(), leader_email=given["email"],
        )  # fmt: skip
        self.stdout.write(f"{office.name}: {user.name} <{user.email}>")
        if user.has_usable_password():
            self.stdout.write("They log in with the account that they have.")
        else:
            self.stdout.write(f"They choose a password at\n{staffing.link_for(user)}")
