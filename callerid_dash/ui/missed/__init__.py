"""The page of missed calls, and how many there are."""
