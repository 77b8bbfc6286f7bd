"""The strict door: everything that arrives is told by its content, and what is kept is what was received."""

import io
import json

import pytest

from tests.issuer_simulator import Hidden, Issuer, baking
from wallet.encoding.base64url import write_base64url
from wallet.errors import MalformedInputError, TooBigError, UnrecognisedInputError, UnsupportedInputError, WalletError
from wallet.formats import refusals
from wallet.formats.budget import InputBudget
from wallet.formats.envelope import Container, Envelope, Format, Kind
from wallet.formats.registry import Refusal, open_envelope, open_envelopes, open_nested

ISSUER = Issuer()
BADGE = ISSUER.issue("eddsa-jcs-2022")
OTHER = ISSUER.issue("eddsa-jcs-2022")
VC_JWT = ISSUER.issue("vc+jwt")
SD_JWT = ISSUER.sd_jwt({"course": "Statistics", "grade": Hidden("B")}).token().encode()


def only_error(source: bytes) -> WalletError:
    (found,) = open_envelopes(source, "received")
    assert isinstance(found, Refusal)
    return found.error


def envelopes(source: bytes, label: str = "received") -> list[Envelope]:
    found = list(open_envelopes(source, label))
    assert all(isinstance(one, Envelope) for one in found), found
    return found


@pytest.mark.parametrize(
    ("source", "secured", "container"),
    [
        (BADGE, Format.JSON, Container.FILE),
        (b" \r\n" + BADGE + b"\n", Format.JSON, Container.FILE),
        (ISSUER.issue("jwt-vc"), Format.JWT_VC_1, Container.FILE),
        (VC_JWT, Format.VC_JWT, Container.FILE),
        (b"\n " + VC_JWT + b" \r\n\n", Format.VC_JWT, Container.FILE),
        (SD_JWT, Format.SD_JWT_VC, Container.FILE),
        (baking.bake_png(BADGE), Format.JSON, Container.PNG),
        (baking.bake_png(VC_JWT, kind=b"tEXt"), Format.VC_JWT, Container.PNG),
        (baking.bake_svg(BADGE), Format.JSON, Container.SVG),
        (baking.bake_svg(SD_JWT), Format.SD_JWT_VC, Container.SVG),
        (baking.qr_picture(SD_JWT.decode()), Format.SD_JWT_VC, Container.QR),
    ],
)
def test_each_kind_of_file_is_told_by_its_content_and_kept_byte_for_byte(source, secured, container):
    (envelope,) = envelopes(source, "no-name-that-would-help")
    assert (envelope.format, envelope.container, envelope.kind) == (secured, container, Kind.CREDENTIAL)
    assert envelope.original == source
    assert envelope.source == "no-name-that-would-help"
    again = open_envelope(envelope.original, "again")
    assert again.document == envelope.document
    assert again.token == envelope.token


def test_credentials_in_an_array_and_in_an_export_keep_their_exact_text():
    spaced = json.dumps(json.loads(BADGE), indent=3, ensure_ascii=False).encode()
    export = (
        b'{"made":"today","credentials": ['
        + spaced
        + b",\n"
        + OTHER
        + b', "'
        + VC_JWT
        + b'"], "more":{"credential":'
        + BADGE
        + b"}}"
    )
    found = envelopes(export)
    assert [one.original for one in found] == [spaced, OTHER, VC_JWT, BADGE]
    assert [one.original for one in envelopes(b"[" + BADGE + b" , " + OTHER + b"]")] == [BADGE, OTHER]


def test_a_string_that_holds_braces_does_not_move_the_spans():
    tricky = json.dumps({**json.loads(BADGE), "name": 'a {"b": "}{'}).encode()
    found = envelopes(b'{"note":"}{\\"{","list":[{"x":{}},' + tricky + b"," + OTHER + b"]}")
    assert [one.original for one in found] == [tricky, OTHER]


