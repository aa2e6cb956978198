"""What a user name may look like: it stands in addresses, in the audit trail and in exports."""

USERNAME = r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}"
