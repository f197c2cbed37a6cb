"""What the failure of a background task means for the office, in words."""

from __future__ import annotations

from callerid_dash.locales import Translator

STORE = "store"
VITAL = {STORE, "writer"}
"""The tasks without which no call is stored."""


def unwell_words(task: str, t: Translator) -> str:
    """The consequence while the task with this name fails."""
    tidying, figures = t("What is outdated is not tidied away"), t("Figures of the past are not put together")
    words = {
        "store": t("Nothing can be stored"),
        "writer": t("Nothing can be stored"),
        "watcher": t("What other servers store is not seen"),
        "accounts-socket": t("Commands on the server's own machine are not answered"),
        "housekeeping": t("What is to be done each minute is not done"),
        "new_day": t("Since midnight, lists may show the day before as today"),
        "upkeep": t("The database is not looked after"),
        "numbers": t("Stored numbers are not read again by the newest rules"),
        "ring_times": t("How long telephones ring is not found out"),
        "source-watch": t("Outages are not written down"),
        "silent_calls": t("Calls whose end nobody reports stay open"),
        "adoption": t("Earlier calls of anonymous contacts are not assigned"),
        "rollups": figures,
        "caller_totals": figures,
        "caller_days": figures,
        "undo": tidying,
        "job_files": tidying,
        "job_pulse": t("How far background jobs are is not written down"),
    }
    return words.get(task) or t("Work in the background fails: %(task)s", task=task)
