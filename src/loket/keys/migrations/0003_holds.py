"""The database says whether a body's key is still the one that somebody sealed to, and holds it until they are done."""

from django.db import migrations

HOLDS = """
CREATE FUNCTION keys_holds(its_body text, its_public bytea, patience text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('lock_timeout', patience, true);
    PERFORM 1 FROM keys_bodykey WHERE body = its_body AND public = its_public FOR KEY SHARE;
    RETURN FOUND;
END $$;
"""

REVERSE = "DROP FUNCTION keys_holds(text, bytea, text);"


class Migration(migrations.Migration):
    dependencies = [("keys", "0002_vouched")]
    operations = [migrations.RunSQL(HOLDS, REVERSE)]
