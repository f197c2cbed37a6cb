"""The dialog in which a record is written or changed."""
