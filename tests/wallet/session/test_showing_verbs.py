"""Showing through an open wallet: what is proposed, questions by whichever way they come, one answer a question, who holds a key."""

import base64
import json
import zlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.issuer_simulator import Hidden, Issuer
from tests.wallet.presentations.presenting import badge_for, bbs_for
from tests.wallet.session.learners import ISSUER, NOON, Hours, a_course, a_key, keep
from wallet.errors import InputError, MalformedInputError, WalletError
from wallet.messages import presenting as show
from wallet.messages.requests import Trash
from wallet.presentations.presentation import Bound
from wallet.qr.encode import draw
from wallet.qr.packing import QrContent, QrKind, pack_text
from wallet.qr.picture import write_png
from wallet.report import Verdict
from wallet.session import Session
from wallet.wording import explain

# keys, and proofs that somebody holds one


@pytest.mark.parametrize("form", ["key", "jwk"])
def test_a_key_counts_the_credentials_issued_to_it(learner: Session, form: str) -> None:
    key, jwk = a_key(learner, form)
    other, _ = a_key(learner, form)

    class Named:
        did = key.did

    a_course(learner, jwk)
    kept = keep(learner, ISSUER.issue(body=badge_for(Named(), ISSUER.id)))  # type: ignore[arg-type]
    counted = {each.id: each.credentials for each in learner.holder_keys(show.ListHolderKeys()).keys}
    assert counted == {key.id: 2, other.id: 0}
    learner.trash(Trash((kept,)))
    counted = {each.id: each.credentials for each in learner.holder_keys(show.ListHolderKeys()).keys}
    assert counted == {key.id: 1, other.id: 0}


def test_the_code_of_a_holder_carries_the_proof(learner: Session, verifier: Session) -> None:
    key, _ = a_key(learner)
    proof = learner.prove_holder(show.ProveHolder(key.id, "n-0S6_WzA2Mj", "registrar.example"))
    code = learner.frame(show.GetFrame(text=proof.presentation))
    assert code.version <= 12
    seen = verifier.see_frame(show.SeeFrame(texts=(pack_text(QrContent(QrKind.HOLDER_KEY, proof.presentation)),)))
    assert seen.kind == "holder_key"
    claim = verifier.read_holder(show.ReadHolder(seen.text))
    assert (claim.did, claim.proven) == (key.did, True)
    assert (claim.challenge, claim.domain, claim.made) == ("n-0S6_WzA2Mj", "registrar.example", NOON)


def test_a_bare_identifier_proves_nothing(learner: Session, verifier: Session) -> None:
    key, _ = a_key(learner)
    claim = verifier.read_holder(show.ReadHolder(key.did))
    assert (claim.did, claim.proven) == (key.did, False)


def test_a_proof_for_another_identifier_is_not_believed(learner: Session, verifier: Session) -> None:
    mine, theirs = a_key(learner)[0], a_key(learner)[0]
    proof = json.loads(learner.prove_holder(show.ProveHolder(mine.id)).presentation)
    for changed in ({**proof, "holder": theirs.did}, {**proof, "proof": {**proof["proof"], "challenge": "another"}}):
        claim = verifier.read_holder(show.ReadHolder(json.dumps(changed)))
        assert not claim.proven


def test_a_proof_of_nothing_but_a_key_is_no_credential_to_judge(learner: Session, verifier: Session) -> None:
    key, _ = a_key(learner)
    shown = verifier.check_shown(show.CheckShown(text=learner.prove_holder(show.ProveHolder(key.id)).presentation))
    assert shown.items == ()
    assert [(claim.did, claim.proven) for claim in shown.holders] == [(key.did, True)]


def test_of_each_credential_it_is_said_to_whose_key_it_is_tied(learner: Session) -> None:
    key, jwk = a_key(learner)
    elsewhere = Issuer("Elsewhere", method="key")

    class Stranger:
        did = elsewhere.id

    ids = (
        a_course(learner, jwk),
        keep(learner, ISSUER.issue(body=badge_for(Stranger(), ISSUER.id))),  # type: ignore[arg-type]
        keep(learner, ISSUER.sd_jwt({"course_name": Hidden("Open course")}).token()),
    )
    views = learner.disclosures(show.GetDisclosures(ids)).items
    assert [(view.bound, view.key) for view in views] == [("own_key", key.id), ("other_key", ""), ("nobody", "")]


# somebody's question, by whichever way it comes


