"""The page of all profiles: its list, its filters, changes of many at once."""
