"""The first journey, walked without a display: `python -m ui.application --journey FOLDER`.

A vault is made in a temporary folder, the examples come in, are checked, kept and shown; the vault is locked and opened
again; a backup is made. Everything goes through the real window and the real wallet process. `report.json` says what
was done and seen, and screenshots stand beside it.
"""

import os
import secrets
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

PATIENCE_S = 120.0  # a guard against hanging, not a measure
_SIZE = (1440, 900)
_LOOKS = tuple(
    (look, language, percent) for percent in (100, 200) for look in ("light", "dark") for language in ("en", "zh_CN")
)


@dataclass
class Report:
    """What was walked. `steps` in order; the first failure ends the walk."""

    steps: list[dict[str, Any]] = field(default_factory=list)
    verdicts: dict[str, int] = field(default_factory=dict)
    screenshots: list[str] = field(default_factory=list)
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        """`passed` or `failed`."""
        return "passed" if self.steps and all(step["outcome"] == "passed" for step in self.steps) else "failed"


class Stuck(Exception):
    """Something that should have happened did not."""


class Walk:
    """A window, a vault of its own, and someone to press the buttons."""

    def __init__(self, home: Path, patience: float = PATIENCE_S) -> None:
        from ui.look import apply_look
        from ui.main_window import MainWindow
        from ui.settings import open_settings
        from ui.signals import WindowSignals
        from ui.wallet_client import WalletClient
        from ui.wallet_pipe import WalletPipe

        self._patience = patience
        self.vault = home / "vault"
        self.signals = WindowSignals()
        self.settings = open_settings(str(home / "window.ini"))
        apply_look(self.settings)
        self.wallet = WalletClient(lambda: WalletPipe(self.vault), self.signals)
        self.window = MainWindow(self.wallet, self.signals, self.settings)
        self.window.resize(*_SIZE)
        self.window.show()

    def until(self, met: Callable[[], object], what: str) -> None:
        """Let the window live until `met()`; Stuck after the patience is used up."""
        deadline = time.monotonic() + self._patience
        while not met():
            if time.monotonic() > deadline:
                raise Stuck(what)
            _turn()

    def settle(self) -> None:
        """Let everything that is under way be drawn."""
        for _time in range(12):
            _turn()

    def close(self) -> None:
        """Leave."""
        self.window.close()
        self.wallet.close()
        self.window.deleteLater()
        self.settle()

    @property
    def shell(self) -> Any:
        """The open wallet's page, or None while it is locked."""
        return self.window._shell

    def make_vault(self, passphrase: str) -> None:
        """First run: choose a passphrase."""
        self.until(lambda: self.window._welcome is not None, "the first-run page")
        page: Any = self.window._welcome
        page.first.field.setText(passphrase)
        page.again.field.setText(passphrase)
        page.make_vault()
        self.until(lambda: self.shell is not None, "the vault to open")

    def add_samples(self) -> None:
        """Load the examples and wait for the library to show them."""
        from ui.actions.samples import add_samples

        add_samples(self.window.desk, self.window)
        self.until(lambda: self.shell.library.model.rowCount() > 0, "the examples in the library")
        self.settle()

    def lock(self) -> None:
        """Ctrl+L."""
        self.window.lock()
        self.until(lambda: self.window.pages.currentWidget() is self.window.unlock_page, "the lock")

    def unlock(self, passphrase: str) -> None:
        """Type the passphrase."""
        self.window.unlock_page.field.field.setText(passphrase)
        self.window.unlock_page.unlock()
        self.until(lambda: self.shell is not None, "the vault to open")
        self.until(lambda: self.shell.library.model.rowCount() > 0, "the library")

    def ask(self, request: object) -> Any:
        """Ask the wallet directly and wait for the answer. Raises Stuck with the problem's code."""
        got: list[Any] = []
        self.wallet.ask(self.window, request, got.append, got.append)
        self.until(lambda: got, type(request).__name__)
        return got[0]


def _turn() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.processEvents()
    # Without a running event loop nobody else does this, and pages thrown away would stay for ever.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    time.sleep(0.005)


