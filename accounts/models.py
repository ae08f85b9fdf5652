"""People who work here, their offices, what they may do where, and the calendar they work by."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An officer's account. Rights come from memberships only; Django's permissions know no office."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(
        max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE, db_default="id"
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now)
    held: list["Membership"]  # set where the memberships came with the user (accounts.backends)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Region(models.Model):
    """A city, kecamatan or kelurahan, by its official code (Kemendagri)."""

    code = models.CharField(max_length=13, primary_key=True)
    name = models.CharField(max_length=80)
    level = models.CharField(
        max_length=10,
        choices=[("kota", _("Kota")), ("kecamatan", _("Kecamatan")), ("kelurahan", _("Kelurahan"))],
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """A body that handles cases or receives them."""

    class Kind(models.TextChoices):
        SATGAS = "satgas", _("Satgas PHK")
        CITY_LABOUR = "city_labour", _("Dinas Tenaga Kerja Kota")
        INSPECTORATE = "inspectorate", _("Pengawas Ketenagakerjaan Provinsi")
        PROVINCIAL_MEDIATORS = "provincial_mediators", _("Mediator Provinsi")
        KANWIL = "kanwil", _("Kantor Wilayah Kementerian HAM")
        MINISTRY = "ministry", _("Kementerian HAM")
        OTHER = "other", _("Instansi lain")

    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    time_zone = models.CharField(max_length=40, default="Asia/Makassar")
    regions = models.ManyToManyField(Region, related_name="offices", blank=True)
    address = models.CharField(max_length=240, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    # Lengths of service clocks and other choices that the law leaves to the office (workflows/settings.py).
    settings = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    INTAKE_OFFICER = "intake_officer", _("Petugas penerima")
    CASE_OFFICER = "case_officer", _("Petugas perkara")
    MEDIATOR = "mediator", _("Mediator")
    SUPERVISOR = "supervisor", _("Penyelia")
    DEPUTY = "deputy", _("Wakil penyelia")
    HEAD = "head", _("Kepala")
    RECEIVING_OFFICER = "receiving_officer", _("Petugas penerima pelimpahan")
    IDENTITY_CUSTODIAN = "identity_custodian", _("Penjaga identitas")
    MINISTRY_OFFICER = "ministry_officer", _("Petugas Kementerian HAM")
    MINISTRY_SUPERVISOR = "ministry_supervisor", _("Penyelia Kementerian HAM")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        return self.filter(Q(until=None) | Q(until__gt=clock.now()))


class Membership(models.Model):
    """A role of a person in an office. Ending it ends access with the next request."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    office = models.ForeignKey(Office, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=Role.choices)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office", "role"], condition=Q(until=None), name="one_current_membership"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.office}"

    @property
    def is_current(self) -> bool:
        return self.until is None or self.until > clock.now()


class CalendarRevision(models.Model):
    """One change of the calendar: who, when, why. Its id is the version that a clock rests on."""

    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=240)

    def __str__(self) -> str:
        return f"#{self.pk} {self.reason}"


class Holiday(models.Model):
    """A day off: public holiday, cuti bersama, or one office's own. Never edited, only withdrawn."""

    class Kind(models.TextChoices):
        PUBLIC = "public", _("Hari libur nasional")
        CUTI_BERSAMA = "cuti_bersama", _("Cuti bersama")
        OFFICE = "office", _("Libur kantor")

    date = models.DateField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    office = models.ForeignKey(Office, models.CASCADE, null=True, blank=True, related_name="own_holidays")
    added_in = models.ForeignKey(CalendarRevision, models.PROTECT, related_name="added")
    withdrawn_in = models.ForeignKey(CalendarRevision, models.PROTECT, null=True, related_name="withdrawn")

    class Meta:
        ordering = ["date"]
        indexes = [models.Index(fields=["date"])]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
