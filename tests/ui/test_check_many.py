"""Many at once in the window: the table, its filters, what is alike, the report; and the import doctor wherever something is in doubt."""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QApplication, QFileDialog

from tests.ui.looking import NOW, accessible_name, choose_look, detail, reset_look
from ui.journey import Walk
from ui.models.many_model import COLUMNS, PAGE, ROW_ROLE, ManyModel, cell_text, hints_of, title_of
from ui.pages.check_many import CheckManyPage
from ui.widgets.check_mode import CheckHead
from ui.widgets.check_row import CheckRow
from ui.widgets.credential_view import CredentialView
from ui.widgets.doctor import CHECK_STEPS, Doctor, doubts_in, finding_points, problem_points
from ui.widgets.many_bars import DUPLICATES
from ui.widgets.received_list import RefusedRow
from wallet.hints import HINTS
from wallet.messages.many import UNREADABLE, ManyPage, ManyRow, ManySort, ReportForm
from wallet.messages.requests import Problem
from wallet.report import CHECK_NAMES, CheckResult, Outcome, Severity, Verdict
from wallet.resources import resource_path
from wallet.wording import WORDING

SAMPLES = resource_path("samples")
HOSTILE = '<img src="file:///etc/passwd"><b>Rector</b>'


# -- the model: thin, and never more of it than is looked at ---------------------------------------------------------


def row(number: int, **changes: object) -> ManyRow:
    return replace(ManyRow(number, f"{number}.json", Verdict.VERIFIED, "Weaving", issuer="Larkspur"), **changes)


def page(offset: int, total: int) -> ManyPage:
    return ManyPage(tuple(row(offset + each + 1) for each in range(min(PAGE, total - offset))), total, offset)


def test_only_the_pages_that_are_looked_at_are_asked_for_and_held(paper: QApplication) -> None:
    model = ManyModel()
    wanted: list[int] = []
    model.page_wanted.connect(wanted.append)
    model.show(page(0, 1_000_000))
    assert model.rowCount() == 1_000_000
    assert model.row_at(0) == row(1)
    assert model.row_at(700_050) is None
    assert wanted == [700_000]
    model.show(page(700_000, 1_000_000))
    assert model.row_at(700_050) == row(700_051)
    for each in range(1, 60):
        model.show(page(each * PAGE, 1_000_000))
    assert sum(map(len, model._pages.values())) <= 30 * PAGE


def test_rows_go_on_being_shown_while_newer_ones_are_fetched(paper: QApplication) -> None:
    model = ManyModel()
    wanted: list[int] = []
    model.page_wanted.connect(wanted.append)
    model.show(page(0, 3))
    model.mark_stale()
    assert model.row_at(1) == row(2)
    assert model.row_at(2) == row(3)
    assert wanted == [0]
    model.show(ManyPage((row(9),), 1))
    assert (model.rowCount(), model.row_at(0)) == (1, row(9))


def test_what_a_stranger_wrote_is_text_and_never_a_tooltip(paper: QApplication) -> None:
    model = ManyModel()
    model.show(ManyPage((row(1, title=HOSTILE, learner=HOSTILE, issuer=HOSTILE, file=HOSTILE),), 1))
    for column in range(len(COLUMNS)):
        assert model.index(0, column).data(Qt.ItemDataRole.ToolTipRole) is None
    assert model.index(0, 1).data() == HOSTILE


def test_cells_say_who_vouches_and_what_is_hidden(paper: QApplication) -> None:
    assert cell_text(row(1), ManySort.ISSUER) == "“Larkspur”"
    assert cell_text(row(1, vouched=True), ManySort.ISSUER) == "Larkspur"
    assert cell_text(row(1, learner_hidden=True), ManySort.LEARNER) == "Hashed identity"
    assert cell_text(row(1, verdict=None), ManySort.VERDICT) == "Could not be read"
    assert title_of(row(1, holds=3)) == "Weaving and 2 more, shown together"
    assert hints_of(row(1)) == ""
    assert hints_of(row(1, copies=1, same_learner=1_000)) == "Also in 1 other file · Over 1,000 more of this learner"


