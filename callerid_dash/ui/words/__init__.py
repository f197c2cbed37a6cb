"""The display names of things, each defined in one place: kinds of phones, of records, of changes."""
