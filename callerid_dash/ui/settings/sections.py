"""All sections of the settings, in display order."""

from __future__ import annotations

from callerid_dash.domain.users import User, can
from callerid_dash.ui.kit.form_dialogs import FormDialog
from callerid_dash.ui.settings import me
from callerid_dash.ui.settings.access import audit, tokens, users, visibility, wall
from callerid_dash.ui.settings.calls import missed, sources
from callerid_dash.ui.settings.imports import calls as imports
from callerid_dash.ui.settings.imports import profiles as import_profiles
from callerid_dash.ui.settings.office import auto_contacts as anonymous
from callerid_dash.ui.settings.office import extensions, lines, lists, place
from callerid_dash.ui.settings.section import Section

SECTIONS: tuple[Section, ...] = (
    me.SECTION,
    users.SECTION,
    extensions.SECTION,
    lines.SECTION,
    visibility.SECTION,
    missed.SECTION,
    *lists.SECTIONS,
    anonymous.SECTION,
    place.SECTION,
    sources.SECTION,
    wall.SECTION,
    imports.SECTION,
    import_profiles.SECTION,
    tokens.SECTION,
    audit.SECTION,
)


def section_at(key: str) -> Section | None:
    """The section with this key."""
    return next((section for section in SECTIONS if section.key == key), None)


def sections_for(viewer: User) -> list[Section]:
    """The sections that this user may see."""
    return [section for section in SECTIONS if can(viewer.role, section.action)]


def dialogs() -> list[FormDialog]:
    """The dialogs of all sections."""
    return [dialog for section in SECTIONS for dialog in section.dialogs]
