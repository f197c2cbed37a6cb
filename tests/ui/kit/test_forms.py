"""Every form is stored once however often it is sent, because of its key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest

from callerid_dash.domain.errors import InvalidInput, StoreUnavailable
from callerid_dash.domain.profiles.profiles import ProfileDraft, ProfileKind
from callerid_dash.factory import build_services
from callerid_dash.services.services import Services
from callerid_dash.services.shared.submissions import Sendings
from callerid_dash.settings import Settings
from callerid_dash.ui.kit import forms
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.forms import GENERAL, Form, Values
from tests.scenes import API
from tests.ui.office import attribute, context

FORM, SECRET = Form("profile"), Form("token", shows_secret=True)
ALI: Values = {"name": "Ali"}


@pytest.fixture
def services(empty_duckdb: str) -> Iterator[Services]:
    services = build_services(Settings(database_url=empty_duckdb, secret_key="for tests"))
    yield services
    services.store.close()


@pytest.fixture
def keyed(services: Services) -> UiContext:
    """The forms' arguments, with keys that count up."""
    sendings = Sendings(services.store, b"a secret")

    def submitting(form: str, key: str, sent: str) -> AbstractContextManager[None]:
        return sendings.under("user 1", key, form, sent)

    return replace(context(), submitting=submitting)


@pytest.fixture(autouse=True)
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of the toasts."""
    said: list[str] = []
    monkeypatch.setattr(forms, "say", lambda words, _t: said.append(words))
    monkeypatch.setattr(forms, "close_dialog", lambda: said.append("closed"))
    return said


def names(services: Services) -> list[str]:
    return [profile.name for profile in services.profiles.finder.search("").items]


def save(services: Services) -> forms.Submit:
    def submit(_do: str, values: Values) -> None:
        services.profiles.create(ProfileDraft(ProfileKind.PERSON, str(values["name"])), API)

    return submit


def test_a_form_that_is_sent_again_is_stored_once_and_says_so(
    services: Services, keyed: UiContext, said: list[str]
) -> None:
    assert FORM.attempt(keyed, save(services), "save", ALI, "k") == ({}, True)
    assert FORM.attempt(keyed, save(services), "save", ALI, "k") == ({}, True)
    assert names(services) == ["Ali"]
    assert said == ["closed", "This was stored the first time you sent it."]


def test_what_was_changed_meanwhile_is_asked_about_and_stored_by_the_next_key(
    services: Services, keyed: UiContext
) -> None:
    FORM.attempt(keyed, save(services), "save", ALI, "k")
    errors, settled = FORM.attempt(keyed, save(services), "save", {"name": "Omid"}, "k")
    assert "has been stored after all" in errors[GENERAL]
    assert settled, "the next press has another key"
    assert names(services) == ["Ali"]


def test_what_was_wrong_keeps_the_key_for_the_next_press(services: Services, keyed: UiContext) -> None:
    errors, settled = FORM.attempt(keyed, save(services), "save", {"name": ""}, "k")
    assert (list(errors), settled) == (["name"], False)


@pytest.mark.parametrize("error", [InvalidInput("No.", "name"), StoreUnavailable("Away.")])
def test_an_error_is_no_end_of_a_sending(error: Exception, keyed: UiContext) -> None:
    def failing(_do: str, _values: Values) -> None:
        raise error

    assert FORM.attempt(keyed, failing, "save", ALI, "k")[1] is False


def test_a_secret_that_nobody_saw_is_not_said_to_be_fine(services: Services, keyed: UiContext, said: list[str]) -> None:
    SECRET.attempt(keyed, save(services), "save", ALI, "k")
    errors, _settled = SECRET.attempt(keyed, save(services), "save", ALI, "k")
    assert "shown only once" in errors[GENERAL]
    assert said == []


def test_every_button_is_drawn_with_a_key_of_its_own() -> None:
    keys = {attribute(FORM.button("save", "Save"), "value") for _ in range(3)}
    assert len(keys) == 3
    assert all(isinstance(key, str) and len(key) >= 16 for key in keys)
