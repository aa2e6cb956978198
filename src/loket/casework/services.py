"""Writes of cases, in one place: each in a transaction, under the lock of the case, with its entry in the trail.

What they have in common stands in ``writing``: who may, what changed since the form was shown, and in which order locks
are taken. ``opening`` begins cases.
"""

from loket.casework.acting import act, letter_of
from loket.casework.assigning import assign, declare_conflict, give_access, officers_for, take, take_access
from loket.casework.items import add_item, add_sealed_item, change_item, label, write_to_reporter
from loket.casework.people import add_person, change_person, say_nobody, show_person, show_reporter
from loket.casework.resealing import reseal

__all__ = [
    "act",
    "add_item",
    "add_person",
    "add_sealed_item",
    "assign",
    "change_item",
    "change_person",
    "declare_conflict",
    "give_access",
    "label",
    "letter_of",
    "officers_for",
    "reseal",
    "say_nobody",
    "show_person",
    "show_reporter",
    "take",
    "take_access",
    "write_to_reporter",
]
