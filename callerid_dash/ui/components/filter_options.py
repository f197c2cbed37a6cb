"""What lists of filters offer: pairs of a value for the address and words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from callerid_dash.locales import Translator
from callerid_dash.services.directory import Snapshot
from callerid_dash.ui.components.profile_facets import called

Options = Sequence[tuple[str, str]]


def line_options(directory: Snapshot, called_ones: Iterable[str] = ()) -> Options:
    """Our numbers by their titles, and those that were called and have none."""
    titles = directory.lines
    return [(line, titles.get(line) or line) for line in dict.fromkeys((*titles, *called_ones))]


def user_options(directory: Snapshot) -> Options:
    """Those who have an extension, by name."""
    users = sorted((user for user in directory.users.values() if user.extensions), key=called)
    return [(str(user.id), called(user)) for user in users]


def color_options(directory: Snapshot) -> Options:
    """Colors in their order."""
    colors = sorted(directory.colors.values(), key=lambda color: (color.position, color.id))
    return [(str(color.id), color.title) for color in colors]


def category_options(directory: Snapshot) -> Options:
    """Categories by their paths."""
    paths = [
        (str(key), " › ".join(node.title for node in directory.category_path(key))) for key in directory.categories
    ]
    return sorted(paths, key=lambda each: each[1])


def with_chosen(options: Options, chosen: str, t: Translator) -> Options:
    """Also what is asked for and not there any more, so that it can be seen and taken off."""
    gone = [(chosen, t("not there any more"))] if chosen and chosen not in dict(options) else []
    return [*options, *gone]
