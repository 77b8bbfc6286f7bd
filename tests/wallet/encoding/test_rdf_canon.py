"""RDFC-1.0: what blank nodes are called never matters, and poison is refused within its budget."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from wallet.encoding.nquads import read_nquads, spell_quad, spell_text
from wallet.encoding.rdf_canon import RdfcBudget, canonize
from wallet.errors import MalformedInputError, TooBigError, WalletError

P = "<urn:p>"
blank = st.sampled_from(["_:a", "_:b", "_:c", "_:d"])
node = blank | st.sampled_from(["<urn:x>", "<urn:y>"])
term = node | st.sampled_from(['"1"', '"a"@en', '"2"^^<urn:dt>', '"\\n\\""'])
quads_strategy = st.lists(st.tuples(node, st.sampled_from([P, "<urn:q>"]), term, st.just("") | node), max_size=9)


@given(quads_strategy, st.permutations(["_:a", "_:b", "_:c", "_:d"]), st.randoms(use_true_random=False))
def test_the_names_and_the_order_of_blank_nodes_do_not_matter(quads, names, chance):
    new = dict(zip(["_:a", "_:b", "_:c", "_:d"], names, strict=True))
    renamed = [tuple(new.get(part, part) for part in quad) for quad in quads]
    chance.shuffle(renamed)
    assert canonize(renamed).nquads == canonize(quads).nquads
    assert canonize(renamed, "sha384").nquads == canonize(quads, "sha384").nquads


@given(quads_strategy)
def test_an_independent_implementation_agrees(quads):
    # The oracle counts a quad twice for a node that stands in it twice; section 4.4.3 step 2.1 counts it once.
    quads = [
        quad
        for quad in quads
        if len({part for part in quad if part[:1] == "_"}) == sum(part[:1] == "_" for part in quad)
    ]
    text = "".join(map(spell_quad, quads))
    expected = jsonld.normalize(
        text, {"algorithm": "URDNA2015", "inputFormat": "application/n-quads", "format": "application/n-quads"}
    )
    canonical = canonize(quads)
    assert canonical.nquads == expected
    assert "".join(canonical.lines) == canonical.nquads
    assert canonize(read_nquads(canonical.nquads)).nquads == canonical.nquads


def clique(size):
    names = [f"_:n{i}" for i in range(size)]
    return [(a, P, b, "") for a in names for b in names if a != b]


@pytest.mark.parametrize("size", range(7, 21))
def test_DI_05_cliques_are_refused(size):
    with pytest.raises(TooBigError) as refused:
        canonize(clique(size))
    assert refused.value.step == "rdfc.work"


@pytest.mark.parametrize("size", range(3, 5))
def test_DI_05_small_cliques_are_read(size):
    assert len(canonize(clique(size)).issued) == size


def test_DI_05_a_long_ring_is_refused_without_exhausting_the_stack():
    ring = [(f"_:n{i}", P, f"_:n{(i + 1) % 3000}", "") for i in range(3000)]
    with pytest.raises(TooBigError):
        canonize(ring)


def test_DI_05_size_budgets():
    with pytest.raises(TooBigError) as refused:
        canonize([("<urn:a>", P, f'"{i}"', "") for i in range(11)], budget=RdfcBudget(quads=10))
    assert refused.value.step == "rdfc.quads"
    with pytest.raises(TooBigError) as refused:
        canonize([(f"_:b{i}", P, '"1"', "") for i in range(11)], budget=RdfcBudget(blank_nodes=10))
    assert refused.value.step == "rdfc.blank_nodes"


def test_a_hundred_equal_results_under_one_parent_are_no_poison():
    quads = [("_:parent", P, f"_:r{i}", "") for i in range(100)] + [(f"_:r{i}", P, '"A"', "") for i in range(100)]
    random.Random(1).shuffle(quads)
    assert len(canonize(quads).lines) == 200


@given(st.text())
def test_literals_survive_their_spelling(text):
    if any(0xD800 <= ord(letter) < 0xE000 for letter in text):
        return
    line = f"<urn:a> {P} {spell_text(text)} .\n"
    assert spell_quad(read_nquads(line)[0]) == line


@pytest.mark.parametrize(
    "line", ["<a> <b>", '<urn:a> _:b "c" .', '<urn:a> <urn:b> "\\x" .', '<urn:a> <urn:b> "\\uD800" .', "x"]
)
def test_malformed_lines_are_refused(line):
    with pytest.raises(MalformedInputError):
        read_nquads(line)


@given(st.text('<>_:"\\ .@^abu0\n', max_size=60))
def test_strangers_quads_raise_only_wallet_errors(text):
    try:
        canonize(read_nquads(text))
    except WalletError:
        return
