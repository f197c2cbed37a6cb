"""Records on profiles, and the timeline of records and calls."""
