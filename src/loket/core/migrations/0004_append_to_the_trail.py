"""The database adds an entry by itself, so that writers wait for one another as short as can be."""

from django.db import migrations

APPEND = """
CREATE FUNCTION core_audit_append(
    lock bigint, start text, at timestamptz, actor text, action text, target text, summary jsonb,
    before text, after text
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    last record;
    next bigint;
    previous text;
BEGIN
    PERFORM pg_advisory_xact_lock(lock);
    SELECT entry.position, entry.hash INTO last FROM core_auditentry entry ORDER BY entry.position DESC LIMIT 1;
    next := coalesce(last.position, 0) + 1;
    previous := coalesce(last.hash, start);
    INSERT INTO core_auditentry VALUES (
        next, at, actor, action, target, summary, previous,
        encode(sha256(convert_to(previous || before || next || after, 'UTF8')), 'hex')
    );
END $$;
"""

REVERSE = "DROP FUNCTION core_audit_append(bigint, text, timestamptz, text, text, text, jsonb, text, text);"


class Migration(migrations.Migration):
    dependencies = [("core", "0003_outbox_and_trail_filters")]
    operations = [migrations.RunSQL(APPEND, REVERSE)]
