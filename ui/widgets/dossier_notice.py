"""What the stack in a dossier comes to, reckoned here from what the dossier proves."""

from ui.widgets.notice import Notice
from wallet.i18n import N_
from wallet.messages.presenting import DossierStack


def dossier_notice(stack: DossierStack) -> Notice:
    """Return the lines to show beside a checked dossier. The figure is the one reckoned here; the dossier's own is compared."""
    notice = Notice("layers")
    heading = N_("{title}: {percent} % is proven here")
    if stack.claimed < 0:
        line = N_("{word}")
    elif stack.same:
        line = N_("The dossier says the same. {word}")
    else:
        line = N_("The dossier itself says {claimed} %. What counts is what this computer can prove. {word}")
    facts = {"title": stack.title, "percent": stack.percent, "claimed": stack.claimed, "word": stack.on_whose_word}
    return notice.say(heading, line, **facts)
