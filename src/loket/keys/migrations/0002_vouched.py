from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("keys", "0001_keys")]

    operations = [migrations.AddField("share", "vouched", models.BinaryField(default=bytes))]
