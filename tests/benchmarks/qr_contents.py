"""What the QR bench shows: one presentation of each kind a person can send, and every sample whole."""

import json
from dataclasses import replace
from pathlib import Path

from tests.issuer_simulator import Issuer
from tests.wallet.presentations.presenting import (
    TERMS,
    badge_for,
    bbs_for,
    ecdsa_sd_for,
    entropy_of,
    holder,
    sd_jwt_for,
    showing,
)
from wallet.credentials.readers import read_credential
from wallet.errors import WalletError
from wallet.formats.envelope import Envelope
from wallet.formats.registry import open_envelopes
from wallet.intake import evidence_of
from wallet.presentations.challenge import make_challenge, write_challenge
from wallet.presentations.presentation import Form, Showing, Terms, make_presentation
from wallet.qr.packing import QrContent, QrKind
from wallet.session.evidence import carried_from, evidence_for, small_enough
from wallet.trust.trust_pack import read_trust_pack

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"


def presentations() -> dict[str, QrContent]:
    """Answers to a challenge, one of each kind, and the challenge itself."""
    key, issuer = holder(), Issuer()
    received = {
        "SD-JWT presentation, 1 of 8 claims": (sd_jwt_for(key, issuer), ("/name",), Form.AUTOMATIC),
        "SD-JWT presentation, all": (sd_jwt_for(key, issuer), None, Form.AUTOMATIC),
        "ecdsa-sd-2023, 1 claim": (ecdsa_sd_for(key), ("/name",), Form.AUTOMATIC),
        "ecdsa-sd-2023, all": (ecdsa_sd_for(key), None, Form.AUTOMATIC),
        "bbs-2023, 1 claim": (bbs_for(key), ("/name",), Form.AUTOMATIC),
        "bbs-2023, all": (bbs_for(key), None, Form.AUTOMATIC),
        "whole VC in a presentation": (issuer.issue(body=badge_for(key, issuer.id)), None, Form.DATA_INTEGRITY),
        "whole VC-JWT in a vp+jwt": (issuer.issue("vc+jwt", badge_for(key, issuer.id)), None, Form.JWT),
    }
    made = {name: _shown(*parts) for name, parts in received.items()}
    challenge = make_challenge(
        "Northgate Institute", "Interview", now=TERMS.now, lasts=TERMS.expires - TERMS.now, entropy=entropy_of(3)
    )
    return {"challenge": QrContent(QrKind.CHALLENGE, write_challenge(challenge)), **made}


def _shown(received: bytes | str, chosen: tuple[str, ...] | None, form: Form) -> QrContent:
    one = showing(received, *(chosen or ()), everything=chosen is None)
    made = make_presentation([one], holder(), TERMS, entropy=entropy_of(7), form=form)
    return QrContent(QrKind.PRESENTATION, made.text)


def samples() -> dict[str, QrContent]:
    """Every sample, whole and unbound, as somebody would show it who has no challenge to answer."""
    listed = json.loads((SAMPLES / "samples.json").read_text(encoding="utf-8"))["samples"]
    contents: dict[str, QrContent] = {}
    for sample in listed:
        for at, found in enumerate(open_envelopes((SAMPLES / sample["file"]).read_bytes(), sample["file"])):
            if isinstance(found, Envelope):
                contents[f"{sample['file']} {at or ''}".strip()] = _plain(found)
    return contents


def with_evidence() -> dict[str, QrContent]:
    """Those samples that claim a status whose signed list is held, with that list."""
    documents = evidence_of([read_trust_pack(SAMPLES / "trust_pack")]).documents
    contents: dict[str, QrContent] = {}
    for name, content in samples().items():
        envelopes = [each for each in open_envelopes(content.text.encode(), name) if isinstance(each, Envelope)]
        carried = small_enough(evidence_for(envelopes, lambda url: carried_from(documents, url)))
        if carried:
            contents[name] = replace(content, evidence=carried)
    return contents


def _plain(envelope: Envelope) -> QrContent:
    try:
        shown = Showing("s", envelope, read_credential(envelope), everything=True)
        text = make_presentation([shown], None, Terms(TERMS.now), entropy=entropy_of(7), form=Form.PLAIN).text
    except WalletError:
        text = envelope.token or envelope.original.decode("utf-8")
    return QrContent(QrKind.PRESENTATION, text)
