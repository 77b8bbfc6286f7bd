"""HINTS: what more can be said when the step or the reason of a refusal or a finding is known.

The words for a code say what is the matter; a hint says where, and which of several causes it was. Keys are steps, reasons or codes.
To add one: find its step (`tessera explain` prints it), write the sentence, translate it in `resources/locale/zh_CN/report.json`.
"""

from collections.abc import Mapping

from wallet.i18n import N_, Message

HINTS: Mapping[str, str] = {
    "coverage.undefined_term": N_("The term is “{term}”, at {path}."),
    "null_value": N_("At {path} stands null, which says nothing and is not signed."),
    "relative_iri": N_("The identifier “{term}”, at {path}, is not a whole address, so it is not signed."),
    "merged": N_(
        "The same thing stands there twice, at {path}; only that it is said is signed, not how often or where."
    ),
    "blank_identifier": N_(
        "The name “{term}”, at {path}, means something in this file alone; such names are not signed."
    ),
    "index": N_("At {path} stands an index, which orders a file and is not signed."),
    "direction": N_("The direction in which the text at {path} is written is not signed."),
    "invalid_language": N_("The language “{term}”, at {path}, is no language tag, so it is not signed."),
    "rounded": N_("The number at {path} has more digits than are signed."),
    "restructured": N_(
        "At {path} it is put together in a roundabout way (“{term}”): other files that look different have the same signature."
    ),
    "first_context": N_(
        "The vocabulary that comes first, at {path}, is not that of the data model, and could change what its words mean."
    ),
    "alias": N_(
        "At {path} a known word has another name (“{term}”): other files that look different have the same signature."
    ),
    "keyword_like": N_("The name “{term}”, at {path}, looks like a part of the format and is none."),
    "mapped_to_null": N_("Its vocabulary takes the meaning away from “{term}”, at {path}."),
    "split_node": N_("What stands at {path} belongs to the credential itself, and stands elsewhere."),
    "inline_context": N_("It brings its own vocabulary along (at {path}); what such a vocabulary says is not signed."),
    "jsonld.context": N_("The vocabulary is {url}. Another version of it may be the one that was meant."),
    "did.no_method": N_(
        "The issuer's document is here, but this key ({method}) is not in it. The issuer may have changed keys since."
    ),
    "did.not_held": N_("The document that is missing is that of {did}."),
    "did_document.method": N_("The issuer's document is here, but it describes this key incompletely."),
    "did_document.method_dates": N_("The issuer's document says that this key ends, and not readably when."),
    "did.method": N_("Identifiers of this kind ({did}) are not ones Tessera can look up."),
    "key.multicodec": N_("The issuer's key is here, but it is of a kind that Tessera does not check with."),
    "key.jwk": N_(
        "The issuer's key is here, but Tessera cannot use it: it is damaged, or of a kind that is not common."
    ),
    "key.multibase": N_("The issuer's key is here, but it is not written to the standard."),
    "key.base58": N_("The issuer's key is here, but it is not written to the standard."),
    "key.length": N_("The issuer's key is here, but it is not written to the standard."),
    "key.point": N_("The issuer's key is here, but it is not written to the standard."),
    "key.compressed": N_("The issuer's key is here, but it is not written to the standard."),
    "key.spki": N_("The issuer's key is here, but it is not written to the standard."),
    "key.pkcs1": N_("The issuer's key is here, but it is not written to the standard."),
    "did_jwk.jwk": N_("The issuer's key is here, but it is not written to the standard."),
    "key.forms": N_(
        "The issuer's document has this key, but not in exactly one of the forms publicKeyMultibase, publicKeyJwk and publicKeyBase58."
    ),
    "key.type": N_("The issuer's document names one kind of key and holds another ({kind})."),
    "key.alg": N_("The issuer's key is here, but its issuer has marked it for another use."),
    "key.use": N_("The issuer's key is here, but its issuer has marked it for another use."),
    "key.key_ops": N_("The issuer's key is here, but its issuer has marked it for another use."),
    "key.secret": N_("The secret half of the key has been published with it."),
    "did.syntax": N_("The name of the key or of its owner is not a DID made to the standard."),
    "did.url": N_("The name of the key or of its owner is not a DID made to the standard."),
    "did_web.host": N_("It names a machine that is not a public web server."),
    "did_document.id": N_("The document that is held for this issuer is about somebody else."),
    "did_document.duplicate_method": N_(
        "The issuer's document gives two keys one name, so it cannot be told which of them is meant."
    ),
    "jwks.duplicate_kid": N_(
        "The issuer's document gives two keys one name, so it cannot be told which of them is meant."
    ),
    "jwks.no_key": N_(
        "The issuer's keys are here, but this one ({method}) is not among them, or more than one could be meant."
    ),
    "issuer_metadata.issuer": N_("What is held for this issuer says that it is another issuer's."),
    "issuer_metadata.jwks": N_("What is held for this issuer does not say in one way where its keys are."),
    "jose.party": N_("It does not say who signed it."),
    "x5c.path": N_(
        "A certificate came along, but it does not lead to an authority that you trust, or one on the way is out of date or must not certify."
    ),
    "x5c.issuer": N_(
        "A certificate came along that leads to an authority that you trust, but it is not one for {did}."
    ),
    "x5c.usage": N_("A certificate came along, but it is not one to sign documents with."),
    "x5c.certificate": N_("The certificates that came along cannot be read."),
    "x5c.chain": N_("The certificates that came along cannot be read."),
    "wrong_kind": N_("The signature says one kind of key, and the key that it names is of another."),
    "verificationMethod": N_("The proof does not name a key."),
    "proofPurpose": N_("The proof does not say what it is for."),
    "created": N_("The date at which the proof was made cannot be read; it needs a time zone."),
    "expires": N_("The date at which the proof ends cannot be read; it needs a time zone."),
    "proof.previous": N_("The proof builds on another one that is not there, or not there once."),
    "proof.value": N_("The value of the proof is missing."),
    "proof.multibase": N_("The value of the proof is not written to the standard, or was cut short."),
    "proof.jws": N_("The value of the proof is not written to the standard, or was cut short."),
    "proof.context": N_("The proof was made with a vocabulary that the credential no longer names."),
    "mojibake": N_(
        "Its text looks garbled (at {mojibake}): some program read it in a wrong encoding and saved it again. "
        "Download the original once more and do not open it in an editor."
    ),
    "json.encoding": N_(
        "It is not UTF-8 text: some program has saved it in another encoding. Download the original once more."
    ),
    "json.duplicate": N_("It says one thing twice, and programs would disagree on which of the two counts."),
    "json.number": N_("A number in it cannot be carried exactly by every program."),
    "json.syntax": N_("It is not whole JSON: it may have been cut short while it was copied or downloaded."),
    "jwt.parts": N_("It is not a whole token: it may have been cut short while it was copied."),
    "jwt.signature": N_("The end of the token is damaged: it may have been cut short while it was copied."),
    "credential.member": N_("What stands at {path} in it is not what the standard lets stand there."),
    "payload.link": N_("A whole credential could stand here; there is only an address."),
    "status.effort": N_(
        "It names more and larger status lists than any real document does, so Tessera stopped looking."
    ),
    "status.unreadable": N_("What is held under the list's address is not a status list."),
    "status.type": N_("What is held under the list's address is a credential, but not a status list of this kind."),
    "status.list_id": N_("The list that came along is another one than the credential names."),
    "status.refresh_due": N_("The list was current until {fresh_until}."),
}


def hints_for(code: str, facts: Mapping[str, object], step: str = "") -> tuple[Message, ...]:
    """Return the hints for a finding's code and facts, or for an error's code and step. All their places are filled."""
    reason = str(facts.get("reason", ""))
    # What is said of a code in general may not be true of each of its reasons.
    keys = [*([] if reason in HINTS else [code]), step, str(facts.get("step", "")), reason]
    if facts.get("mojibake"):
        keys.append("mojibake")
    if step.startswith("credential:/"):  # the pointer of the member that could not be read
        facts = {**facts, "path": step.removeprefix("credential:")}
        keys.append("credential.member")
    found = [Message(HINTS[key], facts) for key in dict.fromkeys(keys) if key in HINTS]
    return tuple(hint for hint in found if _is_filled(hint))


def _is_filled(hint: Message) -> bool:
    return "{" not in hint.render("en") or any("{" in str(fact) for fact in hint.facts.values())
