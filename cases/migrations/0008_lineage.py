"""Where a case came from, beside it; for those that were divided or joined before, read from their history."""

import json

from django.db import migrations, models


def read_from_history(apps, schema_editor):
    Case, CaseEvent = apps.get_model("cases", "Case"), apps.get_model("cases", "CaseEvent")

    def told(case_id, until):
        events = CaseEvent.objects.filter(case=case_id, kind__in=("case.split_off", "case.joined")).order_by("seq")
        found = []
        for event in events if until is None else events.filter(seq__lte=until):
            joined = event.kind == "case.joined"
            for parent in json.loads(event.text)["facts"]["parents"]:
                older = told(parent["case"], parent["seq"])
                found += [row | {"joined": row["joined"] or joined} for row in older]
                parted = {"case": parent["case"], "seq": parent["seq"], "at": event.at.isoformat()}
                found.append(parted | {"joined": joined})
        return found

    divided = CaseEvent.objects.filter(kind__in=("case.split_off", "case.joined")).values("case").distinct()
    for case in Case.objects.filter(pk__in=divided):
        Case.objects.filter(pk=case.pk).update(lineage=told(case.pk, None))


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0007_wages_and_overtime'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='lineage',
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
        migrations.RunPython(read_from_history, migrations.RunPython.noop),
    ]
