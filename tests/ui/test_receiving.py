"""What may come in by drop and paste, and what is refused with a sentence."""

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QUrl

from ui.actions.receive import MOST_TEXT, request_of
from wallet.messages.requests import Problem, Receive


def test_local_files_come_in_by_their_paths() -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/home/li/badge.png"), QUrl.fromLocalFile("/home/li/record.json")])
    assert request_of(mime) == Receive(paths=("/home/li/badge.png", "/home/li/record.json"))


def test_a_link_is_not_fetched() -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://issuer.example/badge.json")])
    refused = request_of(mime)
    assert isinstance(refused, Problem)
    assert refused.code == "drop.not_local"


def test_UI_11_plain_text_only_and_rich_text_is_never_read() -> None:
    mime = QMimeData()
    mime.setHtml("<b>eyJhbGciOi</b>")
    refused = request_of(mime)
    assert isinstance(refused, Problem)
    both = QMimeData()
    both.setHtml("<b>one thing</b>")
    both.setText("another thing")
    assert request_of(both) == Receive(text="another thing")


def test_UI_11_far_too_long_a_text_is_refused_before_it_is_sent() -> None:
    mime = QMimeData()
    mime.setText("x" * (MOST_TEXT + 1))
    refused = request_of(mime)
    assert isinstance(refused, Problem)
    assert refused.code == "paste.too_long"


@pytest.mark.parametrize("content", ["", "   \n\t"])
def test_nothing_is_said_to_be_nothing(content: str) -> None:
    mime = QMimeData()
    mime.setText(content)
    refused = request_of(mime)
    assert isinstance(refused, Problem)
    assert refused.code == "paste.nothing"


def test_a_picture_is_handed_on_unread() -> None:
    mime = QMimeData()
    mime.setData("image/png", QByteArray(b"\x89PNG not really"))
    assert request_of(mime) == Receive(png=b"\x89PNG not really")


def test_an_svg_is_never_drawn_by_the_window() -> None:
    mime = QMimeData()
    mime.setData("image/svg+xml", QByteArray(b"<svg xmlns='http://www.w3.org/2000/svg'/>"))
    assert isinstance(request_of(mime), Problem)
