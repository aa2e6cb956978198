"""What was ever published: the ledger, and what readers know because of it."""
