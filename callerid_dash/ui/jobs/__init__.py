"""Background jobs on the page: the progress of imports and exports, and undoing their results."""
