"""Profiles, their phones and who holds a number."""
