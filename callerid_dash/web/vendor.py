"""Serves third-party style sheets, fonts and plotly.js from installed packages, as offices may have no internet.

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

from flask import Blueprint, Response, abort, redirect, send_from_directory
from werkzeug import Response as WerkzeugResponse

from callerid_dash.web.own_files import YEAR


@dataclass(frozen=True, slots=True)
class Vendor:
    """A folder of third-party files."""

    folder: Path
    version: str


FILES = {
    "bootstrap.css": ("bootstrap", "bootstrap.min.css"),
    "bootstrap.rtl.css": ("bootstrap", "bootstrap.rtl.min.css"),
    "bootstrap-icons.css": ("bootstrap-icons", "bootstrap-icons.min.css"),
    "vazirmatn.css": ("vazirmatn", "index.css"),
    "plotly.js": ("plotly", "plotly-cartesian.min.js"),
    "all-of-plotly.js": ("all-of-plotly", "plotly.min.js"),
}
"""What pages load, each as (package, file)."""


def vendor_url(name: str) -> str:
    """The URL of one of `FILES`; of all of plotly.js if the installation could not have the part that we need."""
    vendor, file = FILES["all-of-plotly.js" if name == "plotly.js" and not _has("plotly") else name]
    return f"/vendor/{vendor}/{_vendors()[vendor].version}/{file}"


def style_text(name: str) -> str:
    """The text of a style sheet of `FILES`, which works wherever it stands. Empty if the installation lacks it."""
    vendor, file = FILES[name]
    if not _has(vendor):
        return ""
    folder = vendor_url(name).rpartition("/")[0]
    text = (_vendors()[vendor].folder / file).read_text(encoding="utf-8")
    return re.sub(r"url\(([\"']?)(?:\./)?(?=\w)(?!data:)", rf"url(\1{folder}/", text)


def _has(vendor: str) -> bool:
    return _vendors()[vendor].folder.is_dir()


def vendor_blueprint() -> Blueprint:
    """`GET /vendor/NAME/VERSION/FILE`, and the redirect to plotly.js from where Dash looks for it."""
    blueprint = Blueprint("vendor", __name__)

    @blueprint.get("/_dash-component-suites/plotly/package_data/plotly.min.js")
    def plotly() -> WerkzeugResponse:
        return redirect(vendor_url("plotly.js"))

    @blueprint.get("/vendor/<name>/<wanted>/<path:file>")
    def file(name: str, wanted: str, file: str) -> Response:
        vendor = _vendors().get(name) or abort(404)
        if name == "vazirmatn" and not _has(name):
            return Response(mimetype="text/css")  # the installation could not download the font; the system's is used
        response = send_from_directory(vendor.folder, file, max_age=YEAR if wanted == vendor.version else 0)
        if wanted == vendor.version:
            response.cache_control.immutable = True
        response.direct_passthrough = False
        response.make_sequence()  # a whole answer is compressed only once (`compression`), a streamed one each time
        return response

    return blueprint


@cache
def _vendors() -> dict[str, Vendor]:
    font, plotly = (Path(sys.prefix, "share", "callerid-dash", name) for name in ("vazirmatn", "plotly"))
    return {
        "bootstrap": Vendor(_package("bootstrap") / "css", version("bootstrap-wrapper")),
        "bootstrap-icons": Vendor(
            _package("flask_bootstrap") / "static/bootstrap5/css/font", version("bootstrap-flask")
        ),
        "vazirmatn": Vendor(font, _npm_version(font / "version")),
        "plotly": Vendor(plotly, _npm_version(plotly / "version")),
        "all-of-plotly": Vendor(_package("plotly") / "package_data", version("plotly")),
    }


def _package(name: str) -> Path:
    spec = find_spec(name)  # finds a package without an __init__.py too
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(name)
    return Path(spec.submodule_search_locations[0])


def _npm_version(file: Path) -> str:
    """The version that the installation noted beside the files, as in '…/vazirmatn@5.3.0'."""
    noted = re.search(r"@([\w.]+)\s*$", file.read_text()) if file.is_file() else None
    return noted[1] if noted else "0"
