"""Imports profiles from contacts files: first a preview, then stored in batches.

An entry is stored as a whole or reported with the reason. A batch is one transaction with its lines in the audit trail;
past unknown calls of new numbers are attributed to the profiles. After a stop or a failure the same file is imported
again: what was stored is then a duplicate. `duplicates.py` compares entries with the address book.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from callerid_dash.domain.audit import AuditAction, Change, SubjectKind
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.jobs import Cancelled
from callerid_dash.domain.profiles.contacts.contact import Duplicates, Entry, Unread
from callerid_dash.domain.profiles.profiles import ProfileKind
from callerid_dash.domain.users import Action, Actor
from callerid_dash.services.core import Core
from callerid_dash.services.imports.profiles.duplicates import Classified, EntryStatus, Planner, Prepared, Pretended
from callerid_dash.services.imports.profiles.mapping import ImportRules, category_named
from callerid_dash.services.imports.profiles.name_index import Names, name_key
from callerid_dash.services.imports.profiles.phones import Doubt, sorted_out
from callerid_dash.services.imports.profiles.undo import PROFILES_IMPORTED, UndoLog
from callerid_dash.services.imports.profiles.write_batch import ImportFigures, Writing, WrittenBatch
from callerid_dash.services.profiles.validation import ProfileRules
from callerid_dash.services.shared.authority import authorize, id_of
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.profiles import profiles as tables
from callerid_dash.store.shared import undos
from callerid_dash.store.shared.audit import AuditLine

_BATCH = 500
"""Entries of a transaction; calls that come in meanwhile wait for it, at most half a second."""
SHOWN = 20
"""The most entries of each status that a preview shows."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The options of an import: what to do with duplicates, and the category (name or id) of entries that name none."""

    duplicates: Duplicates = Duplicates.SKIP
    category: str = ""
    category_id: int | None = None


@dataclass(frozen=True, slots=True)
class ContactsPreview:
    """The result of a preview. `shown` has the first entries of each status; `shared` counts the new entries that share
    a number; `organizations` has the names of organizations that would be added because people belong to them;
    `doubts` has the doubtful phones.
    """

    total: int
    counts: Counter[EntryStatus]
    shown: dict[EntryStatus, list[Classified]]
    rejected: tuple[Classified, ...]
    shared: int = 0
    organizations: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(slots=True, kw_only=True)
class Report(ImportFigures):
    """The result of an import. `doubts` has the doubtful phones of the entries that were not left out.

    `stopped`: it was stopped before its end. `undo_id` undoes it.
    """

    total: int = 0
    seen: int = 0
    stopped: bool = False
    undo_id: int | None = None
    doubts: list[Doubt] = field(default_factory=list)


Follow = Callable[[Report], None]
"""Called with the progress: `seen` entries of `total`, and their results."""


