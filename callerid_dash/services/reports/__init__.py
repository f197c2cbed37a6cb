"""Figures: call volume, unknown callers, owners, today, the wallboard."""
