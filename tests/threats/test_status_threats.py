"""Status rows of the threat table: only the issuer's own, right, fresh list says that a credential still stands."""

import gzip
import zlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.examining import Door
from tests.issuer_simulator import AWARDED, NOW, Issuer, make_key
from tests.issuer_simulator.jose import compact, dump
from tests.issuer_simulator.keys import b64u
from tests.issuer_simulator.status_lists import MINIMUM, BitstringList
from wallet.dids.held import DocumentMap, HeldFrom
from wallet.intake import CheckedCredential, Evidence, check_source
from wallet.qr.packing import CarriedDocument, QrContent, QrKind, pack_text
from wallet.report import CheckResult, Outcome, Verdict


def status_of(door: Door, credential: bytes | str) -> CheckResult:
    result = door.check(credential).report.result_of("status")
    assert result is not None
    return result


@pytest.fixture
def credential(issuer: Issuer, door: Door) -> bytes:
    """A badge with a place on its issuer's revocation list, shown to be in order first."""
    issued = issuer.issue(status="revocation")
    assert status_of(door, issued).code == "status.good"
    return issued


def bitstring(issuer: Issuer) -> BitstringList:
    return issuer.bitstring_list("revocation")


def test_a_revoked_credential_is_revoked(issuer: Issuer, door: Door, credential: bytes) -> None:
    issuer.revoke(credential)
    assert door.verdict(credential) is Verdict.REVOKED


def test_a_suspended_credential_is_suspended_until_it_is_not(issuer: Issuer, door: Door) -> None:
    issued = issuer.issue(status="suspension")
    issuer.suspend(issued)
    assert door.verdict(issued) is Verdict.SUSPENDED
    issuer.set_status(issued, 0)
    assert door.verdict(issued) is Verdict.VERIFIED


@pytest.mark.parametrize("value", [1, 2, 3, 11])
def test_a_token_status_other_than_valid_is_never_good(issuer: Issuer, door: Door, value: int) -> None:
    issued = issuer.sd_jwt(status="token")
    listed = issuer.token_list(bits=4)
    assert door.verdict(issued.token()) is Verdict.VERIFIED
    listed.values[issued.payload["status"]["status_list"]["idx"]] = value
    expected = {1: Verdict.REVOKED, 2: Verdict.SUSPENDED}.get(value)
    verdict = door.verdict(issued.token())
    assert verdict is expected if expected else verdict.rank < Verdict.REFRESH_DUE.rank


def test_STAT_01_a_strangers_list_says_nothing(issuer: Issuer, world: Door, credential: bytes) -> None:
    stranger = Issuer("Stranger", host="stranger.example", seed=b"stranger")
    url = bitstring(issuer).url
    bitstring(issuer).issuer_id = stranger.id
    issuer.list_signing[url] = {"key": stranger.key, "method": stranger.key_id}
    result = status_of(world.of(issuer, stranger), credential)
    assert result.outcome is Outcome.UNDECIDED
    assert result.code in ("status.wrong_issuer", "status.list_not_genuine")


def test_STAT_01_a_list_in_the_issuers_name_under_another_key_says_nothing(
    issuer: Issuer, door: Door, credential: bytes
) -> None:
    attacker = make_key("Ed25519", b"attacker")
    issuer.revoke(credential)
    for method in (issuer.key_id, f"did:key:{attacker.multibase}#{attacker.multibase}"):
        issuer.list_signing[bitstring(issuer).url] = {"key": attacker, "method": method}
        assert status_of(door, credential).code == "status.list_not_genuine"


def test_STAT_01_a_list_with_a_flipped_bit_says_nothing(issuer: Issuer, door: Door, credential: bytes) -> None:
    url = bitstring(issuer).url
    honest = bitstring(issuer).encoded_list()
    issuer.revoke(credential)
    revoking = issuer.published_list(url).decode()
    forged = revoking.replace(bitstring(issuer).encoded_list(), honest)
    assert forged != revoking
    issuer.documents[url] = forged.encode()
    assert door.verdict(credential) is Verdict.STATUS_UNKNOWN


def test_STAT_01_an_unsigned_list_says_nothing(issuer: Issuer, door: Door, credential: bytes) -> None:
    issuer.documents[bitstring(issuer).url] = dump(bitstring(issuer).credential()).encode()
    assert door.verdict(credential) is Verdict.STATUS_UNKNOWN


@pytest.mark.parametrize("purpose", ["suspension", "message", "refresh", ["suspension"], "", "Revocation"])
def test_STAT_02_a_list_of_another_purpose_says_nothing(
    issuer: Issuer, door: Door, credential: bytes, purpose: Any
) -> None:
    bitstring(issuer).purpose = purpose
    assert door.verdict(credential) is Verdict.STATUS_UNKNOWN


