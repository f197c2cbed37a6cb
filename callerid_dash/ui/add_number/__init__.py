"""Adding a number to a profile that exists."""
