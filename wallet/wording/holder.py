"""Words for who shows it, to whom, and in answer to what."""

from collections.abc import Mapping

from wallet.i18n import N_
from wallet.wording.words import Words

HOLDER_WORDS: Mapping[str, Words] = {
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
}
