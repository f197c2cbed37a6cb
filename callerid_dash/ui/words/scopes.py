"""What each scope of a token allows, in words."""

from __future__ import annotations

from callerid_dash.domain.scopes import Scope
from callerid_dash.locales import Translator


def scope_words(scope: str, t: Translator) -> str:
    """One scope in words; an unknown scope as it was written."""
    return {
        Scope.EVENTS_WRITE.value: t("report calls"),
        Scope.CALLS_READ.value: t("read calls"),
        Scope.PROFILES_READ.value: t("read profiles"),
        Scope.PROFILES_WRITE.value: t("change profiles"),
        Scope.REPORTS_READ.value: t("read reports"),
        Scope.METRICS_READ.value: t("read metrics"),
        Scope.WALL_READ.value: t("show the wallboard"),
    }.get(scope, scope)
