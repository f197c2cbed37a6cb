"""The options of filter lists: pairs of a value for the address and its words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.names import alphabetical
from callerid_dash.domain.profiles.numbering import Origin, OriginKind, origin_of_code
from callerid_dash.locales import Translator
from callerid_dash.services.reports.figure_words import origin_name
from callerid_dash.services.shared.directory import Snapshot

Options = Sequence[tuple[str, str]]


def line_options(directory: Snapshot, called_ones: Iterable[str] = ()) -> Options:
    """Our numbers by title, and called numbers without a title."""
    titles = directory.lines
    return [(line, titles.get(line) or line) for line in dict.fromkeys((*titles, *called_ones))]


def user_options(directory: Snapshot) -> Options:
    """The users who have an extension, by name."""
    users = sorted((user for user in directory.users.values() if user.extensions), key=lambda user: user.label)
    return [(str(user.id), user.label) for user in users]


def color_options(directory: Snapshot) -> Options:
    """Colors in their order."""
    colors = sorted(directory.colors.values(), key=lambda color: (color.position, color.id))
    return [(str(color.id), color.title) for color in colors]


def origin_options(seen: Mapping[str, Origin], chosen: str, t: Translator) -> Options:
    """The origins of calls, in alphabetical order: places, operators, countries; and the `chosen` one."""
    named = dict(seen)
    if chosen and chosen not in named:
        with suppress(InvalidInput):
            named[chosen] = origin_of_code(chosen)
    named[OriginKind.INSIDE.value] = Origin(OriginKind.INSIDE)
    order = list(OriginKind)
    options = [(code, origin_name(each, t)) for code, each in named.items()]
    return sorted(options, key=lambda option: (order.index(named[option[0]].kind), alphabetical(option[1])))


def category_options(directory: Snapshot) -> Options:
    """Categories by their paths."""
    paths = [
        (str(key), " › ".join(node.title for node in directory.category_path(key))) for key in directory.categories
    ]
    return sorted(paths, key=lambda each: each[1])


def with_chosen(options: Options, chosen: str, t: Translator) -> Options:
    """The options and a `chosen` value that no longer exists, so that users can see and remove it."""
    gone = [(chosen, t("not there any more"))] if chosen and chosen not in dict(options) else []
    return [*options, *gone]
