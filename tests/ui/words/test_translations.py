from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog, Message

from callerid_dash.locales import LANGUAGES, translator
from scripts import check_translations, translations


def test_every_word_on_the_pages_is_in_both_languages() -> None:
    assert check_translations.problems() == []


def test_every_language_but_english_is_checked() -> None:
    assert {*translations.TRANSLATED, "en"} == set(LANGUAGES)


def test_words_are_found_in_python_and_templates() -> None:
    found = {translations.key(message) for message in translations.in_code() if message.id}
    assert {"Incoming calls", "%(n)s other profile has this number", "Password"} <= found


def test_a_missing_and_an_unused_word_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = Catalog(locale="fa")
    catalog.add("Live", "")
    catalog.add("Long gone", "رفته")
    monkeypatch.setattr(check_translations, "translated", lambda _: catalog)
    found = check_translations.problems()
    assert "fa: not translated: Live" in found
    assert "fa: nobody says this: Long gone" in found


@pytest.mark.parametrize("text", ["%(count)s تماس", "{name} زنگ زد", "%(name)d"])
def test_a_translation_that_loses_a_value_is_told(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = Catalog(locale="fa")
    catalog.add("Live %(name)s", text)
    monkeypatch.setattr(check_translations, "translated", lambda _: catalog)
    monkeypatch.setattr(check_translations, "in_code", lambda: [Message("Live %(name)s")])
    assert check_translations.problems() == ["fa: loses a value: Live %(name)s"]


def test_updating_keeps_what_is_translated() -> None:
    before = {translations.key(m): translations.strings(m) for m in translations.translated("fa") if m.id}
    after = {translations.key(m): translations.strings(m) for m in translations.updated("fa") if m.id}
    assert after == before


def test_persian_runs_from_right_to_left() -> None:
    assert (translator("fa").direction, translator("en").direction, translator("xx").language) == ("rtl", "ltr", "en")
