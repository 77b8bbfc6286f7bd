"""On a machine without any font the window still shows letters, English and Chinese: never boxes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
from PySide6.QtGui import QGuiApplication, QRawFont, QFontDatabase
application = QGuiApplication([])
before = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
from ui.theme.fonts import Type, chinese_is_drawable, font
from PySide6.QtGui import QTextLayout
def missing(text, step):
    layout = QTextLayout(text, font(step))
    layout.beginLayout(); layout.createLine(); layout.endLayout()
    return sum(index == 0 for run in layout.glyphRuns() for index in run.glyphIndexes())
print(len(before), chinese_is_drawable(), [missing("Degree 学分路径，凭证", step) for step in (Type.PAGE, Type.BODY, Type.MONO)])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="fontconfig is asked for no fonts, which only Linux has")
def test_chinese_is_drawn_where_no_font_is_installed(tmp_path: Path) -> None:
    nothing = tmp_path / "fonts.conf"
    nothing.write_text(f"<fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>", encoding="utf-8")
    bare = {"FONTCONFIG_FILE": str(nothing), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT], env={**os.environ, **bare}, capture_output=True, text=True, check=False
    )
    assert ended.stdout == "0 True [0, 0, 0]\n", ended.stdout + ended.stderr
