"""Stacks in an open wallet: what the samples add up to, with reasons, and what only the learner says."""

import json
from fractions import Fraction
from pathlib import Path

import msgspec
import pytest

from tests.vaults import PASSPHRASE, terms_for
from wallet.errors import NotInVaultError, PathwayError, VaultLockedError, WalletError
from wallet.messages import growth as grow
from wallet.messages import requests as keep
from wallet.messages import stacks as ask
from wallet.messages.requests import Change, Touched
from wallet.messages.stack_views import BrickState, OwnBasis, StackBrick, StackView, StackWord
from wallet.messages.verbs import REQUESTS
from wallet.pathways.library import shipped_names
from wallet.pathways.read_pathway import read_pathway
from wallet.resources import resource_path
from wallet.session import Session

DEGREE, DIPLOMA = "northlight-bsc-data-practice", "yunling-data-literacy"


@pytest.fixture
def stocked(session: Session) -> Session:
    session.add_samples(keep.AddSamples())
    session.answer(ask.FollowStack(shipped=DEGREE))
    return session


def look(session: Session, stack: str = DEGREE, **asked: object) -> StackView:
    view = session.answer(ask.GetStack(stack, **asked))
    again = msgspec.json.decode(msgspec.json.encode(view), type=StackView)
    assert again == view  # it crosses the pipe whole
    return view


def bricks(view: StackView) -> dict[str, StackBrick]:
    return {brick.title: brick for layer in view.layers for brick in layer.bricks}


def undo(session: Session, change: Change) -> None:
    verb, body = msgspec.json.decode(change.undo, type=tuple[str, msgspec.Raw])
    session.answer(msgspec.json.decode(body, type=REQUESTS[verb][0]))


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


def test_the_learners_own_word_is_seen_and_never_counts(stocked):
    before = look(stocked)
    change = stocked.answer(ask.RecordOwnWord(OwnBasis.IN_PROGRESS, DEGREE, "dp-205"))
    after = look(stocked)
    assert after.counts_now == before.counts_now
    assert after.with_in_progress.percent > before.with_in_progress.percent
    brick = bricks(after)["Ethics of Data"]
    assert (brick.state, brick.own_word) == (BrickState.IN_PROGRESS, change.ids[0])
    undo(stocked, change)
    assert bricks(look(stocked))["Ethics of Data"].state is BrickState.OPEN


def test_plans_and_papers_wait_for_what_if(stocked, tmp_path: Path):
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"a scan")
    stocked.answer(ask.RecordOwnWord(OwnBasis.PLANNED, DEGREE, "dp-205"))
    stocked.answer(ask.RecordOwnWord(OwnBasis.PAPER, DEGREE, "dp-301", scan=str(scan)))
    now, then = look(stocked), look(stocked, what_if=True)
    assert bricks(now)["Ethics of Data"].state is BrickState.OPEN
    assert bricks(then)["Ethics of Data"].state is BrickState.PLANNED
    assert bricks(then)["Final Project"].state is BrickState.PAPER
    assert then.counts_now == now.counts_now
    assert then.what_if is not None
    assert then.what_if.percent > now.counts_now.percent
    assert now.what_if is None


def test_supposing_changes_the_picture_and_keeps_nothing(stocked):
    view = look(stocked, what_if=True, suppose=("dp-301", "no-such-thing"))
    assert bricks(view)["Final Project"].state is BrickState.PLANNED
    assert bricks(look(stocked))["Final project"].state is BrickState.OPEN


def test_a_waiver_of_ones_own_is_shown_with_its_note_and_does_not_count(stocked):
    change = stocked.answer(ask.DecideRequirement(DEGREE, "dp-205", "waive", "I taught this course."))
    view = look(stocked)
    assert view.counts_now.percent == 66
    assert [(made.note, made.own) for made in view.decisions] == [("I taught this course.", True)]
    assert bricks(view)["Ethics of Data"].state is BrickState.WAIVED
    undo(stocked, change)
    assert look(stocked).decisions == ()


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


