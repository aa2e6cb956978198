from django.db import migrations, models

FILTERS = """
CREATE INDEX core_auditentry_actor ON core_auditentry (actor, position);
CREATE INDEX core_auditentry_action ON core_auditentry (action, position);
CREATE INDEX core_auditentry_target ON core_auditentry (target, position);
CREATE INDEX core_auditentry_at ON core_auditentry (at);
"""

REVERSE = """
DROP INDEX core_auditentry_actor;
DROP INDEX core_auditentry_action;
DROP INDEX core_auditentry_target;
DROP INDEX core_auditentry_at;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_used_token")]
    operations = [
        migrations.RunSQL(FILTERS, REVERSE),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.CharField(blank=True, max_length=40)),
                ("recipient", models.BinaryField()),
                ("address", models.BinaryField()),
                ("language", models.CharField(max_length=10)),
                ("slot", models.DateTimeField()),
                ("next_try", models.DateTimeField(db_index=True)),
                ("tries", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["recipient", "slot"], name="notice_once")],
            },
        ),
    ]
