from __future__ import annotations

import re
from pathlib import Path

import pytest

import callerid_dash
from callerid_dash.ui.shell.bundles import assets_folder

PHYSICAL = re.compile(
    r"(?:^|[\s;{])("
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)(?:-\w+)?"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|left|right|top|bottom|width|height|(?:min|max)-(?:width|height)"
    r")\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)"
)
FOUR_SIDES = re.compile(r"(?:margin|padding|inset|border-width)\s*:\s*([^;]+);")
ANYTHING_AFTER_HAS = re.compile(r":has\([^{}]*[\s>+~](?:\*|:not\()[^\s{},]*\s*[,{]")
PLAIN = Path(callerid_dash.__file__).parent / "web" / "static"
SHEETS = sorted([*assets_folder().rglob("*.css"), *PLAIN.rglob("*.css")])
SCRIPTS = sorted([*assets_folder().rglob("*.js"), *PLAIN.rglob("*.js")])


def rules(css: str) -> str:
    """The style sheet without comments and without conditions of media queries, which have no logical form."""
    return re.sub(r"@media[^{]*", "", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))


def test_there_are_sheets_and_scripts() -> None:
    assert SHEETS
    assert SCRIPTS


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_styles_know_no_left_and_right(sheet: Path) -> None:
    assert PHYSICAL.findall(rules(sheet.read_text())) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_shorthands_of_four_sides_are_alike_on_both(sheet: Path) -> None:
    for values in FOUR_SIDES.findall(rules(sheet.read_text())):
        sides = re.findall(r"(?:[\w-]+\([^)]*\)|[^\s()]+)+", values)
        assert len(sides) < 4 or sides[1] == sides[3], values


def test_the_search_for_physical_properties_finds_them() -> None:
    for line in ("a { margin-left: 1px }", "a{top:0}", "a { text-align: right; }", "b { max-width : 3em }"):
        assert PHYSICAL.search(rules(line)), line
    for line in ("a { margin-inline-start: 1px }", "a { border-block-end: 0; inset-block-start: 0 }"):
        assert not PHYSICAL.search(rules(line)), line


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_what_has_something_says_what_of_it_is_meant(sheet: Path) -> None:
    """`:has(…) > :not(…)` makes the browser search the whole page for each text of a chart: 16 ms instead of 0.1."""
    for selector in re.findall(r"[^{},]+(?:,[^{},]+)*\{", rules(sheet.read_text())):
        assert not ANYTHING_AFTER_HAS.search(selector), selector


def test_the_search_for_anything_after_has_finds_it() -> None:
    for line in (".a:has(#b) .c > :not(.d) {", ".a:has(.b) *{", ".x, .a:has(.b) > :not(.c):hover, .y {"):
        assert ANYTHING_AFTER_HAS.search(line), line
    for line in (
        ".a:has(#b) .c {",
        ".c > :has(~ .d > .e) {",
        ".a:not(:has(.b)) {",
        ".a:has(> .b:not(:empty)) .c:not(.d) {",
    ):
        assert not ANYTHING_AFTER_HAS.search(line), line


@pytest.mark.parametrize("file", [*SHEETS, *SCRIPTS], ids=lambda path: path.name)
def test_nothing_is_fetched_from_elsewhere(file: Path) -> None:
    assert "//" not in re.sub(r"^\s*//.*$|(?<=[;{)]) //.*$", "", file.read_text(), flags=re.MULTILINE).replace(
        r"(\/(?!\/)", ""
    )


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_make_no_markup_and_run_no_text(script: Path) -> None:
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", script.read_text()
    )
