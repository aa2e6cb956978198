"""Which incidents another system sent, as digests."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_changes_and_index")]
    operations = [
        migrations.CreateModel(
            name="SentIncident",
            fields=[
                ("lookup", models.BinaryField(primary_key=True, serialize=False)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sent", to="casework.case"
                    ),
                ),
            ],
        ),
    ]
