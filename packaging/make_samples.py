"""Make `resources/samples` anew: every invented credential, the trust pack that knows their issuers, and the index.

    python packaging/make_samples.py [FOLDER]

Private keys are drawn at random, live as long as this run, and are written nowhere: a sample can be checked by
anybody and forged by nobody. All dates are fixed, so that the verdicts stay what they are for many years.
"""

import hashlib
import json
import secrets
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import sample_catalogue as made
from sample_catalogue import Course, Institutions, day

from tests.issuer_simulator import Hidden, Issuer, SigningKey, baking, bind, bodies, did_key, loads, make_key
from tests.issuer_simulator.moments import stamp
from tests.issuer_simulator.status_lists import BitstringList

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "samples"
CENTURY = timedelta(days=36_500)


@dataclass
class Sample:
    """One file of the samples, and what an honest wallet says about it."""

    file: str
    content: bytes
    title: str
    issuer: str
    format: str
    verdict: str
    codes: tuple[str, ...]
    note: str
    language: str = "en"


@dataclass
class Workshop:
    """Where the samples are made: the institutions, the learner, and what is finished so far."""

    institutions: Institutions
    learner: SigningKey
    samples: list[Sample] = field(default_factory=list)

    def keep(
        self, file: str, content: bytes, issuer: Issuer, course: Course | str, *expected: Any, **more: Any
    ) -> None:
        """Add a sample. `expected`: format, verdict, codes, note."""
        title = course if isinstance(course, str) else course.name
        self.samples.append(Sample(file, content, title, issuer.name, *expected, **more))

    def about(self, issuer: Issuer, course: Course, *, by_key: bool = False, **members: Any) -> dict[str, Any]:
        """Return what an institution says of the learner and one course."""
        achieved, results = made.achievement_of(issuer, course)
        identity = bodies.hashed_identity(made.LEARNER_EMAIL, salt=f"{issuer.host}-2023")
        earned = {"creditsEarned": course.credits} if course.credits else {}
        learner = did_key(self.learner) if by_key else None
        return bodies.subject(learner, achieved, identifier=[identity], result=results, **earned, **members)

    def badge(
        self, issuer: Issuer, course: Course, awarded: str, *, by_key: bool = False, **members: Any
    ) -> dict[str, Any]:
        """Return the unsigned badge of one course."""
        about = self.about(issuer, course, by_key=by_key)
        return bodies.credential(issuer.next_id(), issuer.profile, about, day(awarded), name=course.name, **members)


def pretty(issued: bytes) -> bytes:
    """Return the JSON laid out for reading; white space is not signed."""
    return (json.dumps(loads(issued), ensure_ascii=False, indent=2) + "\n").encode()


def issue(issuer: Issuer, body: dict[str, Any], suite: str | None = None, **arguments: Any) -> bytes:
    """Return a signed credential whose proof was made on the day of the award."""
    created = body.get("validFrom") or body.get("issuanceDate")
    return issuer.issue(suite, body, proof={"created": created}, **arguments)


def lasting_list(issuer: Issuer, purpose: str = "revocation") -> BitstringList:
    """Return a list that says of itself that it may be relied on for a century."""
    ttl = int(CENTURY.total_seconds() * 1000)
    return issuer.bitstring_list(purpose, ttl_ms=ttl, valid_from=made.SEEN)


