"""The page of all profiles: its list, its filters, bulk changes."""
