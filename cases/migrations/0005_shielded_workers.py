from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q


def shield(apps, schema_editor):
    """Who said that they fear reprisals and did not agree to be named; all of a case where nobody was singled out."""
    Claimant = apps.get_model("cases", "Claimant")
    afraid = Claimant.objects.filter(case=OuterRef("case"), fears_retaliation=True)
    Claimant.objects.filter(case__shielded=True).filter(
        Q(fears_retaliation=True) | ~Exists(afraid)
    ).exclude(naming="named").update(shielded=True)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_law_texts"),
    ]

    operations = [
        migrations.AddField(
            model_name="claimant",
            name="shielded",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Who they are is closed to the handling office too (cases.identity)",
            ),
        ),
        migrations.RunPython(shield, migrations.RunPython.noop),
    ]
