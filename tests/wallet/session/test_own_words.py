"""What only the learner says: plans, papers with their scans, decisions. It is seen, and never counts."""

from pathlib import Path

import pytest

from tests.wallet.session.stacked import DEGREE, bricks, holding_of, look, undo
from wallet.errors import NotInVaultError, WalletError
from wallet.messages import stacks as ask
from wallet.messages.stack_views import BrickState, OwnBasis
from wallet.session import Session


def test_the_learners_own_word_is_seen_and_never_counts(stocked):
    before = look(stocked)
    change = stocked.answer(ask.RecordOwnWord(OwnBasis.IN_PROGRESS, DEGREE, "dp-205"))
    after = look(stocked)
    assert after.counts_now == before.counts_now
    assert after.with_in_progress.percent > before.with_in_progress.percent
    brick = bricks(after)["Ethics of Data"]
    assert (brick.state, brick.own_word) == (BrickState.IN_PROGRESS, change.ids[0])
    undo(stocked, change)
    assert bricks(look(stocked))["Ethics of Data"].state is BrickState.OPEN


def test_plans_and_papers_wait_for_what_if(stocked, tmp_path: Path):
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"a scan")
    stocked.answer(ask.RecordOwnWord(OwnBasis.PLANNED, DEGREE, "dp-205"))
    stocked.answer(ask.RecordOwnWord(OwnBasis.PAPER, DEGREE, "dp-301", scan=str(scan)))
    now, then = look(stocked), look(stocked, what_if=True)
    assert bricks(now)["Ethics of Data"].state is BrickState.OPEN
    assert bricks(then)["Ethics of Data"].state is BrickState.PLANNED
    assert bricks(then)["Final Project"].state is BrickState.PAPER
    assert then.counts_now == now.counts_now
    assert then.what_if is not None
    assert then.what_if.percent > now.counts_now.percent
    assert now.what_if is None


def test_supposing_changes_the_picture_and_keeps_nothing(stocked):
    view = look(stocked, what_if=True, suppose=("dp-301", "no-such-thing"))
    assert bricks(view)["Final Project"].state is BrickState.PLANNED
    assert bricks(look(stocked))["Final project"].state is BrickState.OPEN


def test_a_waiver_of_ones_own_is_shown_with_its_note_and_does_not_count(stocked):
    change = stocked.answer(ask.DecideRequirement(DEGREE, "dp-205", "waive", "I taught this course."))
    view = look(stocked)
    assert view.counts_now.percent == 66
    assert [(made.note, made.own) for made in view.decisions] == [("I taught this course.", True)]
    assert bricks(view)["Ethics of Data"].state is BrickState.WAIVED
    undo(stocked, change)
    assert look(stocked).decisions == ()


def test_accepting_counts_only_as_ones_own_word_and_can_be_taken_back_twice(stocked):
    ethics = holding_of(stocked, "数据伦理与法规")
    made = stocked.answer(ask.DecideRequirement(DEGREE, "dp-205", "accept", "The dean agreed.", ethics))
    view = look(stocked)
    assert (view.counts_now.percent, view.provisional.percent) == (66, 77)
    assert view.decisions[0].note == "The dean agreed."
    back = stocked.answer(ask.ForgetDecision(made.ids[0]))
    assert look(stocked).provisional.percent == 72
    undo(stocked, back)
    assert look(stocked).decisions[0].note == "The dean agreed."


def test_ruling_out_takes_effect_at_once_for_it_favours_nobody(stocked):
    chosen = holding_of(stocked, "Data Visualisation")
    stocked.answer(ask.DecideRequirement(DEGREE, "dp-202", "block", "Taken elsewhere.", chosen))
    assert look(stocked).counts_now.percent < 66


@pytest.mark.parametrize(
    ("requirement", "action", "note", "credential"),
    [
        ("nowhere", "waive", "x", ""),
        ("dp-205", "grant", "x", ""),
        ("dp-205", "accept", "x", "nothing held"),
        ("dp-205", "waive", "  ", ""),
    ],
)
def test_a_decision_about_nothing_or_without_a_note_is_refused(stocked, requirement, action, note, credential):
    with pytest.raises(WalletError):
        stocked.answer(ask.DecideRequirement(DEGREE, requirement, action, note, credential))
    assert look(stocked).decisions == ()


def scan(session: Session, path: Path) -> ask.ScanView:
    made = session.answer(ask.RecordOwnWord(OwnBasis.PAPER, DEGREE, "dp-205", scan=str(path)))
    path.unlink()
    return session.answer(ask.GetScan(made.ids[0]))


def test_a_scanned_picture_is_shown_anew_and_never_as_it_came(stocked, tmp_path: Path):
    import io

    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    said = PngInfo()
    said.add_text("Comment", "carried along")
    Image.new("RGB", (60, 40), (46, 106, 53)).save(tmp_path / "scan.png", pnginfo=said)
    original = (tmp_path / "scan.png").read_bytes()
    view = scan(stocked, tmp_path / "scan.png")
    assert (view.name, view.of, view.size, len(view.pages)) == ("scan.png", 1, len(original), 1)
    assert b"carried along" in original
    assert b"carried along" not in view.pages[0].picture
    with Image.open(io.BytesIO(view.pages[0].picture)) as shown:
        assert (shown.size, shown.convert("RGB").getpixel((5, 5))) == ((60, 40), (46, 106, 53))
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and original in path.read_bytes()]
    word = look(stocked).own_words[0]
    assert (word.basis, word.scan) == (OwnBasis.PAPER, "scan.png")
    stocked.answer(ask.ExportScan(word.id, str(tmp_path / "again.png")))
    assert (tmp_path / "again.png").read_bytes() == original


def test_a_scanned_pdf_is_shown_by_its_pictures_and_words(stocked, tmp_path: Path):
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "scan.pdf"))
    canvas.drawString(72, 700, "Certificate of Attendance")
    canvas.drawImage(ImageReader(Image.new("RGB", (80, 50), (200, 10, 10))), 72, 500)
    canvas.showPage()
    canvas.drawString(72, 700, "Second page")
    canvas.save()
    view = scan(stocked, tmp_path / "scan.pdf")
    assert view.of == 2
    assert [page.words for page in view.pages] == ["Certificate of Attendance", "Second page"]
    assert view.pages[0].picture.startswith(b"\x89PNG")
    assert view.pages[1].picture == b""


@pytest.mark.parametrize("content", [b"", b"<svg onload='x'/>", b"%PDF-1.7 nothing", b"\x89PNG\r\n\x1a\n broken"])
def test_what_cannot_be_shown_safely_is_kept_and_not_shown(stocked, tmp_path: Path, content: bytes):
    (tmp_path / "odd.png").write_bytes(content)
    view = scan(stocked, tmp_path / "odd.png")
    assert view.pages == ()
    assert view.size == len(content)
    with pytest.raises(NotInVaultError):
        stocked.answer(ask.GetScan("nothing"))
