"""Imports of contacts: reading files, finding existing profiles, storing."""
