"""Sealing, keys and receipts: PURE, no Django and no database.

Every primitive is libsodium's, through PyNaCl. The rule of the room: a sealed value opens only with its key
*and* at the place it was sealed for. docs/decisions/0008 says why these primitives; docs/threat-model.md what they do
and do not stop.
"""
