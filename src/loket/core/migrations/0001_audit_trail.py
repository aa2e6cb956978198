"""The audit trail: a table that the database itself keeps append-only."""

from django.db import migrations, models

TABLE = """
CREATE TABLE core_auditentry (
    position bigint PRIMARY KEY CHECK (position > 0),
    at timestamptz NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    target text NOT NULL,
    summary jsonb NOT NULL,
    previous varchar(64) NOT NULL UNIQUE,
    hash varchar(64) NOT NULL UNIQUE
);
CREATE FUNCTION core_auditentry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only: % refused', TG_OP;
END $$;
CREATE TRIGGER core_auditentry_append_only
    BEFORE UPDATE OR DELETE ON core_auditentry
    FOR EACH ROW EXECUTE FUNCTION core_auditentry_refuse();
CREATE TRIGGER core_auditentry_no_truncate
    BEFORE TRUNCATE ON core_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION core_auditentry_refuse();
"""

REVERSE = "DROP TABLE core_auditentry; DROP FUNCTION core_auditentry_refuse();"


class Migration(migrations.Migration):
    initial = True
    operations = [
        migrations.RunSQL(TABLE, REVERSE),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor", models.TextField()),
                ("action", models.TextField()),
                ("target", models.TextField()),
                ("summary", models.JSONField()),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={"db_table": "core_auditentry", "managed": False, "ordering": ["position"]},
        ),
    ]
