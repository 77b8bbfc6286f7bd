"""UI-02, UI-06: the Markdown that strangers write, and the addresses in it: drawn, never obeyed, opened only after asking."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QDesktopServices, QImage, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.looking import colours_in
from ui.actions.open_address import ask_to_open
from ui.addresses import address_that_opens, show_address
from ui.prose import BlockKind, Run, Style, read_prose, read_runs
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.prose_view import ProseView

pytestmark = pytest.mark.usefixtures("paper")
MAGENTA = "#ff00fe"


def styled(text: str) -> list[tuple[str, Style]]:
    return [(run.text, run.style) for run in read_runs(text)]


def test_headings_lists_quotations_and_code_are_blocks() -> None:
    blocks = read_prose("# One\ntext\ngoes on\n\n- a\n  - b\n3) c\n> said\n\n```\n*x*\n```\nTwo\n---\n\n***")
    assert [(b.kind, b.level, b.mark, b.text) for b in blocks] == [
        (BlockKind.HEADING, 1, "", "One"),
        (BlockKind.PARAGRAPH, 0, "", "text\ngoes on"),
        (BlockKind.ITEM, 0, "•", "a"),
        (BlockKind.ITEM, 1, "•", "b"),
        (BlockKind.ITEM, 0, "3.", "c"),
        (BlockKind.QUOTATION, 0, "", "said"),
        (BlockKind.CODE, 0, "", "*x*"),
        (BlockKind.HEADING, 2, "", "Two"),
        (BlockKind.RULE, 0, "", ""),
    ]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("*a* b", [("a", Style.EMPHASIS), (" b", Style.PLAIN)]),
        ("**a**b", [("a", Style.STRONG), ("b", Style.PLAIN)]),
        ("***a***", [("a", Style.STRONG | Style.EMPHASIS)]),
        ("**a *b* c**", [("a ", Style.STRONG), ("b", Style.STRONG | Style.EMPHASIS), (" c", Style.STRONG)]),
        ("snake_case_name", [("snake_case_name", Style.PLAIN)]),
        ("2 * 3 * 4", [("2 * 3 * 4", Style.PLAIN)]),
        (r"\*no\*", [("*no*", Style.PLAIN)]),
        ("`*a*`", [("*a*", Style.CODE)]),
        ("*open **and** none", [("*open ", Style.PLAIN), ("and", Style.STRONG), (" none", Style.PLAIN)]),
        ("**crossed *marks** end*", [("crossed *marks", Style.STRONG), (" end*", Style.PLAIN)]),
        ("请**务必**完成", [("请", Style.PLAIN), ("务必", Style.STRONG), ("完成", Style.PLAIN)]),
        ("", []),
    ],
)
def test_emphasis(text: str, runs: list[tuple[str, Style]]) -> None:
    assert styled(text) == runs


@given(st.text(alphabet=st.sampled_from(list("ab *_`[]()!<>#-\\\n1.:/~")), max_size=300))
def test_UI_02_no_letter_of_a_text_is_lost_and_none_is_added(text: str) -> None:
    shown = "".join(block.mark + block.text for block in read_prose(text))
    for letter in "ab!:/<":
        assert shown.count(letter) <= text.count(letter) * 2  # an address may stand beside its words
        if letter in "ab":
            assert shown.count(letter) >= text.count(letter) - text.count("`") - text.count('"') or "~~~" in text


HOSTILE_TARGETS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "file:///etc/passwd",
    "data:text/html,<script>alert(1)</script>",
    "//issuer.example/page",
    "/etc/passwd",
    "http://issuer.example/",
    "https://user@issuer.example/",
    "https://issuer.example@evil.example/",
    "https://user:password@issuer.example/",
    "https:issuer.example",
    "https:///issuer.example",
    "https://issuer.example\\@evil.example/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://localhost/",
    "https://2130706433/",
    "https://issuer.example:99999/",
    "ftp://issuer.example/",
    "vbscript:msgbox(1)",
    "qrc:/icons/lock.svg",
    "image://x",
    "https://" + "a" * 1200 + ".example/",
    "https://-bad-.example/",
    "",
)


@pytest.mark.parametrize("target", HOSTILE_TARGETS)
def test_UI_02_what_is_not_plain_https_never_opens(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    assert address_that_opens(target) == ""
    assert ask_to_open(QApplication.activeWindow() or Label(), target) is None
    assert not any(run.address for block in read_prose(f"[words]({target}) <{target}>") for run in block.runs)
    assert opened == []


@pytest.mark.parametrize(
    ("address", "domain", "opened"),
    [
        ("https://issuer.example/a?b#c", "issuer.example", "https://issuer.example/a?b#c"),
        ("https://ISSUER.example", "issuer.example", "https://issuer.example"),
        ("https://badges.issuer.example/x", "issuer.example", "https://badges.issuer.example/x"),
        ("https://issuer.example.evil.example/", "evil.example", "https://issuer.example.evil.example/"),
        ("https://www.northlight.ac.uk/", "northlight.ac.uk", "https://www.northlight.ac.uk/"),
        ("https://www.yunling.edu.cn/", "yunling.edu.cn", "https://www.yunling.edu.cn/"),
        ("https://issuer.example:8443/", "issuer.example", "https://issuer.example:8443/"),
        ("https://hаrvard.example/", "xn--hrvard-3nf.example", "https://xn--hrvard-3nf.example/"),
        ("https://münchen.example/ü", "xn--mnchen-3ya.example", "https://xn--mnchen-3ya.example/ü"),
        ("https://云岭.example/", "xn--k6x55r.example", None),
    ],
)
def test_UI_06_the_registered_domain_stands_out_and_other_scripts_are_spelled(
    address: str, domain: str, opened: str | None
) -> None:
    opens = address_that_opens(address)
    shown = show_address(opens)
    assert shown.text == opens
    assert opens.isascii() or not shown.after.isascii()
    if opened is None:
        assert shown.domain.startswith("xn--")
    else:
        assert (shown.domain, opens) == (domain, opened)


def test_UI_02_a_link_shows_where_it_leads_beside_its_words() -> None:
    assert read_runs("[your grade](https://evil.example/login)") == (
        Run("your grade", Style.PLAIN, "https://evil.example/login"),
        Run(" (https://evil.example/login)", Style.QUIET),
    )
    assert read_runs("see https://a.example/x.") == (
        Run("see ", Style.PLAIN),
        Run("https://a.example/x", Style.PLAIN, "https://a.example/x"),
        Run(".", Style.PLAIN),
    )


def test_UI_02_pictures_and_html_are_letters_and_nothing_is_read(tmp_path: Path, qtbot: QtBot) -> None:
    picture = QImage(64, 64, QImage.Format.Format_RGB32)
    picture.fill(QColor(MAGENTA))
    path = tmp_path / "canary.png"
    picture.save(str(path))
    text = (
        f"![x]({path})\n\n![x](file://{path})\n\n<img src='file://{path}' width=400 height=400>\n\n"
        f"<a href='https://evil.example/'>here</a>\n\n[r]: file://{path}\n\n![r]"
    )
    view = ProseView(text)
    qtbot.addWidget(view)
    view.resize(500, 600)
    view.show()
    assert MAGENTA not in colours_in(view.grab().toImage(), 1)
    plain = view.toPlainText()
    assert "<img src=" in plain
    assert "<a href=" in plain
    assert str(path) in plain
    for kind in QTextDocument.ResourceType:
        assert view.loadResource(kind.value, QUrl.fromLocalFile(str(path))) is None
    view.setSource(QUrl.fromLocalFile(str(path)))
    assert view.toPlainText() == plain


def test_UI_02_a_link_opens_only_after_asking(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    view = ProseView("[grade](https://accounts.issuer.example.evil.example/x)")
    qtbot.addWidget(view)
    view.show()
    view.anchorClicked.emit(QUrl("https://accounts.issuer.example.evil.example/x"))
    dialog = next(w for w in QApplication.topLevelWidgets() if w.windowTitle() == "Leave Tessera?" and w.isVisible())
    words = [label.text().replace("\u200b", "") for label in dialog.findChildren(Label)]
    assert "evil.example" in words
    assert "https://accounts.issuer.example.evil.example/x" in words
    assert opened == []
    buttons = {button.text(): button for button in dialog.findChildren(Button)}
    assert dialog.focusWidget() is buttons["Stay here"]
    buttons["Open the page"].click()
    assert [url.toString() for url in opened] == ["https://accounts.issuer.example.evil.example/x"]


@pytest.mark.parametrize(
    "piece", ["*", "[a", "`", "**a ", "_a_", "\\", "- ", "https://", "[a](x", "> ", "~~~\n", "1. \n"]
)
def test_hostile_text_of_any_length_is_read_in_one_pass(piece: str) -> None:
    blocks = read_prose(piece * 30_000)
    assert sum(len(block.text) for block in blocks) <= 2 * 20_000


def test_prose_grows_with_the_text_and_with_less_room(qtbot: QtBot) -> None:
    view = ProseView("A sentence of some length that has to wrap when there is little room for it. " * 4)
    qtbot.addWidget(view)
    assert view.heightForWidth(200) > view.heightForWidth(600) > 0
