"""Serves third-party style sheets and fonts from the installed packages, as offices may have no internet.

Their URLs contain the version, so browsers cache them for good.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, Response, abort, send_from_directory

_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Vendor:
    """A folder of third-party files."""

    folder: Path
    version: str


STYLES = {
    "bootstrap.css": ("bootstrap", "bootstrap.min.css"),
    "bootstrap.rtl.css": ("bootstrap", "bootstrap.rtl.min.css"),
    "bootstrap-icons.css": ("bootstrap-icons", "bootstrap-icons.min.css"),
    "vazirmatn.css": ("vazirmatn", "index.css"),
}
"""The style sheets of pages, each as (package, file)."""


def vendor_url(style: str) -> str:
    """The URL of one of `STYLES`."""
    name, file = STYLES[style]
    return f"/vendor/{name}/{_vendors()[name].version}/{file}"


def vendor_blueprint() -> Blueprint:
    """`GET /vendor/NAME/VERSION/FILE`."""
    blueprint = Blueprint("vendor", __name__, url_prefix="/vendor")

    @blueprint.get("/<name>/<wanted>/<path:file>")
    def file(name: str, wanted: str, file: str) -> Response:
        vendor = _vendors().get(name) or abort(404)
        if name == "vazirmatn" and not vendor.folder.is_dir():
            return Response(mimetype="text/css")  # the installation could not download the font; the system's is used
        response = send_from_directory(vendor.folder, file, max_age=_YEAR if wanted == vendor.version else 0)
        if wanted == vendor.version:
            response.cache_control.immutable = True
        return response

    return blueprint


@cache
def _vendors() -> dict[str, Vendor]:
    font = Path(sys.prefix, "share", "callerid-dash", "vazirmatn")
    return {
        "bootstrap": Vendor(_package("bootstrap") / "css", version("bootstrap-wrapper")),
        "bootstrap-icons": Vendor(
            _package("flask_bootstrap") / "static/bootstrap5/css/font", version("bootstrap-flask")
        ),
        "vazirmatn": Vendor(font, _font_version(font / "version")),
    }


def _package(name: str) -> Path:
    spec = find_spec(name)  # finds a package without an __init__.py too
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(name)
    return Path(spec.submodule_search_locations[0])


def _font_version(file: Path) -> str:
    """The version that the installation noted beside the font, as in '…/vazirmatn@5.3.0'."""
    noted = re.search(r"@([\w.]+)\s*$", file.read_text()) if file.is_file() else None
    return noted[1] if noted else "0"
