"""What a reporter opened, and when, is not kept: nothing used it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_inbox")]
    operations = [
        migrations.RemoveField("report", "news_for_reporter"),
        migrations.RunSQL("UPDATE intake_message SET read_on = NULL WHERE author = 'body'", migrations.RunSQL.noop),
    ]
