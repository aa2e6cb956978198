"""A token that was used keeps its day only: a reporter sends forms too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0004_append_to_the_trail")]
    operations = [
        migrations.RenameField("usedtoken", "at", "on"),
        migrations.AlterField("usedtoken", "on", models.DateField()),
    ]
