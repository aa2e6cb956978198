from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0001_audit_trail")]
    operations = [
        migrations.CreateModel(
            name="UsedToken",
            fields=[
                ("token", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
