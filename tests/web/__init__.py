"""Everything on HTTP that is not Dash."""
