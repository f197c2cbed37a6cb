"""Who is signed in, and what they chose."""