DRAFT = ask.StackDraft(
    "My plan",
    "ects",
    (
        ask.DraftLayer("Base", "all", (ask.DraftItem("Statistics", "10"), ask.DraftItem("Law", "7.5", "A school"))),
        ask.DraftLayer("Choice", "choose", tuple(ask.DraftItem(name, "5") for name in "ABC"), "2"),
        ask.DraftLayer("Free", "credits", (ask.DraftItem("D", "5"), ask.DraftItem("E", "5")), "10"),
    ),
)


def test_a_stack_of_ones_own_is_a_valid_file_and_can_be_written_on(stocked, tmp_path: Path):
    change = stocked.answer(ask.SaveStackDraft(DRAFT, path=str(tmp_path / "mine.json")))
    (key,) = change.ids
    view = look(stocked, key)
    assert view.personal
    assert [(layer.title, layer.need) for layer in view.layers] == [("Base", "17.5"), ("Choice", "10"), ("Free", "10")]
    assert read_pathway((tmp_path / "mine.json").read_bytes()).status == "personal"
    draft = stocked.answer(ask.GetStackDraft(key))
    assert [layer.title for layer in draft.layers] == ["Base", "Choice", "Free"]
    stocked.answer(ask.SaveStackDraft(draft, key))
    assert stocked.answer(ask.GetStackDraft(key)) == draft
    assert len(stocked.answer(ask.ListStacks()).cards) == 2


WHOLE = ask.StackDraft(
    "A whole degree",
    "ects",
    (
        ask.DraftLayer(
            "Base",
            "all",
            (
                ask.DraftItem("One", "10", key="one", grade="C", hours="250", cost="120 EUR"),
                ask.DraftItem("Two", "10", "A school", "https://x.example/two", "two", after=("one",), years="3"),
            ),
            milestone="Half way",
            parts=(
                ask.DraftLayer("Either", "choose", (ask.DraftItem("Three", "5", key="three"),), "1", parts=(
                    ask.DraftLayer("Both", "all", tuple(ask.DraftItem(t, "3", key=t) for t in ("four", "five"))),
                )),
            ),
        ),
        ask.DraftLayer(
            "Free", "credits",
            (ask.DraftItem("Six", "5", key="six", capped=True), ask.DraftItem("Seven", "9", key="seven")),
            "10", "B", "4",
        ),
        ask.DraftLayer("Any", "count", tuple(ask.DraftItem(t, key=t) for t in ("eight", "nine")), "1"),
    ),
    grades=("F", "D", "C", "B", "A"),
)  # fmt: skip


def test_a_whole_stack_is_composed_and_nothing_of_it_is_lost(stocked, tmp_path: Path):
    (key,) = stocked.answer(ask.SaveStackDraft(WHOLE, path=str(tmp_path / "whole.json"))).ids
    assert stocked.answer(ask.GetStackDraft(key)) == WHOLE
    pathway = read_pathway((tmp_path / "whole.json").read_bytes())
    two = pathway.achievements["two"]
    assert (two.requires, two.valid_for.months) == (("one",), 36)
    leaves = {leaf.id: leaf for leaf in pathway.leaves()}
    assert leaves["item-of-one"].terms.min_grade.value == "C"
    assert leaves["layer-2"].terms.min_grade.value == "B"
    assert [(cap.of, cap.maximum) for cap in leaves["layer-2"].terms.caps] == [({"six"}, 4)]
    assert look(stocked, key).layers[0].milestone == "Half way"
    plan = stocked.answer(ask.NextSteps(key))
    assert [step.cost for step in plan.steps] == ["120 EUR"]


