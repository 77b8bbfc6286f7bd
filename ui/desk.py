"""What every page and action is handed: the wallet, the signals, the settings, the busy bar, the clock."""

from dataclasses import dataclass

from ui.settings import Settings
from ui.signals import WindowSignals
from ui.wallet_client import WalletClient
from ui.widgets.busy_bar import BusyBar
from wallet.clock import Clock, system_clock


@dataclass(frozen=True)
class Desk:
    """One for a window."""

    wallet: WalletClient
    signals: WindowSignals
    settings: Settings
    busy: BusyBar
    clock: Clock = system_clock
