"""Two copies of one credential while nobody can tell which of them is genuine: neither keeps the other out."""

import json

import pytest

from tests.issuer_simulator import Issuer
from wallet.messages import requests as ask
from wallet.report import Verdict


def altered(issued: bytes) -> bytes:
    """Return a copy whose content is the same and whose signature is somebody's invention."""
    if issued.startswith(b"{"):
        document = json.loads(issued)
        document["proof"]["proofValue"] = document["proof"]["proofValue"][:-4] + "2222"
        return json.dumps(document).encode()
    return issued[:-12] + b"AAAAAAAAAAAA"


def keep(session, source: bytes):
    received = session.receive(ask.Receive(text=source.decode()))
    (key,) = session.keep(ask.Keep(tuple(item.token for item in received.items))).ids
    return key, received.items[0].already


@pytest.mark.parametrize("secured", ["eddsa-rdfc-2022", "vc+jwt"])
def test_JOSE_08_an_altered_copy_that_cannot_be_checked_yet_does_not_keep_the_genuine_one_out(
    session, tmp_path, secured
):
    issuer = Issuer()
    genuine = issuer.issue(secured)
    first, _ = keep(session, altered(genuine))
    second, already = keep(session, genuine)
    assert (second != first, already) == (True, "")
    assert session.original(second) == genuine
    session.add_pack(ask.AddPack(str(pack_of(issuer, tmp_path))))
    found = {item.id: item.verdict for item in session.list_credentials(ask.ListCredentials()).items}
    assert found == {first: Verdict.ALTERED, second: Verdict.VERIFIED}
    assert keep(session, genuine) == (second, second)
    assert session.get(ask.GetCredential(second)).verdict is Verdict.VERIFIED


def test_JOSE_08_white_space_makes_no_second_credential_while_it_cannot_be_checked(session):
    genuine = Issuer().issue()
    first, _ = keep(session, genuine)
    assert keep(session, json.dumps(json.loads(genuine), indent=3).encode()) == (first, first)
    assert session.original(first) == genuine


def test_a_genuine_credential_is_known_again_when_its_pack_has_gone(session, tmp_path):
    issuer = Issuer()
    pack = pack_of(issuer, tmp_path)
    session.add_pack(ask.AddPack(str(pack)))
    first, _ = keep(session, genuine := issuer.issue())
    session.remove_pack(ask.RemovePack("pack"))
    assert keep(session, genuine) == (first, first)


def pack_of(issuer: Issuer, folder):
    from datetime import UTC, datetime

    from wallet.trust.build_pack import build_pack

    (folder / "did.json").write_bytes(json.dumps(issuer.did_document()).encode())
    (folder / "names.json").write_text(json.dumps({issuer.id: issuer.name}))
    build_pack([folder / "did.json", folder / "names.json"], folder / "pack", now=datetime(2026, 6, 1, tzinfo=UTC))
    return folder / "pack"


def test_a_presentation_of_nothing_holds_nothing_to_keep(session):
    from tests.issuer_simulator import make_key

    shown = Issuer().present([], make_key("Ed25519", b"anybody"))
    received = session.receive(ask.Receive(text=shown.decode()))
    assert (received.items, [problem.step for problem in received.refused]) == ((), ["presentation.empty"])
