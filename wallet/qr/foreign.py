"""What a code of another system is, when it can be read but holds nothing that Tessera takes."""

from wallet.errors import UnsupportedInputError
from wallet.i18n import N_


class ForeignQrError(UnsupportedInputError):
    """A well-made code of another system, with something else in it. `facts["kind"]` names it."""

    code = "input.foreign_qr"
    explanation = N_("This QR code holds something of another kind ({kind}), not a credential.")
    advice = N_("Ask for the credential as a QR code of Tessera's, as a file, or as text.")


class CompactFormError(UnsupportedInputError):
    """CBOR-LD that uses a registry of abbreviations which is not here. `facts["kind"]` is its number."""

    code = "input.cbor_ld_registry"
    explanation = N_("This QR code uses a table of abbreviations (number {kind}) that is not on this computer.")
    advice = N_("Ask for the credential as a file or as text.")


class VocabularyNeededError(UnsupportedInputError):
    """Compressed with a JSON-LD vocabulary that is not in the bundle, and unreadable without it."""

    code = "input.vocabulary_needed"
    explanation = N_("This QR code can only be read with the vocabulary {url}, which is not on this computer.")
    advice = N_("Ask for the credential as a file or as text.")
