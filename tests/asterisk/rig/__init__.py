"""The telephone systems of the tests: what starts them, calls through them, and records what they say."""
