"""Only admins change the settings of the office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from callerid_dash.domain.errors import Forbidden
from callerid_dash.domain.users import Actor, Role, User
from callerid_dash.services.calls.test_call import CallSimulation
from callerid_dash.services.office.lists import COLORS, RECORD_KINDS
from callerid_dash.services.office.office import Office
from callerid_dash.services.services import Services
from tests.services.office.scenes import ADMIN, GOLD


@dataclass(frozen=True)
class Attempt:
    name: str
    do: Callable[[Office, Actor], object]


ATTEMPTS = [
    Attempt("visibility", lambda o, a: o.rules.set_visibility("own_profiles", a)),
    Attempt("missed days", lambda o, a: o.rules.set_missed_days("3", a)),
    Attempt("place", lambda o, a: o.rules.set_place("DE", "30", "Europe/Berlin", a)),
    Attempt("line added", lambda o, a: o.lines.add("2001", "Front desk", a)),
    Attempt("line renamed", lambda o, a: o.lines.change("1000", "x", a)),
    Attempt("line removed", lambda o, a: o.lines.remove("1000", a)),
    Attempt("extension added", lambda o, a: o.extensions.add("102", 1, a)),
    Attempt("extension given", lambda o, a: o.extensions.change("101", 1, a)),
    Attempt("extension removed", lambda o, a: o.extensions.remove("101", a)),
    Attempt("color added", lambda o, a: o.list(COLORS).add(GOLD, a)),
    Attempt("color changed", lambda o, a: o.list(COLORS).change(1, GOLD, a)),
    Attempt("colors ordered", lambda o, a: o.list(COLORS).reorder([1], a)),
    Attempt("color removed", lambda o, a: o.list(COLORS).remove(1, a)),
    Attempt("category added", lambda o, a: o.categories.add({"title": "New"}, a)),
    Attempt("category changed", lambda o, a: o.categories.change(1, {"title": "New"}, a)),
    Attempt("categories ordered", lambda o, a: o.categories.reorder([1], a)),
    Attempt("category removed", lambda o, a: o.categories.remove(1, a)),
    Attempt("default category", lambda o, a: o.categories.set_default(1, a)),
    Attempt("kind added", lambda o, a: o.list(RECORD_KINDS).add({"title": "Visit"}, a)),
    Attempt("kind renamed", lambda o, a: o.list(RECORD_KINDS).change(17, {"title": "Visit"}, a)),
    Attempt("kind retired", lambda o, a: o.list(RECORD_KINDS).change(1, {"retired": True}, a)),
    Attempt("kinds ordered", lambda o, a: o.list(RECORD_KINDS).reorder([1], a)),
    Attempt("kind removed", lambda o, a: o.list(RECORD_KINDS).remove(17, a)),
    Attempt("call simulated", lambda o, a: CallSimulation(o.settings.core).ring("0912", "", "", a)),
    Attempt("lines suggested", lambda o, a: o.lines.suggested(a)),  # type: ignore[arg-type]
    Attempt("uses of colors", lambda o, a: o.list(COLORS).uses(a)),  # type: ignore[arg-type]
]


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
def test_only_admins_change_the_settings(services: Services, subtests: pytest.Subtests, role: Role) -> None:
    services.office.lines.add("1000", "Main", ADMIN)
    services.office.list(COLORS).add(GOLD, ADMIN)
    services.office.categories.add({"title": "Customers"}, ADMIN)
    services.office.list(RECORD_KINDS).add({"title": "Visit"}, ADMIN)
    before, lines = services.directory.snapshot, len(services.audit.page(ADMIN).items)
    for attempt in ATTEMPTS:
        with subtests.test(attempt.name):
            with pytest.raises(Forbidden):
                attempt.do(services.office, User(5, "mina", "", role))
            services.directory.reload()
            assert services.directory.snapshot == before
            assert len(services.audit.page(ADMIN).items) == lines
            assert services.calls.log.page(None).items == ()
