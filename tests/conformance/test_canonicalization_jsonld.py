"""The JSON-LD 1.1 API suites of W3C: toRdf as it stands, expand by what it means.

Tessera makes no expanded documents: it goes from a document to its quads. So an expansion test passes where input and
expected output have the same quads, or where the input is refused with the expected error code. What is not met is
listed by name and reason in `jsonld_not_met.toml`; a test that is listed and passes fails the run, as does one that is
not listed and does not pass.
"""

import json
import re
import tomllib
from pathlib import Path

import pytest

from tests.conformance.vectors import vector, vectors_root
from wallet.encoding.jsonld import ContextNotHeldError, to_rdf
from wallet.encoding.jsonld.contexts import PinnedContexts
from wallet.encoding.nquads import read_nquads
from wallet.encoding.rdf_canon import canonize
from wallet.errors import WalletError

BASE = "https://w3c.github.io/json-ld-api/tests/"
NOT_MET = tomllib.loads(Path(__file__).with_name("jsonld_not_met.toml").read_text(encoding="utf-8"))
LANGUAGE = re.compile(r'"@[a-zA-Z0-9-]+$')


def suite(name):
    root = vectors_root()
    if root is None:
        return [None]
    manifest = root / "2-canonicalization-dids/json-ld-api/tests" / f"{name}-manifest.jsonld"
    return json.loads(manifest.read_text(encoding="utf-8"))["sequence"]


class SuiteDocuments(dict):
    """The suite's own remote contexts, by URL, from its folder."""

    def get(self, url, default=None):
        path = vector("2-canonicalization-dids", "json-ld-api", "tests", *url.removeprefix(BASE).split("/"))
        if not url.startswith(BASE) or not path.is_file():
            return default
        return json.loads(path.read_text(encoding="utf-8"))


def load(name):
    return json.loads(
        vector("2-canonicalization-dids", "json-ld-api", "tests", *name.split("/")).read_text(encoding="utf-8")
    )


def quads_of(document, entry):
    option = entry.get("option", {})
    context = load(option["expandContext"])["@context"] if "expandContext" in option else None
    loader = PinnedContexts(SuiteDocuments(), is_pinned=False)
    base = option.get("base", BASE + entry["input"])
    directions = option.get("rdfDirection") == "i18n-datatype"
    dataset = to_rdf(document, loader, base=base, context=context, directions=directions)
    return canonize(map(comparable, dataset.quads)).nquads


def comparable(quad):
    """Language tags are equal whatever their case (RDF 1.1 Concepts, section 3.3)."""
    return (*quad[:2], LANGUAGE.sub(lambda tag: tag[0].lower(), quad[2]), quad[3])


def attempt(run):
    """Return None where the test is met, otherwise what happened instead."""
    try:
        return run()
    except WalletError as error:
        return f"{type(error).__name__} {error.step} {error.detail}"


def expect_error(run, code):
    try:
        run()
    except ContextNotHeldError:
        return None if code in ("loading remote context failed", "loading document failed") else "context not held"
    except WalletError as error:
        return None if error.detail == code else f"{error.detail} instead of {code}"
    return f"no error instead of {code}"


def run_to_rdf(entry):
    document = load(entry["input"])
    if "jld:NegativeEvaluationTest" in entry["@type"]:
        return expect_error(lambda: quads_of(document, entry), entry["expectErrorCode"])
    found = quads_of(document, entry)
    if "expect" not in entry:
        return None
    path = vector("2-canonicalization-dids", "json-ld-api", "tests", *entry["expect"].split("/"))
    expected = canonize(map(comparable, read_nquads(path.read_text(encoding="utf-8")))).nquads
    return None if found == expected else f"\n{found}\ninstead of\n{expected}"


def without_null_identifiers(value):
    """An expanded document can hold `"@id": null`, which no document may; it stands for an identifier that is nothing."""
    if isinstance(value, list):
        return [without_null_identifiers(item) for item in value]
    if isinstance(value, dict):
        named = {"@id": "relative"} if value.get("@id", "") is None else {}
        return {name: without_null_identifiers(item) for name, item in value.items()} | named
    return value


def run_expand(entry):
    document = load(entry["input"])
    if "jld:NegativeEvaluationTest" in entry["@type"]:
        return expect_error(lambda: quads_of(document, entry), entry["expectErrorCode"])
    found = quads_of(document, entry)
    loader = PinnedContexts(SuiteDocuments(), is_pinned=False)
    expected = to_rdf(without_null_identifiers(load(entry["expect"])), loader)
    expected = canonize(map(comparable, expected.quads)).nquads
    return None if found == expected else f"\n{found}\ninstead of\n{expected}"


def check(suite_name, entry, run):
    if entry is None:
        pytest.skip("no vectors here: nothing was measured")
    outcome = attempt(lambda: run(entry))
    reason = NOT_MET[suite_name].get(entry["@id"].lstrip("#"))
    if reason is None:
        assert outcome is None, f"{entry['name']}: {outcome}"
    else:
        assert outcome is not None, f"{entry['@id']} is met now: strike it from the list"


def name_of(entry):
    return entry["@id"].lstrip("#") if entry else "absent"


@pytest.mark.parametrize("entry", suite("toRdf"), ids=name_of)
def test_to_rdf(entry):
    check("toRdf", entry, run_to_rdf)


@pytest.mark.parametrize("entry", suite("expand"), ids=name_of)
def test_expand(entry):
    check("expand", entry, run_expand)


def test_the_suites_were_whole():
    if vectors_root() is not None:
        assert (len(suite("toRdf")), len(suite("expand"))) == (467, 385)
