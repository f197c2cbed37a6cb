"""The only place that talks to a database. SQL lives beside the module that runs it, and in `migrations/*.sql`."""
