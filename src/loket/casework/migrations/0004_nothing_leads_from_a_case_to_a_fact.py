"""Which facts a case yielded stands sealed in its file (``closing.services``), and in no table."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0003_sent_incident"),
    ]

    operations = [
        migrations.DeleteModel(name="Yielded"),
    ]
