"""A wallet process that ends before it says anything: it is not started for ever, and the window says so."""

import shutil
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ui.journey import Walk
from ui.widgets.label import Label
from wallet.messages.requests import GetVaultState, Problem


@pytest.mark.usefixtures("paper")
def test_it_is_given_up_after_a_few_times_and_said(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends_at_once = shutil.which("false")
    if ends_at_once is None:
        pytest.skip("no program here that only ends")
    monkeypatch.setattr(sys, "executable", ends_at_once)
    walk = Walk(tmp_path, patience=20)
    page = walk.window.unlock_page
    walk.until(lambda: page._problem.isVisible(), "the sentence")
    assert any("does not start" in label.text() for label in page.findChildren(Label))
    answer = walk.ask(GetVaultState())
    assert isinstance(answer, Problem)
    assert answer.code == "wallet.unusable"
    assert not page._button.isEnabled()
    assert walk.wallet.process_id == 0
    walk.close()
