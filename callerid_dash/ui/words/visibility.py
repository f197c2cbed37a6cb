"""What the visibility rule means for a viewer, shown where it may be the reason for an empty list."""

from __future__ import annotations

from callerid_dash.domain.users import User, Visibility, sees_every_call
from callerid_dash.locales import Translator


def visibility_words(viewer: User, rule: Visibility, t: Translator) -> str:
    """The calls that this viewer sees; '' when they are all calls."""
    if sees_every_call(viewer, rule):
        return ""
    if rule is Visibility.OWN_EXTENSION and not viewer.extensions:
        return t("You see the calls that ring on your extension. You have none yet; an admin gives you one.")
    return {
        Visibility.OWN_EXTENSION: t("You see the calls that ring on your extension."),
        Visibility.OWN_PROFILES: t("You see the calls of the profiles that you are an owner of."),
        Visibility.OWN_EXTENSION_OR_PROFILES: t(
            "You see the calls that ring on your extension and those of the profiles that you are an owner of."
        ),
    }.get(rule, "")
