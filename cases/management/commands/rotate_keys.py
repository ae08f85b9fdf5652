"""After a new key was put first in FIELD_KEYS or LOOKUP_KEYS: write everything again under it.

May run while people work, be broken off and be run again. Sealed values of every table are sealed again, and the
hashes of names, NIK, phones, e-mail addresses and bank accounts made again. Hashes of receipts and of tokens cannot be
(nobody here has them): they are renewed when one is used, so an old LOOKUP_KEYS entry stays at the end of the list as
long as its receipts and tokens shall open.
"""

from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import models, transaction

from cases.identity import HASHES, hash_identity
from cases.models import Claimant
from core.sealed import Sealed, SealedField, key_id, reseal, unseal


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options) -> None:
        for model in apps.get_models():
            fields = [field.attname for field in model._meta.local_fields if isinstance(field, SealedField)]
            if fields and not model._meta.proxy:
                self.stdout.write(f"{model._meta.label}: {reseal_table(model, fields)} rows sealed again")
        self.stdout.write(f"{Claimant._meta.label}: {rehash_claimants()} rows hashed again")


def reseal_table(model: type[models.Model], fields: list[str]) -> int:
    """Seal again what the first key cannot open. Returns the number of rows written."""
    newest = Fernet(settings.FIELD_KEYS[0])
    written = 0
    for row in model._base_manager.only("pk", *fields).iterator(chunk_size=500):
        stale = {name: value for name in fields if (value := getattr(row, name)) and not opens(newest, value)}
        if stale:  # only where nobody wrote another value in between
            fresh = {name: reseal(value) for name, value in stale.items()}
            written += model._base_manager.filter(pk=row.pk, **stale).update(**fresh)
    return written


def opens(key: Fernet, value: Sealed) -> bool:
    try:
        key.decrypt(value.token.encode())
    except InvalidToken:
        return False
    return True


def rehash_claimants() -> int:
    """Hash again what the newest key did not. Returns the number of rows written."""
    newest = key_id(settings.LOOKUP_KEYS[0]) + ":"
    given = models.Q()
    for column in HASHES.values():
        given |= ~models.Q(**{column: ""}) & ~models.Q(**{f"{column}__startswith": newest})
    written = 0
    for pk in list(Claimant.objects.filter(given).values_list("pk", flat=True)):
        with transaction.atomic():
            claimant = Claimant.objects.select_for_update().get(pk=pk)
            hash_identity(claimant, **{name: unseal(getattr(claimant, name)) for name in HASHES})
            fresh = {column: getattr(claimant, column) for column in HASHES.values()}
            written += Claimant.objects.filter(pk=pk).update(**fresh)
    return written
