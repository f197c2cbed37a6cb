"""The page of one profile: head, sides, timeline, history."""
