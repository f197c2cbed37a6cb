"""Shared by services of every feature: authorization, clock, directory, undo, paging."""
