"""Settings of who may do what: users, tokens, visibility, the wallboard's links, the audit trail."""
