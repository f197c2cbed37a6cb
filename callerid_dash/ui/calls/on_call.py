"""Decides what a page does when a call comes to one of the viewer's own extensions.

`assets/calls/on_call.js` carries it out; it knows what the page is busy with and which calls it has seen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from callerid_dash.domain.calls.calls import Call, CallState
from callerid_dash.domain.preferences import OnCall, Preferences
from callerid_dash.domain.profiles.profiles import Holder
from callerid_dash.locales import Translator

_RINGING = (CallState.RINGING, CallState.QUEUED)


@dataclass(frozen=True, slots=True)
class ShownCaller:
    """A caller as the viewer sees them; `name` is the number if nobody holds it."""

    call: Call
    name: str
    shown: Holder | None


def own_calls(
    callers: Iterable[ShownCaller],
    extensions: Collection[str],
    preferences: Preferences,
    kinds: Collection[int],
    t: Translator,
) -> dict[str, object]:
    """The page's data: `watch` while hidden, `sound` is wanted, and one of `alerts` for each live call of the viewer.

    An alert's `open` is a page's `path`, or a `dialog` with its `args`, or None; `sound` and `notify` say whether to
    play a sound and to show a notification. `kinds` are the offered kinds of records.
    """
    wanted = preferences.watchful or preferences.on_call is not OnCall.NOTHING
    mine = [caller for caller in callers if wanted and comes_to(caller.call, extensions)]
    return {
        "watch": preferences.watchful,
        "sound": preferences.sound,
        "alerts": [_alert(caller, preferences, kinds, t) for caller in mine],
    }


def comes_to(call: Call, extensions: Collection[str]) -> bool:
    """Whether the call is ringing or answered at one of these extensions."""
    if call.state in _RINGING:
        return any(extension in extensions for extension in call.rang)
    return call.state is CallState.ANSWERED and call.extension in extensions


def opened(
    shown: Holder | None, call_id: UUID, preferences: Preferences, kinds: Collection[int]
) -> dict[str, object] | None:
    """The page or dialog to open for a call of this profile; None for an unknown caller."""
    if shown is None or preferences.on_call is OnCall.NOTHING:
        return None
    if preferences.on_call is OnCall.RECORD and preferences.record_kind in kinds:
        arguments = {"profile": str(shown.id), "kind": str(preferences.record_kind), "call": str(call_id)}
        return {"dialog": "record", "args": arguments}
    return {"path": f"/profiles/{shown.id}"}


def _alert(
    caller: ShownCaller, preferences: Preferences, kinds: Collection[int], t: Translator
) -> Mapping[str, object]:
    shown, call = caller.shown, caller.call
    target = opened(shown, call.id, preferences, kinds)
    ringing = call.state in _RINGING
    return {
        "call": str(call.id),
        "words": t("%(name)s is calling", name=caller.name),
        "body": shown.organization if shown and shown.organization != shown.name else "",
        "profile": f"/profiles/{shown.id}" if shown else None,
        "open": target,
        "button": t("New record") if target and "dialog" in target else t("Open profile"),
        "sound": preferences.sound and ringing,
        "notify": preferences.notification and ringing,
        "silent": t("The browser plays no sound before you have clicked somewhere on this page."),
        "close": t("Close"),
    }