def test_STAT_02_a_list_of_several_purposes_answers_each(issuer: Issuer, door: Door, credential: bytes) -> None:
    bitstring(issuer).purpose = ["suspension", "revocation"]
    assert door.verdict(credential) is Verdict.VERIFIED


BAD_INDEXES: list[Any] = [str(MINIMUM), str(MINIMUM + 1), "-1", "1.0", "1e2", " 100", "100 ", "0x64", "１００", "", str(2**63), "9" * 400, None, 1.5, True, [], "+100", "1_00"]  # fmt: skip


@pytest.mark.parametrize("index", BAD_INDEXES)
def test_STAT_03_an_index_that_is_out_of_range_or_no_integer_says_nothing(
    issuer: Issuer, door: Door, index: Any
) -> None:
    def place(body: dict[str, Any]) -> None:
        body["credentialStatus"]["statusListIndex"] = index

    issued = issuer.issue("eddsa-jcs-2022", status="revocation", before=place)
    for checked in door.attempt(issued):
        assert checked.report.verdict.rank <= Verdict.STATUS_UNKNOWN.rank


@pytest.mark.parametrize("index", [0, 1, 7, 8, MINIMUM - 1])
def test_STAT_03_the_edges_of_the_list_are_read_exactly(issuer: Issuer, door: Door, index: int) -> None:
    def place(body: dict[str, Any]) -> None:
        body["credentialStatus"] = bitstring(issuer).entry(index)

    issued = issuer.issue("eddsa-jcs-2022", status="revocation", before=place)
    others = [n for n in (index - 1, index + 1) if 0 <= n < MINIMUM]
    bitstring(issuer).values = dict.fromkeys(others, 1)
    assert door.verdict(issued) is Verdict.VERIFIED
    bitstring(issuer).values = {index: 1}
    assert door.verdict(issued) is Verdict.REVOKED


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
@pytest.mark.parametrize("index", [0, 1, 7, 1023])
def test_STAT_03_token_lists_are_read_from_the_least_significant_bit(
    issuer: Issuer, door: Door, bits: int, index: int
) -> None:
    issued = issuer.sd_jwt(status="token")
    listed = issuer.token_list(bits=bits)
    issued.payload["status"] = listed.reference(index)
    listed.values = {n: 1 for n in (index - 1, index + 1) if 0 <= n < listed.entries}
    assert door.verdict(issued.token()) is Verdict.VERIFIED
    listed.values = {index: 1}
    assert door.verdict(issued.token()) is Verdict.REVOKED


@pytest.mark.parametrize("index", [1024, -1, "5", 1.5, True, None, 2**63])
def test_STAT_03_a_token_index_out_of_range_says_nothing(issuer: Issuer, door: Door, index: Any) -> None:
    issued = issuer.sd_jwt(status="token")
    issued.payload["status"]["status_list"]["idx"] = index
    for checked in door.attempt(issued.token()):
        assert checked.report.verdict.rank <= Verdict.STATUS_UNKNOWN.rank


def test_STAT_04_a_list_too_short_to_hide_in_says_nothing(issuer: Issuer, door: Door, credential: bytes) -> None:
    bitstring(issuer).entries = MINIMUM // 2
    assert door.verdict(credential) is Verdict.STATUS_UNKNOWN


def _packed(content: bytes) -> str:
    return "u" + b64u(content)


def test_STAT_04_a_list_that_inflates_without_end_is_given_up(issuer: Issuer, door: Door, credential: bytes) -> None:
    squeezer = zlib.compressobj(9, zlib.DEFLATED, 31)
    million = bytes(1 << 20)
    bomb = b"".join(squeezer.compress(million) for _ in range(256)) + squeezer.flush()
    bitstring(issuer).encoded = _packed(bomb)
    assert door.verdict(credential) is Verdict.STATUS_UNKNOWN


BROKEN_LISTS = {
    "truncated": lambda whole: _packed(whole[:-9]),
    "no trailer": lambda whole: _packed(whole[:-8]),
    "two members": lambda whole: _packed(whole + whole),
    "trailing bytes": lambda whole: _packed(whole + b"\0\0"),
    "wrong checksum": lambda whole: _packed(whole[:-8] + bytes([whole[-8] ^ 1]) + whole[-7:]),
    "not gzip": lambda whole: _packed(bytes(16_384)),
    "zlib": lambda whole: _packed(zlib.compress(bytes(16_384))),
    "no prefix": lambda whole: b64u(whole),
    "wrong prefix": lambda whole: "z" + b64u(whole),
    "padding": lambda whole: _packed(whole) + "=",
    "empty": lambda whole: "",
}


