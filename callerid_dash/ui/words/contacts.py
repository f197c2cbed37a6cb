"""The words of imports of profiles: fields of a file, statuses of entries, options, figures."""

from __future__ import annotations

from collections.abc import Mapping

from callerid_dash.domain.profiles.contacts.columns import ContactField
from callerid_dash.domain.profiles.contacts.contact import Duplicates
from callerid_dash.domain.profiles.profiles import BENEATH_NAME
from callerid_dash.locales import Translator
from callerid_dash.services.imports.profiles.duplicates import EntryStatus
from callerid_dash.ui.words.profiles import profile_field_words


def contact_field_words(t: Translator) -> Mapping[ContactField, str]:
    """The field that a column may mean, in display order."""
    fields = profile_field_words(t)
    return {
        ContactField.SKIP: t("(leave out)"),
        ContactField.NAME: t("Full name"),
        ContactField.FIRST_NAME: t("First name"),
        ContactField.MIDDLE_NAME: t("Middle name"),
        ContactField.LAST_NAME: t("Last name"),
        ContactField.PREFIX: t("Title before the name"),
        ContactField.ORGANIZATION: t("Organization name"),
        **{ContactField(name): fields[name] for name in BENEATH_NAME},
        ContactField.KIND: t("Person or organization"),
        ContactField.MOBILE: t("Mobile"),
        ContactField.LANDLINE: t("Landline"),
        ContactField.FAX: t("Fax"),
        ContactField.PHONE: t("Phone of any kind"),
        ContactField.PHONE_LABEL: t("Label (phone beside)"),
        ContactField.EXTENSION: t("Extension (phone before)"),
        ContactField.EMAIL: t("E-mail"),
        ContactField.NOTE: t("Note"),
        ContactField.CATEGORY: t("Category (title or path)"),
        ContactField.COLOR: t("Color (title)"),
        ContactField.SALES: t("Owner for sales (username)"),
        ContactField.SUPPORT: t("Owner for support (username)"),
        ContactField.OTHER: t("Other owner (username)"),
    }


def status_words(t: Translator) -> Mapping[EntryStatus, tuple[str, str]]:
    """The name and meaning of each status of an entry, in display order."""
    return {
        EntryStatus.NEW: (t("New"), t("Nobody has a number of theirs, and nobody is called like them.")),
        EntryStatus.SIMILAR: (
            t("New, with a similar name"),
            t("Somebody is called much like them, but has none of their numbers. They become new profiles."),
        ),
        EntryStatus.DUPLICATE: (
            t("Known already"),
            t("They have a number in common with a profile of a similar name, or the same name and no number."),
        ),
        EntryStatus.OTHER_NAME: (
            t("Number under another name"),
            t("A number of theirs is on a profile of another name. Only “create all the same” takes them in."),
        ),
        EntryStatus.REPEATED: (t("Repeated in the file"), t("They are the same as an earlier entry of the file.")),
        EntryStatus.REJECTED: (t("Not readable"), t("They cannot be stored as they are; the report has them all.")),
    }


def duplicates_words(t: Translator) -> Mapping[Duplicates, tuple[str, str]]:
    """The name and meaning of each option for known entries."""
    return {
        Duplicates.SKIP: (t("Skip them"), t("Profiles that exist stay as they are.")),
        Duplicates.ADD_NUMBERS: (
            t("Complete them"),
            t("Numbers, addresses and whatever is empty are added to the profile; nothing is overwritten."),
        ),
        Duplicates.CREATE: (t("Create all the same"), t("Each entry becomes a profile, also if it exists already.")),
    }


def figure_words(t: Translator) -> Mapping[str, str]:
    """The name of each figure in an import's result."""
    return {
        "added": t("Profiles added"),
        "completed": t("Profiles completed"),
        "unchanged": t("Had everything already"),
        "skipped": t("Skipped"),
        "rejected": t("Rejected"),
        "organizations": t("Organizations added for their people"),
        "past_calls": t("Past calls that are theirs now"),
    }
