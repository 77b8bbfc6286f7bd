"""Words for the headline: what each verdict means."""

from collections.abc import Mapping

from wallet.i18n import N_
from wallet.report import Verdict
from wallet.wording.words import Words

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
