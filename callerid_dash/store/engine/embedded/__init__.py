"""The embedded database (DuckDB): its connection, and its files on the disk."""
