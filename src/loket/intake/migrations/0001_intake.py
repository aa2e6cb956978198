import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Answered",
            fields=[
                ("lookup", models.BinaryField(primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                ("expires_on", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="Door",
            fields=[
                ("minute", models.DateTimeField(primary_key=True, serialize=False)),
                ("wrong", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("lookup", models.BinaryField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("content", models.BinaryField()),
                ("sent", models.BooleanField(default=False)),
                ("expires_on", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=12, unique=True)),
                ("body", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("acknowledged", "Acknowledged"),
                            ("in_progress", "In Progress"),
                            ("answered", "Answered"),
                        ],
                        default="received",
                        max_length=20,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("site", "Site"),
                            ("api", "Api"),
                            ("phone", "Phone"),
                            ("letter", "Letter"),
                            ("meeting", "Meeting"),
                            ("mail", "Mail"),
                        ],
                        max_length=20,
                    ),
                ),
                ("received_on", models.DateField()),
                ("acknowledged_on", models.DateField(null=True)),
                ("in_progress_on", models.DateField(null=True)),
                ("answered_on", models.DateField(null=True)),
                ("news_for_body", models.BooleanField(default=True)),
                ("news_for_reporter", models.BooleanField(default=False)),
                ("lookup", models.BinaryField(unique=True)),
                ("mailbox", models.BinaryField()),
                ("body_key_version", models.PositiveIntegerField()),
                ("key_for_body", models.BinaryField()),
                ("key_for_reporter", models.BinaryField()),
                ("content", models.BinaryField()),
                ("identity_key_for_body", models.BinaryField()),
                ("identity_key_for_reporter", models.BinaryField()),
                ("identity", models.BinaryField()),
            ],
            options={
                "indexes": [models.Index(fields=["body", "-received_on", "id"], name="report_inbox")],
            },
        ),
        migrations.CreateModel(
            name="MailboxSession",
            fields=[
                ("lookup", models.BinaryField(primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                ("expires_at", models.DateTimeField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="intake.report"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SavedDraft",
            fields=[
                ("lookup", models.BinaryField(primary_key=True, serialize=False)),
                ("sealed_token", models.BinaryField()),
                (
                    "draft",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="saved", to="intake.draft"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SealedFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("stored", models.PositiveBigIntegerField()),
                ("on", models.DateField()),
                (
                    "draft",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="files", to="intake.draft"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="files", to="intake.report"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("author", models.CharField(choices=[("reporter", "Reporter"), ("body", "Body")], max_length=20)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("message", "Message"),
                            ("acknowledgement", "Acknowledgement"),
                            ("consent", "Consent"),
                            ("minutes", "Minutes"),
                            ("answer", "Answer"),
                            ("feedback", "Feedback"),
                        ],
                        max_length=20,
                    ),
                ),
                ("on", models.DateField()),
                ("content", models.BinaryField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="intake.report"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("report", "number"), name="message_number_once")],
            },
        ),
    ]
