"""Integriteitsloket: raise, route, handle, settle, fact, freeze, table, protect, publish."""

__version__ = "0.1.0"
