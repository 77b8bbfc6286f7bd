"""Is everything shown covered by the signature?"""

from dataclasses import replace

from wallet.credentials.related_resources import Integrity, carried_content, find_related_resources
from wallet.report import CheckResult, Facts, Outcome
from wallet.verification.deciding import deciding_proof
from wallet.verification.examination import Examination


def check_coverage(examination: Examination) -> CheckResult:
    """Report what the deciding proof leaves uncovered. Only asked once the signature itself is good."""
    coverage = deciding_proof(examination).coverage
    facts = _facts_of_resources(examination) if coverage.outcome is Outcome.PASSED else {}
    return replace(coverage, facts={**coverage.facts, **facts}) if facts else coverage


def _facts_of_resources(examination: Examination) -> Facts:
    """Say what the credential points to that its signature does not speak for, and what is here but not as it was signed (DI-16)."""
    elsewhere: list[str] = []
    altered: list[str] = []
    for resource in find_related_resources(examination.envelope.document):
        content = carried_content(resource.url)
        if content is None:
            held = examination.documents.find(resource.url)
            content = held.content if held is not None else None
        integrity = resource.compare(content if content is not None else b"")
        if integrity is Integrity.UNSTATED:
            elsewhere.append(resource.path)
        elif integrity is Integrity.ALTERED and content is not None:
            altered.append(resource.path)
    facts = {"not_signed": tuple(elsewhere), "altered": tuple(altered)}
    return {name: paths for name, paths in facts.items() if paths}