@pytest.mark.parametrize(
    ("change", "at", "where"),
    [
        ({"items": (ask.DraftItem("One", "x"),)}, "0#0", "Base · One"),
        ({"items": (ask.DraftItem("One", years="soon"),)}, "0#0", "Base · One"),
        ({"items": (ask.DraftItem("One", cost="cheap"),)}, "0#0", "Base · One"),
        ({"items": (ask.DraftItem("One", key="one", after=("one",)),)}, "0#0", "Base · One"),
        ({"items": (ask.DraftItem("One", after=("gone",)),)}, "0#0", "Base · One"),
        ({"grade": "Z"}, "0", "Base"),
        ({"rule": "count", "number": "1", "parts": ()}, "0", "Base"),  # a grade of its own, in a pool
        ({"parts": (ask.DraftLayer("Empty", "all", ()),)}, "0/0", "Base › Empty"),
        ({"rule": "credits", "number": "3"}, "0", "Base"),
    ],
)
def test_what_cannot_be_saved_is_said_with_its_place_and_reason(stocked, change, at, where):
    from dataclasses import replace

    draft = replace(WHOLE, layers=(replace(WHOLE.layers[0], **change),))
    with pytest.raises(PathwayError) as refused:
        stocked.answer(ask.SaveStackDraft(draft))
    assert (refused.value.facts["at"], refused.value.facts["where"]) == (at, where)
    assert refused.value.explanation != "This stack cannot be used: {reason} (at {place})"


def test_rules_that_the_editor_cannot_show_are_refused_and_not_lost(stocked, tmp_path: Path):
    stocked.answer(ask.SaveStackDraft(WHOLE, path=str(tmp_path / "whole.json")))
    document = json.loads((tmp_path / "whole.json").read_text())
    document["limits"] = [{"id": "x", "kind": "max", "where": "any", "credits": 12}]
    (tmp_path / "more.json").write_text(json.dumps(document | {"id": "urn:example:more"}))
    (key,) = stocked.answer(ask.FollowStack(path=str(tmp_path / "more.json"))).ids
    with pytest.raises(PathwayError) as refused:
        stocked.answer(ask.GetStackDraft(key))
    assert refused.value.code == "stack.not_in_editor"


@pytest.mark.parametrize(
    "draft",
    [
        ask.StackDraft("", "ects", DRAFT.layers),
        ask.StackDraft("x", "ects", ()),
        ask.StackDraft("x", "ects", (ask.DraftLayer("a", "all", ()),)),
        ask.StackDraft("x", "ects", (ask.DraftLayer("a", "choose", (ask.DraftItem("b"),), "2"),)),
        ask.StackDraft("x", "ects", (ask.DraftLayer("a", "credits", (ask.DraftItem("b"),), "many"),)),
        ask.StackDraft("x", "ects", (ask.DraftLayer("a", "all", (ask.DraftItem("b", "-3"),)),)),
    ],
)
def test_what_does_not_make_a_stack_is_refused_with_its_own_sentence(stocked, draft):
    with pytest.raises(PathwayError) as refused:
        stocked.answer(ask.SaveStackDraft(draft))
    assert refused.value.explanation
    assert len(stocked.answer(ask.ListStacks()).cards) == 1


def test_a_published_stack_is_not_for_the_learner_to_rewrite(stocked):
    with pytest.raises(PathwayError):
        stocked.answer(ask.GetStackDraft(DEGREE))
    with pytest.raises(PathwayError):
        stocked.answer(ask.SaveStackDraft(DRAFT, DEGREE))


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


# -- growth and work, and another school -------------------------------------------------------------------------------


def test_growth_is_ones_own_on_one_scale_and_one_node(stocked):
    view = stocked.answer(grow.GetGrowth())
    assert msgspec.json.decode(msgspec.json.encode(view), type=grow.GrowthView) == view
    line = next(one for one in view.lines if one.title == "Statistical reasoning")
    assert line.scale == ("Beginning", "Developing", "Proficient", "Advanced")
    assert [dot.value for dot in line.dots] == ["Developing", "Developing", "Proficient", "Advanced"]
    assert all(line.scale[dot.place] == dot.value for dot in line.dots)
    assert {dot.verdict for one in view.lines for dot in one.dots} == {"verified", "refresh_due"}
    chinese = stocked.answer(grow.GetGrowth(language="zh_CN"))
    assert "统计推理" in [one.title for one in chinese.lines]


