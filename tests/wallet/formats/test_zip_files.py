"""Zips: in memory, bounded, never extracted; one bad member spoils only itself."""

import io
import zipfile

import pytest

from tests.issuer_simulator import Issuer, baking
from wallet.errors import MalformedInputError, TooBigError, UnrecognisedInputError, UnsupportedInputError
from wallet.formats.budget import InputBudget
from wallet.formats.envelope import Container, Envelope
from wallet.formats.refusals import EncryptedInputError
from wallet.formats.registry import Refusal, open_envelopes

ISSUER = Issuer()
BADGE = ISSUER.issue("eddsa-jcs-2022")


def opened(source: bytes, **limits: int) -> list[Envelope | Refusal]:
    return list(open_envelopes(source, "a.zip", budget=InputBudget(**limits)))


def only_error(source: bytes, **limits: int) -> Exception:
    (found,) = opened(source, **limits)
    assert isinstance(found, Refusal)
    return found.error


def test_every_member_is_opened_under_its_own_label():
    picture = baking.bake_png(BADGE)
    found = opened(
        baking.zip_of(
            {
                "b.json": BADGE,
                "deep/er/c.png": picture,
                "__MACOSX/._b.json": b"x",
                "d/": b"",
                ".DS_Store": b"x",
                "notes.txt": b"hi",
            }
        )
    )
    assert [one.source for one in found] == ["a.zip!b.json", "a.zip!deep/er/c.png", "a.zip!notes.txt"]
    assert [one.original for one in found if isinstance(one, Envelope)] == [BADGE, picture]
    assert isinstance(found[1], Envelope)
    assert found[1].container is Container.PNG
    assert isinstance(found[2], Refusal)


@pytest.mark.parametrize(
    "name",
    ["../../up.json", "/abs.json", "C:\\a.json", "a\\..\\..\\b", "CON", "..", "a\x00b", "\u202egnp.json", "x" * 4000],
)
def test_BAK_04_names_are_labels_only(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (found,) = opened(baking.zip_of({name: BADGE}))
    assert isinstance(found, Envelope)
    assert found.original == BADGE
    assert found.source.isprintable()
    assert len(found.source) <= 210
    assert list(tmp_path.iterdir()) == []


def test_BAK_04_a_symbolic_link_is_a_text_and_is_not_followed():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        link = zipfile.ZipInfo("link.json")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert isinstance(only_error(packed.getvalue()), UnrecognisedInputError)


def test_BAK_04_two_members_of_one_name_are_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.json", BADGE)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.json", b"{}")
    assert only_error(packed.getvalue()).step == "zip.duplicate"


def test_BAK_04_too_many_members_are_refused_before_they_are_listed():
    assert isinstance(only_error(baking.zip_of({f"{n}.json": b"{}" for n in range(2_001)})), TooBigError)


def test_BAK_04_the_total_is_bounded():
    source = baking.zip_of({f"{n}.json": BADGE * 4 for n in range(20)})
    assert only_error(source, zip_total=len(BADGE) * 40).step == "zip.total"


def test_BAK_05_a_member_that_grows_a_hundredfold_is_refused():
    found = opened(baking.zip_of({"bomb.json": bytes(30 << 20), "good.json": BADGE}))
    assert isinstance(found[0], Refusal)
    assert found[0].error.step == "zip.ratio"
    assert isinstance(found[1], Envelope)


def test_BAK_05_a_zip_in_a_zip_is_not_entered():
    refused = only_error(baking.zip_of({"inner.zip": baking.zip_of({"a.json": BADGE})}))
    assert isinstance(refused, UnsupportedInputError)
    assert refused.step == "zip.nested"


def test_BAK_05_a_lying_size_and_a_wrong_checksum_are_refused():
    source = bytearray(baking.zip_of({"a.json": BADGE}))
    directory = source.rfind(b"PK\x01\x02")
    for place, value in ((directory + 24, 10), (directory + 16, source[directory + 16] ^ 1)):
        lying = bytearray(source)
        lying[place] = value
        assert isinstance(only_error(bytes(lying)), MalformedInputError)


def test_BAK_05_a_member_without_a_name_is_refused_and_its_neighbours_are_opened():
    """zipfile cuts a name at its first zero byte, which leaves nothing of this one."""
    source = baking.zip_of({"a.json": BADGE, "b.json": BADGE})
    directory = source.find(b"PK\x01\x02")
    nameless = source[: directory + 46] + b"\0" + source[directory + 47 :]
    assert source[directory + 46 : directory + 52] == b"a.json"
    found = opened(nameless)
    assert [type(one).__name__ for one in found] == ["Refusal", "Envelope"]


def test_BAK_05_members_that_share_their_bytes_are_refused():
    """Overlapping entries are how a small zip becomes a very large one without nesting."""
    entry = baking.zip_of({"a": b"0" * 5_000})
    directory, end = entry.rfind(b"PK\x01\x02"), entry.rfind(b"PK\x05\x06")
    entries = b"".join(entry[directory:end].replace(b"a", bytes([97 + n]), 1) for n in range(20))
    tail = bytearray(entry[end:])
    tail[8:12] = (20).to_bytes(2, "little") * 2
    tail[12:16] = len(entries).to_bytes(4, "little")
    assert only_error(entry[:directory] + entries + bytes(tail)).step in ("zip.overlap", "zip.directory")


def test_an_encrypted_member_is_refused_and_told():
    source = bytearray(baking.zip_of({"a.json": BADGE}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        source[source.find(mark) + offset] |= 1
    assert isinstance(only_error(bytes(source)), EncryptedInputError)


def test_an_empty_zip_and_a_cut_one_are_refused():
    assert isinstance(only_error(baking.zip_of({})), UnrecognisedInputError)
    whole = baking.zip_of({"a.json": BADGE})
    for length in range(4, len(whole), 97):
        assert isinstance(only_error(whole[:length]), MalformedInputError)
