"""What a camera or a pile of pictures shows, joined until something is whole. Works without a vault; nothing is kept."""

from wallet.errors import WalletError
from wallet.messages.presenting import ScanState, SeeFrame
from wallet.qr.collector import Collector, Seen
from wallet.qr.packing import CarriedDocument, QrKind


class Scanning:
    """One thing being shown at a time. `carried` is the evidence that came along with what is whole."""

    def __init__(self) -> None:
        self._collector = Collector()

    def start(self) -> ScanState:
        """Forget what was seen."""
        self._collector = Collector()
        return self._state("nothing")

    def see(self, request: SeeFrame) -> ScanState:
        """Take a frame or the texts of codes. A damaged code is told as `foreign` and never ends the scan."""
        texts = list(request.texts)
        if request.grey:
            from wallet.qr.decode import read_qr_frame

            texts += [code.text for code in read_qr_frame(request.grey, request.width, request.height)]
        seen = "nothing"
        for text in texts:
            try:
                seen = self._collector.see(text).value
            except WalletError:
                seen = Seen.FOREIGN.value
            if seen == Seen.CONTENT.value:
                break
        return self._state(seen)

    @property
    def carried(self) -> tuple[CarriedDocument, ...]:
        """Evidence that came along."""
        return self._collector.content.evidence if self._collector.content else ()

    def _state(self, seen: str) -> ScanState:
        found = self._collector
        content = found.content
        return ScanState(
            seen=seen,
            known=found.known,
            wanted=found.wanted,
            direct=tuple(sorted(found.direct)),
            kind="" if content is None else QrKind(content.kind).name.lower(),
            text="" if content is None else content.text,
            link=found.link,
        )
