"""The page of missed calls, and the badge that counts them."""
