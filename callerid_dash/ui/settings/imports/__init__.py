"""Settings → Imports: imports of calls and of profiles, and undoing an import of profiles."""
