"""Something of a test module in a process of its own, which knows nothing yet."""

from importlib import import_module

import django


def call(module: str, name: str, *given: object) -> None:
    """Make Django ready, and only then read the module and call its function."""
    django.setup()
    getattr(import_module(module), name)(*given)
