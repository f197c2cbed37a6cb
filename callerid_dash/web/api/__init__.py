"""The HTTP API, version 1. Shapes are `models.py` and `answers.py`; `blueprint.py` puts the routes together."""
