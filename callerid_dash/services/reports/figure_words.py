"""The words of figures: titles of charts and tables, heads of columns, and values in words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from babel import Locale

from callerid_dash.domain.profiles.numbering import Origin, OriginKind
from callerid_dash.domain.reports.periods import Extent
from callerid_dash.domain.users import User
from callerid_dash.locales import Translator
from callerid_dash.services.reports.metrics import IdentifiedBy


class Figure(StrEnum):
    """The charts and tables of the analytics page in its order, by their names in addresses."""

    VOLUME = "volume"
    UNKNOWN = "unknown"
    IDENTIFIED = "identified"
    NEWCOMERS = "newcomers"
    HOURS = "hours"
    ORIGINS = "origins"
    OPERATORS = "operators"
    WAITS = "waits"
    EXTENSIONS = "extensions"
    TOP_CALLERS = "top-callers"
    TOP_UNKNOWN = "top-unknown"
    REPEAT_CALLERS = "repeat-callers"
    SHARED_NUMBERS = "shared-numbers"


def figure_titles(t: Translator) -> dict[Figure, str]:
    """The title of each figure."""
    return {
        Figure.VOLUME: t("Calls over time"),
        Figure.UNKNOWN: t("Unknown callers over time"),
        Figure.IDENTIFIED: t("Unknown callers identified later"),
        Figure.NEWCOMERS: t("New and returning callers"),
        Figure.HOURS: t("Calls by weekday and hour"),
        Figure.ORIGINS: t("Calls by province and country"),
        Figure.OPERATORS: t("Calls from mobiles by operator"),
        Figure.WAITS: t("Waiting time until the answer or the end"),
        Figure.EXTENSIONS: t("Users and extensions"),
        Figure.TOP_CALLERS: t("Top callers"),
        Figure.TOP_UNKNOWN: t("Top numbers that nobody has"),
        Figure.REPEAT_CALLERS: t("Called again within a day"),
        Figure.SHARED_NUMBERS: t("Top numbers that several profiles have"),
    }


def column_heads(t: Translator) -> dict[str, str]:
    """The heads of the columns in `services/reports/frames.py`; a column named `…_share` is a share, 0 to 1."""
    return {
        "start": t("Time"),
        "jalali": t("Time (Jalali)"),
        "calls": t("Calls"),
        "answered": t("Answered calls"),
        "missed": t("Missed calls"),
        "open": t("Going on"),
        "end_unknown": t("End unknown"),
        "missed_share": t("Missed share"),
        "answered_share": t("Answered share"),
        "unknown": t("Unknown"),
        "identified": t("Saved since"),
        "rest": t("Everybody else"),
        "unknown_share": t("Unknown share"),
        "counted": t("Counted"),
        "down": t("Source down (seconds)"),
        "by": t("By whom"),
        "half_within": t("Half within (seconds)"),
        "most_within": t("90 in 100 within (seconds)"),
        "newcomers": t("First call"),
        "returning": t("Had called before"),
        "weekday": t("Day"),
        "hour": t("Hour"),
        "per_day": t("Calls per such day"),
        "days": t("Such days"),
        "origin": t("Where from"),
        "operator": t("Operator"),
        "kind": t("Kind"),
        "calls_share": t("Share of these"),
        "callers": t("Callers"),
        "wait_over": t("Waited over (seconds)"),
        "wait_up_to": t("At most (seconds)"),
        "extension": t("Extension"),
        "user": t("User"),
        "offered": t("Offered"),
        "elsewhere": t("Answered elsewhere"),
        "mean_wait": t("Mean wait (seconds)"),
        "mean_talk": t("Mean talk (seconds)"),
        "talk": t("Talk (seconds)"),
        "own": t("Own customers"),
        "own_share": t("By the owner"),
        "number": t("Number"),
        "name": t("Name"),
        "place": t("Place"),
        "profiles": t("Profiles"),
        "again": t("Within a day"),
        "last_at": t("Last call"),
        "last_jalali": t("Last call (Jalali)"),
    }


def extent_words(extent: Extent, t: Translator) -> str:
    """How much of a period is counted, in words; '' if it is all."""
    return {
        Extent.RUNNING: t("Not over yet"),
        Extent.CUT: t("Only the part within the range"),
        Extent.AHEAD: t("Not begun yet"),
    }.get(extent, "")


def origin_name(origin: Origin, t: Translator) -> str:
    """The name of an origin."""
    if origin.kind == OriginKind.INSIDE:
        return t("Internal, short and invalid numbers")
    if origin.kind == OriginKind.OTHER:
        return t("Place not known")
    if origin.kind == OriginKind.COUNTRY:
        return str(Locale(t.language).territories.get(origin.region, "")) or origin.name or t("Abroad")
    return origin.name


def origin_kind_words(kind: OriginKind, t: Translator) -> str:
    """The kind of an origin: province, operator or country."""
    return {
        OriginKind.PLACE: t("Province"),
        OriginKind.OPERATOR: t("Operator"),
        OriginKind.COUNTRY: t("Country"),
    }.get(kind, "–")


def weekday_name(weekday: int, t: Translator) -> str:
    """The name of a day of the week, 1 for Monday to 7 for Sunday."""
    return str(Locale(t.language).days["stand-alone"]["wide"][weekday - 1])


def identified_by(how: str, user_id: int | None, users: Mapping[int, User], t: Translator) -> str:
    """Who identified unknown callers, in words."""
    if how == IdentifiedBy.AUTOMATIC:
        return t("Anonymous contacts, by themselves")
    if how == IdentifiedBy.UNNOTED:
        return t("Not known any more")
    if user_id is None:
        return t("A program")
    if user := users.get(user_id):
        return user.label
    return t("Command line") if user_id == 0 else t("A former user")
