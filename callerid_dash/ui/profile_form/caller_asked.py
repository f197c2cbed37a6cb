"""The caller that a dialog is opened for, given by a call that the viewer may see, or by a number alone.

The browser's arguments are not trusted: anybody can send them by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from callerid_dash.domain.calls.network_names import said_name
from callerid_dash.domain.errors import Forbidden, InvalidInput, NotFound
from callerid_dash.domain.numbers.phones import NumberKind, PhoneNumber, parse_number
from callerid_dash.domain.profiles.numbering import written_out
from callerid_dash.domain.users import User
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.services.services import Services
from callerid_dash.ui.kit.dialogs import Arguments


@dataclass(frozen=True, slots=True)
class AskedCaller:
    """`written` is the number in local notation; `call` is '' when only a number was given.

    `suggested_name` is the network's name for the caller, where no profile has the number.
    """

    number: PhoneNumber
    written: str
    call: str = ""
    network_name: str = ""
    suggested_name: str = ""


def caller_asked(services: Services, viewer: User, arguments: Arguments) -> AskedCaller:
    """The caller given by `call` or `number`.

    Raises Forbidden for a call hidden from the viewer, InvalidInput without a number.
    """
    dialing = services.directory.snapshot.locality.dialing
    network_name = suggested_name = ""
    if call := arguments.get("call", ""):
        row = _call_in_sight(services, viewer, call)
        number, network_name = row.number, row.call.caller_name
        suggested_name = "" if row.holders else said_name(network_name)
    else:
        number = parse_number(arguments.get("number"), dialing)
    if number.kind is NumberKind.WITHHELD:
        raise InvalidInput("There is no number that could be saved.", "number")
    written = number.raw.strip()
    if number.e164 and not number.extension:
        nice = written_out(number.e164, dialing)
        written = nice if parse_number(nice, dialing).canonical == number.canonical else number.e164
    return AskedCaller(number, written, call, network_name, suggested_name)


def _call_in_sight(services: Services, viewer: User, call: str) -> FeedRow:
    try:
        return services.calls.log.get(viewer, UUID(call))
    except (ValueError, NotFound) as error:
        raise Forbidden("You may not do this.") from error
