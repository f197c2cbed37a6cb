"""The address book: making, changing and finding profiles.

What a profile may consist of is `services/profile_rules.py`. Every change is one transaction; when it is durable,
the matcher forgets the numbers that it touches and `on_change` hears of them, in the writer's thread and in the
order of the commits (so it must not write). `actor` None stands for a token whose scope was checked by the route.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime

from callerid_dash.domain.errors import Forbidden, InvalidInput, NotFound, Stale
from callerid_dash.domain.names import search_key
from callerid_dash.domain.phones import Dialing, parse_number
from callerid_dash.domain.profiles import Holder, PhoneDraft, Profile, ProfileDraft, ProfileKind
from callerid_dash.domain.users import Action, User, can
from callerid_dash.services.directory import Directory
from callerid_dash.services.matching import Matcher
from callerid_dash.services.paging import Page, checked_limit, from_cursor, storable, to_cursor
from callerid_dash.services.profile_changes import ProfileChanges, changed_draft, draft_of
from callerid_dash.services.profile_rules import Rules
from callerid_dash.store import profiles as tables
from callerid_dash.store.database import Store
from callerid_dash.store.engine import Session
from callerid_dash.store.profile_search import Position, Wanted, search

MOST_PER_PAGE = 100
_LONGEST_QUERY = 200
_FEWEST_DIGITS = 3
_BATCH = 5_000


def _now() -> datetime:
    return datetime.now(UTC)


class Profiles:
    """Use cases of the address book. Thread-safe."""

    def __init__(
        self,
        store: Store,
        directory: Directory,
        matcher: Matcher,
        dialing: Dialing,
        *,
        clock: Callable[[], datetime] = _now,
        on_change: Callable[[Collection[str]], None] = lambda _: None,
    ) -> None:
        self._store = store
        self._directory = directory
        self._matcher = matcher
        self._dialing = dialing
        self._clock = clock
        self._on_change = on_change

    def get(self, profile_id: int) -> Profile:
        """Everything about a profile. Raises NotFound."""
        with self._store.read() as session:
            return self._one(session, profile_id)

    def by_number(self, number: str) -> list[Profile]:
        """The profiles that hold a number, in any spelling, lowest id first."""
        canonical = parse_number(number, self._dialing).canonical
        held = self._matcher.holders([canonical]) if canonical else {}
        with self._store.read() as session:
            found = tables.by_ids(session, [h.id for h in held.get(canonical or "", ())], self._lookups())
        return [found[key] for key in sorted(found)]

    def shared_numbers(self, profile: Profile) -> dict[str, list[Holder]]:
        """The other holders of each of this profile's numbers that has any, lowest id first."""
        held = self._matcher.holders([phone.canonical for phone in profile.phones if phone.canonical])
        others = {number: [h for h in found if h.id != profile.id] for number, found in held.items()}
        return {number: found for number, found in others.items() if found}

    def search(self, query: str, limit: int = 20, cursor: str | None = None) -> Page[Profile]:
        """Profiles by name, organization or number in any spelling, the best hits first; '' finds all, by name."""
        limit = checked_limit(limit, MOST_PER_PAGE)
        after = _position(cursor)
        with self._store.read() as session:
            hits = search(session, self._wanted(query), limit + 1, after)
            found = tables.by_ids(session, [hit[-1] for hit in hits[:limit]], self._lookups())
        items = tuple(found[hit[-1]] for hit in hits[:limit] if hit[-1] in found)
        return Page(items, to_cursor(hits[limit - 1]) if len(hits) > limit else None)

    def create(self, draft: ProfileDraft, actor: User | None) -> Profile:
        """Add a profile. Raises InvalidInput or Forbidden."""
        _authorize(actor)

        def work(session: Session) -> Profile:
            content = self._rules(session, [draft]).content(draft)
            (key,) = tables.insert(session, [content], self._clock(), actor.id if actor else None)
            self._written(session, (phone.canonical for phone in content.phones))
            return self._one(session, key)

        return self._store.write(work)

    def update(self, profile_id: int, version: int, changes: ProfileChanges, actor: User | None) -> Profile:
        """Change a profile that was read in this version. Raises NotFound, Stale, InvalidInput or Forbidden."""
        _authorize(actor)
        return self._store.write(lambda session: self._update(session, profile_id, version, changes))

    def add_phone(self, profile_id: int, phone: PhoneDraft, actor: User | None) -> Profile:
        """Put a number on a profile, whatever its version. Raises NotFound, InvalidInput or Forbidden."""
        _authorize(actor)

        def work(session: Session) -> Profile:
            before = self._one(session, profile_id)
            phones = (*draft_of(before).phones, phone)
            try:
                return self._update(session, profile_id, before.version, ProfileChanges(phones=phones))
            except InvalidInput as error:
                raise InvalidInput(str(error), (error.field or "").rpartition(".")[2]) from error

        return self._store.write(work)

    def import_drafts(self, drafts: Sequence[ProfileDraft], actor: User | None = None) -> list[int]:
        """Add many profiles and answer their ids, in order.

        All are checked before the first is stored; InvalidInput names the item. Stored in batches, so that calls
        are not held up.
        """
        _authorize(actor)
        with self._store.read() as session:
            rules = self._rules(session, drafts)
        contents = [_checked(rules, index, draft) for index, draft in enumerate(drafts)]

        def write(batch: Sequence[tables.ProfileContent]) -> list[int]:
            def work(session: Session) -> list[int]:
                self._written(session, (phone.canonical for content in batch for phone in content.phones))
                return tables.insert(session, batch, self._clock(), actor.id if actor else None)

            return self._store.write(work)

        batches = (contents[start : start + _BATCH] for start in range(0, len(contents), _BATCH))
        return [key for batch in batches for key in write(batch)]

    def _update(self, session: Session, profile_id: int, version: int, changes: ProfileChanges) -> Profile:
        before = self._one(session, profile_id)
        if before.version != version:
            raise Stale("Somebody else has changed this profile meanwhile. Look at it again before you save.")
        draft = changed_draft(before, changes)
        content = self._rules(session, [draft]).content(draft, before)
        members = tables.members(session, profile_id) if before.kind is ProfileKind.ORGANIZATION else []
        if members and content.kind is not ProfileKind.ORGANIZATION:
            raise InvalidInput("An organization with people in it cannot become a person.", "kind")
        tables.update(session, profile_id, version, content, self._clock())
        after = self._one(session, profile_id)
        touched = [before, after]
        if members and after.name != before.name:
            of_organization = tables.by_ids(session, members, self._lookups())
            tables.renamed_organization(session, of_organization.values())
            touched += of_organization.values()
        self._written(session, (phone.canonical for profile in touched for phone in profile.phones))
        return after

    def _written(self, session: Session, numbers: Iterable[str | None]) -> None:
        """Whatever has to follow a change of who holds these numbers."""
        touched = frozenset(number for number in numbers if number)

        def follow() -> None:
            self._matcher.forget(touched)
            self._on_change(touched)

        session.after_commit(follow)

    def _one(self, session: Session, profile_id: int) -> Profile:
        found = tables.by_ids(session, [profile_id], self._lookups()) if storable(profile_id) else {}
        profile = found.get(profile_id)
        if profile is None:
            raise NotFound("There is no such profile.")
        return profile

    def _rules(self, session: Session, drafts: Iterable[ProfileDraft]) -> Rules:
        wanted = {
            draft.organization_id for draft in drafts if draft.organization_id and storable(draft.organization_id)
        }
        return Rules(self._directory.snapshot, self._dialing, tables.organizations(session, wanted))

    def _lookups(self) -> tables.Lookups:
        snapshot = self._directory.snapshot
        return tables.Lookups(snapshot.users, snapshot.colors, snapshot.categories)

    def _wanted(self, query: str) -> Wanted:
        typed = query[:_LONGEST_QUERY].encode(errors="ignore").decode()
        key = search_key(typed.replace("|", " "))
        digits = "" if any(map(str.isalpha, key)) else "".join(filter(str.isdecimal, key))
        part = digits.lstrip("0") if len(digits) >= _FEWEST_DIGITS else ""
        return Wanted(key, part, parse_number(typed, self._dialing).canonical)


def _authorize(actor: User | None) -> None:
    if actor and (actor.disabled or not can(actor.role, Action.EDIT_PROFILES)):
        raise Forbidden("You may not change profiles.")


def _checked(rules: Rules, index: int, draft: ProfileDraft) -> tables.ProfileContent:
    try:
        return rules.content(draft)
    except InvalidInput as error:
        raise InvalidInput(str(error), error.field, index) from error


def _position(cursor: str | None) -> Position | None:
    if cursor is None:
        return None
    place, key, profile_id = from_cursor(cursor, (int, str, int))
    return (int(place), str(key), int(profile_id))
