"""Contacts from files: what they say, which profiles exist already, what is written."""
