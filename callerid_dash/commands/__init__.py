"""The groups of commands of `callerid-dash`, one module each."""
