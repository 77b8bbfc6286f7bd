"""From the leaves of a credential to the rows a person chooses among. Pure: no widget, no Qt.

What can only be shown together is one row; what only computers need is counted, not listed among the choices.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ui.at_a_glance import name_of, show_claim
from ui.kinds import kind_words
from ui.words import isolate, say
from wallet.i18n import N_
from wallet.messages.presenting import DisclosureLeaf
from wallet.messages.views import ShownClaim

_MACHINE = re.compile(
    r"(/type(/\d+)?|/@type(/\d+)?|/@context(/.*)?|/(cnf|proof|credentialStatus|credentialSchema|_sd_alg)(/.*)?|/status/.*"
    r"|/salt|/hashed|/identityType|/jti|#integrity|/resultDescription|/targetType|/resultType|/allowedValue(/\d+)?|/id)$"
)
# What follows is not what people look at, yet it is sent: it is counted.
_TECHNICAL = re.compile(
    r"^(/vc)?/(iss|issuer|vct|aud|nonce|sd_hash)$|/(hashed|identityHash|salt|creator/.*|targetUrl|url|image)$"
)
_LABELS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(/vc)?/issuer(_name|/name)$"), N_("Issuer")),
    (re.compile(r"(/vc)?/(iss|issuer|issuer/id)$"), N_("Issuer’s identifier")),
    (re.compile(r".*/achievement(/\d+)?/name$"), N_("Title")),
    (re.compile(r".*/achievement(/\d+)?/creator/name$"), N_("Created by")),
    (re.compile(r"(/vc)?/credentialSubject/name$"), N_("Name of the learner")),
    (re.compile(r".*/(studentId|student_number|studentNumber)$"), N_("Student number")),
    (re.compile(r"/skills(/\d+)?$"), N_("Skill")),
    (re.compile(r"/credits$"), N_("Credits")),
    (re.compile(r"/credit_unit$"), N_("Unit of credit")),
    (re.compile(r"/grade$"), N_("Grade")),
)
_AT_ONCE = 8  # values under one label
_FIRST = (
    "Title",
    "Issuer",
    "Name of the learner",
    "Family name",
    "Given name",
    "Name",
    "Issued",
    "Awarded",
    "Valid from",
    "Valid until",
    "Credits",
    "Result",
    "Grade",
)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One thing to show or keep private. `paths` go together; `brings` are other rows' paths that come along."""

    paths: tuple[str, ...]
    label: str
    text: str
    always: bool
    sensitive: bool
    brings: frozenset[str]
    machine: bool


def rows_of(leaves: Sequence[DisclosureLeaf]) -> tuple[ClaimRow, ...]:
    """Return the rows of a disclosure tree: what is always shown, then the choices."""
    by_path = {leaf.path: leaf for leaf in leaves}
    done: set[str] = set()
    found: list[ClaimRow] = []
    for leaf in leaves:
        if leaf.path in done:
            continue
        together = _together(leaf, by_path)
        done.update(each.path for each in together)
        found.append(_row(together))
    # An issuer shuffles what can be hidden, so its order says nothing: like to like, and last what is seldom needed.
    return tuple(sorted(found, key=lambda row: (not row.always, row.sensitive, "" if row.always else row.paths[0])))


def _together(leaf: DisclosureLeaf, by_path: Mapping[str, DisclosureLeaf]) -> list[DisclosureLeaf]:
    """Return the leaves that bring each other: one disclosure holds them all."""
    if leaf.always:
        return [leaf]
    brought = [by_path[path] for path in leaf.brings if path in by_path]
    return [leaf, *(other for other in brought if leaf.path in other.brings)]


def _row(leaves: list[DisclosureLeaf]) -> ClaimRow:
    told = [leaf for leaf in leaves if not is_machine(leaf.path)]
    main = told or leaves
    paths = tuple(leaf.path for leaf in leaves)
    return ClaimRow(
        paths=paths,
        label=label_words(main[0]),
        text=say(N_(", ")).join(value_words(leaf) for leaf in main[:3]),
        always=leaves[0].always,
        sensitive=any(leaf.sensitive for leaf in leaves),
        brings=frozenset(path for leaf in leaves for path in leaf.brings) - set(paths),
        machine=not told,
    )


def is_machine(path: str) -> bool:
    """Say whether a leaf is for computers: types, identifiers, salts, keys."""
    return bool(_MACHINE.search(path))


def is_technical(leaf: DisclosureLeaf) -> bool:
    """Say whether a value is shown for the check's sake: it is sent, but not what people look at."""
    return is_machine(leaf.path) or bool(_TECHNICAL.search(leaf.path))


def label_words(leaf: DisclosureLeaf) -> str:
    """Return what a leaf is, in the window's language; a stranger's own name for it is made readable."""
    for pattern, key in _LABELS:
        if pattern.fullmatch(leaf.path):
            return say(key)
    words = say(leaf.label)
    if words != leaf.label:
        return words
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", leaf.label.replace("_", " ")).strip()
    return plain[:1].upper() + plain[1:]


def value_words(leaf: DisclosureLeaf) -> str:
    """Return a leaf's value as a person reads it."""
    if name_of(leaf.path) == "achievementType":
        return kind_words(leaf.text)
    return isolate(show_claim(ShownClaim(leaf.path, leaf.label, leaf.text, True)))


def told_rows(leaves: Iterable[DisclosureLeaf], most: int = 10_000) -> tuple[tuple[str, str], ...]:
    """Return (label, value) pairs for a preview: what people look for first, each label once with its values joined."""
    found: dict[str, list[str]] = {}
    for leaf in leaves:
        if leaf.text and not is_technical(leaf):
            values = found.setdefault(label_words(leaf), [])
            text = value_words(leaf)
            if text not in values:
                values.append(text)
    if found.get(say(N_("Name"))) == found.get(say(N_("Title"))):
        found.pop(say(N_("Name")), None)
    if found.get(say(N_("Valid from"))) == found.get(say(N_("Issued"))):
        found.pop(say(N_("Valid from")), None)
    first = {say(key): place for place, key in enumerate(_FIRST)}
    ordered = sorted(found.items(), key=lambda pair: first.get(pair[0], len(first)))
    return tuple((label, _joined(values)) for label, values in ordered[:most])


def _joined(values: Sequence[str]) -> str:
    shown = say(N_(", ")).join(values[:_AT_ONCE])
    return f"{shown} (+{len(values) - _AT_ONCE})" if len(values) > _AT_ONCE else shown


def close(chosen: Iterable[str], rows: Sequence[ClaimRow]) -> frozenset[str]:
    """Return `chosen` with everything that comes along."""
    by_path = {path: row for row in rows for path in row.paths}
    wanted, waiting = set[str](), list(chosen)
    while waiting:
        path = waiting.pop()
        if path in wanted or path not in by_path:
            continue
        row = by_path[path]
        wanted.update(row.paths)
        waiting.extend(row.brings)
    return frozenset(wanted)


def without(row: ClaimRow, chosen: frozenset[str], rows: Sequence[ClaimRow]) -> frozenset[str]:
    """Return `chosen` without a row, and without what cannot be shown without it."""
    gone = set(row.paths)
    kept = [each for each in rows if set(each.paths) <= chosen]
    return frozenset(
        path for each in kept if not gone & (close(each.paths, rows)) for path in each.paths if path not in gone
    )
