"""Use cases: what the product does, without Dash, Flask or SQL."""
