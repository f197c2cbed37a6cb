"""Asterisk's call detail records and channel events, from files and tables."""
