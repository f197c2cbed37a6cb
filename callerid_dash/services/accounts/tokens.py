"""Tokens of other programs: 256 random bits, of which only the SHA-256 is stored.

Valid tokens are cached, so that a request costs no query. They are read again after a change, and every few seconds
because another process may have changed them. Their last use is written now and then, in the background.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from callerid_dash.domain.audit import AuditAction, Change, SubjectKind
from callerid_dash.domain.errors import Busy, InvalidInput, NotFound, StoreUnavailable
from callerid_dash.domain.scopes import Scope
from callerid_dash.domain.users import Action, Actor
from callerid_dash.services.core import Core
from callerid_dash.services.shared.authority import authorize
from callerid_dash.store.accounts import accounts as tables
from callerid_dash.store.accounts.accounts import StoredToken
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.shared.audit import AuditLine

PREFIX = "cid_"
TOKENS = "tokens"
"""The topic of the list of tokens."""
FRESH = 10.0  # seconds for which the cache counts as current
NOTED = 60.0  # seconds between two writes of a token's last use
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Bearer:
    """The program that sends a request; `id` is 0 for the token of the environment."""

    id: int
    name: str
    scopes: frozenset[Scope]


@dataclass(slots=True)
class _Memory:
    bearers: dict[str, Bearer] = field(default_factory=dict)
    read_at: float = float("-inf")
    noted_at: dict[int, float] = field(default_factory=dict)


class Tokens:
    """All stored tokens, and `api_token` from the environment, which has every scope."""

    def __init__(self, core: Core, api_token: str = "", clock: Callable[[], float] = time.monotonic) -> None:
        self._core = core
        self._clock = clock
        self._lock = threading.Lock()
        self._memory = _Memory()
        self._configured = _digest(api_token) if api_token else ""

    def create(self, name: str, scopes: Collection[str], actor: Actor) -> str:
        """Create a token and return it; it is never shown again.

        Raises InvalidInput.
        """
        authorize(actor, _managed_by(scopes))
        name = " ".join(name.split())
        if not 1 <= len(name) <= _LONGEST_NAME or not name.isprintable():
            raise InvalidInput(
                "A token's name has 1 to %(most)s visible characters.", "name", values={"most": _LONGEST_NAME}
            )
        granted = sorted(_scopes(scopes))
        token = PREFIX + secrets.token_urlsafe(32)

        def add(session: Session) -> None:
            token_id = tables.add_token(session, name, _digest(token), granted)
            scopes_now = (Change("scopes", "", " ".join(granted)),)
            self._core.audit.note(
                session, actor, AuditAction.ADDED, AuditLine(SubjectKind.TOKEN, str(token_id), name, scopes_now)
            )
            self._publish(session)

        self._core.store.write(add)
        return token

    def revoke(self, token_id: int, actor: Actor) -> None:
        """Revoke a token at once. Raises NotFound."""
        token = next((each for each in self.all() if each.id == token_id), None)
        authorize(actor, _managed_by(token.scopes if token else ()))

        def revoke(session: Session) -> bool:
            name = tables.revoke_token(session, token_id)
            if name is not None:
                self._core.audit.note(
                    session, actor, AuditAction.REMOVED, AuditLine(SubjectKind.TOKEN, str(token_id), name)
                )
                self._publish(session)
            return name is not None

        if not self._core.store.write(revoke):
            raise NotFound("There is no token %(id)s, or it has been revoked already.", values={"id": token_id})

    def wall_links(self) -> list[StoredToken]:
        """The tokens of wall links, revoked ones included."""
        return [token for token in self.all() if is_wall_link(token)]

    def wall_link(self, token: str) -> Bearer | None:
        """The valid wall link with this token; None for any other token, whatever its scopes."""
        bearer = self.verify(token)
        return bearer if bearer and bearer.scopes == {Scope.WALL_READ} else None

    def all(self) -> list[StoredToken]:
        """Every stored token, revoked ones included."""
        with self._core.store.read(consistent=False) as session:
            return tables.tokens(session)

    def verify(self, token: str) -> Bearer | None:
        """The bearer of a token; None if it is unknown or revoked. Nearly always without a query."""
        digest = _digest(token)
        if self._configured and hmac.compare_digest(digest, self._configured):
            return Bearer(0, "CALLERID_API_TOKEN", frozenset(Scope))
        bearer = self._valid().get(digest)
        if bearer:
            self._note_use(bearer)
        return bearer

    def _valid(self) -> dict[str, Bearer]:
        memory = self._memory
        if self._clock() - memory.read_at >= FRESH:
            with self._lock:
                memory = self._memory
                if self._clock() - memory.read_at >= FRESH:
                    memory = self._memory = _Memory(self._read(), self._clock(), memory.noted_at)
        return memory.bearers

    def _read(self) -> dict[str, Bearer]:
        known = {scope.value for scope in Scope}
        return {
            token.digest: Bearer(token.id, token.name, frozenset(Scope(s) for s in token.scopes if s in known))
            for token in self.all()
            if token.revoked_at is None
        }

    def _publish(self, session: Session) -> None:
        session.after_commit(self._forget)
        self._core.notifications.publish(session, TOKENS)

    def _forget(self) -> None:
        with self._lock:
            self._memory = _Memory(noted_at=self._memory.noted_at)

    def _note_use(self, bearer: Bearer) -> None:
        noted_at, now = self._memory.noted_at, self._clock()
        if now - noted_at.get(bearer.id, float("-inf")) >= NOTED:
            noted_at[bearer.id] = now
            with suppress(Busy, StoreUnavailable):  # not worth failing a request
                self._core.store.writer.submit(tables.touch_tokens, (bearer.id, datetime.now(UTC)))


def is_wall_link(token: StoredToken) -> bool:
    """Does the token open the wallboard and nothing else?"""
    return token.scopes == (Scope.WALL_READ.value,)


def _managed_by(scopes: Collection[str]) -> Action:
    """The permission needed to create or revoke a token with these scopes."""
    return Action.MANAGE_WALL if set(scopes) == {Scope.WALL_READ.value} else Action.MANAGE_TOKENS


def _scopes(names: Collection[str]) -> set[Scope]:
    try:
        scopes = {Scope(name) for name in names}
    except ValueError as error:
        raise InvalidInput("Scopes are %(scopes)s.", "scopes", values={"scopes": ", ".join(Scope)}) from error
    if not scopes:
        raise InvalidInput("A token needs at least one scope.", "scopes")
    if Scope.WALL_READ in scopes and len(scopes) > 1:
        raise InvalidInput("A wall link shows the wall and nothing else.", "scopes")
    return scopes


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
