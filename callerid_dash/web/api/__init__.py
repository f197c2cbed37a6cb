"""The HTTP API, version 1. Models are in `models.py` and `answers.py`; `blueprint.py` adds the routes."""
