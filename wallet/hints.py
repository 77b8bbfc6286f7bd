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
