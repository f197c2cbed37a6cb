"""Figures of callers and owners as answers."""

from __future__ import annotations

from collections.abc import Sequence

from callerid_dash.domain.reports.periods import Extent
from callerid_dash.domain.users import User
from callerid_dash.services.reports.caller_reports import Identified, NewcomersOverTime, OriginFigures
from callerid_dash.services.reports.metrics import OwnerAnswerRate
from callerid_dash.web.api.reports.models import (
    IdentifiedOut,
    IdentifierOut,
    NewcomersOut,
    NewcomersPointOut,
    OriginOut,
    OwnerReachOut,
    TakenOut,
)


def identified_out(whole: Identified, every: Sequence[Identified]) -> IdentifiedOut:
    """Who identified unknown callers."""
    return IdentifiedOut(
        calls=whole.calls,
        timed=whole.timed,
        seconds=TakenOut(p50=whole.p50, p90=whole.p90),
        by=[
            IdentifierOut(
                how=each.how.value,
                user=each.user.username if each.user else None,
                calls=each.calls,
                seconds=TakenOut(p50=each.p50, p90=each.p90),
            )
            for each in every
        ],
    )


def newcomers_out(found: NewcomersOverTime) -> NewcomersOut:
    """First-time callers over time."""
    return NewcomersOut(
        bucket=found.unit.value,
        tz=found.zone,
        callers=found.whole.callers,
        first_time=found.whole.newcomers,
        returning=found.whole.returning,
        records_since=found.since,
        items=[
            NewcomersPointOut(
                start=start.isoformat(),
                callers=each.callers,
                first_time=each.newcomers,
                returning=each.returning,
                complete=extent is Extent.WHOLE,
                extent=extent.value,
            )
            for (start, each), extent in zip(found.points, found.extents, strict=True)
        ],
    )


def origin_out(each: OriginFigures) -> OriginOut:
    """The calls of an origin."""
    return OriginOut(
        code=each.code,
        kind=each.origin.kind.value,
        question=each.question.value,
        name=each.origin.name,
        region=each.origin.region,
        callers=each.callers,
        calls=each.calls,
        missed=each.missed,
    )


def owner_answer_rate_out(user: User, rate: OwnerAnswerRate) -> OwnerReachOut:
    """How often an owner answered their own customers."""
    return OwnerReachOut(
        user=user.username, name=user.display_name, answered=rate.answered, by_owner=rate.by_owner, share=rate.share
    )
