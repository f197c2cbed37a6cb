"""What an import does with those who are in the address book already."""

from __future__ import annotations

from enum import StrEnum


class Duplicates(StrEnum):
    """What is done with an entry that is somebody already."""

    SKIP = "skip"
    ADD_NUMBERS = "add-numbers"
    """Its numbers, and whatever else is missing, are added to the profile."""
    CREATE = "create"
