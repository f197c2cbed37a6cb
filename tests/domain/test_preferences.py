"""Preferences: storing and reading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.domain.preferences import (
    FEWEST_ROWS,
    MOST_ROWS,
    UNTOUCHED,
    OnCall,
    Preferences,
    read_preferences,
    write_preferences,
)


@given(
    st.builds(
        Preferences,
        rows=st.integers(FEWEST_ROWS, MOST_ROWS),
        on_call=st.sampled_from(OnCall),
        record_kind=st.none() | st.integers(0, 2**62),
        sound=st.booleans(),
        notification=st.booleans(),
    )
)
def test_what_is_written_is_read_again(preferences: Preferences) -> None:
    assert read_preferences(write_preferences(preferences)) == preferences


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"rows": "9"},
        {"rows": "many"},
        {"rows": "١٠٠٠"},
        {"on_call": "fly"},
        {"record_kind": "-1"},
        {"sound": "yes"},
    ],
)
def test_what_cannot_be_read_counts_as_never_set(kept: dict[str, str]) -> None:
    assert read_preferences(kept) == UNTOUCHED


def test_a_page_listens_unseen_only_for_those_who_want_to_be_called() -> None:
    assert not Preferences(on_call=OnCall.PROFILE).watchful
    assert Preferences(sound=True).watchful
    assert Preferences(notification=True).watchful
