"""Settings → Imports: of calls and of profiles, and undoing one."""
