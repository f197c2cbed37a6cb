"""The only place that talks to a database. SQL lives in `queries/*.sql` and `migrations/*.sql`."""