# -- the page: a real window over a real wallet process ---------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there = tmp_path_factory.mktemp("applications")
    for name in ("harbourside-networks.json", "northlight-data-ethics.json", "yunling-practice.jwt"):
        (there / name).write_bytes((SAMPLES / name).read_bytes())
    (there / "again.json").write_bytes((SAMPLES / "harbourside-networks.json").read_bytes())
    (there / "page.html").write_text("<!doctype html><html></html>")
    return there


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Walk]:
    """A window in front of a vault that nobody has made: everything here works without one."""
    qapp.setStyle("Fusion")
    reset_look()
    walk = Walk(tmp_path_factory.mktemp("window"))
    walk.until(lambda: walk.window._welcome is not None, "the first-run page")
    yield walk
    walk.close()
    reset_look()


@pytest.fixture
def many(locked: Walk, folder: Path) -> CheckManyPage:
    """The page with the folder checked and nothing chosen."""
    locked.window.show_check_many()
    there = locked.window._check_many
    assert isinstance(there, CheckManyPage)
    there.take_paths((str(folder),))
    locked.until(lambda: there.checks.state.files_done == 5 and not there.checks.state.running, "the run")
    locked.until(lambda: there.model.total == 5 and there.model.row_at(4), "the rows")
    return there


def files(walk: Walk, there: CheckManyPage, number: int) -> list[str]:
    walk.until(lambda: there.model.total == number and there.model.row_at(number - 1), f"{number} rows")
    return [there.model.index(place, 0).data(ROW_ROLE).file for place in range(number)]


def test_a_dropped_folder_is_checked_while_locked(locked: Walk, many: CheckManyPage, folder: Path) -> None:
    many.checks.forget()
    locked.until(lambda: not many.checks.state.files, "an empty page")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder))])
    assert locked.window._many() is many
    assert many.take_mime(mime)
    locked.until(lambda: many.checks.state.files_done == 5, "the run")
    assert len(files(locked, many, 5)) == 5
    assert many.chips.chip(UNREADABLE).text() == "Could not be read · 1"


def test_filters_and_search(locked: Walk, many: CheckManyPage) -> None:
    many.chips.chip(DUPLICATES).click()
    assert files(locked, many, 2) == ["again.json", "harbourside-networks.json"]
    many.chips.chip(DUPLICATES).click()
    files(locked, many, 5)
    many.chips.chip(UNREADABLE).click()
    assert files(locked, many, 1) == ["page.html"]
    many.show_everything()
    files(locked, many, 5)
    many.search.setText("ethics")
    assert files(locked, many, 1) == ["northlight-data-ethics.json"]
    many.search.setText("no such words")
    locked.until(lambda: many._rows.currentIndex() == 1, "that nothing was found")
    many.show_everything()
    files(locked, many, 5)


def test_a_row_is_shown_whole_and_so_are_those_like_it(locked: Walk, many: CheckManyPage) -> None:
    many.table.choose_row(0)
    locked.until(lambda: many.detail.shown is not None, "the detail")
    assert many.detail.findChildren(CheckRow)
    assert many.detail.shown.row.copies == 1
    button = next(each for each in many.detail.findChildren(type(many.folder_button)) if "other file" in each.text())
    button.click()
    assert files(locked, many, 2) == ["again.json", "harbourside-networks.json"]
    assert not many.chips.alike.isHidden()
    many.chips.alike.click()
    files(locked, many, 5)
    many._close_detail()
    assert many.table.number == 0
    assert many.detail.isHidden()


def test_what_could_not_be_read_is_explained(locked: Walk, many: CheckManyPage) -> None:
    place = files(locked, many, 5).index("page.html")
    many.table.choose_row(place)
    locked.until(lambda: many.detail.shown is not None and many.detail.shown.detail is None, "the detail")
    (doctor,) = many.detail.findChildren(Doctor)
    assert "browser" in doctor.button.line.text()
    many._close_detail()