def make_northlight(shop: Workshop) -> None:
    """The university: a year's transcript and the second year's courses, of which some are in trouble."""
    issuer = shop.institutions.northlight
    good = ("signature.valid", "coverage.complete", "issuer_key.allowed", "issuer.known", "validity.no_end")
    year = [loads(issue(issuer, shop.badge(issuer, course, "2024-06-28"))) for course in made.YEAR_1]
    transcript = bodies.clr(
        issuer.next_id(), issuer.profile, did_key(shop.learner), year, day("2024-07-01"), name="Data Practice, year 1"
    )
    shop.keep(
        "northlight-year-1.json", pretty(issue(issuer, transcript)), issuer, "Data Practice, year 1", "CLR 2.0, eddsa-rdfc-2022",
        "verified", (*good, "status.none_claimed"), "A transcript that holds six signed courses.",
    )  # fmt: skip
    body = shop.badge(issuer, made.MACHINE_LEARNING, "2025-01-31", by_key=True)
    body["evidence"] = [_evidence("Report on hospital waiting times", "https://northlight.example/portfolio/lq-ml")]
    shop.keep(
        "northlight-machine-learning.json", pretty(issue(issuer, body, status=lasting_list(issuer))), issuer,
        made.MACHINE_LEARNING, "Open Badges 3.0, eddsa-rdfc-2022", "verified", (*good, "status.good"),
        "In order: signed, issued by a known university, not revoked.",
    )  # fmt: skip
    shop.keep(
        "northlight-data-visualisation.png",
        baking.bake_png(issue(issuer, shop.badge(issuer, made.VISUALISATION, "2025-06-27")), made.picture("northlight", "dp-202")),
        issuer, made.VISUALISATION, "Open Badges 3.0 in a PNG, eddsa-rdfc-2022", "verified", (*good, "status.none_claimed"),
        "A badge picture that carries its signed credential inside.",
    )  # fmt: skip
    brief = BitstringList(f"{issuer.url}/status/2025", issuer.id, valid_from=made.SEEN, ttl_ms=86_400_000)
    shop.keep(
        "northlight-research-methods.json", pretty(issue(issuer, shop.badge(issuer, made.RESEARCH, "2025-06-27"), status=brief)),
        issuer, made.RESEARCH, "Open Badges 3.0, eddsa-rdfc-2022", "refresh_due", (*good, "status.refresh_due"),
        "It was in order when the university's list was last seen; the list asks to be fetched anew every day.",
    )  # fmt: skip
    revoked = issue(issuer, shop.badge(issuer, made.ETHICS, "2025-01-31"), status=lasting_list(issuer))
    issuer.revoke(revoked)
    shop.keep(
        "northlight-data-ethics.json", pretty(revoked), issuer, made.ETHICS, "Open Badges 3.0, eddsa-rdfc-2022", "revoked",
        (*good, "status.revoked"), "The university took it back after the examination was repeated.",
    )  # fmt: skip
    absent = BitstringList(f"{issuer.url}/status/2026", issuer.id, valid_from=made.SEEN)
    shop.keep(
        "northlight-team-project.json", pretty(issue(issuer, shop.badge(issuer, made.TEAM_PROJECT, "2026-01-30"), status=absent)),
        issuer, made.TEAM_PROJECT, "Open Badges 3.0, eddsa-rdfc-2022", "status_unknown", (*good, "status.not_held"),
        "It names a status list that has never been seen on this computer.",
    )  # fmt: skip
    issuer.withheld.add(absent.url)
    _make_forgery(shop)


def _make_forgery(shop: Workshop) -> None:
    """A diploma mill signs with its own key in the university's name."""
    issuer, mill = shop.institutions.northlight, shop.institutions.mill
    forged = issue(issuer, shop.badge(issuer, made.HONOURS, "2026-02-20"), key=mill.key, method=mill.key_id)
    shop.keep(
        "northlight-final-project.json", pretty(forged), issuer, made.HONOURS, "Open Badges 3.0, eddsa-rdfc-2022", "not_genuine",
        ("signature.valid", "issuer_key.not_allowed"), "Well signed, but with a key that the university never allowed.",
    )  # fmt: skip


def make_harbourside(shop: Workshop) -> None:
    """The technical college, which signs with P-256."""
    issuer = shop.institutions.harbourside
    good = ("signature.valid", "coverage.complete", "issuer_key.allowed", "issuer.known")
    older = bodies.as_vcdm_1(shop.badge(issuer, made.CLOUD, "2025-03-28", by_key=True))
    shop.keep(
        "harbourside-cloud-data.jwt", issuer.issue("jwt-vc", older), issuer, made.CLOUD, "VC-JWT (VCDM 1.1), ES256", "verified",
        (*good, "validity.no_end", "status.none_claimed"), "A compact token of the older data model.",
    )  # fmt: skip
    body = shop.badge(issuer, made.NETWORKS, "2024-12-13")
    body["endorsement"] = [loads(_endorsement(shop, body["id"]))]
    shop.keep(
        "harbourside-networks.json", pretty(issue(issuer, body, status=lasting_list(issuer))), issuer, made.NETWORKS,
        "Open Badges 3.0, ecdsa-rdfc-2019", "verified", (*good, "validity.no_end", "status.good"),
        "Endorsed by another institution; the endorsement is checked on its own.",
    )  # fmt: skip
    expired = shop.badge(issuer, made.SECURITY, "2023-10-06", validUntil=day("2025-10-06"))
    shop.keep(
        "harbourside-information-security.json", pretty(issue(issuer, expired, "ecdsa-jcs-2019")), issuer, made.SECURITY,
        "Open Badges 3.0, ecdsa-jcs-2019", "expired", (*good, "validity.expired"), "It was valid for two years.",
    )  # fmt: skip
    suspended = issue(
        issuer, shop.badge(issuer, made.LABORATORY, "2025-09-05"), status=lasting_list(issuer, "suspension")
    )
    issuer.suspend(suspended)
    shop.keep(
        "harbourside-laboratory-access.json", pretty(suspended), issuer, made.LABORATORY, "Open Badges 3.0, ecdsa-rdfc-2019",
        "suspended", (*good, "status.suspended"), "Put on hold until the yearly safety talk has been heard.",
    )  # fmt: skip


