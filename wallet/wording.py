"""WORDING: a heading, a sentence and "how do we know?" for every code that a report can carry, and for every verdict.

To add a code: return it from a check, give it its words here, and translate them in `resources/locale/zh_CN/report.json`.
A test compares the codes that checks can return with this table. Places in braces are filled from the finding's facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from wallet.i18n import N_, Message
from wallet.report import CheckResult, Verdict


@dataclass(frozen=True, slots=True)
class Words:
    """English keys for the catalogues: `title` (a few words), `explanation` (one sentence), `how` ("how do we know?"), `advice`."""

    title: str
    explanation: str
    how: str = ""
    advice: str = ""


_MOOT = Words(
    N_("Not looked at"),
    N_("Where the signature does not hold, what the document says about this means nothing."),
)

WORDING: Mapping[str, Words] = {
    "signature.valid": Words(
        N_("Signature is intact"),
        N_("Not a letter has changed since it was signed."),
        how=N_("The signature was recomputed on this computer with the signer's public key."),
    ),
    "signature.invalid": Words(
        N_("Signature does not match"),
        N_("What is written here is not what was signed: it was changed, or signed with another key."),
        how=N_("The signature was recomputed on this computer with the signer's public key."),
        advice=N_("Do not rely on it. Ask the issuer for a fresh copy; do not edit or re-save credential files."),
    ),
    "signature.unsigned": Words(
        N_("Not signed"),
        N_("Nobody signed this, so anybody could have written it."),
        advice=N_("Ask the issuer for a signed credential."),
    ),
    "signature.malformed": Words(
        N_("Signature is not a proper one"),
        N_("There is a signature, but not one that was made to the standard."),
        advice=N_("Ask the issuer for a fresh copy."),
    ),
    "proof.key_not_found": Words(
        N_("The key to check it is not here"),
        N_("The issuer's public key is not on this computer, so the signature could not be checked."),
        how=N_("Tessera looks keys up in trust packs and in what you imported, never on the network without asking."),
        advice=N_("Add a trust pack that holds the issuer's documents, or import the issuer's DID document."),
    ),
    "proof.suite_unknown": Words(
        N_("An unknown kind of signature"),
        N_("This kind of signature is one that Tessera cannot check."),
        advice=N_("Ask the issuer for a credential signed with a W3C Data Integrity suite or a JWT."),
    ),
    "proof.context_not_held": Words(
        N_("Its vocabulary is not here"),
        N_(
            "It uses a vocabulary (context) that Tessera does not hold, or a version it does not know, so what was signed cannot be worked out."
        ),
        how=N_(
            "Vocabularies are never fetched while checking: whoever serves them could change what a credential means."
        ),
        advice=N_("Ask the issuer for a credential that uses the published W3C and 1EdTech contexts only."),
    ),
    "proof.library_missing": Words(
        N_("A library is missing"),
        N_("Checking this kind of signature needs a library that is not installed."),
        advice=N_("Install the missing library and check again."),
    ),
    "proof.work_budget": Words(
        N_("Too complicated to check"),
        N_("Checking it would take more work than any real credential needs, so Tessera stopped."),
        advice=N_("Ask the issuer for a simpler copy. A file like this may be meant to do harm."),
    ),
    "proof.broken_check": Words(
        N_("A check broke off"),
        N_("One of Tessera's own checks failed to finish. This says nothing about the credential."),
        advice=N_("Check again. If it happens again, tell us which kind of credential it was."),
    ),
    "proof.weak_key": Words(
        N_("Signed with a worthless key"),
        N_("The key is so weak that anybody could have made this signature."),
        advice=N_("Do not rely on it. The issuer has to be told: it needs a new key."),
    ),
    "nested.unreadable": Words(
        N_("A part cannot be read"),
        N_("A credential inside this one could not be read ({error}, at {step})."),
        advice=N_("Ask the issuer for a fresh copy of the whole."),
    ),
    "coverage.complete": Words(
        N_("Everything shown is signed"),
        N_("Every value that is shown is covered by the signature."),
        how=N_("Each value was traced to the statement that was signed."),
    ),
    "coverage.undefined_term": Words(
        N_("Some of it is not signed"),
        N_(
            "It uses a term that its vocabulary does not define, so this part is not signed and is not shown as a claim."
        ),
        how=N_("A term without a definition disappears before signing: anybody could change it unnoticed."),
        advice=N_(
            "Tell the issuer which term it is: the credential has to be issued again with a context that defines it."
        ),
    ),
    "coverage.unsigned_content": Words(
        N_("Something shown is not signed"),
        N_("Something stands in this credential that its signature does not cover."),
        advice=N_("Do not rely on it. Ask the issuer for a fresh copy."),
    ),
    "coverage.claims_disagree": Words(
        N_("It contradicts itself"),
        N_("The signed token and the credential inside it say different things about who, whom or when."),
        advice=N_("Ask the issuer for a corrected credential."),
    ),
    "coverage.disclosure_unreferenced": Words(
        N_("Something was added"),
        N_("It carries a disclosure that the issuer never signed."),
        how=N_("Every disclosure must match a digest in the signed part (RFC 9901)."),
        advice=N_("Do not rely on it. Ask for the credential again."),
    ),
    "coverage.disclosure_duplicate": Words(
        N_("A disclosure occurs twice"),
        N_("One disclosure or digest is used twice, so it is not clear what was signed."),
        advice=N_("Do not rely on it. Ask for the credential again."),
    ),
    "coverage.disclosure_collision": Words(
        N_("A disclosure overwrites a claim"),
        N_("A disclosure would replace something that the issuer signed in the clear."),
        advice=N_("Do not rely on it. Ask for the credential again."),
    ),
    "coverage.disclosure_protected": Words(
        N_("A claim that must be in the clear is not"),
        N_(
            "Something that must be signed in the clear, such as an expiry date, comes as a disclosure that could be left out."
        ),
        advice=N_("Ask the issuer for a corrected credential."),
    ),
    "coverage.disclosure_malformed": Words(
        N_("A disclosure is damaged"),
        N_("A disclosure is not made to the standard."),
        advice=N_("Ask for the credential again."),
    ),
    "coverage.disclosure_algorithm": Words(
        N_("Disclosures use a bad digest"),
        N_("The disclosures are tied to the signature by an algorithm that is unknown or too weak."),
        advice=N_("Ask the issuer for a credential that uses SHA-256."),
    ),
    "issuer_key.allowed": Words(
        N_("The key is the issuer's own"),
        N_("The issuer's own document lists this key for issuing credentials."),
        how=N_(
            "The key was compared with the issuer's document held on this computer, or the issuer's id is the key itself."
        ),
    ),
    "issuer_key.not_allowed": Words(
        N_("Not the issuer's key"),
        N_("It is signed, but not with a key that {issuer} allows for this."),
        how=N_("The key's owner and purpose were compared with the issuer's own document."),
        advice=N_("Do not rely on it. If you know the issuer, ask them whether they issued it."),
    ),
    "issuer_key.wrong_purpose": Words(
        N_("Signed for another purpose"),
        N_("The signature was made for another purpose ({proof_purpose}) than issuing or showing this."),
        advice=N_("Ask for the credential again."),
    ),
    "issuer_key.not_found": Words(
        N_("Whose key it is, is not known"),
        N_("It does not say who signed it, or no document here tells whose key it is."),
        advice=N_("Add a trust pack that holds the issuer's documents."),
    ),
    "issuer_key.possession_only": Words(
        N_("The key only came along"),
        N_(
            "The key came along with the credential. Whoever signed it had the key, but nothing here says that the key is the issuer's."
        ),
        how=N_("A key in a header or a web address proves possession, not identity."),
        advice=N_("Add a trust pack that holds the issuer's documents, or import the issuer's key document."),
    ),
    "issuer.known": Words(
        N_("Issuer: {name}"),
        N_("{source} names the issuer as “{name}”."),
        how=N_("The name comes from a trust pack, never from the credential itself."),
    ),
    "issuer.known_by_several_names": Words(
        N_("Issuer is known by several names"),
        N_("Your trust packs disagree on who this is: {names} (from {sources})."),
        how=N_("All sources are shown; none overrules another."),
        advice=N_("Ask whoever made the packs which name is right."),
    ),
    "issuer.unknown": Words(
        N_("Issuer is not known here"),
        N_("Nobody you trust vouches for this issuer. The credential itself says “{declared_name}”."),
        how=N_("Anybody can write any name into a credential: only trust packs settle who an issuer is."),
        advice=N_("Add a trust pack that lists this issuer, or ask the issuer how its identifier can be confirmed."),
    ),
    "issuer.not_applicable": Words(
        N_("A presentation has a holder, not an issuer"),
        N_("It was put together by a holder; look at the credentials inside it."),
    ),
    "issuer.nothing_shown": Words(
        N_("It shows no credential"),
        N_("Whoever made it has a key. No issuer says anything in it."),
        advice=N_("Ask for a presentation with the credential in it."),
    ),
    "validity.current": Words(
        N_("Within its dates"),
        N_("It is valid until {valid_until}."),
    ),
    "validity.no_end": Words(
        N_("Does not expire"),
        N_("It has begun and names no end."),
    ),
    "validity.expired": Words(
        N_("Expired"),
        N_("It was valid until {valid_until}."),
        advice=N_("What was achieved stays achieved. If a current one is needed, ask the issuer to renew it."),
    ),
    "validity.not_yet_valid": Words(
        N_("Not valid yet"),
        N_("It becomes valid on {valid_from}."),
        advice=N_("Wait until then, or check that this computer's clock is right."),
    ),
    "validity.malformed": Words(
        N_("Its dates make no sense"),
        N_("A date in it ({member}) is not a proper moment."),
        advice=N_("Ask the issuer for a corrected credential."),
    ),
    "status.none_claimed": Words(
        N_("No status to check"),
        N_("It does not say where a revocation would be published."),
    ),
    "status.good": Words(
        N_("Not revoked as of {as_of}"),
        N_("The issuer's list of {as_of} does not take it back."),
        how=N_("The list's own signature, issuer, dates and purpose were checked before it was read."),
    ),
    "status.refresh_due": Words(
        N_("Not revoked as of {as_of}, refresh due"),
        N_("The issuer's list of {as_of} does not take it back, but that list is past its time."),
        how=N_("The list's own signature, issuer, dates and purpose were checked before it was read."),
        advice=N_("Get a newer list: update the trust pack, or let Tessera fetch the list."),
    ),
    "status.revoked": Words(
        N_("Revoked"),
        N_("The issuer has taken it back (list of {as_of})."),
        how=N_("The list's own signature, issuer, dates and purpose were checked before it was read."),
        advice=N_("Ask the issuer why, if you think this is a mistake."),
    ),
    "status.suspended": Words(
        N_("Suspended"),
        N_("The issuer has suspended it for now (list of {as_of})."),
        how=N_("The list's own signature, issuer, dates and purpose were checked before it was read."),
        advice=N_("Ask the issuer what it is waiting for."),
    ),
    "status.update_available": Words(
        N_("A newer edition is to be had"),
        N_("It has not been taken back, but the issuer has a newer edition of it."),
        advice=N_("Ask the issuer for the newer edition."),
    ),
    "status.not_held": Words(
        N_("Status was never looked up"),
        N_("Whether it was taken back is published at {list}, and no copy of that list is on this computer."),
        how=N_("Tessera never asks the issuer on its own: that would tell the issuer what you are looking at."),
        advice=N_("Add a trust pack that holds the list, or let Tessera fetch it."),
    ),
    "status.list_not_genuine": Words(
        N_("The status list is not to be believed"),
        N_("The status list that is held did not pass its own check ({reason}), so it says nothing."),
        advice=N_("Get a fresh copy of the list from the issuer."),
    ),
    "status.list_not_current": Words(
        N_("The status list is not valid yet"),
        N_("The status list that is held is not valid at this moment ({reason})."),
        advice=N_("Get a list that is valid now, or check that this computer's clock is right."),
    ),
    "status.wrong_issuer": Words(
        N_("The status list is somebody else's"),
        N_("The status list was issued by {list_issuer}, not by the issuer of this credential, so it settles nothing."),
        advice=N_("Ask the issuer for a list of its own."),
    ),
    "status.wrong_purpose": Words(
        N_("The status list is for something else"),
        N_("The list is for “{list_purpose}”, but the credential asks about “{purpose}”."),
        advice=N_("Tell the issuer: credential and list must name the same purpose."),
    ),
    "status.index_out_of_range": Words(
        N_("Its place is not in the status list"),
        N_("The credential points at place {index}, which the list does not have."),
        advice=N_("Tell the issuer; the credential has to be issued again."),
    ),
    "status.too_short": Words(
        N_("The status list is too short"),
        N_(
            "The list has {entries} places. Shorter lists than 131,072 give away whose status is looked at, and the standard refuses them."
        ),
        advice=N_("Tell the issuer, whose list has to be longer."),
    ),
    "status.malformed": Words(
        N_("The status cannot be read"),
        N_("The status entry or its list is not made to the standard ({reason})."),
        advice=N_("Tell the issuer; get a fresh copy of the list."),
    ),
    "status.method_unknown": Words(
        N_("An unknown kind of status"),
        N_("Tessera does not know the status method “{method}”, so whether it was taken back is not known."),
        advice=N_("Ask the issuer for a credential with a Bitstring or Token Status List."),
    ),
    "status.message": Words(
        N_("The issuer says: {meaning}"),
        N_("The issuer's list carries the note “{meaning}” on it. What follows from that is for the issuer to say."),
        advice=N_("Ask the issuer what the note means."),
    ),
    "holder.not_asked": Words(
        N_("Possession was not asked for"),
        N_("Nobody was asked to prove that they hold this, so it says nothing about who shows it."),
        advice=N_("If it matters who shows it, ask for a presentation that answers your challenge."),
    ),
    "holder.bound": Words(
        N_("Shown by its holder"),
        N_("Whoever shows it holds the key it belongs to, and answered this very challenge."),
        how=N_("The answer to the challenge was signed with the holder's key."),
    ),
    "holder.issued_to_you": Words(
        N_("Issued to you"),
        N_("It names you: a {issued_to_you} of yours matches. That is not a proof of possession."),
        how=N_("Your own identifiers, kept in your vault, were compared with the credential's (hashed) ones."),
    ),
    "holder.not_named": Words(
        N_("It does not name its holder by key"),
        N_("It was shown in a valid presentation, but it does not say which key it belongs to."),
        advice=N_("Compare the name in it with the person who shows it."),
    ),
    "holder.missing": Words(
        N_("No proof of possession"),
        N_("A proof was asked for that whoever shows this holds it, and there is none."),
        advice=N_("Ask for a presentation made for you, with your challenge."),
    ),
    "holder.unbound_credential": Words(
        N_("It belongs to no key"),
        N_("The issuer did not tie it to a holder's key, so nobody can prove to be its holder."),
        advice=N_("Ask the issuer for a credential that is bound to a key."),
    ),
    "holder.key_unknown": Words(
        N_("The holder's key cannot be used"),
        N_("It names its holder's key in a way that Tessera cannot read."),
        advice=N_("Ask for a presentation with a common kind of key."),
    ),
    "holder.wrong_nonce": Words(
        N_("It answers another challenge"),
        N_("It was made for another occasion and may be a copy of an old presentation."),
        advice=N_("Ask for a new presentation that answers your challenge."),
    ),
    "holder.answered": Words(
        N_("This question was answered already"),
        N_(
            "One answer to this question was accepted before. What comes now may be a copy of it, shown by somebody else."
        ),
        advice=N_("Ask again: each answer needs a question of its own."),
    ),
    "holder.wrong_audience": Words(
        N_("It was made for somebody else"),
        N_("It was made to be shown to another verifier."),
        advice=N_("Ask for a presentation that is made for you."),
    ),
    "holder.expired": Words(
        N_("The presentation is too old"),
        N_("The proof of possession was made too long ago."),
        advice=N_("Ask for a new presentation."),
    ),
    "holder.not_yet_valid": Words(
        N_("The presentation is from the future"),
        N_("The proof of possession bears a time that has not come yet."),
        advice=N_("Check the clocks of both computers, and ask for a new presentation."),
    ),
    "holder.wrong_key": Words(
        N_("Shown by somebody else"),
        N_("It belongs to another key than the one of whoever shows it."),
        advice=N_("Do not rely on it: it is not theirs to show."),
    ),
    "holder.wrong_disclosures": Words(
        N_("The presentation was changed"),
        N_("What is shown is not what its holder chose to show."),
        advice=N_("Ask for a new presentation."),
    ),
    "holder.malformed": Words(
        N_("The proof of possession is damaged"),
        N_("The proof of possession is not made to the standard."),
        advice=N_("Ask for a new presentation."),
    ),
    "coverage.moot": _MOOT,
    "issuer_key.moot": _MOOT,
    "issuer.moot": _MOOT,
    "validity.moot": _MOOT,
    "status.moot": _MOOT,
    "holder.moot": _MOOT,
}

# The same findings about a presentation: its key is the holder's, for proving who they are.
_OF_HOLDER: Mapping[str, Words] = {
    "issuer_key.allowed": Words(
        N_("The key is the holder's own"),
        N_("The holder's identifier lists this key for proving who they are."),
        how=N_("The key was compared with the holder's identifier, or with the document behind it that is held here."),
    ),
    "issuer_key.not_allowed": Words(
        N_("Not the holder's key"),
        N_("It is signed, but not with a key that the holder it names, {issuer}, allows for this."),
        how=N_("The key was compared with the holder's identifier, or with the document behind it that is held here."),
        advice=N_("Do not rely on it: whoever put it together is not who they say."),
    ),
    "issuer_key.not_found": Words(
        N_("Whose key it is, is not known"),
        N_("It does not say who shows it, or no document here tells whose key it is."),
        advice=N_("Ask them to show it with a did:key or did:jwk, which need no document."),
    ),
}

VERDICT_WORDS: Mapping[Verdict, Words] = {
    Verdict.VERIFIED: Words(
        N_("Verified"),
        N_("Signed by this issuer, unchanged, in force, and the issuer is one that you trust."),
    ),
    Verdict.REFRESH_DUE: Words(
        N_("Verified · refresh due"),
        N_("Everything holds, as of the date of the last status list; a fresh look is due."),
    ),
    Verdict.STATUS_UNKNOWN: Words(
        N_("Genuine · status unknown"),
        N_("It is genuine, but whether it has been taken back since could not be established."),
    ),
    Verdict.ISSUER_UNKNOWN: Words(
        N_("Issuer unknown"),
        N_("It is intact and comes from whoever holds this key, but nobody you trust says who that is."),
    ),
    Verdict.NOT_YET_VALID: Words(
        N_("Not valid yet"),
        N_("It is genuine, but its time has not come."),
    ),
    Verdict.EXPIRED: Words(
        N_("Expired"),
        N_("It is genuine, but its time is over."),
    ),
    Verdict.SUSPENDED: Words(
        N_("Suspended"),
        N_("It is genuine, but its issuer has suspended it for now."),
    ),
    Verdict.REVOKED: Words(
        N_("Revoked"),
        N_("It was genuine, but its issuer has taken it back."),
    ),
    Verdict.CANNOT_CHECK: Words(
        N_("Cannot be checked"),
        N_("Something that checking it needs is missing, so nothing can be said for it or against it."),
    ),
    Verdict.UNSIGNED: Words(
        N_("Not signed"),
        N_("Nobody signed it, so anybody could have written it."),
    ),
    Verdict.NOT_BOUND: Words(
        N_("Not theirs to show now"),
        N_("It was made for another occasion, another verifier, or by somebody it does not belong to."),
    ),
    Verdict.NOT_GENUINE: Words(
        N_("Not from this issuer"),
        N_("It is signed, but not by a key that the issuer it names allows for this."),
    ),
    Verdict.ALTERED: Words(
        N_("Altered"),
        N_("It is not what was signed. Do not rely on it."),
    ),
}


def explain(result: CheckResult) -> Words:
    """Return the words for a finding's code. Raises KeyError for a code without words: our bug, caught by a test."""
    if result.facts.get("purpose") == "authentication" and result.code in _OF_HOLDER:
        return _OF_HOLDER[result.code]
    return WORDING[result.code]


def sentence_of(result: CheckResult) -> Message:
    """Return what a finding says, with its facts, in no language yet."""
    return Message(explain(result).explanation, shown_facts(result))


def title_of(result: CheckResult) -> Message:
    """Return a finding's heading, with its facts, in no language yet."""
    return Message(explain(result).title, shown_facts(result))


def shown_facts(result: CheckResult) -> dict[str, str]:
    """Return a finding's facts as they stand in sentences: lists with commas, a dash for what is not known."""
    return {name: _shown(fact) for name, fact in result.facts.items()}


def _shown(fact: object) -> str:
    if isinstance(fact, tuple):
        return ", ".join(str(item) for item in fact)
    return "—" if fact is None or fact == "" else str(fact)
