"""Words for things, each in one place: kinds of phones, of records, of changes."""
