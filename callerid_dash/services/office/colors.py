"""The ordered list of colors that profiles may have. What a color means is the office's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from callerid_dash.domain.audit import AuditAction, Change, SubjectKind
from callerid_dash.domain.errors import InvalidInput, NotFound, Stale
from callerid_dash.domain.profiles.profiles import Color
from callerid_dash.domain.users import Action, Actor, User
from callerid_dash.services.office.ordering import check_order
from callerid_dash.services.office.settings_change import Desk, unchanged
from callerid_dash.services.office.validation import description_of, fingerprint, hex_of, taken, title_of
from callerid_dash.services.shared.authority import authorize
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as tables
from callerid_dash.store.office import office as store
from callerid_dash.store.shared.audit import AuditLine

MOST = 60


@dataclass(frozen=True, slots=True)
class Colors:
    """Adds, changes, orders and removes colors."""

    desk: Desk

    def uses(self, actor: User) -> dict[int, int]:
        """How many profiles have each color that any has."""
        authorize(actor, Action.CHANGE_SETTINGS)
        with self.desk.core.store.read(consistent=False) as session:
            return store.profiles_by_color(session)

    def add(self, title: str, description: str, hex_code: str, actor: Actor) -> int:
        """Append a color and answer its id. Raises InvalidInput."""

        def work(session: Session, now: Snapshot) -> int:
            if len(now.colors) >= MOST:
                raise InvalidInput("The list has at most %(most)s colors.", values={"most": MOST})
            color = _checked(now, 0, title, description, hex_code)
            last = max((other.position for other in now.colors.values()), default=0)
            color_id = tables.add_color(session, last + 1, color.title, color.description, color.hex)
            self.desk.note(session, actor, SubjectKind.COLOR, color_id, {}, _told(color))
            return color_id

        return self.desk.change(actor, work)

    def update(
        self, color_id: int, title: str, description: str, hex_code: str, actor: Actor, seen: str | None = None
    ) -> None:
        """`seen` is the `stamp` of what was read. Raises NotFound, Stale or InvalidInput."""

        def work(session: Session, now: Snapshot) -> None:
            before = _existing(now, color_id)
            unchanged(seen, stamp(before))
            color = _checked(now, color_id, title, description, hex_code)
            store.set_color(session, color)
            self.desk.note(session, actor, SubjectKind.COLOR, color_id, _told(before), _told(color))

        self.desk.change(actor, work)

    def reorder(self, ids: Sequence[int], actor: Actor, seen: Sequence[int] | None = None) -> None:
        """Put all colors in this order; `seen` is the order that was read. Raises Stale or InvalidInput."""

        def work(session: Session, now: Snapshot) -> None:
            before = list(now.colors)
            check_order(before, ids, seen)
            store.order_colors(session, ids)
            orders = [{"title": "", "order": _names(now, order)} for order in (before, ids)]
            self.desk.note(session, actor, SubjectKind.COLOR, "order", *orders)

        self.desk.change(actor, work)

    def remove(self, color_id: int, actor: Actor, losing: int | None = None) -> int:
        """Take it off the list and off the profiles that have it; answers how many.

        `losing` is how many of them whoever asks was told of. Raises NotFound or Stale.
        """

        def work(session: Session, now: Snapshot) -> int:
            color = _existing(now, color_id)
            bearers = store.remove_color(session, color_id, datetime.now(UTC))
            if losing is not None and losing != len(bearers):
                raise Stale("Meanwhile the number of profiles with this color has changed. Look at it again.")
            facts = {**_told(color), "profiles": str(len(bearers))}
            self.desk.note(session, actor, SubjectKind.COLOR, color_id, facts, {})
            change = (Change("color", color.title, ""),)
            lines = [AuditLine(SubjectKind.PROFILE, str(profile_id), name, change) for profile_id, name in bearers]
            self.desk.core.audit.note(session, actor, AuditAction.CHANGED, *lines)
            return len(bearers)

        return self.desk.change(actor, work)


def stamp(color: Color) -> str:
    """What somebody sees of a color when they begin to change it."""
    return fingerprint(color.title, color.description, color.hex)


def _existing(now: Snapshot, color_id: int) -> Color:
    if color_id not in now.colors:
        raise NotFound("This color has been deleted meanwhile.")
    return now.colors[color_id]


def _checked(now: Snapshot, color_id: int, title: str, description: str, hex_code: str) -> Color:
    color = Color(color_id, 0, title_of(title), description_of(description), hex_of(hex_code))
    if taken(color.title, (other.title for other in now.colors.values() if other.id != color_id)):
        raise InvalidInput("Another color has this title.", "title")
    return color


def _told(color: Color) -> dict[str, str]:
    return {"title": color.title, "description": color.description, "hex": color.hex}


def _names(now: Snapshot, ids: Sequence[int]) -> str:
    return ", ".join(now.colors[color_id].title for color_id in ids)
