"""Why `tessera stack` does not know which stack is meant."""

from wallet.errors import WalletError
from wallet.i18n import N_


class NoSuchStackError(WalletError):
    """No stack is called that."""

    code = "stack.unknown"
    explanation = N_("There is no stack “{name}”.")
    advice = N_("“tessera stack list” shows the stacks. A stack in a file is named by --pathway FILE.")


class NothingFollowedError(WalletError):
    """No stack was named, and none is followed."""

    code = "stack.none_followed"
    explanation = N_("No stack was named, and you follow none yet.")
    advice = N_(
        "Name one that “tessera stack list” shows, or a file with --pathway, or follow one with “tessera stack add”."
    )


class SeveralFollowedError(WalletError):
    """No stack was named, and several are followed."""

    code = "stack.several_followed"
    explanation = N_("You follow several stacks: {names}.")
    advice = N_("Name the one that you mean.")