def make_openloom(shop: Workshop) -> None:
    """The foundation: known by a key alone."""
    issuer = shop.institutions.openloom
    good = (
        "signature.valid",
        "coverage.complete",
        "issuer_key.allowed",
        "issuer.known",
        "validity.no_end",
        "status.none_claimed",
    )
    shop.keep(
        "openloom-geodata.json", pretty(issue(issuer, shop.badge(issuer, made.GEODATA, "2024-10-18"), "eddsa-jcs-2022")), issuer,
        made.GEODATA, "Open Badges 3.0, eddsa-jcs-2022", "verified", good, "The issuer's identifier is its key.",
    )  # fmt: skip
    woven = baking.bake_svg(issue(issuer, shop.badge(issuer, made.TEXT_MINING, "2025-04-11")))
    shop.keep(
        "openloom-text-mining.svg", woven, issuer, made.TEXT_MINING, "Open Badges 3.0 in an SVG, eddsa-rdfc-2022", "verified",
        good, "A vector picture that carries its signed credential inside.",
    )  # fmt: skip
    altered = loads(issue(issuer, shop.badge(issuer, made.PRIVACY, "2025-11-14")))
    altered["credentialSubject"]["result"][0]["value"] = "A"
    altered["credentialSubject"]["creditsEarned"] = 15
    shop.keep(
        "openloom-privacy.json", (json.dumps(altered, ensure_ascii=False, indent=2) + "\n").encode(), issuer, made.PRIVACY,
        "Open Badges 3.0, eddsa-rdfc-2022", "altered", ("signature.invalid",),
        "Somebody changed the grade and the credits after it was signed.",
    )  # fmt: skip
    draft = shop.badge(issuer, made.STORYTELLING, "2026-04-17")
    shop.keep(
        "openloom-storytelling-draft.json", (json.dumps(draft, ensure_ascii=False, indent=2) + "\n").encode(), issuer,
        made.STORYTELLING, "Open Badges 3.0, no proof", "unsigned", ("signature.unsigned",),
        "A draft that was never signed: anybody could have written it.",
    )  # fmt: skip
    old = Issuer("Openloom Foundation", host="archive.openloom.example", seed=None)
    shop.keep(
        "openloom-open-science.json", pretty(issue(old, shop.badge(old, made.OPEN_SCIENCE, "2024-03-15"))), old, made.OPEN_SCIENCE,
        "Open Badges 3.0, eddsa-rdfc-2022", "cannot_check", ("proof.key_not_found",),
        "Signed with a key of an old address of the foundation, whose document is not on this computer.",
    )  # fmt: skip
    club = shop.institutions.chess_club
    shop.keep(
        "chess-club-champion.json", pretty(issue(club, shop.badge(club, made.CHESS, "2025-05-24"))), club, made.CHESS,
        "Open Badges 3.0, eddsa-rdfc-2022", "issuer_unknown", ("signature.valid", "issuer_key.allowed", "issuer.unknown"),
        "Well signed, but nobody you trust vouches for the issuer.",
    )  # fmt: skip