@dataclass(frozen=True, slots=True)
class ProfileImport:
    """Imports profiles. Thread-safe."""

    core: Core

    def preview(self, entries: Sequence[Entry], options: ImportOptions, actor: Actor) -> ContactsPreview:
        """What these entries would become. Stores nothing. Raises Forbidden or InvalidInput."""
        authorize(actor, Action.IMPORT)
        prepared, rejected = self._prepared(entries, options)
        with self.core.store.read() as session:
            planner = self._planner(session, prepared, options)
            pretended = Pretended()
            classified = [each for batch in _batches(prepared) for each in planner.classify(session, batch, pretended)]
            classified = self._with_names(session, classified)
        classified = sorted([*classified, *rejected], key=lambda each: each.entry.line)
        counts = Counter(each.status for each in classified)
        shown: dict[EntryStatus, list[Classified]] = {status: [] for status in EntryStatus}
        for each in classified:
            if len(shown[each.status]) < SHOWN:
                shown[each.status].append(each)
        fresh = [each for each in classified if each.status in (EntryStatus.NEW, EntryStatus.SIMILAR)]
        fresh.sort(key=lambda each: bool(each.prepared and each.prepared.content.kind is ProfileKind.PERSON))
        return ContactsPreview(
            total=len(classified),
            counts=counts,
            shown=shown,
            rejected=tuple(rejected),
            shared=sum(each.shared for each in fresh),
            organizations=tuple(_missing_organizations(fresh, planner.names)),
            doubts=tuple(_in_order(doubt for each in prepared for doubt in each.doubts)),
        )

    def run(
        self,
        entries: Sequence[Entry],
        options: ImportOptions,
        actor: Actor,
        file: str = "",
        follow: Follow = lambda report: None,
    ) -> Report:
        """Store these entries; `follow` is told between batches, and stops the import by raising Cancelled.

        Raises Forbidden or InvalidInput.
        """
        authorize(actor, Action.IMPORT)
        prepared, rejected = self._prepared(entries, options)
        report = Report(total=len(entries), seen=len(rejected), rejected=len(rejected), left_out=list(rejected))
        with self.core.store.read() as session:
            planner = self._planner(session, prepared, options)
        undo_log = UndoLog()
        try:
            follow(report)
            for batch in _batches(prepared):
                written = self.core.store.write(partial(self._write, batch, planner, options, actor))
                for named in written.named:
                    planner.names.add(*named)
                planner.made |= written.made
                undo_log.follow(written)
                report.doubts += (doubt for each in batch for doubt in each.doubts)
                report.seen += len(batch)
                report.include(written)
                follow(report)
        except Cancelled:
            report.stopped = True
        finally:  # stored batches can be undone, whatever ended the import
            report.undo_id = self.core.store.write(lambda session: self._note(session, actor, file, report, undo_log))
        report.left_out.sort(key=lambda each: each.entry.line)
        report.doubts = _in_order(report.doubts)
        return report

    def _write(
        self, batch: Sequence[Prepared], planner: Planner, options: ImportOptions, actor: Actor, session: Session
    ) -> WrittenBatch:
        classified = planner.classify(session, batch, Pretended())
        category_id = self.category_id(options)
        return Writing(self.core, session, planner.names, options.duplicates, category_id, actor).write(classified)

    def _prepared(self, entries: Iterable[Entry], options: ImportOptions) -> tuple[list[Prepared], list[Classified]]:
        """The entries that may be stored, organizations first, and the rejected ones."""
        snapshot = self.core.snapshot
        ours = ImportRules(snapshot, self.category_id(options))
        rules = ProfileRules(snapshot)
        prepared, rejected = [], []
        for entry in entries:
            if isinstance(entry, Unread):
                rejected.append(Classified(entry, EntryStatus.REJECTED, reason=entry.reason))
                continue
            try:
                phones, doubts = sorted_out(entry, rules)
                draft = ours.draft(entry, phones)
                content = rules.content(draft)
                prepared.append(Prepared(entry, draft, content, name_key(content.name), doubts))
            except InvalidInput as error:
                rejected.append(Classified(entry, EntryStatus.REJECTED, entry.name, reason=error))
        prepared.sort(key=lambda each: each.content.kind is not ProfileKind.ORGANIZATION)
        return prepared, rejected

    def category_id(self, options: ImportOptions) -> int | None:
        """The category of entries that name none. Raises InvalidInput."""
        snapshot = self.core.snapshot
        if options.category:
            return category_named(snapshot, options.category)
        if options.category_id is not None:
            snapshot.check_leaf(options.category_id)
        return options.category_id

    def _planner(self, session: Session, prepared: Sequence[Prepared], options: ImportOptions) -> Planner:
        names = Names([each.key for each in prepared] + [name_key(each.contact.organization) for each in prepared])
        for named in tables.all_names(session):
            names.add(*named)
        planner = Planner(self.core.matcher, names, options.duplicates)
        pretended = Pretended()
        for batch in _batches(prepared):
            found = planner.classify(session, batch, pretended)
            same = (each.other_id for each in found if each.status is EntryStatus.DUPLICATE)
            planner.named.update(other_id for other_id in same if other_id is not None)
        return planner

    def _with_names(self, session: Session, classified: Sequence[Classified]) -> list[Classified]:
        """Add the names of the similar profiles to as many entries as are shown."""
        similar = [each for each in classified if each.status is EntryStatus.SIMILAR][:SHOWN]
        ids = {each.other_id for each in similar if each.other_id is not None}
        found = self.core.snapshot.profiles(session, ids)
        known = {key: profile.name for key, profile in found.items()}
        return [replace(each, other_name=known.get(each.other_id or 0, each.other_name)) for each in classified]

    def _note(self, session: Session, actor: Actor, file: str, report: Report, undo_log: UndoLog) -> int | None:
        counts = ("added", "completed", "unchanged", "skipped", "rejected")
        changes = [Change(name, "", str(getattr(report, name))) for name in counts if getattr(report, name)]
        self.core.audit.note(
            session, actor, AuditAction.IMPORTED, AuditLine(SubjectKind.PROFILE, "import", file, changes)
        )
        before = undo_log.told()
        return undos.add(session, PROFILES_IMPORTED, self.core.clock(), id_of(actor), file, before) if before else None


def _in_order(doubts: Iterable[Doubt]) -> list[Doubt]:
    return sorted(doubts, key=lambda each: each.entry.line)


def _missing_organizations(fresh: Iterable[Classified], names: Names) -> Iterator[str]:
    known: set[str] = set()
    for each in fresh:
        if each.prepared and each.prepared.content.kind is ProfileKind.ORGANIZATION:
            known.add(each.prepared.key)
        organization = each.prepared.contact.organization if each.prepared else ""
        key = name_key(organization)
        if key and key not in known and names.same(key, ProfileKind.ORGANIZATION) is None:
            known.add(key)
            yield organization


def _batches(prepared: Sequence[Prepared]) -> Iterator[Sequence[Prepared]]:
    """Batches of one kind each, so that organizations are stored before their people."""
    for _, same in itertools.groupby(prepared, key=lambda each: each.content.kind):
        each = list(same)
        for start in range(0, len(each), _BATCH):
            yield each[start : start + _BATCH]
