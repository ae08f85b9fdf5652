from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_heirs"),
    ]

    operations = [
        migrations.AddField(
            model_name="claimant",
            name="email_hash",
            field=models.CharField(blank=True, db_index=True, max_length=80, default="", db_default=""),
        ),
        migrations.AddField(
            model_name="claimant",
            name="bank_hash",
            field=models.CharField(blank=True, db_index=True, max_length=80, default="", db_default=""),
        ),
        migrations.AddField(
            model_name="claimant",
            name="name_hash",
            field=models.CharField(blank=True, db_index=True, max_length=80, default="", db_default=""),
        ),
    ]
