"""What an import does with contacts that are in the address book already."""

from __future__ import annotations

from enum import StrEnum


class Duplicates(StrEnum):
    """How to import an entry that matches an existing profile."""

    SKIP = "skip"
    ADD_NUMBERS = "add-numbers"
    """Add its numbers and missing fields to the profile."""
    CREATE = "create"
