"""Stacks in an open wallet: what the samples add up to, with reasons, and which stacks are followed."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from tests.vaults import PASSPHRASE, terms_for
from tests.wallet.session.stacked import DEGREE, DIPLOMA, bricks, holding_of, look, undo
from wallet.errors import NotInVaultError, VaultLockedError, WalletError
from wallet.messages import requests as keep
from wallet.messages import stacks as ask
from wallet.messages.requests import Touched
from wallet.messages.stack_views import BrickState, OwnBasis, StackWord
from wallet.pathways.library import shipped_names
from wallet.pathways.read_pathway import read_pathway
from wallet.resources import resource_path
from wallet.session import Session


def test_the_sample_degree_has_its_figures_and_its_layers(stocked):
    view = look(stocked)
    assert (view.card.have, view.card.need, view.card.unit) == ("120", "180", "ects")
    assert (view.counts_now.percent, view.counts_now.exact, view.counts_now.proven) == (66, "2/3", True)
    assert view.provisional.percent == 72
    assert view.if_not_lapsed.percent == 69
    assert [title for title, _ in view.lapsed] == ["Information Security Certificate"]
    told = [(layer.title, layer.have, layer.need, layer.to_go, layer.complete) for layer in view.layers]
    assert told == [
        ("Foundations", "60", "60", "0", True),
        ("Core", "40", "60", "20", False),
        ("Electives", "20", "30", "10", False),
        ("Final project", "0", "30", "30", False),
    ]
    assert view.layers[0].milestone == "Into the core"
    assert view.closest is not None
    assert view.closest.facts["layer"] == "Electives"


def test_every_layer_is_as_wide_as_its_credits_on_one_scale(stocked):
    for layer in look(stocked).layers:
        assert sum(Fraction(brick.amount) for brick in layer.bricks) == Fraction(layer.need)
        assert all(float(Fraction(brick.amount)) == brick.size for brick in layer.bricks)


def test_what_is_in_doubt_is_drawn_as_that_and_does_not_count(stocked):
    found = bricks(look(stocked))
    assert found["Research Methods"].state is BrickState.COUNTS  # its status is old, which still counts
    assert found["Research Methods"].verdict == "refresh_due"
    assert found["Team Project"].state is BrickState.UNVERIFIED
    assert found["Ethics of Data"].state is BrickState.OPEN  # a revoked credential fills nothing
    assert found["Cloud Data Systems"].signing_key != found["Data Visualisation"].signing_key


def test_what_does_not_count_says_why_and_leads_to_the_credential(stocked):
    rest = {row.title: row for row in look(stocked).not_counted}
    assert rest["Ethics of Data"].verdict == "revoked"
    assert rest["Ethics of Data"].reasons[0].text == "The issuer took it back."
    assert stocked.answer(keep.GetCredential(rest["Ethics of Data"].credential)).summary.title == "Ethics of Data"
    assert rest["Team Project"].would_count
    assert not rest["Club Champion 2025"].named
    assert "Data Practice, year 1" not in rest  # a transcript is what lies inside it


def test_every_figure_says_on_whose_word(stocked):
    view = look(stocked)
    assert view.card.word is StackWord.ILLUSTRATIVE
    assert "no institution stands behind it" in view.according_to.text


def test_a_whole_stack_is_complete_in_the_persons_language(stocked):
    stocked.answer(ask.FollowStack(shipped=DIPLOMA))
    view = look(stocked, DIPLOMA, language="zh_CN")
    assert view.card.title == "数据素养微专业"
    assert view.counts_now.complete
    assert view.closest is None
    assert all(layer.complete and layer.to_go == "0" for layer in view.layers)


@pytest.mark.parametrize("name", shipped_names())
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_shipped_stack_can_be_followed_and_drawn(stocked, name, language):
    stocked.answer(ask.FollowStack(shipped=name))
    view = look(stocked, name, language=language)
    assert view.layers
    assert all(layer.bricks and layer.title for layer in view.layers)
    assert all(brick.title for layer in view.layers for brick in layer.bricks)


def test_following_can_be_undone_and_taken_back(stocked):
    change = stocked.answer(ask.UnfollowStack(DEGREE))
    assert change.touched == (Touched.PATHWAYS,)
    assert stocked.answer(ask.ListStacks()).cards == ()
    undo(stocked, change)
    assert [card.id for card in stocked.answer(ask.ListStacks()).cards] == [DEGREE]
    with pytest.raises(NotInVaultError):
        stocked.answer(ask.GetStack("nothing"))


def test_why_and_what_next(stocked):
    why = stocked.answer(ask.WhyBrick(DEGREE, requirement="electives"))
    assert "Stories with Data" in why.would_do
    assert "Networks for Practitioners" not in why.would_do
    made = stocked.answer(ask.WhyBrick(DEGREE, holding=holding_of(stocked, "Ethics of Data"))).tests
    assert [(test.achievement, test.outcome) for test in made] == [
        ("Ethics of Data", "passed"),  # by its id
        ("Ethics of Data", "passed"),  # its issuer
        ("Ethics of Data", "failed"),  # it was taken back
    ]
    plan = stocked.answer(ask.NextSteps(DEGREE))
    assert plan.completes
    assert plan.proven
    assert plan.currency == "EUR"
    assert [step.title for step in plan.steps].index("Team Project") < [s.title for s in plan.steps].index(
        "Final Project"
    )
    fewest = stocked.answer(ask.NextSteps(DEGREE, ask.StepAim.COURSES))
    assert len(fewest.steps) <= len(plan.steps)


def test_a_credential_knows_where_it_counts(stocked):
    key = bricks(look(stocked))["Cloud Data Systems"].credential
    (row,) = stocked.answer(ask.GetCountsTowards(key)).rows
    assert (row.stack, row.layer, row.amount, row.state) == (DEGREE, "Core", "10", BrickState.COUNTS)


def test_what_leaves_the_vault_no_longer_counts(stocked):
    key = bricks(look(stocked))["Cloud Data Systems"].credential
    stocked.answer(keep.Trash((key,)))
    assert look(stocked).card.have == "110"
    stocked.answer(keep.Trash((key,), trashed=False))
    assert look(stocked).card.have == "120"


def test_without_the_trust_pack_nothing_counts_and_nothing_is_called_forged(stocked):
    look(stocked)
    pack = next(pack.id for pack in stocked.answer(keep.ListPacks()).packs if pack.sample)
    stocked.answer(keep.RemovePack(pack))
    view = look(stocked)
    assert view.counts_now.percent < 66
    assert view.provisional.percent >= 66


def test_a_file_is_looked_at_before_it_is_followed_and_exported_as_it_was_meant(stocked, tmp_path: Path):
    written = tmp_path / "degree.json"
    stocked.answer(ask.ExportStack(DEGREE, str(written)))
    preview = stocked.answer(ask.PreviewStack(str(written)))
    assert preview.title == "BSc Data Practice"
    assert preview.warnings == ()
    (key,) = stocked.answer(ask.FollowStack(path=str(written))).ids
    assert look(stocked, key).counts_now == look(stocked).counts_now
    stocked.answer(ask.ExportStack(DEGREE, str(tmp_path / "degree.ctdl.json"), "ctdl"))
    foreign = stocked.answer(ask.PreviewStack(str(tmp_path / "degree.ctdl.json")))
    assert foreign.warnings  # other people's formats are read with their assumptions shown


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"format": "stack-pathway/1"}', b"\x00\xff", b"<svg/>"])
def test_a_file_that_is_no_stack_is_refused_with_a_step(stocked, tmp_path: Path, content: bytes):
    path = tmp_path / "odd.json"
    path.write_bytes(content)
    with pytest.raises(WalletError) as refused:
        stocked.answer(ask.PreviewStack(str(path)))
    assert refused.value.step
    with pytest.raises(WalletError):
        stocked.answer(ask.FollowStack(path=str(path)))
    with pytest.raises(WalletError):
        stocked.answer(ask.PreviewStack(str(tmp_path / "not there.json")))


def test_stacks_outlive_the_session_and_travel_in_a_backup(stocked, tmp_path: Path):
    stocked.answer(ask.RecordOwnWord(OwnBasis.IN_PROGRESS, DEGREE, "dp-205"))
    before = look(stocked)
    path = tmp_path / "copy.tessera"
    stocked.answer(keep.MakeBackup(str(path)))
    stocked.answer(keep.Goodbye())
    other = Session(tmp_path / "other", terms_for(tmp_path / "other-state"), stocked._clock)
    other.answer(keep.RestoreBackup(str(path), PASSPHRASE))
    other.answer(keep.AddPack(str(resource_path("samples", "trust_pack"))))  # trust lies beside the vault, not in it
    restored = look(other)
    assert restored.card.id == before.card.id
    assert bricks(restored)["Ethics of Data"].state is BrickState.IN_PROGRESS
    assert restored.with_in_progress == before.with_in_progress
    other.goodbye()


def test_nothing_is_told_of_stacks_while_the_vault_is_locked(locked):
    for request in (ask.ListStacks(), ask.GetStack(DEGREE), ask.FollowStack(shipped=DEGREE)):
        with pytest.raises(VaultLockedError):
            locked.answer(request)


def test_looking_again_reckons_nothing_anew(stocked):
    first = stocked.answer(ask.GetStack(DEGREE))
    assert stocked.answer(ask.GetStack(DEGREE)) is first
    stocked.answer(ask.RecordOwnWord(OwnBasis.PLANNED, DEGREE, "dp-205"))
    assert stocked.answer(ask.GetStack(DEGREE)) is not first


def test_the_command_line_and_the_window_follow_the_same_stacks(stocked):
    name, original = stocked.stack_originals()[0]
    assert name == DEGREE
    assert json.loads(original)["id"] == "urn:tessera:pathway:northlight-bsc-data-practice"
    assert stocked.follow_original(read_pathway(original), original) == DEGREE
    assert len(stocked.stack_holdings()) > 26
