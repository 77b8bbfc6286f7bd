"""`python -m ui.application`: starts the wallet process, then the window. Both load side by side.

Everything not needed for the first paint is imported later.
"""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

# Plug-in paths and SVG options from the environment could load or read what a stranger left there (UPD-06).
_DANGEROUS = (
    "QT_PLUGIN_PATH",
    "QT_QPA_PLATFORM_PLUGIN_PATH",
    "QT_SVG_DEFAULT_OPTIONS",
    "SSLKEYLOGFILE",
    "QML2_IMPORT_PATH",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the window; return the exit code."""
    arguments = _arguments(sys.argv[1:] if argv is None else argv)
    for name in _DANGEROUS:
        os.environ.pop(name, None)
    if arguments.journey is not None:
        from ui.journey import run_journey

        return run_journey(Path(arguments.journey))
    return _run(arguments)


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="tessera-window", description="Tessera: keep, check and show your credentials."
    )
    parser.add_argument("files", nargs="*", help="credentials to open for review")
    parser.add_argument("--vault", help="the vault's folder")
    parser.add_argument("--settings", help="a settings file of its own")
    parser.add_argument(
        "--journey", metavar="FOLDER", help="walk through the window without a display; write a report there"
    )
    return parser.parse_args(argv)


def _run(arguments: argparse.Namespace) -> int:
    from PySide6.QtWidgets import QApplication

    application = make_application()
    vault = _vault_of(arguments)
    files = [str(Path(file).resolve()) for file in arguments.files]
    from ui.single_instance import Doorbell, hand_over, socket_name

    if hand_over(socket_name(vault), files):
        return 0
    from ui.signals import WindowSignals
    from ui.wallet_client import WalletClient
    from ui.wallet_pipe import WalletPipe

    signals = WindowSignals()
    wallet = WalletClient(lambda: WalletPipe(vault), signals)
    from ui.look import apply_look
    from ui.main_window import MainWindow
    from ui.problems import catch_our_bugs
    from ui.settings import LOCK_AFTER_MINUTES, open_settings
    from ui.theme.theme import theme

    settings = open_settings(arguments.settings or "")
    theme().follow_system()
    apply_look(settings)
    catch_our_bugs()
    window = MainWindow(wallet, signals, settings)
    doorbell = Doorbell(socket_name(vault))
    doorbell.rung.connect(lambda paths: _come_forward(window, paths))
    window.show()
    watch = _watch(window, lambda: settings.read(LOCK_AFTER_MINUTES))
    window.open_paths(files)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    code = QApplication.exec()
    wallet.close()
    del watch
    return 0 if application is not None else code


def make_application() -> object:
    """Make the QApplication, with Fusion and without anything of the desktop's own style."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QApplication

    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(["tessera"])
    application.setApplicationName("Tessera")
    application.setOrganizationName("Tessera")
    application.setDesktopFileName("tessera")
    application.setStyle("Fusion")
    return application


def _vault_of(arguments: argparse.Namespace) -> Path:
    from wallet.places import vault_folder

    return vault_folder(arguments.vault).resolve()


def _watch(window: object, minutes: object) -> object:
    from ui.lock_watch import LockWatch, listen_on_windows
    from ui.main_window import MainWindow

    assert isinstance(window, MainWindow)
    assert callable(minutes)
    watch = LockWatch(window.desk.clock, minutes, window)
    watch.lock_wanted.connect(window.lock_if_open)
    watch.watch_application()
    return watch, listen_on_windows(window, window.lock_if_open)


def _come_forward(window: object, paths: list[str]) -> None:
    from ui.main_window import MainWindow

    assert isinstance(window, MainWindow)
    window.showNormal() if window.isMinimized() else window.show()
    window.raise_()
    window.activateWindow()
    window.open_paths(paths)


if __name__ == "__main__":
    sys.exit(main())
