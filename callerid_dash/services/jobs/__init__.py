"""Background jobs of users, with progress, and the files that they need."""
