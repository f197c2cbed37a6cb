"""Sessions, sign-in, and the choice of language and theme."""
