"""Connections, transactions, migrations, queries: everything of a database except its tables."""
