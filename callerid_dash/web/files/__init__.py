"""Uploads, imports and exports over HTTP."""
