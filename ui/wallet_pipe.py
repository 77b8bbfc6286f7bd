"""The wallet process as the window sees it: started at once, spoken to over its standard input and output.

Frames are those of `wallet.messages.wire`. Nothing here blocks: `QProcess` tells us when there is something to read.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QByteArray, QCoreApplication, QObject, QProcess, QProcessEnvironment, QTimer, Signal

from wallet.errors import WalletError
from wallet.messages.requests import Goodbye
from wallet.messages.wire import Frames, encode_cancel, encode_request, read_answer, read_reply, wipe

_GRACE_MS = 700  # to finish what was asked before; then the process is ended from outside
_RUN = "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); runpy.run_module('wallet.service', run_name='__main__', alter_sys=True)"
_NOT_PASSED_ON = ("PYTHONPATH", "PYTHONSTARTUP", "PYTHONHOME", "SSLKEYLOGFILE", "LD_PRELOAD")


class WalletPipe(QObject):
    """One started process. `vault` is its folder."""

    answered = Signal(int, object)
    failed = Signal(int, object)
    progressed = Signal(int, object)
    ended = Signal()

    def __init__(self, vault: Path) -> None:
        super().__init__(QCoreApplication.instance())
        self._verbs: dict[int, str] = {}
        self._frames = Frames()
        self._unsent: list[QByteArray] = []
        self._process = QProcess(self)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        self._process.setProcessEnvironment(_environment())
        self._process.readyReadStandardOutput.connect(self._on_output)
        self._process.bytesWritten.connect(self._on_written)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._process.start(sys.executable, ["-I", "-c", _RUN, str(Path(__file__).resolve().parent.parent), str(vault)])

    def send(self, number: int, verb: str, request: object) -> None:
        """Write a request; it may hold a passphrase, so that every copy of the frame is overwritten once it has left."""
        self._verbs[number] = verb
        self._write(encode_request(number, request))

    def cancel(self, number: int) -> None:
        """Give up a request."""
        self._write(encode_cancel(number))

    def _write(self, frame: bytearray) -> None:
        # Qt queues this very array, it does not copy it: it is overwritten when Qt has let go of it (`_on_written`).
        queued = QByteArray(frame)
        wipe(frame)
        self._unsent.append(queued)
        self._process.write(queued)

    def _on_written(self) -> None:
        if self._process.bytesToWrite() == 0:
            for sent in self._unsent:
                sent.fill(0)
            self._unsent.clear()

    def stop(self) -> None:
        """Say goodbye, close the pipe, and end the process if it has not gone by itself."""
        if self._process.state() == QProcess.ProcessState.NotRunning:
            return
        self._write(encode_request(0, Goodbye()))
        self._process.closeWriteChannel()
        QTimer.singleShot(_GRACE_MS, self, self._process.kill)

    def wait_until_ended(self) -> None:
        """Stay until the process has gone: only for leaving the program."""
        if not self._process.waitForFinished(_GRACE_MS):
            self._process.kill()
            self._process.waitForFinished(_GRACE_MS)

    @property
    def process_id(self) -> int:
        """The operating system's number for it."""
        return self._process.processId()

    def _on_output(self) -> None:
        received = bytes(self._process.readAllStandardOutput().data())
        try:
            for frame in self._frames.feed(received):
                self._take(frame)
        except WalletError:
            self._process.kill()  # a process that says what it may not say is not to be trusted further

    def _take(self, frame: bytes) -> None:
        reply = read_reply(frame)
        if reply.progress is not None:
            self.progressed.emit(reply.id, reply.progress)
            return
        verb = self._verbs.pop(reply.id, "goodbye")
        if reply.problem is not None:
            self.failed.emit(reply.id, reply.problem)
        else:
            self.answered.emit(reply.id, read_answer(verb, reply))

    def _on_finished(self) -> None:
        self.ended.emit()
        self.deleteLater()

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.ended.emit()


def _environment() -> QProcessEnvironment:
    environment = QProcessEnvironment.systemEnvironment()
    for name in _NOT_PASSED_ON:
        environment.remove(name)
    return environment
