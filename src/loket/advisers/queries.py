"""Reads of the tally."""
