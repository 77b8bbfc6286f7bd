"""What a session believes of the computer's clock (TIME-01).

Somebody who sets it back makes what has expired look valid, and an old status list look fresh. A vault therefore keeps the moment
at which it was last in use: where the clock is behind that, everything is judged as of that moment, and the person is told.
A clock that has leapt far ahead is believed for what is shown, for the wallet may have lain untouched, but nothing is deleted on its
word alone. In both cases the person can say that the clock is right.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from wallet.clock import Clock
from wallet.errors import WalletError
from wallet.messages import requests as ask
from wallet.messages.requests import Change, Problem, Touched
from wallet.session.warnings import warning_for
from wallet.store.time_mark import read_time_mark, write_time_mark
from wallet.store.vault import Vault

SKEW = timedelta(minutes=5)
LEAP = timedelta(days=400)
_OFTEN = timedelta(minutes=5)  # how far the kept moment may stay behind while the vault is open


class SessionClock:
    """The computer's clock, held against the moment at which the open vault was last in use."""

    def __init__(self, shown: Clock) -> None:
        self.shown = shown
        self.last_used: datetime | None = None

    def __call__(self) -> datetime:
        """Return the moment to judge by: never one that has been already."""
        now = self.shown()
        return self.last_used if self.last_used is not None and now < self.last_used - SKEW else now

    def doubt(self) -> str | None:
        """Return the code of the warning that the clock calls for, None where it may be right."""
        if self.last_used is None:
            return None
        ahead = self.shown() - self.last_used
        return "vault.clock_behind" if ahead < -SKEW else "vault.clock_leapt" if ahead > LEAP else None


class TimeVerbs:
    """What `Session` inherits; it provides the members below."""

    _time: SessionClock
    _vault: Vault | None
    _open_vault: Callable[[], Vault]

    def confirm_clock(self, _request: ask.ConfirmClock) -> Change:
        """Take the clock's word from now on, and list every credential as of this moment: what a wrong clock made of it is undone."""
        vault, now = self._open_vault(), self._time.shown()
        write_time_mark(vault.database, now, vault.entropy)
        self._time.last_used = now
        vault.shelf.tell_time(now)
        return Change((Touched.VAULT, Touched.CREDENTIALS))

    def _begin_time(self, vault: Vault) -> None:
        """What has lain in the trash for thirty days goes, and what time has overtaken is listed as that."""
        self._time.last_used = read_time_mark(vault.database)
        if self._time.doubt() is None and vault.shelf.empty_trash(self._time()):
            vault.forget_copies()
        vault.shelf.tell_time(self._time())
        self._mark_time(vault)

    def _mark_time(self, vault: Vault) -> None:
        """Keep this moment as the last, where the clock is not in doubt. That it cannot be written is no reason to stop."""
        now, before = self._time.shown(), self._time.last_used
        if self._time.doubt() is None and (before is None or now - before >= _OFTEN):
            with suppress(WalletError):
                write_time_mark(vault.database, now, vault.entropy)
                self._time.last_used = now

    def _clock_warnings(self) -> tuple[Problem, ...]:
        code, used = self._time.doubt(), self._time.last_used
        if code is None or used is None:
            return ()
        return (warning_for(code, now=_said(self._time.shown()), used=_said(used)),)


def _said(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


TIME_ANSWERS: Mapping[type[Any], Callable[[Any, Any], Any]] = {ask.ConfirmClock: TimeVerbs.confirm_clock}
