"""Our own style sheets and scripts, put together so that a page loads three files instead of seventy.

The style sheets that ours build on come first in theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

STYLES = {"ltr": "page.css", "rtl": "page.rtl.css"}
EARLY, SCRIPTS, TICKER = "early.js", "page.js", "ticker.js"
"""The names of the bundles; `STYLES` by text direction. `EARLY` runs in the head, `TICKER` as a worker."""

VENDOR_STYLES = {
    "ltr": ("bootstrap.css", "bootstrap-icons.css", "vazirmatn.css"),
    "rtl": ("bootstrap.rtl.css", "bootstrap-icons.css", "vazirmatn.css"),
}
"""The third-party style sheets by text direction."""

_FOLLOW = "shell/follow.js"
_TICKER = "shell/ticker.js"
EARLY_SCRIPTS = ("early.js", _FOLLOW, "arrivals.js")
"""Scripts that set the theme and the bare window before the first paint, and define functions that other scripts call
while they load.
"""

OWN_STYLES = (
    "kit/theme.css",
    "kit/surfaces.css",
    "kit/parts.css",
    "kit/forms.css",
    "kit/dialogs.css",
    "shell/shell.css",
    "live/health.css",
    "shell/popovers.css",
    "shell/search.css",
    "calls/calls.css",
    "calls/cells.css",
    "calls/states.css",
    "calls/list.css",
    "calls/narrow.css",
    "calls/menus.css",
    "profile/profile.css",
    "profile/timeline.css",
    "profiles/profiles.css",
    "profiles/facets.css",
    "call_log/call_log.css",
    "missed/missed.css",
    "missed/waiting.css",
    "profile_form/profile_form.css",
    "add_number/add_number.css",
    "records/records.css",
    "merge/merge.css",
    "settings/settings.css",
    "settings/office.css",
    "settings/people.css",
    "imports/calls.css",
    "imports/profiles.css",
    "charts/charts.css",
    "analytics/analytics.css",
    "live/today.css",
    "jobs/jobs.css",
    "shell/liveness.css",
)
"""Our style sheets in their order: of two equally specific rules, the later one applies."""


def own_bundles(vendor_style: Callable[[str], str]) -> dict[str, str]:
    """The content of each bundle by its name, read now; and `follow.js` alone, for the wallboard.

    `vendor_style` returns the text of a third-party style sheet.
    """
    folder = assets_folder()
    scripts = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.js"))
    return {
        **{
            STYLES[direction]: "\n".join((*map(vendor_style, names), _together(folder, OWN_STYLES)))
            for direction, names in VENDOR_STYLES.items()
        },
        "follow.js": _together(folder, (_FOLLOW,)),
        TICKER: _together(folder, (_TICKER,)),
        EARLY: _together(folder, EARLY_SCRIPTS),
        SCRIPTS: _together(folder, (name for name in scripts if name not in (*EARLY_SCRIPTS, _TICKER))),
    }


def assets_folder() -> Path:
    """Our own CSS and JavaScript: inside the installed package, else at the top of the checkout."""
    package = Path(__file__).resolve().parents[2]
    installed = package / "assets"
    return installed if installed.is_dir() else package.parent / "assets"


def _together(folder: Path, names: Iterable[str]) -> str:
    return "\n".join(f"/* {name} */\n{(folder / name).read_text(encoding='utf-8')}" for name in names)
