"""Figures that are kept so that nobody counts years of calls again."""