def test_the_order_goes_up_down_and_back(locked: Walk, many: CheckManyPage) -> None:
    section = next(place for place, (column, _) in enumerate(COLUMNS) if column is ManySort.FILE)
    found = files(locked, many, 5)
    many.table._on_header(section)
    up = files(locked, many, 5)
    many.table._on_header(section)
    down = files(locked, many, 5)
    many.table._on_header(section)
    assert up == sorted(found, key=str.lower) == down[::-1]
    assert files(locked, many, 5) == found


@pytest.mark.parametrize("form", list(ReportForm))
def test_the_report_is_written(
    locked: Walk, many: CheckManyPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: ReportForm
) -> None:
    target = tmp_path / "report"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    told: list[Callable[[], str]] = []
    locked.signals.told.connect(told.append)
    many._export(form)
    locked.until(lambda: told, "the report")
    assert [words() for words in told] == ["The report has 5 documents."]
    if form is ReportForm.CSV:
        with target.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as file:
            assert {Path(each["source"].split("#")[0]).name for each in csv.DictReader(file)} >= {"page.html"}
    else:
        lines = target.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line)["verdict"] for line in lines].count(None) == 1


def test_what_is_not_there_is_said(locked: Walk, many: CheckManyPage, tmp_path: Path) -> None:
    told: list[Problem] = []
    many.checks.failed.connect(told.append)
    many.take_paths((str(tmp_path / "nowhere"),))
    locked.until(lambda: told, "a refusal")
    for dialog in QApplication.topLevelWidgets():
        if dialog.isVisible() and dialog is not locked.window:
            dialog.close()
    assert told[0].code == "file.inaccessible"


def test_a_run_is_stopped_and_what_it_found_stays(locked: Walk, many: CheckManyPage, tmp_path: Path) -> None:
    content = (SAMPLES / "harbourside-networks.json").read_bytes()
    for number in range(400):
        (tmp_path / f"{number:03}.json").write_bytes(content)
    many.take_paths((str(tmp_path),))
    locked.until(lambda: many.checks.state.files == 400 and many.checks.state.documents, "some rows")
    many.progress.stop_button.click()
    locked.until(lambda: not many.checks.state.running, "the end")
    assert many.model.total or many.checks.state.documents


def test_the_two_pages_are_two_sides_of_one(locked: Walk, many: CheckManyPage) -> None:
    assert accessible_name(many.head.switch) == "Check one or many"
    many.head.other_wanted.emit()
    one = locked.window._check
    assert locked.window.pages.currentWidget() is one
    assert one is not None
    one.findChild(CheckHead).other_wanted.emit()
    assert locked.window.pages.currentWidget() is many
    assert len(files(locked, many, 5)) == 5


def test_a_folder_that_is_dropped_where_one_is_checked_goes_where_many_are(
    locked: Walk, many: CheckManyPage, folder: Path, tmp_path: Path
) -> None:
    locked.window.show_check()
    (tmp_path / "one.html").write_text("<!doctype html><html></html>")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    locked.window._verifier().take_mime(mime)
    assert locked.window.pages.currentWidget() is many
    assert files(locked, many, 1) == ["one.html"]


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_table_fits_whatever_the_words_are(locked: Walk, many: CheckManyPage, language: str, percent: int) -> None:
    for dark in (False, True):
        choose_look(dark, language, percent)
        locked.settle()
        shown = [place for place in range(len(COLUMNS)) if not many.table.isColumnHidden(place)]
        assert {0, 1} <= set(shown)
        assert sum(many.table.columnWidth(place) for place in shown) <= many.table.viewport().width() + 2
    reset_look()


# -- the import doctor ------------------------------------------------------------------------------------------------


def finding(check: str, outcome: Outcome, code: str, severity: Severity = Severity.ERROR, **facts: str) -> CheckResult:
    return CheckResult(check, outcome, code, severity, facts, NOW)


UNDEFINED = finding(
    "coverage", Outcome.UNDECIDED, "coverage.undefined_term", term="shoeSize", path="/credentialSubject/shoeSize"
)


