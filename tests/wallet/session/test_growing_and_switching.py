"""Growth and work, and another school: results on one scale, skills against a job, what transfer rules take."""

from pathlib import Path

import msgspec
import pytest

from tests.wallet.session.stacked import DEGREE, DIPLOMA, look
from wallet.errors import NotInVaultError
from wallet.messages import growth as grow
from wallet.messages import stacks as ask


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
