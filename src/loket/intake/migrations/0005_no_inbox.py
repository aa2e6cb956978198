"""What is due stands with the case now; a report is looked for by its key, and by whether it was taken up."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_case_file")]
    operations = [
        migrations.RemoveIndex("report", "report_due"),
        migrations.RemoveIndex("report", "report_state"),
        migrations.RemoveIndex("report", "report_answered"),
        migrations.RemoveField("report", "due_on"),
        migrations.AddIndex("report", models.Index(fields=["body", "body_key_version"], name="report_key")),
    ]
