"""Words for the dates of a credential, and for whether it was taken back."""

from collections.abc import Mapping

from wallet.i18n import N_
from wallet.wording.words import Words

STATUS_WORDS: Mapping[str, Words] = {
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
}