def test_a_presentation_is_one_document():
    presentation = {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": "VerifiablePresentation"}
    source = json.dumps({**presentation, "verifiableCredential": [json.loads(BADGE), json.loads(OTHER)]}).encode()
    (envelope,) = envelopes(source)
    assert envelope.kind is Kind.PRESENTATION


@pytest.mark.parametrize("media", ["vc+jwt", "vc-ld+jwt", "vc+ld+jwt", "vc+ld+json+jwt"])
def test_an_enveloped_credential_is_the_token_in_its_data_url(media):
    source = json.dumps(
        {
            "@context": "https://www.w3.org/ns/credentials/v2",
            "type": "EnvelopedVerifiableCredential",
            "id": f"data:application/{media},{VC_JWT.decode()}",
        }
    ).encode()
    (envelope,) = envelopes(source)
    assert (envelope.format, envelope.original, envelope.token) == (Format.VC_JWT, source, VC_JWT.decode())


def test_a_json_serialised_sd_jwt_becomes_the_compact_one():
    head, *disclosures, _ = SD_JWT.decode().split("~")
    protected, payload, signature = head.split(".")
    flattened = {
        "payload": payload,
        "protected": protected,
        "signature": signature,
        "header": {"disclosures": disclosures},
    }
    general = {
        "payload": payload,
        "signatures": [{"protected": protected, "signature": signature, "header": {"disclosures": disclosures}}],
    }
    older = {"payload": payload, "protected": protected, "signature": signature, "disclosures": disclosures}
    for form in (flattened, general, older):
        (envelope,) = envelopes(json.dumps(form).encode())
        assert envelope.token == SD_JWT.decode()
        assert envelope.document["grade"] == "B"


@pytest.mark.parametrize(
    "more",
    [
        {"header": {"kid": "another"}},
        {"header": {"alg": "none"}},
        {"signatures": [{"protected": "e30", "signature": "AAAA"}]},
    ],
)
def test_JOSE_05_a_json_serialised_token_that_says_a_thing_in_two_places_is_refused(more: dict):
    protected, payload, signature = VC_JWT.decode().split(".")
    plain = {"payload": payload, "protected": protected, "signature": signature}
    assert envelopes(json.dumps({**plain, "header": {"x": 1}}).encode())[0].token == VC_JWT.decode()
    assert only_error(json.dumps({**plain, **more}).encode()).step in ("jwt.header", "jwt.json")


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_lines_of_json_are_documents_each_for_itself(end: bytes):
    found = list(open_envelopes(end.join((BADGE, b'{"broken": ', OTHER, b"")), "many.jsonl"))
    assert [one.original if isinstance(one, Envelope) else one.error.step for one in found] == [
        BADGE,
        "json.syntax",
        OTHER,
    ]
    assert only_error(json.dumps(json.loads(BADGE), indent=1).encode()[:-40]).step == "json.syntax"


def test_pasted_text_yields_the_exact_spans():
    text = b"Hi Qiao {hooray},\n\nyour badge: " + BADGE + b"\nthe token: " + VC_JWT + b".\nand (" + SD_JWT + b") - bye"
    found = envelopes(text)
    assert [one.original for one in found] == [BADGE, VC_JWT, SD_JWT]
    assert {one.container for one in found} == {Container.TEXT}


def test_a_credential_in_the_quoted_lines_of_a_mail_is_found():
    indented = json.dumps(json.loads(BADGE), indent=2).encode()
    quoted = b"On Monday somebody wrote:\n" + b"\n".join(b"> > " + line for line in indented.splitlines()) + b"\nThanks"
    (envelope,) = envelopes(quoted)
    assert envelope.document == json.loads(BADGE)


def test_a_token_that_a_mail_program_wrapped_is_put_together():
    token = VC_JWT.decode()
    wrapped = "\n".join(token[place : place + 76] for place in range(0, len(token), 76))
    (envelope,) = envelopes(f"Your badge:\n\n{wrapped}\n\nRegards\n".encode())
    assert envelope.token == token


def test_a_damaged_credential_in_a_text_is_reported_and_its_neighbours_are_read():
    damaged = BADGE.replace(b'"issuer"', b'"type"', 1)  # `type` is there twice now
    found = list(open_envelopes(b"one " + damaged + b" two " + OTHER, "mail"))
    assert isinstance(found[0], Refusal)
    assert found[0].error.step == "json.duplicate"
    assert isinstance(found[1], Envelope)
    assert found[1].original == OTHER


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (b"", UnrecognisedInputError),
        (b" \n\t", UnrecognisedInputError),
        (b"hello", UnrecognisedInputError),
        (b"{}", UnrecognisedInputError),
        (b"[]", UnrecognisedInputError),
        (b'{"id":"did:web:x.example","verificationMethod":[]}', UnrecognisedInputError),
        (bytes(range(256)), UnrecognisedInputError),
        (b"\x1f\x8b\x08" + bytes(20), UnrecognisedInputError),
        (b"<!DOCTYPE html><html><body>Sign in<svg></svg></body></html>", refusals.WebPageError),
        (b"https://badges.example/a/1\n", refusals.LinkOnlyError),
        (b"openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fx.example", refusals.LinkOnlyError),
        (b"shlink:/eyJ1cmwiOiJodHRwczovL2V4YW1wbGUub3JnIn0", refusals.HealthCardError),
        (baking.plain_png(64), refusals.NoCredentialInImageError),
        (baking.svg("<g/>"), refusals.NoCredentialInImageError),
        (baking.bake_png(b"https://badges.example/assertions/1"), refusals.LinkOnlyError),
        (
            b'{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","recipient":{},"badge":{}}',
            refusals.OpenBadges2Error,
        ),
        (
            b'{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","name":"x"}',
            refusals.BadgeDefinitionError,
        ),
        (
            b'{"@context":"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json","type":"Achievement"}',
            refusals.BadgeDefinitionError,
        ),
        (b'{"type":"BlockchainCertificate","document":{},"receipt":{}}', refusals.BlockcertsError),
        (b'{"learner":{},"publisher":{},"assertions":[]}', refusals.LegacyTranscriptError),
        (b'{"protected":"e30","recipients":[],"ciphertext":"AA","iv":"AA","tag":"AA"}', refusals.EncryptedInputError),
        (b"eyJhbGciOiJkaXIifQ.eyJhbGciOiJkaXIifQ.AAAA.BBBB.CCCC", refusals.EncryptedInputError),
        (b"\xd2\x84\x43\xa1\x01\x26" + bytes(30), refusals.CoseError),
        (b"\xa2\x6cissuerSigned\xa1\x6anameSpaces\xa0\xff\xff", refusals.MdocError),
        (b'<?xml version="1.0"?><europassCredential xmlns="http://data.europa.eu/snb"/>', refusals.EuropassXmlError),
        (BADGE.decode().encode("utf-16"), MalformedInputError),
        (b"\xef\xbb\xbf" + BADGE, MalformedInputError),
    ],
)
def test_what_is_not_a_credential_is_refused_with_a_reason_of_its_own(source, error):
    refused = only_error(source)
    assert type(refused) is error
    assert refused.step
    assert refused.sentence.render("zh_CN") != refused.sentence.text or error in (
        UnrecognisedInputError,
        MalformedInputError,
    )


