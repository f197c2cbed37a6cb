"""What the pages must be told that no service knows: who is looking, in which language, theme, zone and numbering.

The composition root fills it in, so that pages need neither Flask nor a session to be rendered or tested.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from callerid_dash.domain.numbers.locality import Locality
from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.preferences import Preferences
from callerid_dash.domain.users import User
from callerid_dash.locales import Translator, translator
from callerid_dash.ui.text.formats import Formats, formats


@dataclass(frozen=True, slots=True)
class UiContext:
    """The callables answer for the request that is being served.

    `theme` is 'auto', 'light' or 'dark'. `vendor_url` gives the address of a third-party style sheet by its name (see
    `document.vendor_styles`), `script_url` that of a script which pages outside the dashboard load, too.
    `stay_signed_in` keeps this browser signed in when all sessions of its user have ended, given the user as they are
    now. `submitting` has what is written inside stored once: given a form's name, the key of this sending, and what is
    sent; it raises StoredBefore or KeyReused.
    """

    viewer: Callable[[], User]
    language: Callable[[], str]
    theme: Callable[[], str]
    vendor_url: Callable[[str], str]
    locality: Callable[[], Locality]
    preferences: Callable[[], Preferences] = Preferences
    script_url: Callable[[str], str] = "/login/static/{}".format
    stay_signed_in: Callable[[User], None] = lambda _user: None
    submitting: Callable[[str, str, str], AbstractContextManager[None]] = lambda _form, _key, _sent: nullcontext()

    @property
    def dialing(self) -> Dialing:
        """From where numbers are read."""
        return self.locality().dialing

    @property
    def zone(self) -> ZoneInfo:
        """The office's clock."""
        return self.locality().zone

    def words(self) -> Translator:
        """The translator of the request's language."""
        return translator(self.language())

    def formats(self) -> Formats:
        """How the request's language writes figures and dates, in the office's time zone."""
        return formats(self.language(), self.zone)