def test_skills_stand_against_a_job_in_one_table(stocked):
    view = stocked.answer(grow.GetGrowth())
    assert (view.met, view.asked) == (4, 4)
    rows = [row for row in view.rows if row.skill == "ODS-STAT"]
    assert (rows[0].kind, rows[0].level, rows[0].enough) == (grow.WorkKind.JOB, "Proficient", True)
    assert (rows[1].title, rows[1].level, rows[1].verdict) == ("Research Methods", "Advanced", "refresh_due")
    club = next(row for row in rows if row.title == "Club Champion 2025")
    assert (club.enough, club.kind, club.verdict) == (False, grow.WorkKind.CERTIFICATE, "issuer_unknown")
    assert {row.kind for row in view.rows} == {grow.WorkKind.JOB, grow.WorkKind.COURSE, grow.WorkKind.CERTIFICATE}
    with pytest.raises(NotInVaultError):
        stocked.answer(grow.GetGrowth(job="no-such-job"))


def test_an_empty_wallet_has_a_job_and_no_growth(session):
    view = session.answer(grow.GetGrowth())
    assert (view.lines, view.met, view.asked) == ((), 0, 4)


@pytest.mark.parametrize("form", list(grow.GrowthForm))
def test_growth_and_work_go_to_files(stocked, tmp_path: Path, form):
    path = tmp_path / "written"
    stocked.answer(grow.ExportGrowth(str(path), form))
    told = path.read_text(encoding="utf-8")
    assert "Research Methods" in told or "refresh_due" in told
    if form is grow.GrowthForm.RESUME:
        assert "Team Project" not in told  # whether it was revoked is not known
        assert "Data Practice, year 1" not in told  # a transcript is what lies inside it


def test_another_school_takes_what_its_transfer_rules_take(stocked):
    stocked.answer(ask.FollowStack(shipped=DIPLOMA))
    bare = stocked.answer(ask.SwitchStack(DIPLOMA, DEGREE))
    assert bare.kept == ()
    assert len(bare.lost) == 7
    assert bare.points == 66 - 100
    view = stocked.answer(ask.SwitchStack(DIPLOMA, DEGREE, rules="shipped:northlight-transfer"))
    assert msgspec.json.decode(msgspec.json.encode(view), type=ask.SwitchView) == view
    ethics = next(row for row in view.kept if row.places == ("Ethics of Data",))
    assert (ethics.title, ethics.to_confirm) == ("数据伦理与法规", True)
    assert ethics.rule == "Data ethics and law for Ethics of Data"
    assert view.after.counts_now.percent == 75
    assert view.after.certain.percent == 66
    assert all(row.reasons for row in view.lost)
    assert look(stocked).counts_now.percent == 66  # nothing was kept of it
    with pytest.raises(NotInVaultError):
        stocked.answer(ask.SwitchStack(DIPLOMA, DEGREE, rules="shipped:../../x"))
    with pytest.raises(NotInVaultError):
        stocked.answer(ask.SwitchStack(DIPLOMA, "shipped:nowhere"))


# -- decisions and scans -----------------------------------------------------------------------------------------------


def holding_of(session: Session, title: str) -> str:
    return next(holding.id for holding in session.stack_holdings() if str(holding.title) == title)


def test_accepting_counts_only_as_ones_own_word_and_can_be_taken_back_twice(stocked):
    ethics = holding_of(stocked, "数据伦理与法规")
    made = stocked.answer(ask.DecideRequirement(DEGREE, "dp-205", "accept", "The dean agreed.", ethics))
    view = look(stocked)
    assert (view.counts_now.percent, view.provisional.percent) == (66, 77)
    assert view.decisions[0].note == "The dean agreed."
    back = stocked.answer(ask.ForgetDecision(made.ids[0]))
    assert look(stocked).provisional.percent == 72
    undo(stocked, back)
    assert look(stocked).decisions[0].note == "The dean agreed."


