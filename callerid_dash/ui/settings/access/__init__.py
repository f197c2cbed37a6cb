"""Settings of access: users, tokens, visibility, wallboard links, the audit trail."""
