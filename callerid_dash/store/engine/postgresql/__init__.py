"""The shared database: PostgreSQL, its links and what other processes write."""
