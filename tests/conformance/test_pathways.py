"""Other people's stacks: the three worked examples with their figures, and every file of the frameworks folder."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

from tests.conformance.vectors import vector, vectors_root
from wallet.errors import WalletError
from wallet.pathways.holdings_file import read_holdings
from wallet.pathways.imported import ImportedPathway
from wallet.pathways.next_steps import Aim, plan_next
from wallet.pathways.open_pathway import open_pathway
from wallet.pathways.pathway import Pathway
from wallet.pathways.progress import measure
from wallet.pathways.read_pathway import pathway_from, read_pathway
from wallet.pathways.standing import Scenario
from wallet.pathways.write_ctdl import write_ctdl
from wallet.pathways.write_pathway import write_pathway
from wallet.resources import read_resource

SCHEMA = json.loads(read_resource("schemas", "pathway-1.schema.json"))
EXAMPLES = {"comptia-csis": "comptia-wallet", "cn-1x-design": "cn-wallet", "neu-bsit": "neu-wallet"}


def example(name: str) -> bytes:
    root = vectors_root()
    if root is None or not (root.parent / "pathways" / "examples").is_dir():
        pytest.skip("no worked examples here: nothing was measured")
    return (root.parent / "pathways" / "examples" / f"{name}.json").read_bytes()


def measured(name: str):
    listed = read_holdings(example(EXAMPLES[name]))
    return measure(read_pathway(example(name)), listed.holdings, listed.today), listed


def test_the_comptia_stack_is_at_33_percent():
    report, _ = measured("comptia-csis")
    assert (report.counts_now.percent, report.counts_now.exact) == (33, Fraction(1, 3))
    assert report.counts_now.proven
    assert {r.code for found in report.not_counted for r in found.reasons} == {
        "validity.lapsed",
        "issuer.not_recognised",
    }
    assert report.lost_to_expiry.loss == Fraction(1, 3)


def test_the_credit_bank_is_complete_where_greedy_is_not():
    from tests.properties.stack_greedy import greedy_by_credential

    report, _ = measured("cn-1x-design")
    assert report.counts_now.percent == 100
    assert report.counts_now.complete
    assert int(greedy_by_credential(report.allocation.problem) * 100) == 80


def test_the_bachelor_counts_72_then_75_then_79_percent():
    report, listed = measured("neu-bsit")
    figures = (report.counts_now, report.provisional, report.with_in_progress)
    assert [figure.percent for figure in figures] == [72, 75, 79]
    assert all(figure.proven for figure in figures)
    unverified = measure(report.pathway, [h for h in listed.holdings if h.id != "ITC4600"], listed.today)
    assert unverified.provisional.percent == 72
    total = next(found for found in report.requirements if found.id == "total")
    assert (total.have, total.need) == (86, 120)


def test_the_bachelor_has_89_of_120_credits_with_what_is_not_verified():
    from wallet.pathways.allocation import allocate
    from wallet.pathways.requirements import report_requirements
    from wallet.pathways.standing import WITH_UNVERIFIED

    listed = read_holdings(example("neu-wallet"))
    found = allocate(read_pathway(example("neu-bsit")), listed.holdings, Scenario(listed.today, WITH_UNVERIFIED))
    total = next(r for r in report_requirements(found) if r.id == "total")
    assert (total.have, total.need) == (89, 120)


def test_what_next_completes_the_bachelor_and_keeps_prerequisites():
    report, listed = measured("neu-bsit")
    plan = plan_next(report.pathway, listed.holdings, listed.offers, Scenario(listed.today), Aim.COST)
    assert plan.completes
    assert plan.proven
    assert plan.total == 37
    order = [step.achievement for step in plan.steps]
    assert order.index("ITC4850") > max(order.index("ITC2300"), order.index("ITC3500"))


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_sketched_examples_read_write_and_fit_the_schema(name):
    source = example(name)
    pathway = read_pathway(source)
    jsonschema.validate(json.loads(source), SCHEMA)
    jsonschema.validate(write_pathway(pathway), SCHEMA)
    assert pathway_from(write_pathway(pathway)) == pathway


def framework_files() -> list[Path]:
    root = vectors_root()
    folder = None if root is None else root / "6-pathways-frameworks"
    return [] if folder is None else sorted(path for path in folder.rglob("*") if path.is_file())


def opened(path: Path) -> ImportedPathway | WalletError:
    try:
        return open_pathway(path.read_bytes())
    except WalletError as error:
        return error


def test_every_framework_file_is_imported_with_warnings_or_refused_with_a_reason():
    vector("6-pathways-frameworks")
    imported, refused = [], []
    for path in framework_files():
        found = opened(path)
        if isinstance(found, WalletError):
            assert found.step, path
            assert found.sentence.render("en"), path
            refused.append(path.name)
            continue
        assert found.warnings, path
        assert all("{" not in warning.render(language) for warning in found.warnings for language in ("en", "zh_CN"))
        jsonschema.validate(found.document, SCHEMA)
        assert pathway_from(write_pathway(found.pathway)) == found.pathway
        report = measure(found.pathway, (), date(2026, 11, 22))
        assert report.counts_now.exact == 0, path
        imported.append(path.name)
    assert len(imported) >= 15
    assert len(refused) == len(framework_files()) - len(imported)


PATHWAYS = (
    "Bakersfield",
    "Badgr",
    "Teaching",
    "French",
    "CompTIA-IT",
    "Illinois",
    "HeriotWatt/pathway",
    "learncard/",
    "PathwayConditions",
)


def test_every_sound_pathway_file_is_among_those_imported():
    """Refusing everything would pass the test above; what is a pathway in sound JSON must come through."""
    vector("6-pathways-frameworks")
    for path in framework_files():
        if path.suffix in (".json", ".jsonld") and any(part in str(path) for part in PATHWAYS):
            assert isinstance(open_pathway(path.read_bytes()).pathway, Pathway), path


def full_marks(pathway: Pathway) -> tuple:
    """A verified holding of every achievement."""
    rows = [
        {
            "id": f"h{n}",
            "achievement": rule.matches[0].id or rule.matches[0].target_url,
            "issuer": {"id": "urn:any"},
            "awarded": "2026-01-01",
            "status": "verified",
        }
        for n, rule in enumerate(pathway.achievements.values())
    ]
    return read_holdings(json.dumps({"credentials": rows})).holdings


def test_an_imported_pathway_is_complete_for_whoever_holds_all_of_it():
    vector("6-pathways-frameworks")
    for path in framework_files():
        try:
            pathway = open_pathway(path.read_bytes()).pathway
        except WalletError:
            continue
        report = measure(pathway, full_marks(pathway), date(2026, 11, 22))
        assert report.counts_now.percent == 100, path


def test_ctdl_out_and_in_keeps_the_figure():
    vector("6-pathways-frameworks")
    for path in framework_files():
        try:
            pathway = open_pathway(path.read_bytes()).pathway
        except WalletError:
            continue
        written, _ = write_ctdl(pathway)
        again = open_pathway(json.dumps(written)).pathway
        some = full_marks(pathway)[::2]
        before = measure(pathway, some, date(2026, 11, 22)).counts_now
        after = measure(again, some, date(2026, 11, 22)).counts_now
        assert (before.exact == 0) == (after.exact == 0), path
        assert before.complete == after.complete, path
