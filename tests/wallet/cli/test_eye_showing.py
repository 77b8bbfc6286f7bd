"""Showing from a script: what is doubtful about it is said beside it, and nothing but the presentation is on standard output."""

import json

from tests.issuer_simulator import Issuer
from tests.wallet.cli.test_eye_vault import put
from tests.wallet.cli.test_vault_verbs import home, lines, tessera, vault  # noqa: F401 - fixtures


def keep(tessera, vault, home, issued: bytes) -> str:  # noqa: F811
    return lines(tessera("import", put(home, "in.json", issued), "--json", *vault)[1])[0]["id"]


def test_what_nobody_is_bound_to_says_so_beside_the_presentation(tessera, vault, home):  # noqa: F811
    key = keep(tessera, vault, home, Issuer().sd_jwt({"title": "Course"}).token().encode())
    code, out, err = tessera("present", "--credential", key, "--to", "desk.example", "--nonce", "n", *vault)
    assert (code, len(out.splitlines())) == (0, 1)
    assert "Not bound" in err


def test_showing_what_anybody_will_refuse_is_pointed_out(tessera, vault, home):  # noqa: F811
    issuer = Issuer(method="key", seed=b"k")
    good = json.loads(issuer.issue())
    altered = json.dumps({**good, "name": "Doctor of Everything"}).encode()
    expired = issuer.issue(body=issuer.badge(validUntil="2026-03-03T00:00:00Z"))
    for issued, warned in ((altered, True), (expired, True), (json.dumps(good).encode(), False)):
        key = keep(tessera, vault, home, issued)
        code, out, _ = tessera("present", "--credential", key, "--json", *vault)
        assert code == 0
        assert ("present.not_in_order" in json.loads(out)["warnings"]) is warned


def test_a_challenge_says_who_asks_and_leaves_time(tessera, home):  # noqa: F811
    for wrong in ((), ("--from", " "), ("--from", "desk.example", "--expires", "0")):
        code, out, err = tessera("challenge", *wrong)
        assert (code, out) == (2, "")
        assert "--from" in err
    assert json.loads(tessera("challenge", "--from", "desk.example")[1])["audience"] == "desk.example"
