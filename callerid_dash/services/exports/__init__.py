"""Exports: lists and figures as files."""
