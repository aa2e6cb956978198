"""Bringing somebody else in, warmly: to whom, and with exactly what the reporter agreed to."""
