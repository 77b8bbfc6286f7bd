"""Words for whose key it was, and who that is."""

from collections.abc import Mapping

from wallet.i18n import N_
from wallet.wording.words import Words

ISSUER_WORDS: Mapping[str, Words] = {
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
}

# The same findings about a presentation: its key is the holder's, for proving who they are.
OF_HOLDER: Mapping[str, Words] = {
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
