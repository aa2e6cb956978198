"""A second factor, grants that hold from day to day, and sessions that can be listed and ended."""

import datetime as dt
from zoneinfo import ZoneInfo

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def grants_from_roles(apps, schema_editor):
    """What stood in ``roles`` holds from today on as a grant."""
    today = dt.datetime.now(ZoneInfo("Europe/Amsterdam")).date()
    for account in apps.get_model("accounts", "Account").objects.all():
        for role in account.roles:
            account.grants.create(role=role, begins_on=today, granted_by="migration")
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attempts",
            fields=[
                ("bucket", models.BinaryField(primary_key=True, serialize=False)),
                ("wrong", models.PositiveIntegerField(default=0)),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="account",
            name="email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="E-mailadres"),
        ),
        migrations.AddField(
            model_name="account",
            name="totp_secret",
            field=models.BinaryField(default=bytes),
        ),
        migrations.AddField(
            model_name="account",
            name="totp_step",
            field=models.BigIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("officer", "Behandelaar"),
                            ("policy_officer", "Beleidsmedewerker"),
                            ("auditor", "Auditor"),
                            ("functional_administrator", "Functioneel beheerder"),
                        ],
                        max_length=40,
                    ),
                ),
                ("body", models.CharField(blank=True, max_length=40)),
                ("unit", models.CharField(blank=True, max_length=40)),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("granted_by", models.CharField(max_length=64)),
                ("ended_by", models.CharField(blank=True, max_length=64)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grants", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Passkey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("credential", models.BinaryField(unique=True)),
                ("public_key", models.BinaryField()),
                ("sign_count", models.PositiveBigIntegerField(default=0)),
                ("label", models.CharField(max_length=60)),
                ("unlocks", models.BooleanField(default=False)),
                ("added_on", models.DateField()),
                ("used_on", models.DateField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passkeys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.BinaryField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recovery_codes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("started_at", models.DateTimeField(null=True)),
                ("device", models.CharField(blank=True, max_length=80)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SignInLink",
            fields=[
                ("lookup", models.BinaryField(primary_key=True, serialize=False)),
                ("expires_at", models.DateTimeField()),
                ("sealed_key", models.BinaryField(default=bytes)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.RunPython(grants_from_roles, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="account",
            name="roles",
        ),
    ]
