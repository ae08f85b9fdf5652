from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ledger"

    def ready(self) -> None:
        from django.db.models import F
        from django.db.models.functions import Coalesce

        from cases.audit import also_verify
        from cases.covered import cover
        from ledger import balance
        from ledger.models import Entry, Payment

        cover("entry", Entry.objects.annotate(told_in=F("case")), "claim", "kind", "amount", "at")
        cover(
            "payment",
            Payment.objects.annotate(told_in=Coalesce("stated_in", "case")),
            "claim",
            "amount",
            "paid_on",
            "stated_by_kind",
        )
        also_verify(balance.unlike)
