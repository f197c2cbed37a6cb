"""Adds security headers to every answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from flask import Flask, Response

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    # Answers are private: neither a proxy nor the back button after signing out may show them.
    "Cache-Control": "no-store",
}


def init(server: Flask, csp_hashes: Callable[[], Sequence[str]]) -> None:
    """Add the headers to every answer of this server."""

    @cache
    def every() -> list[tuple[str, str]]:
        return [*FIXED.items(), ("Content-Security-Policy", content_security_policy(csp_hashes()))]

    @server.after_request
    def protect(response: Response) -> Response:
        given = {name.lower() for name in response.headers.keys()}  # noqa: SIM118 - iterating yields pairs
        response.headers.extend((name, value) for name, value in every() if name.lower() not in given)
        return response


def content_security_policy(script_hashes: Sequence[str]) -> str:
    """The policy: everything from this server only; Dash's inline scripts by their hashes ("'sha256-…'", quoted or
    not).
    """
    scripts = " ".join(["'self'", *(f"'{value.strip(chr(39))}'" for value in script_hashes)])
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",  # Dash components and charts set style attributes
            "img-src 'self' data: blob:",  # charts are saved as pictures through blobs
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
