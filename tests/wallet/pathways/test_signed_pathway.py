"""A stack inside a credential is checked like a credential: it stands on its issuer's word, or on nobody's."""

import json

import pytest

from tests.examining import Door
from tests.issuer_simulator import NOW, Issuer, bodies
from tests.wallet.pathways.stacks import course, document, item
from wallet.errors import PathwayError
from wallet.pathways.attribution import Word, carries_pathway, read_signed_pathway
from wallet.report import Verdict

STACK = document(
    {"a": course("a", 3)}, [item("a")], status="published", issuers={"uni": {"name": "Uni", "ids": ["urn:uni"]}}
)
SUITES = ["eddsa-jcs-2022", "vc+jwt"]


def issued(issuer: Issuer, secured: str, **more) -> bytes:
    body = bodies.credential(issuer.next_id(), issuer.profile, {"id": "urn:example:stack", "pathway": STACK}, NOW)
    body["type"] = ["VerifiableCredential"]
    return issuer.issue(secured, body, **more)


@pytest.mark.parametrize("secured", SUITES)
def test_a_signed_stack_is_published_by_whoever_signed_it(secured):
    issuer = Issuer("Registry of Stacks")
    source = issued(issuer, secured)
    assert carries_pathway(source)
    checked = Door((issuer,)).found(source)[0]
    pathway, word = read_signed_pathway(checked)
    assert pathway.id == STACK["id"]
    if checked.report.verdict is Verdict.VERIFIED:
        assert word.word is Word.PUBLISHED
        assert "Registry of Stacks" in word.sentence.render("en")
    else:
        # A context that does not define "pathway" leaves it uncovered: then the word is only claimed.
        assert (checked.report.verdict, word.word) == (Verdict.CANNOT_CHECK, Word.CLAIMED)


def test_at_least_one_way_of_signing_a_stack_is_verified_whole():
    issuer = Issuer("Registry of Stacks")
    verdicts = {secured: Door((issuer,)).found(issued(issuer, secured))[0].report.verdict for secured in SUITES}
    assert Verdict.VERIFIED in verdicts.values(), verdicts


def test_a_stack_that_was_altered_is_refused():
    issuer = Issuer("Registry of Stacks")

    def easier(made):
        made["credentialSubject"]["pathway"]["achievements"]["a"]["credits"]["value"] = 300
        return made

    checked = Door((issuer,)).found(issued(issuer, "eddsa-jcs-2022", after=easier))[0]
    with pytest.raises(PathwayError):
        read_signed_pathway(checked)


def test_a_bare_file_carries_no_credential():
    assert not carries_pathway(json.dumps(STACK).encode())
    assert not carries_pathway(b'{"@graph": []}')
