"""The page of one credential: its picture, its prose, what it was seen as before, its print, and 10,000 claims."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.ui.looking import NOW, colours_in, detail
from ui.actions.print_credential import save_pdf_to
from ui.credential_sheet import CredentialSheet, write_pdf
from ui.journey import Walk
from ui.models.library_model import SUMMARY_ROLE
from ui.widgets.banner import VerdictBanner
from ui.widgets.claims import ClaimSection
from ui.widgets.credential_view import CredentialView
from ui.widgets.expander import Expander
from ui.widgets.label import Label
from ui.widgets.picture import PictureDialog, PictureFrame, read_picture
from ui.widgets.prose_view import ProseView
from wallet.clock import fixed_clock
from wallet.messages.views import CredentialDetail, Section, SectionKind, ShownClaim
from wallet.report import Verdict

MAGENTA = "#ff00fe"


def png(colour: str = MAGENTA, size: tuple[int, int] = (40, 40)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, "PNG")
    return made.getvalue()


def with_claims(kind: SectionKind, *claims: ShownClaim) -> CredentialDetail:
    return replace(detail(), sections=(Section(kind, claims),))


def shown(view: CredentialView, qtbot: QtBot, size: tuple[int, int] = (420, 1600)) -> QImage:
    qtbot.addWidget(view)
    view.resize(*size)
    view.show()
    return view.grab().toImage()


@pytest.mark.usefixtures("paper")
def test_the_picture_is_drawn_in_its_frame(qtbot: QtBot) -> None:
    view = CredentialView(replace(detail(), picture_png=png()), clock=fixed_clock(NOW))
    assert MAGENTA in colours_in(shown(view, qtbot))
    (frame,) = view.findChildren(PictureFrame)
    assert frame.accessibleName() == "Picture in the credential"
    frame.click()
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, PictureDialog) and w.isVisible())
    assert MAGENTA in colours_in(dialog.grab().toImage())
    dialog.close()


@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize("size", [(1, 512), (512, 1), (512, 512), (1, 1)])
def test_UI_05_a_picture_never_covers_the_verdict(qtbot: QtBot, size: tuple[int, int]) -> None:
    view = CredentialView(replace(detail(verdict=Verdict.REVOKED), picture_png=png(size=size)), clock=fixed_clock(NOW))
    image = shown(view, qtbot)
    (banner,) = view.findChildren(VerdictBanner)
    (frame,) = view.findChildren(PictureFrame)
    where = banner.rect().translated(banner.mapTo(view, banner.rect().topLeft()))
    assert MAGENTA not in colours_in(image.copy(where), 1)
    assert not where.intersects(frame.rect().translated(frame.mapTo(view, frame.rect().topLeft())))
    assert frame.width() == frame.height() == 88


@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize("picture", [b"", b"GIF89a", b"<svg/>", b"\x89PNG\r\n\x1a\nbroken", png()[:60]])
def test_IMG_01_what_is_no_png_of_ours_is_not_drawn(qtbot: QtBot, picture: bytes) -> None:
    view = CredentialView(replace(detail(), picture_png=picture), clock=fixed_clock(NOW))
    qtbot.addWidget(view)
    assert read_picture(picture).isNull() or picture.startswith(b"\x89PNG")
    assert view.findChildren(PictureFrame) == [] or picture.startswith(b"\x89PNG")


@pytest.mark.usefixtures("paper")
def test_UI_02_criteria_are_drawn_as_prose_wherever_they_stand(qtbot: QtBot) -> None:
    claim = ShownClaim("/credentialSubject/achievement/criteria/narrative", "In words", "# Do\n- *this*\n- that", True)
    view = CredentialView(with_claims(SectionKind.CRITERIA, claim), clock=fixed_clock(NOW))
    qtbot.addWidget(view)
    assert [prose.toPlainText() for prose in view.findChildren(ProseView)] == ["Do\n•\tthis\n•\tthat"]
    for row in view.findChildren(Expander):
        row.toggle()
    assert len(view.findChildren(ProseView)) == 2


@pytest.mark.usefixtures("paper")
def test_names_of_the_issuers_own_are_made_readable(qtbot: QtBot) -> None:
    rows = (ShownClaim("/credit_unit", "credit_unit", "ECTS", True), ShownClaim("/x", "studentNumber", "7", True))
    section = ClaimSection(Section(SectionKind.OTHER, (*rows, ShownClaim("/n", "Name", "Li", True))))
    qtbot.addWidget(section)
    words = [label.text() for label in section.findChildren(Label)]
    assert {"Credit unit", "Student Number", "Name"} <= set(words)


@pytest.mark.usefixtures("paper")
def test_10000_claims_are_shown_a_screenful_at_a_time(qtbot: QtBot) -> None:
    claims = tuple(ShownClaim(f"/credentialSubject/x{n}", f"Claim {n}", str(n), True) for n in range(10_000))
    section = ClaimSection(Section(SectionKind.OTHER, claims))
    qtbot.addWidget(section)
    assert len(section.findChildren(Label)) < 80
    section._more.click()
    assert len(section.findChildren(Label)) < 160
    assert section._more.isVisibleTo(section)


@pytest.mark.usefixtures("paper")
def test_UI_01_a_print_interprets_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    picture = QImage(64, 64, QImage.Format.Format_RGB32)
    picture.fill(QColor(MAGENTA))
    canary = tmp_path / "canary.png"
    picture.save(str(canary))
    text = f"<img src='file://{canary}' width=400 height=400><b>bold</b>\n![x]({canary})"
    sheet = CredentialSheet(detail(text))
    for page in range(sheet.pages):
        image = QImage(794, 1123, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        sheet.paint(painter, page)
        painter.end()
        assert MAGENTA not in colours_in(image)


@pytest.mark.usefixtures("paper")
def test_a_print_says_the_verdict_and_everything_it_says(tmp_path: Path) -> None:
    path = tmp_path / "one.pdf"
    assert write_pdf(detail("Seeing Data", Verdict.ALTERED), str(path))
    pages = PdfReader(path).pages
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Altered" in words
    assert "Seeing Data" in words
    assert "Paper proves nothing" in words
    assert f"1 of {len(pages)}" in words


@pytest.mark.usefixtures("paper")
def test_a_long_credential_takes_the_pages_it_needs() -> None:
    claims = tuple(ShownClaim(f"/x{n}", f"Claim {n}", "words " * 30, True) for n in range(200))
    assert CredentialSheet(with_claims(SectionKind.OTHER, *claims)).pages > 5


# -- in a real window ------------------------------------------------------------------------------------------------


def show(walk: Walk, title: str) -> CredentialDetail:
    library = walk.shell.library
    rows = range(library.model.rowCount())
    found = next(
        library.model.index(row).data(SUMMARY_ROLE) for row in rows if title in library.model.index(row).data()
    )
    library.open_credential(found.id)
    walk.until(lambda: library.detail.detail is not None and library.detail.detail.summary.id == found.id, "the detail")
    return library.detail.detail  # type: ignore[no-any-return]


def test_a_badge_shows_its_picture_and_no_earlier_verdict_when_it_is_new(opened: Walk) -> None:
    badge = show(opened, "Data Visualisation")
    panel = opened.shell.library.detail
    assert badge.history == ()
    assert len(panel.findChildren(PictureFrame)) == 1
    assert not [row for row in panel.findChildren(Expander) if "Earlier" in row.button.accessibleName()]


def test_the_original_is_shown_as_it_came(opened: Walk) -> None:
    kept = show(opened, "Research Methods")
    panel = opened.shell.library.detail
    row = next(row for row in panel.findChildren(Expander) if row.button.accessibleName() == "The original")
    row.toggle()
    (raw,) = panel.findChildren(QPlainTextEdit, "raw")
    assert raw.toPlainText() == kept.raw
    assert raw.isReadOnly()


def test_one_credential_is_written_as_a_pdf_through_the_window(opened: Walk, tmp_path: Path) -> None:
    kept = show(opened, "Research Methods")
    path = tmp_path / "methods.pdf"
    save_pdf_to(opened.window.desk, opened.window, kept, str(path))
    assert opened.window.undo_bar.words.text() == "Written: methods.pdf"
    opened.window.undo_bar.hide()
    assert "Research Methods" in " ".join(PdfReader(path).pages[0].extract_text().split())


def test_a_pdf_that_cannot_be_written_is_said(opened: Walk, tmp_path: Path) -> None:
    kept = show(opened, "Research Methods")
    save_pdf_to(opened.window.desk, opened.window, kept, str(tmp_path / "nowhere" / "methods.pdf"))
    opened.until(
        lambda: any(w.isVisible() and w.windowTitle() == "That did not work" for w in QApplication.topLevelWidgets()),
        "the problem",
    )
    for dialog in QApplication.topLevelWidgets():
        if dialog.isVisible() and dialog is not opened.window:
            dialog.close()
