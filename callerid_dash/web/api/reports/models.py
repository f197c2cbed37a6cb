"""The answers of reports. The queries are in `query.py`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from callerid_dash.domain.users import User
from callerid_dash.web.api.answers import CallProfileOut
from callerid_dash.web.api.fields import Answer, Instant, Seconds, Username, of


def _display_name(user: User | None) -> str | None:
    return user.display_name if user else None


class SpreadOut(Answer):
    """A duration in seconds over many calls; null if there are none."""

    mean: Seconds
    max: Seconds = of("longest")


class PercentilesOut(SpreadOut):
    """The same with the seconds within which half and 90 % were through: exact up to 300,000 calls, then nearly so."""

    p50: Seconds
    p90: Seconds


class WaitSecondsOut(PercentilesOut):
    """How long callers waited, over `calls` calls: all answered and missed ones, not open calls and unknown ends."""

    calls: int


class CountsOut(Answer):
    """How many calls there were, and of which kinds."""

    total: int
    answered: int = of("answered", "calls")
    missed: int = of("missed", "calls")
    open: int
    end_unknown: int
    unknown: int
    identified: int
    withheld: int
    unknown_share: float | None


class SummaryOut(CountsOut):
    """All calls of a range. `unknown`: the caller was unknown then; `identified` of these belong to a profile now.

    A wait runs from the first event to the answer, or to the end of a missed call; a talk from answer to end. Waits are
    those of answered and missed calls: `answered_within` counts the calls answered within so many seconds,
    `answered_within_share` is their share of all answered and missed calls.
    """

    answered_share: float | None
    wait_seconds: WaitSecondsOut
    talk_seconds: PercentilesOut
    answered_within: dict[str, int]
    answered_within_share: dict[str, float | None]


Extent = Literal["whole", "cut", "running", "ahead"]


class PeriodOut(Answer):
    """A period that begins at `start`."""

    start: str = Field(json_schema_extra={"format": "date-time"})


class PointOut(CountsOut, PeriodOut):
    """A period that begins at `start`. `complete`: all of it is counted; else `extent` says why not.

    `cut`: only the part within the range is counted; `running`: it is not over; `ahead`: it has not begun.
    """

    total: int = of("calls")
    answered: int
    missed: int
    unknown: int = of("was_unknown")
    source_down_seconds: int
    complete: bool
    extent: Extent


class OutageOut(Answer):
    """When a source was down, clipped to the range."""

    source: str
    since: str = Field(json_schema_extra={"format": "date-time"})
    until: str = Field(json_schema_extra={"format": "date-time"})


class VolumeOut(Answer):
    """Every period of the range, oldest first; `outages`: when a source was down, so that a gap is no silence."""

    bucket: Literal["15min", "hour", "day", "week", "month"]
    tz: str
    items: list[PointOut]
    outages: list[OutageOut]


class TakenOut(Answer):
    """The seconds after which half of the calls, and 90 %, were identified; null if there are none."""

    p50: float | None
    p90: float | None


class IdentifierOut(Answer):
    """By whom unknown callers were identified.

    `how`: `noted` (by `user`; null: by a program), `automatic` (anonymous contacts), `unnoted` (not recorded).
    """

    how: Literal["noted", "automatic", "unnoted"]
    user: Username
    calls: int
    seconds: TakenOut


class IdentifiedOut(Answer):
    """Calls of callers who were unknown then and belong to a profile now; for `timed` ones it is recorded
    since when.
    """

    calls: int
    timed: int
    seconds: TakenOut
    by: list[IdentifierOut]


class UnknownOut(VolumeOut):
    """Calls over time, who identified unknown callers, and how long after the call."""

    identified: IdentifiedOut


class HourOut(Answer):
    """An hour of the week; `weekday` is 1 for Monday to 7 for Sunday.

    The range has `days` such hours that are whole and over, by the clock of `tz`; an hour that the clock shows twice
    counts twice. `per_day` is the average number of calls in one of them; null if the range has none.
    """

    weekday: int
    hour: int
    total: int = of("calls")
    answered: int
    missed: int
    unknown: int = of("was_unknown")
    days: float
    per_day: Seconds


class QuietHourOut(Answer):
    """An hour of the week without calls on any of its `days`."""

    weekday: int
    hour: int
    days: float


class HeatmapOut(Answer):
    """The hours with calls, and those of the range without."""

    items: list[HourOut]
    without_calls: list[QuietHourOut]


class OwnerReachOut(Answer):
    """Of the answered calls of profiles that a user owns now, `by_owner` were answered on a phone of the user."""

    user: str
    name: str
    answered: int
    by_owner: int
    share: float | None


class ExtensionOut(Answer):
    """The figures of an extension. `offered` = answered + missed + elsewhere (another one answered) + open.

    `wait_seconds`: of all callers who rang there, until somebody answered or they gave up; `talk_seconds`: of the calls
    that this extension answered.
    """

    extension: str
    user: Username
    name: Annotated[str | None, BeforeValidator(_display_name)] = of("user")
    offered: int
    answered: int
    missed: int
    elsewhere: int
    wait_seconds: SpreadOut = of("waits")
    talk_seconds: SpreadOut = of("talks")


class AgentsOut(Answer):
    """The busiest extensions first, and how often each owner answered their own customers."""

    items: list[ExtensionOut]
    owners: list[OwnerReachOut]


class CallerFiguresOut(Answer):
    """The figures of a number. `again`: calls within a day after its previous one; `shared`: profiles that hold it."""

    number: str
    profile: CallProfileOut | None = of("holder")
    shared: int = of("profiles")
    calls: int
    answered: int
    missed: int
    again: int
    last_at: Instant


class CallersOut(Answer):
    """The first callers in the requested order."""

    items: list[CallerFiguresOut]


class NewcomersPointOut(Answer):
    """How many numbers called in the period from `start`, how many of them for the first time, and its extent."""

    start: str = Field(json_schema_extra={"format": "date-time"})
    callers: int
    first_time: int = of("newcomers")
    returning: int
    complete: bool
    extent: Extent


class NewcomersOut(Answer):
    """Every period of the range, and the whole range, where a caller in several periods counts once.

    `records_since`: the quarter of an hour of the oldest call. Earlier calls are unknown, so soon after it nearly
    everybody calls for the first time.
    """

    bucket: Literal["15min", "hour", "day", "week", "month"]
    tz: str
    callers: int
    first_time: int
    returning: int
    records_since: Instant | None
    items: list[NewcomersPointOut]


class OriginOut(Answer):
    """Calls by `kind`: a `place` in the own country, an `operator` of its mobiles, a `country` (with its `region`).

    These are two questions, which do not add up to one list: `question` is `operator` for the own country's mobiles,
    which have no place, and `place` for all others. `inside`: extensions, short numbers and digits that are no valid
    number; `other`: the numbering plan does not say. The filter `origin` takes `code`.
    """

    code: str
    kind: Literal["place", "operator", "country", "inside", "other"]
    question: Literal["place", "operator"]
    name: str
    region: str
    callers: int
    calls: int
    missed: int


class OriginsOut(Answer):
    """Origins with the most calls first."""

    items: list[OriginOut]


class WaitClassOut(Answer):
    """Callers who waited longer than `over` and at most `up_to` seconds (null: any time) until the answer or
    the end.
    """

    over: int = of("wait_over")
    up_to: int | None = of("wait_up_to")
    answered: int
    missed: int


class WaitsOut(Answer):
    """How long callers waited, over all answered and missed calls, as in the summary."""

    wait_seconds: WaitSecondsOut
    answered_within: dict[str, int]
    answered_within_share: dict[str, float | None]
    items: list[WaitClassOut]
