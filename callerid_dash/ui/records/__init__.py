"""The dialog that creates or changes a record."""
