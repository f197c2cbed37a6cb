"""What every change of profiles needs: lines in the audit trail, and the update of pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from callerid_dash.domain.audit import AuditAction, Change, SubjectKind, differences
from callerid_dash.domain.profiles.profiles import Profile, ProfilePhone, preferred_id
from callerid_dash.domain.users import Actor
from callerid_dash.services.core import Core
from callerid_dash.services.shared.authority import id_of
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.profiles import profiles as tables
from callerid_dash.store.profiles.profiles import ProfileContent
from callerid_dash.store.shared.audit import AuditLine


@dataclass(frozen=True, slots=True)
class ProfileTrail:
    """Helps to write a change; used inside its transaction."""

    core: Core

    def insert(
        self, session: Session, contents: Sequence[ProfileContent], actor: Actor, *, anonymous: bool = False
    ) -> list[int]:
        """Add profiles, each with its line in the audit trail; returns their ids, in order."""
        ids = tables.insert(session, contents, self.core.clock(), id_of(actor), anonymous=anonymous)
        named = zip(ids, contents, strict=True)
        lines = [AuditLine(SubjectKind.PROFILE, str(key), content.name) for key, content in named]
        self.core.audit.note(session, actor, AuditAction.ADDED, *lines)
        return ids

    def line(self, before: Profile | None, after: Profile | None, *first: Change) -> AuditLine:
        """The line of a profile that was added, changed or removed: the `first` changes, then the differing fields."""
        was, now = (self._described(each) if each else {} for each in (before, after))
        shown = after or before
        if shown is None:
            raise ValueError("a line tells of a profile before or after its change")
        return profile_line(shown, *first, *differences(was, now))

    def follow(self, session: Session, profiles: Iterable[Profile]) -> None:
        """Update everything that shows these profiles or their numbers."""
        touched = list(profiles)
        theirs = (phone.canonical for profile in touched for phone in profile.phones)
        self.core.notifications.profiles_changed(session, (profile.id for profile in touched), theirs)

    def remaining_holders(
        self, session: Session, numbers: Collection[str], gone: Collection[int] = ()
    ) -> Mapping[str, int | None]:
        """For each number, the profile id that gets its calls when the `gone` profiles are removed; None: nobody."""
        held = self.core.matcher.holders_in(session, numbers)
        return {number: preferred_id(h for h in held.get(number, ()) if h.id not in gone) for number in numbers}

    def _described(self, profile: Profile) -> dict[str, str]:
        """The profile as one readable text per field."""
        return {
            "kind": profile.kind.value,
            "name": profile.name,
            **profile.texts(),
            "organization": profile.organization,
            "category": self.core.snapshot.path_words(profile.category.id) if profile.category else "",
            "color": profile.color.title if profile.color else "",
            **{f"owners.{owner.role.value}": owner.username for owner in profile.owners},
            "phones": "\n".join(map(_phone_described, profile.phones)),
            "emails": "\n".join(profile.emails),
            "note": profile.note,
        }


def profile_line(profile: Profile, *changes: Change) -> AuditLine:
    """The line with these changes of a profile."""
    return AuditLine(SubjectKind.PROFILE, str(profile.id), profile.name, changes)


def _phone_described(phone: ProfilePhone) -> str:
    extension = f"ext. {phone.extension}" if phone.extension else ""
    default = "(default)" if phone.preferred else ""
    return " ".join(filter(None, (phone.raw, extension, phone.kind.value, phone.label, default)))
