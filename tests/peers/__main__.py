"""`python -m tests.peers [--cache FOLDER]`: put everything before the peers and print what they say.

Ends 1 where a peer refuses what Tessera made or accepts a control, or Tessera refuses what a peer made.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from tests.peers.making import DOOR, ISSUERS, Trial, trials
from tests.peers.node import Peers, PeersMissingError, install_peers
from tests.peers.reverse import GENUINE, Finding, crossings
from wallet.intake import HolderExpectation
from wallet.report import Outcome


def main() -> int:
    """Run the whole and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.peers", description=__doc__)
    parser.add_argument("--cache", type=Path, help="where the peers' packages lie (outside the repository)")
    try:
        peers = install_peers(parser.parse_args().cache)
    except PeersMissingError as error:
        print(f"Nothing was measured: {error}.")
        return 0
    print(f"node {peers.node_version()}", *(f"{name} {number}" for name, number in peers.versions().items()), sep="\n")
    made, faults = list(trials()), list[str]()
    faults += _print_forward(made, peers)
    faults += _print_reverse(crossings(peers))
    print(f"\n{len(faults)} faults", *faults, sep="\n")
    return 1 if faults else 0


def _print_forward(made: list[Trial], peers: Peers) -> list[str]:
    controls = {trial.name: list(trial.controls()) for trial in made}
    jobs = [*(trial.job for trial in made), *(job for each in controls.values() for job in each)]
    answers = peers.run(jobs, {issuer.id: issuer.did_document() for issuer in ISSUERS.values()})
    assert len(answers) == len(jobs), "two jobs have one name"
    rows, faults = defaultdict[tuple[str, str], list[int]](lambda: [0] * 5), list[str]()
    for trial in made:
        refusal = _seen_by_tessera(trial)
        peer, refused = answers[trial.name], [answers[job["id"]] for job in controls[trial.name]]
        wrong = [job["id"] for job in controls[trial.name] if answers[job["id"]]["verified"]]
        row = rows[trial.form.value, trial.held]
        counts = (1, not refusal, peer["verified"], len(refused) - len(wrong), len(refused))
        rows[trial.form.value, trial.held] = [one + int(more) for one, more in zip(row, counts, strict=True)]
        faults += [f"Tessera refuses {trial.name}: {refusal}"] if refusal else []
        faults += [] if peer["verified"] else [f"the peer refuses {trial.name}: {peer['error']}"]
        faults += [f"the peer accepts {name}" for name in wrong]
    print("\n| form | credential | made | Tessera verifies | peer verifies | controls the peer refuses |")
    print("|---|---|---|---|---|---|")
    for (form, held), row in [
        *sorted(rows.items()),
        (("all", ""), [sum(column) for column in zip(*rows.values(), strict=True)]),
    ]:
        print(f"| {form} | {held} | {row[0]} | {row[1]} | {row[2]} | {row[3]} of {row[4]} |")
    return faults


def _print_reverse(found: Iterable[Finding]) -> list[str]:
    rows, faults = defaultdict[str, list[bool]](list), list[str]()
    for finding in found:
        rows[f"{finding.kind} | {finding.name.split()[0]}"].append(not finding.fault)
        faults += [f"{finding.kind}: {finding.name}: {finding.fault}"] if finding.fault else []
    print("\n| crossing | format | tried | in order |\n|---|---|---|---|")
    for name, results in rows.items():
        print(f"| {name} | {len(results)} | {sum(results)} |")
    return faults


def _seen_by_tessera(trial: Trial) -> str:
    """Return why Tessera refuses it, or nothing."""
    asked = HolderExpectation(trial.terms.nonce, trial.terms.audience, True)
    checked = replace(DOOR, expectation=HolderExpectation() if trial.unbound else asked).check(trial.made.text)
    binding = checked.report.result_of("holder")
    if checked.report.verdict not in GENUINE or binding is None:
        return str([(each.check, each.code) for each in checked.report.results])
    expected = Outcome.UNDECIDED if trial.unbound else Outcome.PASSED
    return "" if binding.outcome is expected else binding.code


if __name__ == "__main__":
    sys.exit(main())
