"""TIME-01: a clock that is set back, or leaps ahead, makes nothing better than it is, and costs nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.issuer_simulator import Issuer
from tests.issuer_simulator.issuer import NOW
from tests.vaults import PASSPHRASE, terms_for
from tests.wallet.session.test_eye_copies import pack_of
from wallet.messages import requests as ask
from wallet.messages.views import LibraryFilter
from wallet.report import Verdict
from wallet.session import Session

DAY = timedelta(days=1)
Opens = Callable[[datetime], Session]


@pytest.fixture
def opens(tmp_path: Path):
    """Open the one vault at any moment; what was opened before is closed."""
    shown, session = [NOW], Session(tmp_path / "vault", terms_for(tmp_path / "state"), lambda: shown[0])
    session.create(ask.CreateVault(PASSPHRASE))

    def opened(moment: datetime) -> Session:
        session.goodbye()
        shown[0] = moment
        session.unlock(ask.Unlock(PASSPHRASE))
        return session

    yield opened
    session.goodbye()


def keep(session: Session, folder: Path) -> str:
    """Keep a badge of a known issuer that expires ten days from now."""
    issuer, end = Issuer(), (NOW + 10 * DAY).strftime("%Y-%m-%dT%H:%M:%SZ")
    session.add_pack(ask.AddPack(str(pack_of(issuer, folder))))
    (folder / "badge.json").write_bytes(issuer.issue(before=lambda body: body.update(validUntil=end)))
    received = session.receive(ask.Receive(paths=(str(folder / "badge.json"),)))
    return session.keep(ask.Keep(tuple(item.token for item in received.items))).ids[0]


def verdicts(session: Session, key: str) -> tuple[Verdict, Verdict]:
    """What the list says, and what the page of the one credential says."""
    listed = session.list_credentials(ask.ListCredentials()).items[0].verdict
    return listed, session.get(ask.GetCredential(key)).summary.verdict


def warned(session: Session) -> list[str]:
    return [warning.code for warning in session.state().warnings]


@pytest.mark.parametrize("back", [timedelta(minutes=6), 2 * DAY, 5 * 365 * DAY])
def test_TIME_01_a_clock_set_back_makes_nothing_valid_again(opens: Opens, tmp_path: Path, back: timedelta) -> None:
    key = keep(opens(NOW), tmp_path)
    over = opens(NOW + 10 * DAY + timedelta(minutes=1))
    expired = verdicts(over, key)
    assert expired == (Verdict.EXPIRED, Verdict.EXPIRED)
    assert not warned(over)
    behind = opens(NOW + 10 * DAY + timedelta(minutes=1) - back)
    assert verdicts(behind, key) == expired
    assert warned(behind) == ["vault.clock_behind"]
    checked = behind.check_again(ask.CheckAgain())
    assert checked.ids == (key,)
    assert verdicts(behind, key) == expired


def test_TIME_01_the_warning_names_both_moments_and_goes_with_its_cause(opens: Opens) -> None:
    opens(NOW + 30 * DAY)
    (warning,) = opens(NOW).state().warnings
    assert warning.facts["now"] == f"{NOW.astimezone():%Y-%m-%d %H:%M}"
    assert warning.facts["used"] == f"{(NOW + 30 * DAY).astimezone():%Y-%m-%d %H:%M}"
    assert not warned(opens(NOW + 30 * DAY - timedelta(minutes=4)))
    assert not warned(opens(NOW + 31 * DAY))


def test_TIME_01_the_moment_is_the_last_one_of_a_long_session(opens: Opens, tmp_path: Path) -> None:
    """A window that stays open for days remembers them, and closing it does."""
    session = opens(NOW)
    for shown in (NOW + DAY, NOW + 2 * DAY):
        session._time.shown = lambda shown=shown: shown
        session.tend() if shown < NOW + 2 * DAY else session.goodbye()
    session._time.shown = lambda: NOW
    session.unlock(ask.Unlock(PASSPHRASE))
    assert warned(session) == ["vault.clock_behind"]
    assert session._clock() == NOW + 2 * DAY


def test_TIME_01_ten_years_ahead_and_back_changes_nothing(opens: Opens, tmp_path: Path) -> None:
    """What is shown meanwhile is as of then; nothing is deleted, and afterwards all is as it was."""
    key = keep(opens(NOW), tmp_path)
    session = opens(NOW + DAY)
    session.add_samples(ask.AddSamples())
    before = {item.id: item.verdict for item in session.list_credentials(ask.ListCredentials(limit=100)).items}
    session.trash(ask.Trash((key,)))
    ahead = opens(NOW + 3650 * DAY)
    assert warned(ahead) == ["vault.clock_leapt"]
    ahead.trash(ask.Trash((key,), trashed=False))
    assert verdicts_of(ahead)[key] is Verdict.EXPIRED
    ahead.trash(ask.Trash((key,)))
    ahead.tend()
    assert not list((ahead.folder / "copies").glob("vault-kept-203*"))
    again = opens(NOW + 2 * DAY)
    assert not warned(again)
    assert again.list_credentials(ask.ListCredentials(which=LibraryFilter.TRASH)).total == 1
    again.trash(ask.Trash((key,), trashed=False))
    assert verdicts_of(again) == before


def verdicts_of(session: Session) -> dict[str, Verdict]:
    return {item.id: item.verdict for item in session.list_credentials(ask.ListCredentials(limit=100)).items}


def test_TIME_01_the_person_can_say_that_the_clock_is_right(opens: Opens, tmp_path: Path) -> None:
    """A year with a wrong clock, believed because nobody had a reason not to: everything comes back to what it is."""
    key = keep(opens(NOW), tmp_path)
    wrong = opens(NOW + 365 * DAY)
    assert verdicts(wrong, key)[0] is Verdict.EXPIRED
    right = opens(NOW + DAY)
    assert warned(right) == ["vault.clock_behind"]
    assert verdicts(right, key) == (Verdict.EXPIRED, Verdict.EXPIRED)
    right.confirm_clock(ask.ConfirmClock())
    assert not warned(right)
    assert (
        verdicts(right, key) == (Verdict.VERIFIED, Verdict.VERIFIED)
        or verdicts(right, key)[0] is verdicts(right, key)[1]
    )
    assert verdicts(right, key)[0] is not Verdict.EXPIRED
    assert not warned(opens(NOW + 2 * DAY))


def test_TIME_01_after_years_in_a_drawer_the_person_says_so_and_the_trash_goes(opens: Opens, tmp_path: Path) -> None:
    key = keep(opens(NOW), tmp_path)
    opens(NOW).trash(ask.Trash((key,)))
    years = opens(NOW + 1000 * DAY)
    assert years.state().trashed == 1
    years.confirm_clock(ask.ConfirmClock())
    assert opens(NOW + 1001 * DAY).state().trashed == 0


def test_TIME_01_a_vault_of_an_older_tessera_remembers_nothing_yet_and_opens(opens: Opens) -> None:
    session = opens(NOW)
    with session._vault.database.writing():
        session._vault.database.write("DELETE FROM about WHERE name = 'last_used'")
    session._time.last_used = None
    session._vault.close()
    session._vault = None
    assert not warned(opens(NOW - 365 * DAY))
    assert not warned(opens(NOW))
    assert warned(opens(NOW - 365 * DAY)) == ["vault.clock_behind"]


def test_TIME_01_what_is_written_under_a_wrong_clock_bears_the_moment_that_is_judged_by(
    opens: Opens, tmp_path: Path
) -> None:
    opens(NOW + 100 * DAY)
    session = opens(NOW)
    key = keep(session, tmp_path)
    assert session.get(ask.GetCredential(key)).summary.verdict is Verdict.EXPIRED


def test_TIME_01_a_credential_whose_reports_are_damaged_keeps_no_vault_shut(opens: Opens, tmp_path: Path) -> None:
    """Its verdict stays the worse one; the others come back, and so does everything else."""
    session = opens(NOW)
    damaged = keep(session, tmp_path)
    session.goodbye()
    ahead = opens(NOW + 3650 * DAY)
    assert verdicts_of(ahead)[damaged] is Verdict.EXPIRED
    with ahead._vault.database.writing():
        ahead._vault.database.write("DELETE FROM report")
    again = opens(NOW + DAY)
    assert verdicts_of(again) == {damaged: Verdict.EXPIRED}
