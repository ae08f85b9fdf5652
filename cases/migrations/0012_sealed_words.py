from django.db import migrations

import core.sealed


def seal_what_was_told(apps, schema_editor):
    """The texts that are there already; run again, it finds none that is not sealed."""
    from core.sealed import BEGINNING, seal

    for name, field in (("Case", "story"), ("Message", "body")):
        rows = apps.get_model("cases", name).objects
        for pk, stored in rows.order_by("pk").values_list("pk", field).iterator(chunk_size=500):
            if stored.token and not stored.token.startswith(BEGINNING):
                rows.filter(pk=pk, **{field: stored}).update(**{field: seal(stored.token)})


def open_it_again(apps, schema_editor):
    from core.sealed import Sealed, unseal

    for name, field in (("Case", "story"), ("Message", "body")):
        rows = apps.get_model("cases", name).objects
        for pk, stored in rows.order_by("pk").values_list("pk", field).iterator(chunk_size=500):
            rows.filter(pk=pk).update(**{field: Sealed(unseal(stored))})


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_hash_who_is_there"),
    ]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="story",
            field=core.sealed.SealedField(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="message",
            name="body",
            field=core.sealed.SealedField(blank=True, default=""),
        ),
        migrations.RunPython(seal_what_was_told, open_it_again),
    ]