def run_journey(folder: Path) -> int:
    """Walk the journey, write the report and the screenshots into `folder`; 0 when all went well."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui.application import make_application

    application = make_application()
    folder.mkdir(parents=True, exist_ok=True)
    report = Report()
    with tempfile.TemporaryDirectory(prefix="tessera-journey-") as home:
        walk = Walk(Path(home))
        try:
            _walk(walk, report, folder)
        except Stuck as stuck:
            report.steps.append({"step": str(stuck), "outcome": "failed"})
        finally:
            walk.close()
    _write(report, folder)
    del application
    return 0 if report.outcome == "passed" else 1


def _walk(walk: Walk, report: Report, folder: Path) -> None:
    passphrase = secrets.token_urlsafe(18)
    _step(
        report,
        "a window is shown and a wallet process answers",
        lambda: walk.until(lambda: walk.window.state, "an answer"),
    )
    _step(report, "an encrypted vault is made", lambda: walk.make_vault(passphrase))
    _step(report, "the examples come in, checked and kept", walk.add_samples)
    _step(report, "the library shows them", lambda: _see(walk, report))
    _step(report, "one is shown whole", lambda: _open_one(walk))
    _step(report, "the vault locks and the wallet process with the keys ends", walk.lock)
    _step(report, "nothing readable is on the disk", lambda: _look_at_disk(walk))
    _step(report, "the passphrase opens it again", lambda: walk.unlock(passphrase))
    _step(report, "two degrees are followed and reckoned", lambda: _follow(walk))
    _step(report, "a backup is made and proved", lambda: _back_up(walk, passphrase))
    _step(report, "the screens are drawn", lambda: _draw(walk, report, folder))


def _step(report: Report, name: str, do: Callable[[], object]) -> None:
    began = time.monotonic()
    seen = do()
    step: dict[str, Any] = {"step": name, "outcome": "passed", "seconds": round(time.monotonic() - began, 2)}
    if seen is not None:
        step["seen"] = seen
    report.steps.append(step)


def _see(walk: Walk, report: Report) -> int:
    from ui.models.library_model import SUMMARY_ROLE

    model = walk.shell.library.model
    shown = [model.index(row).data(SUMMARY_ROLE) for row in range(model.rowCount())]
    report.verdicts = dict(Counter(str(summary.verdict) for summary in shown))
    return len(shown)


def _open_one(walk: Walk) -> str:
    from ui.models.library_model import SUMMARY_ROLE
    from wallet.report import Verdict

    library = walk.shell.library
    rows = range(library.model.rowCount())
    best = max(rows, key=lambda row: library.model.index(row).data(SUMMARY_ROLE).verdict.rank)
    library.list.choose_row(best)
    wanted = library.model.index(best).data(SUMMARY_ROLE).id
    library.detail.show_credential(wanted)
    walk.until(lambda: library.detail.detail is not None and library.detail.detail.summary.id == wanted, "the detail")
    verdict: Verdict = library.detail.detail.verdict
    return str(verdict)


def _follow(walk: Walk) -> list[str]:
    from ui.journey_stacks import follow_degrees

    return follow_degrees(walk)


def _look_at_disk(walk: Walk) -> int:
    # Trust packs are public and lie open: the locked verifier needs them.
    files = [path for path in walk.vault.rglob("*") if path.is_file() and "packs" not in path.parts]
    for path in files:
        if b"SQLite format 3" in path.read_bytes()[:64] or b'"@context"' in path.read_bytes():
            raise Stuck(f"a readable file in the vault: {path.name}")
    if not files:
        raise Stuck("a vault on the disk")
    return len(files)


def _back_up(walk: Walk, passphrase: str) -> int:
    from wallet.messages.requests import BackupReport, DrillBackup, MakeBackup

    path = str(walk.vault.parent / "copy.tessera")
    made = walk.ask(MakeBackup(path))
    proved = walk.ask(DrillBackup(path, passphrase))
    if not isinstance(made, BackupReport) or not isinstance(proved, BackupReport):
        raise Stuck("the backup")
    return proved.credentials


def _draw(walk: Walk, report: Report, folder: Path) -> int:
    from ui.journey_showing import draw_showing
    from ui.journey_stacks import draw_stacks
    from ui.theme.fonts import chinese_is_drawable

    report.about = _about()
    report.about["chinese_font"] = "installed" if chinese_is_drawable() else "none: Chinese words are drawn as boxes"
    for look in _LOOKS:
        name = put_on(walk, *look)
        _draw_open(walk, report, folder, name)
        draw_showing(walk, partial(_grab_named, walk, report, folder, name))
        draw_stacks(walk, partial(_grab_named, walk, report, folder, name))
    walk.lock()
    for look in _LOOKS:
        _grab(walk, report, folder, f"unlock-{put_on(walk, *look)}")
    return len(report.screenshots)


def _grab_named(walk: Walk, report: Report, folder: Path, look: str, screen: str) -> None:
    _grab(walk, report, folder, f"{screen}-{look}")


def put_on(walk: Walk, look: str, language: str, percent: int) -> str:
    """Put a look on through the settings, as a person would; returns its name."""
    from ui.look import apply_look
    from ui.settings import APPEARANCE, LANGUAGE, TEXT_PERCENT

    walk.settings.write(APPEARANCE, look)
    walk.settings.write(LANGUAGE, language)
    walk.settings.write(TEXT_PERCENT, percent)
    apply_look(walk.settings)
    return f"{look}-{language.split('_')[0]}-{percent}"


def _draw_open(walk: Walk, report: Report, folder: Path, name: str) -> None:
    library = walk.shell.library
    walk.settle()
    if library.detail.folded:
        library.detail.closed.emit()  # the look before left the detail in the list's place
        _grab(walk, report, folder, f"library-{name}")
        _open_one(walk)
        library._on_opened(library.detail.detail.summary.id)
        _grab(walk, report, folder, f"detail-{name}")
        return
    _open_one(walk)
    library.detail.sheet.verticalScrollBar().setValue(0)
    _grab(walk, report, folder, f"library-{name}")
    library.detail.sheet.verticalScrollBar().setValue(library.detail.sheet.verticalScrollBar().maximum() // 2)
    _grab(walk, report, folder, f"detail-{name}")


def _grab(walk: Walk, report: Report, folder: Path, name: str) -> None:
    from PySide6.QtWidgets import QApplication

    walk.window.undo_bar.hide()
    walk.settle()
    path = folder / f"{name}.png"
    shown = QApplication.activeModalWidget() or walk.window
    shown.grab().save(str(path))
    report.screenshots.append(path.name)


def _about() -> dict[str, Any]:
    import platform

    from PySide6.QtCore import qVersion

    from ui.theme.fonts import load_fonts

    serif, sans = load_fonts()
    return {
        "system": platform.platform(),
        "python": platform.python_version(),
        "qt": qVersion(),
        "serif": serif,
        "sans": sans,
    }


def _write(report: Report, folder: Path) -> None:
    import msgspec

    path = folder / "report.json"
    content = {
        "outcome": report.outcome,
        "steps": report.steps,
        "verdicts": report.verdicts,
        "about": report.about,
        "screenshots": report.screenshots,
    }
    path.write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=2))
    print(f"{report.outcome}: {path}")
    print(f"{len(report.screenshots)} screenshots in {folder}")
