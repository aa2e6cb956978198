"""Writes to the tally."""