def make_yunling(shop: Workshop) -> None:
    """A Chinese university's micro-credentials, each in another format."""
    issuer = shop.institutions.yunling
    good = ("signature.valid", "coverage.complete", "issuer_key.allowed", "issuer.known", "validity.no_end")
    language = {"language": "zh-CN"}
    older = bodies.as_vcdm_1(shop.badge(issuer, made.LITERACY, "2023-12-22"))
    del older["credentialSubject"]["achievement"]["inLanguage"]  # a term of later contexts
    shop.keep(
        "yunling-data-literacy.json", pretty(issue(issuer, older, "Ed25519Signature2020")), issuer, made.LITERACY,
        "Open Badges 3.0 (VCDM 1.1), Ed25519Signature2020", "verified", (*good, "status.none_claimed"),
        "The older data model with the older kind of proof.", **language,
    )  # fmt: skip
    badge = issue(issuer, shop.badge(issuer, made.PYTHON, "2024-06-21"), status=lasting_list(issuer))
    shop.keep(
        "yunling-python.png", baking.bake_png(badge, made.picture("yunling", "sjsy-02")), issuer, made.PYTHON,
        "Open Badges 3.0 in a PNG, eddsa-rdfc-2022", "verified", (*good, "status.good"),
        "A badge picture that carries its signed credential inside.", **language,
    )  # fmt: skip
    shop.keep(
        "yunling-charts.json", pretty(issue(issuer, shop.badge(issuer, made.CHARTS, "2024-12-20"), "eddsa-jcs-2022")), issuer,
        made.CHARTS, "Open Badges 3.0, eddsa-jcs-2022", "verified", (*good, "status.none_claimed"),
        "Signed over its plain JSON rather than its meaning.", **language,
    )  # fmt: skip
    shop.keep(
        "yunling-data-law.sd-jwt", _sd_jwt(shop, issuer, made.LAW, "2025-06-20").token().encode(), issuer, made.LAW,
        "SD-JWT VC, EdDSA", "verified", (*good, "status.good"), "Parts of it can be shown without the rest.", **language,
    )  # fmt: skip
    shop.keep(
        "yunling-practice.jwt", issuer.issue("vc+jwt", shop.badge(issuer, made.PRACTICE, "2026-01-16", by_key=True)), issuer,
        made.PRACTICE, "Open Badges 3.0 as vc+jwt, EdDSA", "verified", (*good, "status.none_claimed"),
        "A compact token of the newer data model.", **language,
    )  # fmt: skip


def make_xinghe(shop: Workshop) -> None:
    """A vocational college's skill certificates, as SD-JWT VC."""
    issuer, language = shop.institutions.xinghe, {"language": "zh-CN"}
    good = (
        "signature.valid",
        "coverage.complete",
        "issuer_key.allowed",
        "issuer.known",
        "validity.no_end",
        "status.good",
    )
    shop.keep(
        "xinghe-annotation-basic.sd-jwt", _sd_jwt(shop, issuer, made.LABEL_BASIC, "2024-05-17").token().encode(), issuer,
        made.LABEL_BASIC, "SD-JWT VC, ES256", "verified", good, "Parts of it can be shown without the rest.", **language,
    )  # fmt: skip
    shop.keep(
        "xinghe-annotation-middle.sd-jwt", _sd_jwt(shop, issuer, made.LABEL_MIDDLE, "2025-05-16").token().encode(), issuer,
        made.LABEL_MIDDLE, "SD-JWT VC, ES256", "verified", good, "Parts of it can be shown without the rest.", **language,
    )  # fmt: skip
    later = _sd_jwt(shop, issuer, made.LABEL_HIGH, "2026-04-24", nbf=int(day("2099-09-01").timestamp()))
    shop.keep(
        "xinghe-annotation-high.sd-jwt", later.token().encode(), issuer, made.LABEL_HIGH, "SD-JWT VC, ES256", "not_yet_valid",
        ("signature.valid", "validity.not_yet_valid"), "Awarded ahead of time: it only counts from September 2099.", **language,
    )  # fmt: skip
    somebody = make_key("Ed25519")
    shown = bind(_sd_jwt(shop, issuer, made.LABEL_MIDDLE, "2025-05-16"), somebody, "n-0S6_WzA2Mj", "https://employer.example",
                 int(made.SEEN.timestamp()))  # fmt: skip
    shop.keep(
        "xinghe-annotation-shown-by-another.sd-jwt", shown.encode(), issuer, made.LABEL_MIDDLE, "SD-JWT VC with key binding, ES256",
        "not_bound", ("signature.valid", "holder.wrong_key"), "Shown by somebody who does not have the learner's key.", **language,
    )  # fmt: skip


