"""Addresses to return to, inside this dashboard only."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request


def local_path(wanted: str | None) -> str | None:
    """The path and query of an address on this server; None for anything else.

    Browsers read '//host', '/\\host' and addresses with control characters as other sites.
    """
    if not wanted or not wanted.startswith("/") or wanted[1:2] in ("/", "\\") or not wanted.isprintable():
        return None
    parts = urlsplit(wanted)
    return wanted if not parts.scheme and not parts.netloc else None


def referring_path() -> str | None:
    """The page of ours that the request came from."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return None
    return local_path(f"{parts.path}?{parts.query}" if parts.query else parts.path)
