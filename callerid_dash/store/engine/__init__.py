"""Connections, transactions, migrations, queries: everything of a database but its tables."""
