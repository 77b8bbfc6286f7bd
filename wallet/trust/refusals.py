"""Why a trust pack, or something that was to become one, is refused."""

from collections.abc import Mapping
from pathlib import Path

from wallet.errors import WalletError
from wallet.i18n import N_


class TrustPackError(WalletError):
    """A trust pack is damaged, changed since it was made, over its budgets, or not one at all. Nothing of it is used."""

    code = "trust.pack_refused"
    explanation = N_(
        "“{name}” cannot be used as a trust pack: it is damaged, was changed after it was made, or is something else."
    )
    advice = N_("Ask whoever made the pack for a new copy, or build one with “tessera trust build”.")


class NothingToTrustError(WalletError):
    """None of the given files says who an issuer is, or holds keys or status lists.

    `refused` has, for each file that looked like something and breaks the rules, why: they are why there is nothing.
    """

    code = "trust.nothing_found"
    explanation = N_("There is nothing in these files that a trust pack could hold.")
    advice = N_("Give DID documents, status lists, issuer profiles, key sets or lists of issuers.")

    def __init__(self, detail: str = "", *, step: str = "", refused: Mapping[Path, WalletError]) -> None:
        super().__init__(detail, step=step)
        self.refused = dict(refused)


class PackExistsError(WalletError):
    """Something is already where the pack was to be written."""

    code = "trust.pack_exists"
    explanation = N_("“{name}” is already there.")
    advice = N_("Choose another name, or add --force to replace the pack.")
