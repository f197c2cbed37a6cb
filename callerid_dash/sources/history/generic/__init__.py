"""Any CSV file, by a mapping of its columns."""
