"""Sources that only ever say that a phone rings: when their calls count as missed."""
