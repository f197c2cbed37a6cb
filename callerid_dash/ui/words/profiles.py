"""The names of a profile's fields, wherever fields are listed."""

from __future__ import annotations

from callerid_dash.locales import Translator
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.words.owners import owner_words


def profile_field_words(t: Translator) -> dict[str, str]:
    """The name of each field; owners have the key `owners.ROLE`."""
    return {
        "kind": t("Kind"),
        "name": t("Name"),
        "shown_as": t("Shown as"),
        "prefix": t("Prefix"),
        "first_name": t("First name"),
        "last_name": t("Last name"),
        "trademark": t("Trademark"),
        "organization": t("Organization"),
        "category": t("Category"),
        "color": t("Color"),
        **{f"owners.{role.value}": t("Owner: %(role)s", role=words) for role, words in owner_words(t).items()},
        "phones": t("Phones"),
        "emails": t("E-mail"),
        "note": t("Note"),
    }


def leaf_choices(directory: Snapshot) -> list[tuple[str, str]]:
    """The categories in which profiles are filed, as choices of a field, by their paths."""
    paths = [(str(leaf.id), directory.category_words(leaf.id)) for leaf in directory.leaves]
    return sorted(paths, key=lambda path: (path[1], int(path[0])))