def test_a_link_in_a_qr_code_is_told_and_not_followed(no_network):
    refused = only_error(baking.qr_picture("https://user@badges.example:8443/a?b=c"))
    assert isinstance(refused, refusals.LinkOnlyError)
    assert refused.facts == {"host": "badges.example"}
    assert no_network == []


def test_two_qr_codes_in_one_picture_are_both_read():
    from PIL import Image

    second = ISSUER.sd_jwt({"course": "History"}).token()
    codes = [Image.open(io.BytesIO(baking.qr_picture(text))).convert("L") for text in (SD_JWT.decode(), second)]
    page = Image.new("L", (codes[0].width + codes[1].width + 60, max(code.height for code in codes) + 40), 255)
    page.paste(codes[0], (20, 20))
    page.paste(codes[1], (codes[0].width + 40, 20))
    for form in ("PNG", "JPEG", "WEBP"):
        packed = io.BytesIO()
        page.save(packed, form)
        assert {one.token for one in envelopes(packed.getvalue())} == {SD_JWT.decode(), second}


def test_exactly_one_is_wanted():
    with pytest.raises(refusals.SeveralCredentialsError):
        open_envelope(b"[" + BADGE + b"," + OTHER + b"]", "two")
    with pytest.raises(UnrecognisedInputError):
        open_envelope(b"none", "none")
    with pytest.raises(MalformedInputError):
        open_envelope(b'{"type":"VerifiableCredential",}', "broken")


def test_a_credential_over_its_budget_is_refused_and_an_export_of_many_is_not():
    padded = json.loads(BADGE) | {"padding": "x" * (2 * 1024 * 1024)}
    assert isinstance(only_error(json.dumps(padded).encode()), TooBigError)
    export = b"[" + b",".join([BADGE] * 1_500) + b"]"
    assert len(export) > 2 * 1024 * 1024
    assert len(envelopes(export)) == 1_500


