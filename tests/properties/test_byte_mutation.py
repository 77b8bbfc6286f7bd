"""Random damage to credentials of every format: never a false accept, never an error that is not a typed refusal."""

import random

import pytest

from tests.properties.corpus import assert_never_falsely_accepted
from tests.properties.damage import damaged_bytes, one_damaged

SEED = 20_261_122
SLICES = 8
SHARE, WHOLE = 2_000, 1_000_000


@pytest.mark.long
@pytest.mark.timeout(6 * 3600)
@pytest.mark.parametrize("slice_number", range(SLICES))
def test_damaged_credentials_are_never_falsely_accepted(slice_number: int, full: bool) -> None:
    chance = random.Random(SEED + slice_number)
    for number in range((WHOLE if full else SHARE) // SLICES):
        case, source = one_damaged(chance)
        assert_never_falsely_accepted(case, source, (SEED + slice_number, number))


@pytest.mark.long
def test_damaged_evidence_never_raises_and_never_makes_good_what_is_not(full: bool) -> None:
    """The issuer's document, its status list: damaged by whoever kept them for us."""
    from tests.examining import Door
    from tests.issuer_simulator import Issuer
    from wallet.report import Verdict

    chance = random.Random(SEED)
    for secured in ("eddsa-jcs-2022", "vc+jwt"):
        issuer = Issuer()
        credential = issuer.issue(secured, status="revocation")
        issuer.revoke(credential)
        honest = issuer.published()
        for _ in range(2_000 if full else 150):
            url = chance.choice(list(honest))
            issuer.documents = {url: damaged_bytes(honest[url], chance)}
            verdict = Door((issuer,)).verdict(credential)
            assert verdict not in (Verdict.VERIFIED, Verdict.REFRESH_DUE)