def test_an_undefined_term_is_named_with_its_place(paper: QApplication) -> None:
    told = dict(finding_points(UNDEFINED))
    assert told["In particular"] == "The term is “shoeSize”, at /credentialSubject/shoeSize."
    assert "coverage.undefined_term" in told["Step"]
    assert told["What to do"]


@pytest.mark.parametrize(
    ("code", "step", "facts", "said"),
    [
        ("input.malformed", "json.encoding", {}, "UTF-8"),
        ("input.malformed", "json.syntax", {}, "cut short"),
        ("input.malformed", "jwt.parts", {}, "whole token"),
        ("input.link_only", "payload.link", {"host": "badges.example"}, "only an address"),
    ],
)
def test_a_refusal_says_step_reason_and_what_helps(
    paper: QApplication, code: str, step: str, facts: dict[str, str], said: str
) -> None:
    told = problem_points(Problem(code, "This could not be read.", "Ask for it again.", facts, step))
    assert [heading for heading, _ in told] == ["Step", "Why", "In particular", "What to do"]
    assert step in told[0][1]
    assert said in told[2][1]


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (finding("signature", Outcome.UNDECIDED, "proof.context_not_held", url="https://x.example/v1", step="jsonld.context"), "https://x.example/v1"),
        (finding("issuer_key", Outcome.UNDECIDED, "issuer_key.not_found", method="did:web:x.example#2", reason="did.no_method"), "did:web:x.example#2"),
        (finding("status", Outcome.PASSED, "status.refresh_due", Severity.WARNING, fresh_until="2026-05-03"), "3 May 2026"),
        (finding("signature", Outcome.FAILED, "signature.invalid", mojibake="/name"), "/name"),
    ],
)  # fmt: skip
def test_a_doubt_says_where_exactly(paper: QApplication, result: CheckResult, said: str) -> None:
    assert said in dict(finding_points(result)).get("In particular", "")


def test_only_what_is_in_doubt_is_explained(paper: QApplication) -> None:
    fine = [finding(check, Outcome.PASSED, "signature.valid", Severity.INFO) for check in CHECK_NAMES]
    unasked = finding("holder", Outcome.UNDECIDED, "holder.not_asked", Severity.INFO)
    moot = finding("status", Outcome.SKIPPED, "status.moot", Severity.INFO)
    assert doubts_in([*fine, unasked, moot]) == []
    assert doubts_in([*fine, UNDEFINED]) == [UNDEFINED]
    assert not Doctor([*fine, unasked]).needed
    assert Doctor([UNDEFINED]).needed


def test_every_check_has_its_step_in_words(paper: QApplication) -> None:
    assert set(CHECK_STEPS) == set(CHECK_NAMES)


def test_the_doctor_stands_wherever_something_is_in_doubt(paper: QApplication) -> None:
    doubted = replace(detail(), results=(*detail().results, UNDEFINED), verdict=Verdict.CANNOT_CHECK)
    view = CredentialView(doubted, clock=lambda: NOW)
    assert [each.isHidden() for each in view.findChildren(Doctor)] == [False]
    refused = RefusedRow(Problem("input.malformed", "This could not be read.", "Ask for it again.", {}, "json.syntax"))
    assert len(refused.findChildren(Doctor)) == 1


def test_the_doctor_speaks_both_languages_and_shows_strangers_words_as_text(paper: QApplication) -> None:
    doctor = Doctor([finding("coverage", Outcome.UNDECIDED, "coverage.undefined_term", term=HOSTILE, path="/x")])
    doctor.toggle()
    assert HOSTILE in "".join(
        label.text().replace("\u200b", "") for label in doctor.body.findChildren(type(doctor.button.line))
    )
    choose_look(language="zh_CN")
    assert doctor.button.heading.text() == "我能做什么？"
    texts = [label.text() for label in doctor.body.findChildren(type(doctor.button.line)) if not label.isHidden()]
    assert "步骤" in texts


def test_every_hint_is_for_something_that_happens(paper: QApplication) -> None:
    """A hint for a code needs the code to exist; all others are steps and reasons."""
    assert {key for key in HINTS if key in WORDING} >= {"coverage.undefined_term", "status.refresh_due"}