def test_the_count_of_documents_is_bounded_and_what_was_found_is_kept():
    found = list(open_envelopes(b"[" + b",".join([BADGE] * 9) + b"]", "many", budget=InputBudget(documents=5)))
    assert sum(isinstance(one, Envelope) for one in found) == 5
    assert isinstance(found[-1], Refusal)
    assert found[-1].error.step == "input.documents"


def test_a_text_of_braces_ends_at_its_work_budget():
    (found,) = open_envelopes(b"prose " + b"{" * 20_000, "braces", budget=InputBudget(scanned=1_000_000))
    assert isinstance(found, Refusal)
    assert isinstance(found.error, TooBigError)
    assert found.error.step == "text.work"


def test_a_nested_credential_is_opened_from_an_object_or_a_token():
    assert open_nested(json.loads(BADGE), "inside").document == json.loads(BADGE)
    assert open_nested(VC_JWT.decode(), "inside").format is Format.VC_JWT
    for content in (None, 7, "hello", []):
        with pytest.raises(MalformedInputError):
            open_nested(content, "inside")


def test_a_hosted_badge_baked_the_old_way_needs_the_network():
    picture = baking.plain_png()
    baked = picture[:33] + baking.text_chunk(b"https://badges.example/1", keyword=b"openbadges") + picture[33:]
    assert isinstance(only_error(baked), refusals.OpenBadges2Error)
    assert isinstance(refusals.OpenBadges2Error(), UnsupportedInputError)


def test_a_pdf_yields_its_attachments_and_is_kept_whole():
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment("badge.json", BADGE)
    packed = io.BytesIO()
    writer.write(packed)
    (envelope,) = envelopes(packed.getvalue())
    assert (envelope.container, envelope.original) == (Container.PDF, packed.getvalue())
    bare = PdfWriter()
    bare.add_blank_page(100, 100)
    packed = io.BytesIO()
    bare.write(packed)
    assert isinstance(only_error(packed.getvalue()), UnrecognisedInputError)


def test_an_odd_token_is_called_damaged_and_not_cut_where_the_damage_begins():
    head, disclosed, _ = SD_JWT.decode().split("~")
    found = open_envelope(f"{head}~{disclosed}!!~".encode(), "damaged")
    assert found.selective is not None
    assert found.selective.fault == "coverage.disclosure_malformed"
    header = write_base64url(b'{"alg":"ES256","typ":"vc+jwt"}')
    assert isinstance(only_error(f"{header}.A+B/.AAAA".encode()), MalformedInputError)


def test_a_saved_mail_yields_its_attachments_and_its_text():
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "registry@northlight.example",
        "qiao@x.example",
        "Your badge 祝贺",
    )
    message.set_content(f"Congratulations!\n\n{VC_JWT.decode()}\n\nThe registry", cte="quoted-printable")
    picture = baking.bake_png(BADGE)
    message.add_attachment(picture, "image", "png", filename="badge.png")
    message.add_attachment(b"%PDF-1.7 broken", "application", "pdf", filename="letter.pdf")
    found = list(open_envelopes(message.as_bytes(), "mail"))
    assert [one.original for one in found if isinstance(one, Envelope)] == [VC_JWT, picture]
    assert len([one for one in found if isinstance(one, Refusal)]) == 1
    plain = EmailMessage()
    plain["Subject"] = "hello"
    plain.set_content("nothing here")
    assert isinstance(only_error(plain.as_bytes()), UnrecognisedInputError)


MAIL_HEAD = b"MIME-Version: 1.0\r\nFrom: a@example.edu\r\n"


@pytest.mark.parametrize(
    ("source", "step"),
    [
        (b"Content-Type: multipart/mixed; " + b'a="' * 30_000 + b"\r\n\r\nx", "mail.headers"),
        (b"Content-Type: text/plain\r\n" + b" a\r\n" * 30_000 + b"\r\nx", "mail.headers"),
        (b"Content-Type: text/plain\rContent-Transfer-Encoding: " + b"(" * 20_000 + b"\r\rx", "mail.headers"),
        (b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\nContent-Type: Multipart/mixed; boundary=x\n\n" * 9_000, "mail.parts"),
        (b"Content-Type: message/rfc822\n\n" * 5_000, "mail.parts"),
        (b"Content-Type: multipart/digest; boundary=x\n\n" + b"--x\n\n" * 100_000, "mail.parts"),
    ],
)  # fmt: skip
def test_a_mail_that_is_built_to_cost_its_reader_minutes_is_refused_before_it_is_read(source: bytes, step: str) -> None:
    assert only_error(MAIL_HEAD + source).step == step
