"""Profiles, their records, and contacts as files hold them."""
