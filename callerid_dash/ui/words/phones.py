"""The name and icon of each kind of phone."""

from __future__ import annotations

from callerid_dash.domain.profiles.profiles import PhoneKind
from callerid_dash.locales import Translator

PHONE_SHAPES = {
    PhoneKind.MOBILE: "phone",
    PhoneKind.LANDLINE: "telephone",
    PhoneKind.FAX: "printer",
    PhoneKind.OTHER: "hash",
}


def phone_kind_words(kind: PhoneKind, t: Translator) -> str:
    """The kind's name."""
    return {
        PhoneKind.MOBILE: t("Mobile"),
        PhoneKind.LANDLINE: t("Landline"),
        PhoneKind.FAX: t("Fax"),
        PhoneKind.OTHER: t("Other number"),
    }[kind]
