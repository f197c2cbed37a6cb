"""The callback queue of each user under the visibility rule."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callerid_dash.domain.users import Visibility
from tests.services.calls.missed_calls.conftest import CANONICAL, MOBILE, OTHER, START, THIRD, Office


def a_full_office(office: Office) -> None:
    """Sara's customer rang at 102, Omid's at 103, an unknown number at 103, and an unassigned customer at 101."""
    office.profile(MOBILE, office.sara)
    office.profile(OTHER, office.omid, "Kaveh")
    office.profile("02177770000", None, "Nobody's")
    office.misses("a", MOBILE, 0, "102")
    office.misses("b", OTHER, 1, "103")
    office.misses("c", THIRD, 2, "103")
    office.misses("d", "02177770000", 3, "101")


@pytest.mark.parametrize(
    ("rule", "sara", "omid"),
    [
        (Visibility.ALL, [0, 2, 3], [0, 1, 2, 3]),
        (Visibility.OWN_EXTENSION, [3], [0]),
        (Visibility.OWN_PROFILES, [0], [1]),
        (Visibility.OWN_EXTENSION_OR_PROFILES, [0, 3], [0, 1]),
    ],
)
def test_agents_have_theirs_as_far_as_the_rule_of_visibility_goes(
    office: Office, rule: Visibility, sara: list[int], omid: list[int]
) -> None:
    a_full_office(office)
    office.rule(rule)
    everybody = [CANONICAL, "+982188881111", "+989351112233", "+982177770000"]
    assert office.numbers(office.sara) == [everybody[i] for i in sara]
    assert office.numbers(office.omid) == [everybody[i] for i in omid]
    assert office.numbers(office.reza) == office.numbers(office.boss) == everybody


def test_supervisors_may_narrow_the_list_to_their_own(office: Office) -> None:
    a_full_office(office)
    office.profile("02166660000", office.reza, "Reza's")
    assert office.numbers(office.reza, mine=True) == []
    office.misses("e", "02166660000", 4, "103")
    assert office.numbers(office.reza, mine=True) == ["+982166660000"]


def test_attempts_that_the_rule_hides_are_not_counted(office: Office) -> None:
    office.misses("a", MOBILE, 0, "102")
    office.misses("b", MOBILE, 5, "101")
    office.rule(Visibility.OWN_EXTENSION)
    assert office.caller(office.reza).attempts == 2
    caller = office.caller(office.sara)
    assert (caller.attempts, caller.first_at) == (1, START + timedelta(minutes=5))
