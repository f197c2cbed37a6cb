"""`callerid-dash simulate`: sends the sample office's calls to a running server over its HTTP API."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from random import Random
from urllib.parse import urlsplit

import click

from callerid_dash.demo.office import SEED, imagine
from callerid_dash.demo.simulator import Play, steady
from callerid_dash.demo.switchboard import Switchboard
from callerid_dash.domain.calls.calls import CallEvent
from callerid_dash.domain.errors import Busy, CallerIdError, Forbidden, InvalidInput, StoreUnavailable

TIMEOUT = 20
"""Seconds that a server gets to answer; also how often a busy one is asked again."""


class UnexpectedAnswer(CallerIdError):
    """The server's answer is not the expected one."""


@click.command()
@click.option("--url", default="http://127.0.0.1:8050", show_default=True, help="Where the dashboard is.")
@click.option("--token", envvar="CALLERID_API_TOKEN", help="A token that may send events [env: CALLERID_API_TOKEN].")
@click.option("--calls", type=click.IntRange(1), help="How many; 10, or 1 with --caller, when left out.")
@click.option("--rate", type=click.FloatRange(0.1, 600), default=20, show_default=True, help="Calls a minute.")
@click.option("--caller", default="", metavar="NUMBER", help="Who calls, in any spelling; anybody when left out.")
@click.option("--extension", default="", help="Which phone rings; any when left out.")
@click.option("--talk", type=click.FloatRange(1, 600), default=20, show_default=True, help="Usual seconds of talk.")
@click.option("--seed", type=int, help="Ring the same calls each time.")
def simulate(
    *,
    url: str,
    token: str | None,
    calls: int | None,
    rate: float,
    caller: str,
    extension: str,
    talk: float,
    seed: int | None,
) -> None:
    """Ring calls on a running server, as a telephone system would report them."""
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise click.BadParameter("it begins with http:// or https:// and names a host.", param_hint="--url")
    if not token:
        raise click.UsageError("A token is needed: --token, or CALLERID_API_TOKEN. 'tokens create' makes one.")
    rng = Random(seed)  # noqa: S311 - plausible, not secret
    play = Play(
        Switchboard(imagine(SEED), rng, talk),
        rng,
        datetime.now(UTC),
        pace=steady(rate),
        calls=calls or (1 if caller else 10),
        caller=caller,
        extension=extension,
    )
    accepted = _perform(play, Server(url, token))
    click.echo(f"The server has taken {accepted} events.")


def _perform(play: Play, server: Server) -> int:
    accepted, numbers = 0, dict[str, int]()
    while at := play.next_at():
        time.sleep(max((at - datetime.now(UTC)).total_seconds(), 0))
        for event in (happened := play.due(datetime.now(UTC))):
            number = numbers.setdefault(event.call_id, len(numbers) + 1)
            click.echo(f"call {number}\t{_line(event)}")
        accepted += server.send(happened)
    return accepted


def _line(event: CallEvent) -> str:
    details = event.queue or event.extension or event.cause
    return "\t".join(filter(None, (event.event.value, event.caller or "(no number)", details)))


class Server:
    """A dashboard on another server."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url.rstrip("/") + "/api/v1/call-events"
        self._token = token

    def send(self, happened: Sequence[CallEvent]) -> int:
        """Send these events; returns how many were new. Raises a stated error.

        Repeats the request for a while if the server is busy.
        """
        if not happened:
            return 0
        for _ in range(TIMEOUT):
            try:
                return self._post(happened)
            except Busy as busy:
                time.sleep(busy.retry_after)
        raise UnexpectedAnswer(f"{self._url} is too busy to take events.")

    def _post(self, happened: Sequence[CallEvent]) -> int:
        request = urllib.request.Request(  # noqa: S310 - the command has checked the scheme
            self._url,
            data=json.dumps({"events": [_as_json(event) for event in happened]}).encode(),
            headers={"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
                return int(json.load(answer)["accepted"])
        except urllib.error.HTTPError as error:
            raise _stated(error, self._url) from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            reason = getattr(error, "reason", error)
            raise StoreUnavailable(f"No dashboard answers at {self._url}: {reason}") from error


def _stated(error: urllib.error.HTTPError, url: str) -> CallerIdError:
    with error:
        if error.code == 429:  # noqa: PLR2004 - Too Many Requests
            after = error.headers.get("Retry-After", "1")
            return Busy("The server is busy.", int(after) if after.isdigit() else 1)
        if error.code in (401, 403):
            return Forbidden(f"{url} does not accept this token (HTTP {error.code}).")
        try:
            message = str(json.load(error)["error"]["message"])
        except (ValueError, KeyError, TypeError):
            message = error.reason
    kind = InvalidInput if error.code == 422 else UnexpectedAnswer  # noqa: PLR2004 - Unprocessable Content
    return kind(f"{url} says (HTTP {error.code}): {message}")


def _as_json(event: CallEvent) -> dict[str, str]:
    fields = asdict(event) | {"at": event.at.isoformat()}
    return {name: value for name, value in fields.items() if value or name == "caller"}
