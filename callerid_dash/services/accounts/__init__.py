"""Users, passwords, sign-in, and the tokens of programs."""
