"""What an import shows: its form, its preview, its report."""