def a_pdf(picture: bytes, *, as_jpeg: bool) -> bytes:
    """A page with one picture on it, as a scanner or a word processor writes it."""
    image = Image.open(BytesIO(picture)).convert("L")
    image = image.resize((image.width * 4, image.height * 4), Image.Resampling.NEAREST)
    if as_jpeg:
        written = BytesIO()
        image.save(written, "JPEG", quality=85)
        data, kind = written.getvalue(), "/DCTDecode"
    else:
        data, kind = zlib.compress(image.tobytes()), "/FlateDecode"
    head = (
        f"<< /Type /XObject /Subtype /Image /Width {image.width} /Height {image.height} /ColorSpace /DeviceGray "
        f"/BitsPerComponent 8 /Filter {kind} /Length {len(data)} >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /Im0 4 0 R >> >> >>",
        head.encode() + b"\nstream\n" + data + b"\nendstream",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return out + f"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF".encode()


def code_of(text: str, kind: QrKind) -> bytes:
    return write_png(draw(pack_text(QrContent(kind, text))))


@pytest.mark.parametrize(
    "way", ["text", "spaced", "code text", "png", "picture file", "text file", "jpeg", "scan", "print"]
)
def test_a_question_is_read_by_every_way_it_can_come(verifier: Session, tmp_path: Path, way: str) -> None:
    asked = verifier.make_challenge(show.MakeChallenge("Northgate", "Interview"))
    picture, path = code_of(asked.text, QrKind.CHALLENGE), tmp_path / "question"
    jpeg = BytesIO()
    large = Image.open(BytesIO(picture)).convert("L")
    large.resize((large.width * 3, large.height * 3)).save(jpeg, "JPEG")
    files = {
        "picture file": picture,
        "text file": b"\xef\xbb\xbf" + asked.text.encode() + b"\n",
        "jpeg": jpeg.getvalue(),
        "scan": a_pdf(picture, as_jpeg=True),
        "print": a_pdf(picture, as_jpeg=False),
    }
    path.write_bytes(files.get(way, b""))
    requests = {
        "text": show.ReadChallenge(asked.text),
        "spaced": show.ReadChallenge(f"\n  {asked.text}  \n"),
        "code text": show.ReadChallenge(pack_text(QrContent(QrKind.CHALLENGE, asked.text))),
        "png": show.ReadChallenge(png=picture),
    }
    read = verifier.read_challenge(requests.get(way, show.ReadChallenge(path=str(path))))
    assert (read.nonce, read.check_code) == (asked.nonce, asked.check_code)


@pytest.mark.parametrize("what", ["nothing", "another code", "a blank picture", "a PDF without codes", "noise"])
def test_what_is_no_question_is_refused_with_its_step(verifier: Session, tmp_path: Path, what: str) -> None:
    blank = BytesIO()
    Image.new("L", (64, 64), 255).save(blank, "PNG")
    given = {
        "nothing": b"hello",
        "another code": code_of("eyJhbGciOiJub25lIn0.e30.", QrKind.TEXT),
        "a blank picture": blank.getvalue(),
        "a PDF without codes": a_pdf(blank.getvalue(), as_jpeg=False),
        "noise": bytes(range(256)) * 8,
    }[what]
    path = tmp_path / "given"
    path.write_bytes(given)
    with pytest.raises(MalformedInputError) as refusal:
        verifier.read_challenge(show.ReadChallenge(path=str(path)))
    assert refusal.value.code == "challenge.none"
    assert refusal.value.step in ("challenge.none", "challenge.other")
    with pytest.raises(MalformedInputError):
        verifier.read_holder(show.ReadHolder(path=str(path)))


def test_a_printed_presentation_that_was_scanned_is_checked(
    learner: Session, verifier: Session, tmp_path: Path
) -> None:
    _, jwk = a_key(learner)
    course = a_course(learner, jwk)
    prepared = learner.prepare(show.PreparePresentation((show.ChosenCredential(course, ("/grade",)),), bind=False))
    path = tmp_path / "scan.pdf"
    path.write_bytes(a_pdf(code_of(prepared.text, QrKind.PRESENTATION), as_jpeg=True))
    shown = verifier.check_shown(show.CheckShown(paths=(str(path),)))
    assert [item.verdict for item in shown.items] == [Verdict.ISSUER_UNKNOWN]


def test_IMG_10_a_picture_that_claims_to_be_huge_is_not_unpacked(verifier: Session, tmp_path: Path) -> None:
    blank = BytesIO()
    Image.new("L", (64, 64), 255).save(blank, "PNG")
    path = tmp_path / "huge.pdf"
    path.write_bytes(a_pdf(blank.getvalue(), as_jpeg=False).replace(b"/Width 256", b"/Width 99999"))
    shown = verifier.check_shown(show.CheckShown(paths=(str(path),)))
    assert [problem.step for problem in shown.refused] == ["pdf.attachments"]


# one answer a question


@pytest.mark.parametrize("form", ["sd-jwt", "data-integrity", "vp+jwt"])
def test_SDJWT_13_a_second_answer_to_one_question_is_refused(learner: Session, verifier: Session, form: str) -> None:
    key, jwk = a_key(learner)

    class Named:
        did = key.did

    kept = (
        a_course(learner, jwk) if form == "sd-jwt" else keep(learner, ISSUER.issue(body=badge_for(Named(), ISSUER.id)))
    )  # type: ignore[arg-type]
    asked = verifier.make_challenge(show.MakeChallenge("Northgate"))
    request = show.PreparePresentation(
        (show.ChosenCredential(kept, everything=True),), "Northgate", "", asked.nonce, form=form
    )
    answer = learner.prepare(request).text

    def judged(nonce: str) -> tuple[Verdict, str]:
        item = verifier.check_shown(show.CheckShown(text=answer, nonce=nonce, audience="Northgate")).items[0]
        return item.verdict, next(result.code for result in item.results if result.check == "holder")

    assert judged(asked.nonce) == (Verdict.ISSUER_UNKNOWN, "holder.bound")
    assert judged(asked.nonce) == (Verdict.NOT_BOUND, "holder.answered")
    again = verifier.make_challenge(show.MakeChallenge("Northgate"))
    assert judged(again.nonce) == (Verdict.NOT_BOUND, "holder.wrong_nonce")


def test_SDJWT_13_a_wrong_answer_does_not_use_the_question_up(learner: Session, verifier: Session) -> None:
    _, jwk = a_key(learner)
    course = a_course(learner, jwk)
    asked = verifier.make_challenge(show.MakeChallenge("Northgate"))
    for nonce, verdict in (("another-nonce-000", Verdict.NOT_BOUND), (asked.nonce, Verdict.ISSUER_UNKNOWN)):
        prepared = learner.prepare(show.PreparePresentation((show.ChosenCredential(course),), "Northgate", "", nonce))
        shown = verifier.check_shown(show.CheckShown(text=prepared.text, nonce=asked.nonce, audience="Northgate"))
        assert shown.items[0].verdict is verdict


@pytest.mark.parametrize(
    ("minutes", "later", "good"), [(5, 4, True), (5, 7, False), (1440, 600, True), (10, 60, False)]
)
def test_VP_11_an_answer_lasts_as_long_as_its_holder_said(
    learner: Session, verifier: Session, hours: Hours, minutes: int, later: int, good: bool
) -> None:
    _, jwk = a_key(learner)
    course = a_course(learner, jwk)
    prepared = learner.prepare(
        show.PreparePresentation((show.ChosenCredential(course),), "Northgate", "", "n" * 20, minutes)
    )
    assert prepared.expires == NOON + timedelta(minutes=minutes)
    hours.now = NOON + timedelta(minutes=later)
    item = verifier.check_shown(show.CheckShown(text=prepared.text, nonce="n" * 20, audience="Northgate")).items[0]
    code = next(result.code for result in item.results if result.check == "holder")
    assert code == ("holder.bound" if good else "holder.expired")


# what is proposed


def test_only_what_is_asked_is_proposed_and_sent(learner: Session, verifier: Session) -> None:
    _, jwk = a_key(learner)
    course = a_course(learner, jwk)
    wish = show.WishView(facts=("title", "grade"))
    asked = verifier.make_challenge(show.MakeChallenge("Northgate", wish=wish))
    assert asked.facts == ("What it is for", "Grade or result")
    proposal = learner.propose(show.ProposeChoice(asked.text))
    assert proposal.missing == ()
    assert proposal.choices == (show.ChosenCredential(course, ("/course_name", "/grade")),)
    assert [summary.id for summary in proposal.summaries] == [course]
    prepared = learner.prepare(show.PreparePresentation(proposal.choices, "Northgate", "", asked.nonce))
    assert "2001-02-03" not in base64.urlsafe_b64decode(prepared.text.split("~")[1] + "==").decode()
    assert {leaf.path for leaf in prepared.shown[0].leaves} & {"/grade", "/course_name", "/birthdate"} == {
        "/grade",
        "/course_name",
    }


def test_who_wishes_nothing_in_particular_asks_for_anything(verifier: Session) -> None:
    asked = verifier.make_challenge(show.MakeChallenge("Northgate"))
    assert (asked.wants, asked.facts, asked.values) == ("", (), ())
    assert verifier.make_challenge(show.MakeChallenge("Northgate", wish=show.WishView(unbound=True))).wants


def test_what_is_in_the_trash_or_not_in_order_is_not_proposed(learner: Session, verifier: Session) -> None:
    _, jwk = a_key(learner)
    expired = a_course(learner, jwk, exp=int((NOON - timedelta(days=1)).timestamp()))
    asked = verifier.make_challenge(show.MakeChallenge("Northgate", wish=show.WishView(facts=("grade",))))
    assert [choice.id for choice in learner.propose(show.ProposeChoice(asked.text)).choices] == [expired]
    good = a_course(learner, jwk, level="B2")
    assert [choice.id for choice in learner.propose(show.ProposeChoice(asked.text)).choices] == [good]
    learner.trash(Trash((good,)))
    assert [choice.id for choice in learner.propose(show.ProposeChoice(asked.text)).choices] == [expired]


def test_SDJWT_16_this_verifier_has_seen_this_key_before(learner: Session, verifier: Session) -> None:
    _, jwk = a_key(learner)
    _, spare_jwk = a_key(learner)
    course, spare = a_course(learner, jwk), a_course(learner, spare_jwk)
    choice = (show.ChosenCredential(course, ("/grade",)),)

    def warned(audience: str) -> bool:
        prepared = learner.prepare(show.PreparePresentation(choice, audience, "", "n" * 20))
        return prepared.shown_before and "present.key_again" in {warning.code for warning in prepared.warnings}

    assert not warned("Northgate")
    first = learner.prepare(show.PreparePresentation(choice, "Northgate", "", "n" * 20))
    learner.frame(show.GetFrame(first.token))
    assert warned("Northgate")
    assert not warned("Southgate")
    asked = verifier.make_challenge(show.MakeChallenge("Northgate", wish=show.WishView(facts=("grade",))))
    assert [one.id for one in learner.propose(show.ProposeChoice(asked.text)).choices] == [spare]


def test_VP_10_what_is_previewed_is_what_leaves_by_every_way_out(learner: Session, tmp_path: Path) -> None:
    import hashlib

    _, jwk = a_key(learner)
    course = a_course(learner, jwk)
    prepared = learner.prepare(show.PreparePresentation((show.ChosenCredential(course, ("/grade",)),), "Northgate"))
    path = tmp_path / "out.sd-jwt"
    learner.save_presentation(show.SavePresentation(prepared.token, str(path)))
    frame = learner.frame(show.GetFrame(prepared.token))
    image = Image.new("L", (frame.side + 8, frame.side + 8), 255)
    image.putdata([0 if dark else 255 for dark in _with_margin(frame)])
    large = image.resize((image.width * 6, image.height * 6), Image.Resampling.NEAREST)
    seen = learner.see_frame(show.SeeFrame(large.width, large.height, large.tobytes()))
    for sent in (path.read_text(), seen.text, prepared.text):
        assert hashlib.sha256(sent.encode()).hexdigest() == prepared.sha256
    (row,) = learner.ledger(show.GetLedger()).rows
    assert row.bound == Bound.AUDIENCE.value


def _with_margin(frame: show.CodeFrame) -> list[int]:
    side = frame.side + 8
    return [
        frame.modules[(y - 4) * frame.side + x - 4] if 4 <= x < side - 4 and 4 <= y < side - 4 else 0
        for y in range(side)
        for x in range(side)
    ]


def test_what_still_links_two_unlinkable_showings_is_said(learner: Session) -> None:
    pytest.importorskip("py_arkworks_bls12381")
    key, _ = a_key(learner)

    class Named:
        did = key.did

    kept = keep(learner, bbs_for(Named()))  # type: ignore[arg-type]
    prepared = learner.prepare(show.PreparePresentation((show.ChosenCredential(kept),), "Northgate"))
    (warning,) = [one for one in prepared.warnings if one.code == "present.links"]
    assert "your identifier" in warning.facts["what"]


# words


def test_what_is_said_of_a_presentation_is_said_of_its_holder(learner: Session, verifier: Session) -> None:
    key, _ = a_key(learner)

    class Named:
        did = key.did

    kept = keep(learner, ISSUER.issue(body=badge_for(Named(), ISSUER.id)))  # type: ignore[arg-type]
    asked = verifier.make_challenge(show.MakeChallenge("Northgate"))
    prepared = learner.prepare(
        show.PreparePresentation((show.ChosenCredential(kept, everything=True),), "Northgate", "", asked.nonce)
    )
    item = verifier.check_shown(show.CheckShown(text=prepared.text, nonce=asked.nonce, audience="Northgate")).items[0]
    told = {result.check: explain(result).title for result in item.results}
    assert told["issuer_key"] == "The key is the holder's own"
    inside = {result.check: explain(result).title for result in item.nested[0].results}
    assert inside["issuer_key"] == "The key is the issuer's own"


@pytest.mark.parametrize(
    "bad", [b"", b"%PDF-1.4\n%%EOF", b"\x89PNG\r\n\x1a\n", b"{", b"TSR1:", b"TSM1:AAAA", b"did:key"]
)
def test_strangers_bytes_raise_only_wallet_errors(verifier: Session, tmp_path: Path, bad: bytes) -> None:
    path = tmp_path / "bad"
    path.write_bytes(bad)
    for request in (show.ReadChallenge(path=str(path)), show.ReadHolder(path=str(path)), show.ReadChallenge(png=bad)):
        with pytest.raises((WalletError, InputError)):
            verifier.answer(request)
