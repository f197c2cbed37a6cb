"""The names and icons of the kinds of records."""

from __future__ import annotations

from callerid_dash.domain.profiles.records import RecordKind
from callerid_dash.locales import Translator

_ICONS = {
    "note": "sticky",
    "phone_call": "telephone",
    "task": "check2-square",
    "appointment": "calendar-event",
    "support_request": "life-preserver",
    "opportunity": "graph-up-arrow",
    "contract": "file-earmark-text",
    "form": "ui-checks",
    "payment": "cash-stack",
    "receipt": "receipt",
    "sales_quote": "tag",
    "sales_invoice": "file-earmark-arrow-up",
    "purchase_quote": "tags",
    "purchase_invoice": "file-earmark-arrow-down",
    "sales_return": "arrow-return-left",
    "purchase_return": "arrow-return-right",
}
_OWN = "journal-text"


def record_kind_words(kind: RecordKind, t: Translator) -> str:
    """The title of a kind: a built-in one in the page's language unless it was renamed; others as stored."""
    titles = {
        "Note": t("Note"),
        "Phone call": t("Phone call"),
        "Task": t("Task"),
        "Appointment": t("Appointment"),
        "Support request": t("Support request"),
        "Opportunity": t("Opportunity"),
        "Contract": t("Contract"),
        "Form": t("Form"),
        "Payment": t("Payment"),
        "Receipt": t("Receipt"),
        "Sales quote": t("Sales quote"),
        "Sales invoice": t("Sales invoice"),
        "Purchase quote": t("Purchase quote"),
        "Purchase invoice": t("Purchase invoice"),
        "Sales return": t("Sales return"),
        "Purchase return": t("Purchase return"),
    }
    return titles.get(kind.title, kind.title) if kind.key else kind.title


def record_kind_icon(kind: RecordKind) -> str:
    """The name of the kind's icon in the icon set."""
    return _ICONS.get(kind.key or "", _OWN)
