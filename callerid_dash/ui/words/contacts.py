"""Imports of profiles in words: fields of a file, what entries are, what is done with them."""

from __future__ import annotations

from collections.abc import Mapping

from callerid_dash.domain.profiles.contacts.columns import Field
from callerid_dash.domain.profiles.contacts.duplicates import Duplicates
from callerid_dash.locales import Translator
from callerid_dash.services.imports.profiles.duplicates import Standing


def contact_field_words(t: Translator) -> Mapping[Field, str]:
    """What a column may mean, in the order in which it is offered."""
    return {
        Field.SKIP: t("(leave out)"),
        Field.NAME: t("Full name"),
        Field.FIRST_NAME: t("First name"),
        Field.MIDDLE_NAME: t("Middle name"),
        Field.LAST_NAME: t("Last name"),
        Field.PREFIX: t("Title before the name"),
        Field.ORGANIZATION: t("Organization name"),
        Field.TRADEMARK: t("Trademark"),
        Field.KIND: t("Person or organization"),
        Field.MOBILE: t("Mobile"),
        Field.LANDLINE: t("Landline"),
        Field.FAX: t("Fax"),
        Field.PHONE: t("Phone of any kind"),
        Field.PHONE_LABEL: t("Label (phone beside)"),
        Field.EXTENSION: t("Extension (phone before)"),
        Field.EMAIL: t("E-mail"),
        Field.NOTE: t("Note"),
        Field.CATEGORY: t("Category (title or path)"),
        Field.COLOR: t("Color (title)"),
        Field.SALES: t("Owner for sales (username)"),
        Field.SUPPORT: t("Owner for support (username)"),
        Field.OTHER: t("Other owner (username)"),
    }


def standing_words(t: Translator) -> Mapping[Standing, tuple[str, str]]:
    """What an entry is, and what that means; in the order in which it is told."""
    return {
        Standing.NEW: (t("New"), t("Nobody has a number of theirs, and nobody is called like them.")),
        Standing.SIMILAR: (
            t("New, with a similar name"),
            t("Somebody is called much like them, but has none of their numbers. They become new profiles."),
        ),
        Standing.DUPLICATE: (
            t("Known already"),
            t("They have a number in common with a profile of a similar name, or the same name and no number."),
        ),
        Standing.OTHER_NAME: (
            t("Number under another name"),
            t("A number of theirs is on a profile of another name. Only “create all the same” takes them in."),
        ),
        Standing.REPEATED: (t("Repeated in the file"), t("They are the same as an earlier entry of the file.")),
        Standing.REJECTED: (t("Not readable"), t("They cannot be stored as they are; the report has them all.")),
    }


def duplicates_words(t: Translator) -> Mapping[Duplicates, tuple[str, str]]:
    """What is done with those who are known already."""
    return {
        Duplicates.SKIP: (t("Skip them"), t("Profiles that exist stay as they are.")),
        Duplicates.ADD_NUMBERS: (
            t("Complete them"),
            t("Numbers, addresses and whatever is empty are added to the profile; nothing is overwritten."),
        ),
        Duplicates.CREATE: (t("Create all the same"), t("Each entry becomes a profile, also if it exists already.")),
    }


def figure_words(t: Translator) -> Mapping[str, str]:
    """What an import has done, by the names of its figures."""
    return {
        "added": t("Profiles added"),
        "completed": t("Profiles completed"),
        "unchanged": t("Had everything already"),
        "skipped": t("Skipped"),
        "rejected": t("Rejected"),
        "organizations": t("Organizations added for their people"),
        "past_calls": t("Past calls that are theirs now"),
    }
