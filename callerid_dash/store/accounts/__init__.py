"""Users, passwords, tokens and preferences."""
