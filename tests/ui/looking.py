"""Helpers that look at widgets as a person would, and values to show them."""

from datetime import UTC, datetime
from hashlib import sha256

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetrics, QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from ui.theme.theme import Appearance, tell_every_widget_retranslate, theme
from ui.widgets.button import Button
from ui.words import set_language
from wallet.messages.views import CredentialDetail, CredentialSummary, NestedView, Section, SectionKind, ShownClaim
from wallet.report import CheckResult, NestedRole, Outcome, Verdict

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
KEY = sha256(b"a key").hexdigest()


def choose_look(dark: bool = False, language: str = "en", percent: int = 100) -> None:
    """Put a look into force for every widget there is."""
    set_language(language)
    theme().choose(Appearance.DARK if dark else Appearance.LIGHT, percent / 100)
    tell_every_widget_retranslate()


def reset_look() -> None:
    """Light, English, 100 %."""
    choose_look()


def summary(text: str = "Seeing Data", verdict: Verdict = Verdict.VERIFIED, **changes: object) -> CredentialSummary:
    """A summary with `text` in every place where a stranger's words go."""
    values: dict[str, object] = {
        "id": "c1",
        "title": text,
        "titles": (("", text),),
        "issuer_name": text,
        "issuer_id": "did:web:x.example",
        "issuer_vouched_by": "a pack",
        "kind": text,
        "verdict": verdict,
        "signing_key": KEY,
        "credits": "5 ECTS",
        "issued": NOW,
    }
    return CredentialSummary(**(values | changes))  # type: ignore[arg-type]


def detail(text: str = "Seeing Data", verdict: Verdict = Verdict.VERIFIED) -> CredentialDetail:
    """A detail with `text` in every place where a stranger's words go."""
    results = (CheckResult("signature", Outcome.PASSED, "signature.valid", facts={"suite": text}),)
    rows = (ShownClaim("/a", text, text, True), ShownClaim("/b", "Name", text * 5, False))
    return CredentialDetail(
        summary=summary(text, verdict),
        verdict=verdict,
        results=results,
        checked_at=NOW,
        sections=tuple(Section(kind, rows) for kind in SectionKind),
        format=text,
        source=text,
        raw=text,
        size=10,
        nested=(NestedView("/n", NestedRole.HELD, text, text, verdict, results),),
        notes=text,
    )


def accessible_name(widget: QWidget) -> str:
    """What a screen reader says of a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def colours_in(image: QImage, step: int = 2) -> set[str]:
    """Every colour of a picture, sampled."""
    return {
        QColor(image.pixel(x, y)).name() for x in range(0, image.width(), step) for y in range(0, image.height(), step)
    }


def shown(window: QWidget) -> list[QWidget]:
    return [widget for widget in window.findChildren(QWidget) if widget.isVisibleTo(window)]


def reached_by_keyboard(window: QWidget) -> list[QWidget]:
    return [
        w for w in shown(window) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isEnabled() and not w.focusProxy()
    ]


def cut_off(label: QLabel) -> bool:
    if not label.text() or label.width() <= 1:
        return False
    if label.wordWrap():
        return label.height() < label.heightForWidth(label.width()) - 1
    return label.width() < QFontMetrics(label.font()).horizontalAdvance(label.text())


def too_narrow(button: QAbstractButton) -> bool:
    if not isinstance(button, Button) or not button.text():
        return False
    return button.width() < QFontMetrics(button.font()).horizontalAdvance(button.text()) + 8
