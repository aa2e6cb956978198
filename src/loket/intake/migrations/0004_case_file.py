"""What a case file needs of a report: whether it was taken up, until when it is read here, and what goes with it when it
is destroyed."""

import django.db.models.deletion
from django.db import migrations, models

_KINDS = ["message", "acknowledgement", "consent", "minutes", "answer", "feedback", "detriment"]


def _of_report() -> models.ForeignKey:
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="intake.report"
    )


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_nothing_of_who_reads")]
    operations = [
        migrations.RemoveField("draft", "sent"),
        migrations.AddField("draft", "report", _of_report()),
        migrations.AddField("answered", "report", _of_report()),
        migrations.AddField("report", "is_taken", models.BooleanField(default=False)),
        migrations.AddField("report", "kept_until", models.DateField(null=True)),
        migrations.AddField("sealedfile", "case", models.UUIDField(db_index=True, null=True)),
        migrations.AlterField(
            "message", "kind", models.CharField(choices=[(kind, kind.capitalize()) for kind in _KINDS], max_length=20)
        ),
        migrations.AddIndex(
            "report", models.Index(condition=models.Q(is_taken=False), fields=["body"], name="report_new")
        ),
    ]
