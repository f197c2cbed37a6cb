"""Scripts, style sheets and pictures: by which address, for how long, and how small."""

from __future__ import annotations

import gzip
import re

import pytest
from flask.testing import FlaskClient

from callerid_dash.web.vendor import FILES, style_text, vendor_url
from tests.web.conftest import Visitor


def test_our_own_files_are_kept_for_good_by_the_address_that_a_page_names(client: FlaskClient) -> None:
    page = client.get("/login").get_data(as_text=True)
    address = re.search(r"/static/\w+/plain\.css", page)
    assert address
    answer = client.get(address[0])
    assert (answer.status_code, answer.mimetype) == (200, "text/css")
    assert answer.headers["Cache-Control"] == "public, immutable, max-age=31536000"
    outdated = client.get("/static/0/plain.css")
    assert outdated.get_data() == answer.get_data()
    assert outdated.headers["Cache-Control"] == "no-store"
    assert client.get("/static/0/../setup.py").status_code == 404


@pytest.mark.parametrize(
    ("asked", "sent"), [("gzip", "gzip"), ("gzip, deflate, br", "br"), ("br, zstd", "zstd"), ("", None)]
)
def test_answers_are_compressed_as_the_browser_asks(client: FlaskClient, asked: str, sent: str | None) -> None:
    for address in ("/login", vendor_url("bootstrap.css")):
        answer = client.get(address, headers={"Accept-Encoding": asked}, buffered=True)
        assert answer.headers.get("Content-Encoding") == sent
        assert answer.headers["Vary"].lower().count("accept-encoding") == 1
        if sent == "gzip":
            assert gzip.decompress(answer.get_data()) == client.get(address, buffered=True).get_data()


def test_a_file_is_compressed_once(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    address = vendor_url("bootstrap.css")
    first = client.get(address, headers={"Accept-Encoding": "gzip"}, buffered=True)
    monkeypatch.setattr("flask_compress.flask_compress._compress_data", lambda *_: b"")
    assert client.get(address, headers={"Accept-Encoding": "gzip"}, buffered=True).get_data() == first.get_data()
    assert client.get("/login", headers={"Accept-Encoding": "gzip"}).get_data() == b""


def test_charts_load_plotly_from_an_address_that_is_kept(visitor: Visitor) -> None:
    """Dash asks for it by an address without a version."""
    answer = visitor.client.get(
        "/_dash-component-suites/plotly/package_data/plotly.min.js", follow_redirects=True, buffered=True
    )
    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("style", [name for name in FILES if name.endswith(".css")])
def test_a_style_sheet_finds_its_fonts_wherever_it_stands(client: FlaskClient, style: str) -> None:
    for address in re.findall(r"url\([\"']?(?!data:)([^\"')?#]+)", style_text(style)):
        assert client.get(address, buffered=True).status_code == 200, address
