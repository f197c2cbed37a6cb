"""Imports: past calls and contacts from files."""
