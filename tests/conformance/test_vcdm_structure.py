"""The data model's rules of shape against the W3C VCDM 2.0 test suite: its inputs, and what it expects of each.

The inputs are drafts: the suite hands them to an issuer, who fills in `issuer` and the dates. A file is named here, with
the reason, when we answer otherwise than the suite.
"""

import pytest

from tests.conformance.vectors import vector, vectors_root
from wallet.credentials.structure import structural_faults
from wallet.encoding.strict_json import read_json_object

SUITE = ("1-data-integrity", "vc-data-model-2.0-test-suite")

OTHERWISE = {
    "presentation-self-asserted-vc-holder-mismatch.json": "who asserted what is a question of proofs, not of shape",
    "presentation-self-asserted-vc-issuer-mismatch.json": "who asserted what is a question of proofs, not of shape",
    "credential-validUntil-validFrom-ok.json": "a template: its dates are the words FUTURE DATE and PAST DATE",
}


def _inputs() -> list[str]:
    root = vectors_root()
    if root is None:
        return []
    folder = root.joinpath(*SUITE)
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.json"))


def _must_have_faults(name: str) -> bool:
    return "-fail" in name or "mismatch" in name


@pytest.mark.parametrize("name", _inputs() or ["none"])
def test_shape_is_judged_as_the_suite_judges_it(name):
    document = read_json_object(vector(*SUITE, name).read_bytes())
    faults = structural_faults(document, issued=False)
    expected = _must_have_faults(name)
    if name in OTHERWISE:
        assert bool(faults) is not expected, f"{name} is listed as answered otherwise, and is not"
    else:
        assert bool(faults) is expected, faults


def test_the_suite_is_there_in_full():
    assert vector(*SUITE).is_dir()
    assert len(_inputs()) == 120  # 119 that expect something, and one left to the implementer