@pytest.mark.parametrize("fault", BROKEN_LISTS)
def test_STAT_04_a_broken_list_says_nothing(issuer: Issuer, door: Door, credential: bytes, fault: str) -> None:
    bitstring(issuer).encoded = BROKEN_LISTS[fault](gzip.compress(bytes(MINIMUM // 8), mtime=0))
    assert door.verdict(credential) is Verdict.STATUS_UNKNOWN


ADDRESSES = ["http://127.0.0.1/list", "https://169.254.169.254/latest", "file:///etc/passwd", "//host/share", "https://localhost:1/", "gopher://x", "https://[::1]/", "https://2130706433/", "data:,x", "javascript:1"]  # fmt: skip


@pytest.mark.parametrize("url", ADDRESSES)
def test_STAT_05_a_status_address_is_looked_up_among_held_documents_only(issuer: Issuer, door: Door, url: str) -> None:
    def aim(body: dict[str, Any]) -> None:
        body["credentialStatus"]["statusListCredential"] = url

    issued = issuer.issue("eddsa-jcs-2022", status="revocation", before=aim)
    assert door.verdict(issued) is Verdict.STATUS_UNKNOWN


def test_STAT_06_a_list_that_is_not_held_is_not_fetched_and_not_good(
    issuer: Issuer, door: Door, credential: bytes
) -> None:
    issuer.withheld.add(bitstring(issuer).url)
    result = status_of(door, credential)
    assert (result.outcome, result.code) == (Outcome.UNDECIDED, "status.not_held")


def test_STAT_08_a_list_goes_stale_at_exactly_its_time_to_live(issuer: Issuer, door: Door, credential: bytes) -> None:
    bitstring(issuer).ttl_ms = 3_600_000
    second = timedelta(seconds=1)
    hour = timedelta(hours=1)
    assert door.at(NOW + hour - second).verdict(credential) is Verdict.VERIFIED
    assert door.at(NOW + hour + second).verdict(credential) is Verdict.REFRESH_DUE
    issuer.revoke(credential)
    assert door.at(NOW + hour + second).verdict(credential) is Verdict.REVOKED


def test_STAT_08_without_a_time_to_live_a_list_is_fresh_for_thirty_days(
    issuer: Issuer, door: Door, credential: bytes
) -> None:
    assert door.at(NOW + timedelta(days=29)).verdict(credential) is Verdict.VERIFIED
    assert door.at(NOW + timedelta(days=31)).verdict(credential) is Verdict.REFRESH_DUE


@pytest.mark.parametrize("member", ["ttl", "expires"])
def test_STAT_08_a_token_list_goes_stale(issuer: Issuer, door: Door, member: str) -> None:
    issued = issuer.sd_jwt(status="token").token()
    hour = timedelta(hours=1)
    issuer.token_list(ttl=3_600 if member == "ttl" else None, expires=None if member == "ttl" else NOW + hour)
    assert door.at(NOW + hour / 2).verdict(issued) is Verdict.VERIFIED
    late = door.at(NOW + hour * 2).verdict(issued)
    assert late in (Verdict.REFRESH_DUE, Verdict.STATUS_UNKNOWN)


class Supplying(Door):
    """A verifier who holds the issuer's documents but not its lists: those came along with the credential."""

    def evidence(self) -> Evidence:
        held = super().evidence()
        lists = {url for issuer in self.issuers for url in issuer.lists}
        documents = {
            url: replace(document, held_from=HeldFrom.SUPPLIED) if url in lists else document
            for url, document in held.documents.documents.items()
        }
        return Evidence(DocumentMap(documents), held.known_issuers)


def test_STAT_08_keys_that_a_holder_supplies_are_never_the_issuers(door: Door, credential: bytes) -> None:
    supplied = replace(door, held_from=HeldFrom.SUPPLIED)
    assert supplied.verdict(credential) is Verdict.CANNOT_CHECK


def test_STAT_08_what_a_holder_supplies_is_only_as_fresh_as_its_signed_date(
    issuer: Issuer, door: Door, credential: bytes
) -> None:
    bitstring(issuer).valid_from = AWARDED
    supplied = Supplying(door.issuers, door.now)
    assert supplied.at(AWARDED + timedelta(days=100)).verdict(credential) is Verdict.REFRESH_DUE


def test_STAT_01_which_list_answers_is_not_for_the_holder_to_choose(issuer: Issuer, door: Door) -> None:
    """Another list of the same issuer is signed just as well: under the address of the one that is named it says nothing."""
    revoked = issuer.issue(status="revocation")
    issuer.revoke(revoked)
    (url,) = issuer.lists
    own = issuer.published_list(url)
    other = issuer.issue(None, BitstringList(f"{issuer.url}/status/clean", issuer.id, valid_from=AWARDED).credential())
    issuer.withheld = {url}
    verdicts = []
    for supplied in (own, other):
        carried = (CarriedDocument(url, supplied.decode()),)
        verdicts.append(door.verdict(pack_text(QrContent(QrKind.PRESENTATION, revoked.decode(), carried))))
    assert verdicts == [Verdict.REVOKED, Verdict.STATUS_UNKNOWN]


@pytest.mark.parametrize("value", [3, 0x0B, 0x0C, 0x0F, 0x10, 0xFF])
def test_STAT_09_a_status_without_a_meaning_is_told_as_a_number_and_is_not_good(
    issuer: Issuer, door: Door, value: int
) -> None:
    issued = issuer.sd_jwt(status="token")
    issuer.token_list(bits=8).values[issued.payload["status"]["status_list"]["idx"]] = value
    checked = door.check(issued.token())
    assert checked.report.verdict.rank < Verdict.REFRESH_DUE.rank
    result = checked.report.result_of("status")
    assert result is not None
    assert str(value) in map(str, result.facts.values())


@pytest.mark.parametrize("secured", ["vc+jwt", "jwt-vc"])
def test_STAT_09_a_credential_in_a_token_can_be_on_a_token_status_list_too(
    issuer: Issuer, door: Door, secured: str
) -> None:
    listed = issuer.token_list()
    reference = issuer.sd_jwt(status="token").payload["status"]
    issued = issuer.issue(secured, claims={"status": reference})
    assert status_of(door, issued).code == "status.good"
    listed.values[reference["status_list"]["idx"]] = 1
    assert door.verdict(issued) is Verdict.REVOKED
    for malformed in (None, "x", [], {"idx": "7"}):
        broken = issuer.issue(secured, claims={"status": {"status_list": malformed}})
        assert door.verdict(broken) is Verdict.STATUS_UNKNOWN
    assert door.verdict(issuer.issue(secured, claims={"status": "completed"})) is Verdict.VERIFIED


@pytest.mark.parametrize("kind", ["BitstringStatusListEntry2031", "SomethingElse", ""])
def test_STAT_09_a_method_we_do_not_know_is_not_good(issuer: Issuer, door: Door, kind: str) -> None:
    def rename(body: dict[str, Any]) -> None:
        body["credentialStatus"]["type"] = kind

    issued = issuer.issue("eddsa-jcs-2022", status="revocation", before=rename)
    for checked in door.attempt(issued):
        assert checked.report.verdict.rank <= Verdict.STATUS_UNKNOWN.rank


@pytest.mark.parametrize(
    "change",
    [{"header": {"typ": "JWT"}}, {"header": {"typ": "vc+jwt"}}, {"claims": {"sub": "https://northlight.example/status/other"}}, {"claims": {"sub": None}}, {"claims": {"iat": None}}, {"claims": {"status_list": {}}}, {"claims": {"status_list": {"bits": 3, "lst": "eNoDAAAAAAE"}}}],
)  # fmt: skip
def test_STAT_10_a_list_token_of_another_kind_or_place_says_nothing(
    issuer: Issuer, door: Door, change: dict[str, Any]
) -> None:
    issued = issuer.sd_jwt(status="token").token()
    assert door.verdict(issued) is Verdict.VERIFIED
    issuer.token_list(**change)
    assert door.verdict(issued) is Verdict.STATUS_UNKNOWN


def test_STAT_10_a_list_token_under_another_key_says_nothing(issuer: Issuer, door: Door) -> None:
    issued = issuer.sd_jwt(status="token").token()
    url = issuer.token_list().url
    issuer.list_signing[url] = {"key": make_key("Ed25519", b"attacker")}
    assert door.verdict(issued) is Verdict.STATUS_UNKNOWN
    header = {"alg": "none", "typ": "statuslist+jwt", "kid": issuer.key_id}
    issuer.documents[url] = compact(header, issuer.token_list().payload(), None).encode()
    assert door.verdict(issued) is Verdict.STATUS_UNKNOWN


@pytest.mark.parametrize("secured", ["eddsa-rdfc-2022", "eddsa-jcs-2022", "vc+jwt"])
def test_a_list_in_every_honest_form_is_read(issuer: Issuer, door: Door, credential: bytes, secured: str) -> None:
    issuer.list_signing[bitstring(issuer).url] = {"secured": secured}
    assert door.verdict(credential) is Verdict.VERIFIED
    issuer.revoke(credential)
    assert door.verdict(credential) is Verdict.REVOKED


@pytest.mark.parametrize("kind", ["P-256", "P-384", "RSA"])
def test_a_list_under_every_kind_of_key_is_read(world: Door, kind: str) -> None:
    issuer = Issuer(kind=kind)
    issued = issuer.issue("vc+jwt", status="revocation")
    assert world.of(issuer).verdict(issued) is Verdict.VERIFIED
    issuer.revoke(issued)
    assert world.of(issuer).verdict(issued) is Verdict.REVOKED


def test_STAT_08_a_list_past_its_own_end_is_never_fresh(issuer: Issuer, door: Door, credential: bytes) -> None:
    bitstring(issuer).valid_until = NOW - timedelta(days=1)
    assert door.verdict(credential) in (Verdict.REFRESH_DUE, Verdict.STATUS_UNKNOWN)
    issuer.revoke(credential)
    assert door.verdict(credential) in (Verdict.REVOKED, Verdict.STATUS_UNKNOWN)


def test_STAT_08_a_list_from_the_future_is_never_fresh(issuer: Issuer, door: Door, credential: bytes) -> None:
    bitstring(issuer).valid_from = NOW + timedelta(days=20)
    assert door.verdict(credential) not in (Verdict.VERIFIED, Verdict.REFRESH_DUE)


def test_STAT_01_a_list_that_is_itself_withdrawn_says_nothing(issuer: Issuer, door: Door, credential: bytes) -> None:
    url = bitstring(issuer).url
    own = issuer.bitstring_list("suspension")
    own.values[7] = 1
    issuer.list_signing[url] = {"before": lambda body: body.update(credentialStatus=own.entry(7))}
    assert door.verdict(credential) is Verdict.STATUS_UNKNOWN


def test_a_list_that_names_itself_as_its_own_status_ends(issuer: Issuer, door: Door, credential: bytes) -> None:
    url = bitstring(issuer).url
    issuer.list_signing[url] = {"before": lambda body: body.update(credentialStatus=bitstring(issuer).entry(9))}
    assert door.verdict(credential) in (Verdict.VERIFIED, Verdict.STATUS_UNKNOWN)
    issuer.revoke(credential)
    assert door.verdict(credential) in (Verdict.REVOKED, Verdict.STATUS_UNKNOWN)


@pytest.mark.parametrize("place", ["encodedList", "type", "subject"])
def test_STAT_10_a_list_credential_that_lacks_a_part_says_nothing(
    issuer: Issuer, door: Door, credential: bytes, place: str
) -> None:
    def spoil(body: dict[str, Any]) -> None:
        if place == "subject":
            body["credentialSubject"]["type"] = "SomethingElse"
        elif place == "type":
            body["type"] = ["VerifiableCredential"]
        else:
            del body["credentialSubject"]["encodedList"]

    issuer.list_signing[bitstring(issuer).url] = {"secured": "eddsa-jcs-2022", "before": spoil}
    assert door.verdict(credential) is Verdict.STATUS_UNKNOWN


def test_STAT_02_every_entry_of_a_credential_must_be_established(issuer: Issuer, door: Door) -> None:
    absent = BitstringList("https://northlight.example/status/absent", issuer.id)

    def two(body: dict[str, Any]) -> None:
        body["credentialStatus"] = [bitstring(issuer).entry(3), absent.entry(4, statusPurpose="suspension")]

    assert door.verdict(issuer.issue(before=two)) is Verdict.STATUS_UNKNOWN


@pytest.mark.parametrize("stranger_first", [True, False])
def test_STAT_01_a_list_that_names_no_issuer_speaks_for_its_signer_alone_in_one_batch(
    issuer: Issuer, world: Door, stranger_first: bool
) -> None:
    """Evidence remembers the lists it examined: what it found for one issuer's credential is no answer to another's."""
    stranger = Issuer("Somewhere College", host="somewhere.example", seed=b"somewhere")
    own = issuer.sd_jwt(status="token").token()
    listed = issuer.token_list(claims={"iss": None})
    strange = stranger.sd_jwt({"status": listed.reference(5)}).token()
    held, verdicts = world.of(issuer, stranger).evidence(), {}
    for token in (strange, own) if stranger_first else (own, strange):
        (checked,) = check_source(token.encode(), "received", now=NOW, evidence=held)
        assert isinstance(checked, CheckedCredential)
        verdicts[token] = checked.report.verdict
    assert verdicts == {own: Verdict.VERIFIED, strange: Verdict.STATUS_UNKNOWN}
