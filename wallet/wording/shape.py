"""Words for the rules of shape that a document breaks (`wallet/credentials/structure.py`). No verdict ever depends on one.

To add a rule: give its code words here, and translate them in `resources/locale/zh_CN/shape.json`. `{path}` is the JSON pointer of the
place, `{member}` the member of the document that it lies in.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from wallet.i18n import N_, Message

NOTE = N_(
    "It breaks rules that its standard sets for its shape. No verdict depends on this, but another wallet may refuse it."
)
PLACE = N_("The place is {path}.")
_BY_ISSUER = N_(
    "Only the issuer can correct this, by issuing it again: show them this. Do not edit the file: that would break its signature."
)
_BY_PRESENTER = N_("Only whoever put the presentation together can correct this, by making it again: show them this.")
_TYPED = N_("Each entry of “{member}” has to be an object that names its “type”.")
_NOT_TYPED = N_("“{member}” is not described as it has to be")


@dataclass(frozen=True, slots=True)
class RuleWords:
    """English keys for the catalogues: what is wrong, and the rule that it breaks."""

    title: str
    rule: str


_MOMENT = N_("A date has to be written like 2026-05-01T12:00:00Z, with its time zone.")

SHAPE_WORDS: Mapping[str, RuleWords] = {
    "structure.base_context": RuleWords(
        N_("It does not begin with the vocabulary of its standard"),
        N_("The first entry of “@context” has to be the address of the W3C vocabulary for credentials."),
    ),
    "structure.context": RuleWords(
        N_("An entry of “@context” is no vocabulary"),
        N_("Each entry of “@context” has to be an address, or a vocabulary written out as an object."),
    ),
    "structure.redefined_term": RuleWords(
        N_("It gives a settled word another meaning"),
        N_("What one vocabulary in “@context” has settled, a later one may not define otherwise."),
    ),
    "structure.type": RuleWords(
        N_("It does not say as it has to what it is"),
        N_("“type” has to hold text alone, and among it VerifiableCredential or VerifiablePresentation."),
    ),
    "structure.unmapped_type": RuleWords(
        N_("One of its types has no meaning"),
        N_("Each entry of “type” has to be an address, or a word that a vocabulary in “@context” defines."),
    ),
    "structure.id": RuleWords(
        N_("An identifier is not one"),
        N_("An “id” has to be one whole address, such as a URL or a DID."),
    ),
    "structure.issuer": RuleWords(
        N_("It does not name its issuer as it has to"),
        N_("“issuer” has to be the issuer's address (a URL or a DID), or an object with that address as its “id”."),
    ),
    "structure.holder": RuleWords(
        N_("It does not name its holder as it has to"),
        N_("“holder” has to be the holder's address (a URL or a DID), or an object with that address as its “id”."),
    ),
    "structure.subject": RuleWords(
        N_("It does not say of whom it speaks"),
        N_("“credentialSubject” has to be there, and each entry of it an object that says something."),
    ),
    "structure.date": RuleWords(N_("A date in it is not a proper moment"), _MOMENT),
    "structure.period": RuleWords(
        N_("It ends before it begins"),
        N_("The end of its validity may not lie before its beginning."),
    ),
    "structure.credentialSchema": RuleWords(
        _NOT_TYPED, N_("Each entry of “{member}” has to be an object that names its “type” and its “id”.")
    ),
    **{
        f"structure.{member}": RuleWords(_NOT_TYPED, _TYPED)
        for member in ("credentialStatus", "termsOfUse", "evidence", "refreshService", "proof")
    },
    "structure.language_value": RuleWords(
        N_("A name or a description is not written as it has to be"),
        N_("It has to be text, or an object with “@value”, “@language” and “@direction” alone."),
    ),
    "structure.verifiableCredential": RuleWords(
        N_("What it holds is not a credential"),
        N_("Each entry of “verifiableCredential” has to be an object: a credential, or the envelope of one."),
    ),
    "structure.enveloped": RuleWords(
        N_("It holds an envelope that is not called one"),
        N_("What has a data: address has to be of the type EnvelopedVerifiableCredential."),
    ),
}


def words_of_fault(code: str, path: str, *, presentation: bool) -> tuple[Message, Message, Message, Message]:
    """Return what is wrong, the rule, the place, and who can do something about it, in no language yet.

    Raises KeyError for a code without words: our bug, caught by a test.
    """
    words, facts = SHAPE_WORDS[code], {"path": path, "member": path.split("/")[1] if "/" in path else path}
    advice = _BY_PRESENTER if presentation else _BY_ISSUER
    return Message(words.title, facts), Message(words.rule, facts), Message(PLACE, facts), Message(advice)
