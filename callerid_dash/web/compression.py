"""Compresses answers as the browser asks: zstd or brotli, which browsers take over TLS only, else gzip.

Files that are the same for everybody are compressed once and kept.
"""

from __future__ import annotations

from flask import Flask, Request
from flask_compress import Compress

_FILES = ("/static/", "/vendor/", "/_dash-component-suites/")
_MOST_FILES = 64
"""Files are few; but an address may contain any version, so there must be a limit."""
_OTHERS = ""
"""Instead of the address of an answer that is not kept."""


def init(server: Flask) -> None:
    """Compress every answer of this server that is text, and not tiny."""
    server.config.update(
        COMPRESS_ALGORITHM=["zstd", "br", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=["zstd", "br", "gzip"],
        COMPRESS_CACHE_BACKEND=_Files,
        COMPRESS_CACHE_KEY=_address,
    )
    Compress(server)


def _address(request: Request) -> str:
    return request.path if request.path.startswith(_FILES) else _OTHERS


class _Files(dict[str, bytes]):
    """Compressed files by algorithm and address, as Flask-Compress asks for them."""

    def set(self, key: str, value: bytes) -> None:
        """Keep a file, unless the answer is none."""
        if not key.endswith(f";{_OTHERS}"):
            if len(self) >= _MOST_FILES:
                self.clear()
            self[key] = value
