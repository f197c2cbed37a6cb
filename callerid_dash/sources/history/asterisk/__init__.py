"""Asterisk's call detail records (CDR) and channel events (CEL), from files and tables."""
