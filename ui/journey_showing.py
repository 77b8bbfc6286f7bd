"""The screens of showing, drawn in the journey: the wizard, the code, the check page with a question and an answer, the ledger, the keys.

The example that is shown hides what it can; it belongs to nobody's key, so the code says that anyone can show it again.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.journey import Walk

Grab = Callable[[str], None]


def draw_showing(walk: "Walk", grab: Grab) -> None:
    """Walk through showing and draw each screen. Raises Stuck."""
    shell = walk.shell
    summary = _something_to_show(walk)
    shell.share(())
    page: Any = shell._share
    walk.until(lambda: page.which._rows.count() > 1, "the credentials to choose from")
    grab("share-which")
    _draw_wizard(walk, grab, summary)
    _draw_check(walk, grab, summary.id)
    _draw_ledger_and_keys(walk, grab)
    shell.go("all")


def _draw_wizard(walk: "Walk", grab: Grab, summary: Any) -> None:
    walk.shell.share([summary])
    page: Any = walk.shell._share
    walk.until(lambda: page.what.trees, "what can be shown")
    tree = page.what.trees[0]
    tree.choose([path for row in tree._told_choices[:2] for path in row.paths])
    grab("share-what")
    page.go_on()
    page.terms.audience.setText("Northgate Institute")
    page.terms.prepare_now()
    walk.until(lambda: page.terms.prepared is not None, "the preview")
    grab("share-terms")
    page.go_on()
    walk.until(lambda: page.shown.loop.code.image is not None, "the code")
    grab("share-qr")


def _draw_check(walk: "Walk", grab: Grab, credential: str) -> None:
    from wallet.messages.presenting import ChosenCredential, PreparePresentation
    from wallet.messages.requests import Receive

    walk.shell.go("check")
    page: Any = walk.shell.stack.currentWidget()
    page.clear()
    grab("check")
    page.form._more.toggle()
    page.form.wish.facts["title"].setChecked(True)
    page.form.wish.facts["grade"].setChecked(True)
    page.form.wish.kinds.choose("certificate", tell=True)
    grab("check-ask")
    page.form.audience.setText("Northgate Institute")
    page.form.purpose.setText("Interview")
    page.form.ask()
    walk.until(lambda: page.question.loop.code.image is not None, "the question")
    grab("check-question")
    page.clear()
    page.form.wish.reset()
    page.form._more.toggle()
    shown = walk.ask(PreparePresentation((ChosenCredential(credential),), bind=False, minutes=0))
    page.take(Receive(text=shown.text))
    walk.until(lambda: page.checked is not None, "the verdict")
    grab("check-result")
    page.clear()


def _draw_ledger_and_keys(walk: "Walk", grab: Grab) -> None:
    from ui.dialogs.holder_proof import HolderProofDialog
    from wallet.messages.presenting import ListHolderKeys, NewHolderKey, ProveHolder

    walk.shell.go("shared")
    page: Any = walk.shell.stack.currentWidget()
    walk.until(lambda: page._rows.count(), "the ledger")
    page._rows.itemAt(0).widget().toggle()
    grab("shared")
    if not walk.ask(ListHolderKeys()).keys:
        walk.ask(NewHolderKey(label="Study laptop"))
    key = walk.ask(ListHolderKeys()).keys[0]
    dialog = HolderProofDialog(walk.window.desk, walk.window, key, walk.ask(ProveHolder(key.id)))
    dialog.open()
    walk.until(lambda: dialog.loop.code.image is not None, "the code of the key")
    grab("key")
    dialog.reject()


def _something_to_show(walk: "Walk") -> Any:
    """The first example in order of which something can be kept private, else the first in order."""
    from wallet.messages.presenting import GetDisclosures
    from wallet.messages.requests import ListCredentials
    from wallet.report import Verdict

    listed = walk.ask(ListCredentials(verdicts=(Verdict.VERIFIED,))).items
    views = walk.ask(GetDisclosures(tuple(item.id for item in listed))).items
    hiding = [view.id for view in views if any(not leaf.always for leaf in view.leaves)]
    return next((item for item in listed if item.id in hiding), listed[0])
