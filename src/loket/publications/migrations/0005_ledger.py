"""The ledger of what was published: pages that the database neither changes nor deletes. Answers about protection are
kept as files from now on: those in the table can be made again."""

from django.db import migrations, models

APPEND_ONLY = """
CREATE FUNCTION publications_published_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger of publications is append-only: % refused', TG_OP;
END $$;
CREATE TRIGGER publications_published_append_only
    BEFORE UPDATE OR DELETE ON publications_published
    FOR EACH ROW EXECUTE FUNCTION publications_published_refuse();
"""

REVERSE = """
DROP TRIGGER publications_published_append_only ON publications_published;
DROP FUNCTION publications_published_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("publications", "0004_protection")]
    operations = [
        migrations.CreateModel(
            name="Published",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("year", models.PositiveSmallIntegerField()),
                ("slug", models.SlugField(blank=True, db_index=False, max_length=80)),
                ("revision", models.PositiveIntegerField()),
                ("profile", models.CharField(max_length=60)),
                ("threshold", models.PositiveSmallIntegerField()),
                ("tables", models.JSONField()),
                ("cells", models.PositiveIntegerField()),
                ("hidden", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("previous", models.CharField(max_length=64, unique=True)),
                ("hash", models.CharField(max_length=64, unique=True)),
            ],
            options={"ordering": ["number"]},
        ),
        migrations.RunSQL(APPEND_ONLY, REVERSE),
        migrations.AddField(model_name="build", name="actor", field=models.CharField(default="", max_length=150)),
        migrations.RunSQL("DELETE FROM publications_protection", migrations.RunSQL.noop),
        migrations.RemoveField(model_name="protection", name="result"),
        migrations.RemoveField(model_name="protection", name="slug"),
        migrations.AddField(model_name="protection", name="outcome", field=models.CharField(default="", max_length=64)),
    ]
