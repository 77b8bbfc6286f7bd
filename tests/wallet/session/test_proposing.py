"""What is proposed for a job and for a stack: the fewest credentials, and no more of them than is needed."""

import pytest

from tests.issuer_simulator import Hidden
from tests.wallet.session.learners import a_course, a_key
from wallet.errors import MalformedInputError
from wallet.messages import presenting as show
from wallet.messages.stacks import FollowStack, ListStacks
from wallet.report import Verdict
from wallet.session import Session
from wallet.session.proposing import names_skill, read_needs


def test_the_skills_of_a_job_are_covered_by_the_fewest(learner: Session) -> None:
    _, jwk = a_key(learner)
    both = a_course(learner, jwk, course_name=Hidden("Data work"), skills=[Hidden("Python"), Hidden("Statistics")])
    a_course(learner, jwk, course_name=Hidden("Python for all"))
    other = a_course(learner, jwk, course_name=Hidden("Safety"), skills=[Hidden("First aid")])
    proposal = learner.propose_for_skills(show.ProposeForSkills("Python, statistics;\n- First aid\nwelding"))
    assert proposal.needs == ("Python", "statistics", "First aid", "welding")
    assert proposal.missing == ("welding",)
    assert {choice.id for choice in proposal.choices} == {both, other}
    assert proposal.proven
    shown = {choice.id: set(choice.paths) for choice in proposal.choices}
    assert shown[both] == {"/skills/0", "/skills/1", "/course_name"}
    assert "/birthdate" not in shown[other]
    with pytest.raises(MalformedInputError):
        learner.propose_for_skills(show.ProposeForSkills(" , \n"))


@pytest.mark.parametrize(
    ("need", "text", "named"),
    [
        ("Python", "Python for all", True),
        ("python", "PYTHON", True),
        ("R", "Statistics with R", True),
        ("R", "Rust", False),
        ("Java", "JavaScript", False),
        ("C++", "C++ and C#", True),
        ("C", "C++", False),
        ("数据分析", "高级数据分析方法", True),
        ("data analysis", "Analysis of data", False),
        ("", "anything", False),
    ],
)
def test_a_skill_is_named_by_whole_words(need: str, text: str, named: bool) -> None:
    assert names_skill(need, text) is named


def test_a_list_of_skills_is_read_as_people_write_it() -> None:
    assert read_needs("- Python\n• SQL、统计；  first   aid.\nPython") == ("Python", "SQL", "统计", "first aid")


def test_a_stack_proposes_what_it_counts(learner: Session) -> None:
    from wallet.messages.requests import AddSamples

    learner.add_samples(AddSamples())
    shipped = learner.answer(ListStacks(shipped=True)).cards[0]
    learner.answer(FollowStack(shipped=shipped.shipped))
    (stack,) = learner.answer(ListStacks()).cards
    proposal = learner.propose_for_stack(show.ProposeForStack(stack.id))
    assert proposal.choices
    assert len({choice.id for choice in proposal.choices}) == len(proposal.choices)
    assert all(summary.verdict in (Verdict.VERIFIED, Verdict.REFRESH_DUE) for summary in proposal.summaries)
    assert all(any(path.endswith("/name") for path in choice.paths) for choice in proposal.choices if choice.paths)
