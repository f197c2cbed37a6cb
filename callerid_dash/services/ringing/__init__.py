"""Sources that only ever say that a phone rings (the rule: `domain/ringing.py`): what is set, and who closes calls."""
