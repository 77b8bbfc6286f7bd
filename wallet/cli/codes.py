"""QR codes as picture files: what `tessera challenge` and `tessera key prove` hand over."""

from pathlib import Path

from wallet.qr.encode import draw
from wallet.qr.packing import QrContent, QrKind, pack_text
from wallet.qr.picture import write_png, write_svg
from wallet.store.durable import replace_file


def write_code(path: Path, text: str, kind: QrKind) -> None:
    """Write the code of a text, SVG or PNG as the file's ending says. Raises TooBigError, FileAccessError, VaultFullError."""
    code = draw(pack_text(QrContent(kind, text)))
    replace_file(path, write_svg(code).encode() if path.suffix.lower() == ".svg" else write_png(code))