def _sd_jwt(shop: Workshop, issuer: Issuer, course: Course, awarded: str, **claims: Any) -> Any:
    """The learner's name, identifier and grade can be withheld; what was achieved cannot."""
    about = shop.about(issuer, course)
    moment = int(day(awarded).timestamp())
    told: dict[str, Any] = {"iat": moment, "nbf": moment, "vct": f"{issuer.url}/vct/micro-credential"}
    told |= {
        "issuer_name": issuer.name,
        "achievement": about["achievement"],
        "credits": course.credits,
        "credit_unit": "学分",
    }
    told |= {"given_name": Hidden("乔"), "family_name": Hidden("林"), "identifier": Hidden(about["identifier"])}
    told |= {"result": Hidden(about["result"]), "cnf": {"jwk": shop.learner.jwk}}
    issuer.token_list(ttl=int(CENTURY.total_seconds()), issued_at=made.SEEN)
    return issuer.sd_jwt({**told, **claims}, status="token", seed=secrets.token_bytes(32))


def _evidence(name: str, url: str) -> dict[str, Any]:
    return {"id": url, "type": ["Evidence"], "name": name, "genre": "Report", "narrative": "Marked by two examiners."}


def _endorsement(shop: Workshop, endorsed: str) -> bytes:
    issuer = shop.institutions.openloom
    about = {
        "id": endorsed,
        "type": ["EndorsementSubject"],
        "endorsementComment": "We recognise this course as equal to our own.",
    }
    types = ["VerifiableCredential", "EndorsementCredential"]
    body = bodies.credential(
        issuer.next_id(), issuer.profile, about, day("2025-01-10"), type=types, name="Recognised by Openloom"
    )
    return issue(issuer, body)


MAKERS: tuple[Callable[[Workshop], None], ...] = (
    make_northlight,
    make_harbourside,
    make_openloom,
    make_yunling,
    make_xinghe,
)


def make_all() -> Workshop:
    """Return every sample and the institutions that made them, in memory."""
    shop = Workshop(made.make_institutions(), make_key("Ed25519"))
    for maker in MAKERS:
        maker(shop)
    return shop


def write_all(folder: Path = FOLDER) -> None:
    """Make everything and write it below `folder`, in place of what was there. SOURCE.md is kept."""
    shop = make_all()
    for old in folder.iterdir() if folder.is_dir() else ():
        if old.is_dir():
            shutil.rmtree(old)
        elif old.name != "SOURCE.md":
            old.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    for sample in shop.samples:
        (folder / sample.file).write_bytes(sample.content)
    write_pack(shop.institutions, folder / "trust_pack")
    entries = [{name: item for name, item in vars(sample).items() if name != "content"} for sample in shop.samples]
    index = {
        "format": "tessera-samples/1",
        "learner": {"name": "林乔 / Lin Qiao", "email": made.LEARNER_EMAIL},
        "samples": entries,
    }
    write_json(folder / "samples.json", index)


def write_pack(institutions: Institutions, folder: Path) -> None:
    """Write the trust pack that comes and goes with the samples, in the form of `trust-pack-1.schema.json`."""
    folder.mkdir(parents=True)
    documents: dict[str, Any] = {}
    issuers = []
    for issuer in institutions.all_known:
        issuers.append(_entry(issuer))
        for url, content in issuer.published().items():
            name = url.removeprefix("https://").removeprefix("did:web:").replace("/", "_") + _ending(content)
            (folder / name).write_bytes(content)
            kind = "did_document" if url.startswith("did:") else "status_list"
            held = {"file": name, "sha256": hashlib.sha256(content).hexdigest(), "seen": stamp(made.SEEN), "kind": kind}
            documents[url] = held | ({"signed": stamp(made.SEEN)} if kind == "status_list" else {})
    head = {
        "format": "tessera-trust-pack/1",
        "id": "tessera-samples",
        "name": "Tessera samples",
        "made": stamp(made.SEEN),
    }
    write_json(folder / "pack.json", {**head, "issuers": issuers, "documents": documents})


def _entry(issuer: Issuer) -> dict[str, Any]:
    english, chinese = made.NAMES[issuer.name]
    return {"id": issuer.id, "name": issuer.name, "names": {"en": english, "zh-CN": chinese}, "url": issuer.url}


def _ending(content: bytes) -> str:
    return ".json" if content.startswith(b"{") else ".jwt"


def write_json(path: Path, value: Any) -> None:
    """Write JSON for people to read."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    write_all(target)
    print(f"{len(list(target.iterdir()))} files in {target}")
