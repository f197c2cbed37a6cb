"""Figures, counted from calls."""
