"""Users, their passwords, their sign-in, and the tokens of programs."""
