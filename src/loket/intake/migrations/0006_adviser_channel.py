from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0005_no_inbox"),
    ]

    operations = [
        migrations.AlterField(
            model_name="report",
            name="channel",
            field=models.CharField(
                choices=[
                    ("site", "Site"),
                    ("api", "Api"),
                    ("phone", "Phone"),
                    ("letter", "Letter"),
                    ("meeting", "Meeting"),
                    ("mail", "Mail"),
                    ("adviser", "Adviser"),
                ],
                max_length=20,
            ),
        ),
    ]
