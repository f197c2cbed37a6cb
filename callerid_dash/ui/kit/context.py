"""The context of a request that pages need and no service knows: viewer, language, theme, time zone, numbering.

The composition root fills it in, so that rendering or testing a page needs neither Flask nor a session.
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

    - `theme` is 'auto', 'light' or 'dark'.
    - `vendor_url` returns the address of a third-party file by its name.
    - `static_url` returns the address of a bundle of our own files (see `shell.bundles`), or of a file that pages
      outside the dashboard load too.
    - `stay_signed_in` takes the user as they are now and keeps this browser signed in after all of the user's sessions
      have ended.
    - `submitting` takes a form's name, the key of the submission and its content. Writes inside it are stored only
      once; it raises StoredBefore or KeyReused.
    """

    viewer: Callable[[], User]
    language: Callable[[], str]
    theme: Callable[[], str]
    vendor_url: Callable[[str], str]
    locality: Callable[[], Locality]
    preferences: Callable[[], Preferences] = Preferences
    static_url: Callable[[str], str] = "/static/{}".format
    stay_signed_in: Callable[[User], None] = lambda _user: None
    submitting: Callable[[str, str, str], AbstractContextManager[None]] = lambda _form, _key, _sent: nullcontext()

    @property
    def dialing(self) -> Dialing:
        """The numbering by which phone numbers are read."""
        return self.locality().dialing

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return self.locality().zone

    def words(self) -> Translator:
        """The translator of the request's language."""
        return translator(self.language())

    def formats(self) -> Formats:
        """The formats of figures and dates in the request's language and the office's time zone."""
        return formats(self.language(), self.zone)
