"""Words for what was found out about the signature itself: whether it holds, whether it could be checked, and what it covers."""

from collections.abc import Mapping

from wallet.i18n import N_
from wallet.wording.words import Words

SIGNATURE_WORDS: Mapping[str, Words] = {
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
        N_("No key of the issuer's that Tessera can use is on this computer, so the signature could not be checked."),
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
        N_("Part of it is nothing that its signature covers, so this part is not shown as a claim."),
        how=N_("What its vocabulary gives no meaning disappears before signing: anybody could change it unnoticed."),
        advice=N_(
            "Tell the issuer which part it is: the credential has to be issued again so that all of it is signed."
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
}

# The same finding where a key is not missing: by how the step begins at which looking it up ended.
OF_STEP: Mapping[tuple[str, ...], Words] = {
    ("key.", "did_document.", "did_jwk.", "issuer_metadata.", "jwks.duplicate_kid"): Words(
        N_("The key to check it cannot be used"),
        N_(
            "What the issuer says of its key is here, but Tessera cannot use it, so the signature could not be checked."
        ),
        advice=N_("Ask the issuer to publish its key in one of the usual forms, and then get its documents again."),
    ),
    ("x5c.",): Words(
        N_("The certificate does not show whose key it is"),
        N_(
            "A certificate came along, but it does not show that the key is the issuer's, so the signature counts for nothing yet."
        ),
        advice=N_(
            "Add a trust pack with the certificate of the authority that vouches for the issuer, or ask the issuer for a fresh copy."
        ),
    ),
}
