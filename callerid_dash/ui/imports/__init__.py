"""Components of an import: its form, preview and report."""
