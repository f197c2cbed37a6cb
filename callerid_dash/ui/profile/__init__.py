"""The page of one profile: header, side column, timeline, history of changes."""
