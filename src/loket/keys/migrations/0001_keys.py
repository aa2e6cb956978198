import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RecoveryKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public", models.BinaryField()),
                ("made_on", models.DateField()),
                ("is_demo", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="PersonKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("public", models.BinaryField()),
                ("made_on", models.DateField()),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BodyKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.CharField(max_length=40, unique=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("public", models.BinaryField()),
                ("sealed_for_recovery", models.BinaryField()),
                ("made_on", models.DateField()),
                ("given_up", models.PositiveIntegerField(default=0)),
                (
                    "recovery_key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="keys.recoverykey"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Unlocker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("passphrase", "Passphrase"), ("passkey", "Passkey")], max_length=20),
                ),
                ("credential", models.BinaryField(default=bytes)),
                ("salt", models.BinaryField()),
                ("operations", models.PositiveIntegerField(default=0)),
                ("memory", models.PositiveBigIntegerField(default=0)),
                ("sealed", models.BinaryField()),
                ("made_on", models.DateField()),
                (
                    "person_key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="unlockers", to="keys.personkey"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person_key", "kind", "credential"), name="unlocker_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed", models.BinaryField()),
                ("given_by", models.CharField(max_length=64)),
                ("given_on", models.DateField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "body_key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="keys.bodykey"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("body_key", "account"), name="share_once")],
            },
        ),
    ]