def test_ruling_out_takes_effect_at_once_for_it_favours_nobody(stocked):
    chosen = holding_of(stocked, "Data Visualisation")
    stocked.answer(ask.DecideRequirement(DEGREE, "dp-202", "block", "Taken elsewhere.", chosen))
    assert look(stocked).counts_now.percent < 66


@pytest.mark.parametrize(
    ("requirement", "action", "note", "credential"),
    [
        ("nowhere", "waive", "x", ""),
        ("dp-205", "grant", "x", ""),
        ("dp-205", "accept", "x", "nothing held"),
        ("dp-205", "waive", "  ", ""),
    ],
)
def test_a_decision_about_nothing_or_without_a_note_is_refused(stocked, requirement, action, note, credential):
    with pytest.raises(WalletError):
        stocked.answer(ask.DecideRequirement(DEGREE, requirement, action, note, credential))
    assert look(stocked).decisions == ()


def scan(session: Session, path: Path) -> ask.ScanView:
    made = session.answer(ask.RecordOwnWord(OwnBasis.PAPER, DEGREE, "dp-205", scan=str(path)))
    path.unlink()
    return session.answer(ask.GetScan(made.ids[0]))


def test_a_scanned_picture_is_shown_anew_and_never_as_it_came(stocked, tmp_path: Path):
    import io

    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    said = PngInfo()
    said.add_text("Comment", "carried along")
    Image.new("RGB", (60, 40), (46, 106, 53)).save(tmp_path / "scan.png", pnginfo=said)
    original = (tmp_path / "scan.png").read_bytes()
    view = scan(stocked, tmp_path / "scan.png")
    assert (view.name, view.of, view.size, len(view.pages)) == ("scan.png", 1, len(original), 1)
    assert b"carried along" in original
    assert b"carried along" not in view.pages[0].picture
    with Image.open(io.BytesIO(view.pages[0].picture)) as shown:
        assert (shown.size, shown.convert("RGB").getpixel((5, 5))) == ((60, 40), (46, 106, 53))
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and original in path.read_bytes()]
    word = look(stocked).own_words[0]
    assert (word.basis, word.scan) == (OwnBasis.PAPER, "scan.png")
    stocked.answer(ask.ExportScan(word.id, str(tmp_path / "again.png")))
    assert (tmp_path / "again.png").read_bytes() == original


def test_a_scanned_pdf_is_shown_by_its_pictures_and_words(stocked, tmp_path: Path):
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "scan.pdf"))
    canvas.drawString(72, 700, "Certificate of Attendance")
    canvas.drawImage(ImageReader(Image.new("RGB", (80, 50), (200, 10, 10))), 72, 500)
    canvas.showPage()
    canvas.drawString(72, 700, "Second page")
    canvas.save()
    view = scan(stocked, tmp_path / "scan.pdf")
    assert view.of == 2
    assert [page.words for page in view.pages] == ["Certificate of Attendance", "Second page"]
    assert view.pages[0].picture.startswith(b"\x89PNG")
    assert view.pages[1].picture == b""


@pytest.mark.parametrize("content", [b"", b"<svg onload='x'/>", b"%PDF-1.7 nothing", b"\x89PNG\r\n\x1a\n broken"])
def test_what_cannot_be_shown_safely_is_kept_and_not_shown(stocked, tmp_path: Path, content: bytes):
    (tmp_path / "odd.png").write_bytes(content)
    view = scan(stocked, tmp_path / "odd.png")
    assert view.pages == ()
    assert view.size == len(content)
    with pytest.raises(NotInVaultError):
        stocked.answer(ask.GetScan("nothing"))
