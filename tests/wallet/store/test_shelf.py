"""What is kept, listed, found, moved and deleted."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.vaults import MOMENT, a_credential, a_report
from wallet.errors import NotInVaultError
from wallet.messages.requests import ListCredentials
from wallet.messages.views import LibraryFilter, SortOrder
from wallet.report import Verdict

LATER = MOMENT + timedelta(hours=1)


def titles(vault, **asked) -> list[str]:
    return [summary.title for summary in vault.shelf.page(ListCredentials(**asked)).items]


def test_what_is_kept_comes_back_byte_for_byte_after_reopening(vault, reopen):
    original = bytes(range(256)) * 40
    (key,) = vault.shelf.keep([a_credential("Bytes", original=original)], MOMENT).ids
    stored = reopen().shelf.get(key)
    assert stored.original == original
    assert stored.source == "Bytes.json"
    assert stored.reports == (a_report(),)
    assert stored.summary.verdict is Verdict.VERIFIED


def test_JOSE_08_a_second_copy_of_the_same_content_is_not_kept_twice(vault):
    first = vault.shelf.keep([a_credential("Weaving")], MOMENT)
    second = vault.shelf.keep([a_credential("Weaving", original=b"packed otherwise")], LATER)
    assert first.ids == second.ids
    assert second.added == () == second.improved
    assert vault.shelf.get(first.ids[0]).original == b'{"name": "Weaving"}'


def test_JOSE_08_a_forged_copy_that_came_first_does_not_keep_the_genuine_one_out(vault):
    forged = a_credential("Weaving", original=b"forged", report=a_report(signature="signature.invalid"))
    (key,) = vault.shelf.keep([forged], MOMENT).ids
    assert vault.shelf.summary(key).verdict is Verdict.ALTERED
    assert vault.shelf.keep([a_credential("Weaving", original=b"genuine", report=a_report(LATER))], LATER).improved == (
        key,
    )
    stored = vault.shelf.get(key)
    assert (stored.original, stored.summary.verdict) == (b"genuine", Verdict.VERIFIED)
    assert [report.verdict for report in stored.reports] == [Verdict.VERIFIED, Verdict.ALTERED]


def test_reports_are_kept_with_their_dates_newest_first(vault):
    (key,) = vault.shelf.keep([a_credential()], MOMENT).ids
    revoked = a_credential(report=a_report(LATER, status="status.revoked"))
    assert vault.shelf.record_check(key, revoked, LATER) is Verdict.VERIFIED
    assert vault.shelf.summary(key).verdict is Verdict.REVOKED
    assert [report.checked_at for report in vault.shelf.get(key).reports] == [LATER, MOMENT]


def test_time_makes_a_listed_verdict_worse_and_never_better(vault):
    day = timedelta(days=1)
    kept = vault.shelf.keep(
        [
            a_credential("Expires", valid_until=MOMENT + day),
            a_credential("Stale", fresh_until=MOMENT + day),
            a_credential("Both", valid_until=MOMENT + day, fresh_until=MOMENT + day),
            a_credential("Revoked", valid_until=MOMENT + day, report=a_report(status="status.revoked")),
        ],
        MOMENT,
    )
    assert vault.shelf.age(MOMENT) == ()
    assert set(vault.shelf.age(MOMENT + 2 * day)) == set(kept.ids[:3])
    assert [vault.shelf.summary(key).verdict for key in kept.ids] == [
        Verdict.EXPIRED,
        Verdict.REFRESH_DUE,
        Verdict.EXPIRED,
        Verdict.REVOKED,
    ]
    assert vault.shelf.age(MOMENT + 3 * day) == ()


def test_lists_filter_sort_and_page(vault):
    shelf = vault.shelf
    days = {"Anvil": 3, "Bellows": 1, "Chisel": 2}
    for name, age in days.items():
        shelf.keep([a_credential(name, issued=MOMENT - timedelta(days=age), issuer=f"Z{age}")], MOMENT)
    bad = a_credential("Drill", issued=MOMENT - timedelta(days=9), report=a_report(status="status.revoked"))
    (drill,) = shelf.keep([bad], MOMENT).ids
    assert titles(vault) == ["Bellows", "Chisel", "Anvil", "Drill"]
    assert titles(vault, sort=SortOrder.OLDEST)[0] == "Drill"
    assert titles(vault, sort=SortOrder.TITLE) == ["Anvil", "Bellows", "Chisel", "Drill"]
    assert titles(vault, sort=SortOrder.VERDICT)[0] == "Drill"
    assert titles(vault, verdicts=(Verdict.REVOKED, Verdict.EXPIRED)) == ["Drill"]
    assert titles(vault, which=LibraryFilter.ATTENTION) == ["Drill"]
    assert titles(vault, offset=1, limit=2) == ["Chisel", "Anvil"]
    assert shelf.page(ListCredentials(limit=1)).total == 4
    shelf.archive([drill], True, LATER)
    assert titles(vault, which=LibraryFilter.ARCHIVED) == ["Drill"]
    assert "Drill" not in titles(vault)
    assert (shelf.counts().library, shelf.counts().archived, shelf.counts().attention) == (3, 1, 0)


def test_the_trash_keeps_for_thirty_days_and_gives_back_where_it_was(vault):
    shelf = vault.shelf
    (key,) = shelf.keep([a_credential()], MOMENT).ids
    shelf.archive([key], True, MOMENT)
    shelf.trash([key], True, MOMENT)
    assert titles(vault, which=LibraryFilter.TRASH) == ["Glass blowing"]
    shelf.trash([key], False, MOMENT)
    assert shelf.summary(key).archived
    assert titles(vault, which=LibraryFilter.ARCHIVED) == ["Glass blowing"]
    shelf.trash([key], True, MOMENT)
    assert shelf.empty_trash(MOMENT + timedelta(days=30)) == ()
    assert shelf.empty_trash(MOMENT + timedelta(days=30, seconds=1)) == (key,)
    with pytest.raises(NotInVaultError):
        shelf.get(key)


def test_keeping_again_takes_out_of_the_trash(vault):
    (key,) = vault.shelf.keep([a_credential()], MOMENT).ids
    vault.shelf.trash([key], True, MOMENT)
    vault.shelf.keep([a_credential()], LATER)
    assert vault.shelf.summary(key).trashed_at is None


def test_tags_and_notes_are_found_filtered_and_taken_off(vault):
    shelf = vault.shelf
    one, two = shelf.keep([a_credential("One"), a_credential("Two")], MOMENT).ids
    shelf.set_tags([one, two], ["  for  work ", "2026"], [], LATER)
    shelf.set_tags([two], [], ["2026"], LATER)
    shelf.set_notes(one, "Ask Ines about the kiln", LATER)
    assert shelf.summary(one).tags == ("2026", "for work")
    assert titles(vault, tags=("2026",)) == ["One"]
    assert titles(vault, query="kiln") == ["One"]
    assert sorted(titles(vault, query="work")) == ["One", "Two"]
    assert shelf.tags() == ("2026", "for work")
    shelf.set_notes(one, "", LATER)
    assert titles(vault, query="kiln") == []
    assert shelf.get(one).notes == ""


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("glass", True), ("GLASS", True), ("lass blow", True), ("las", True), ("gl", True), ("g", True), ("b", True),
        ("玻璃", True), ("璃", True), ("吹制", True), ("玻", True), ("璃吹", True), ("玻璃吹制", True), ("玻制", False),
        ("cafe", True), ("café", True), ("CAFE\u0301", True), ("ﬁne", True), ("C++", True), ("+", True), ("++", True),
        ("kiln", False), ("glass kiln", False), ("ss", False), ("ｇｌａｓｓ", True), ("", True), ("   ", True), ("\x00", True),
    ],
)  # fmt: skip
def test_search_finds_any_text_in_any_script(vault, query, found):
    words = ("Glass blowing 玻璃吹制", "Café fine C++")
    vault.shelf.keep([a_credential(words=words)], MOMENT)
    assert titles(vault, query=query) == (["Glass blowing"] if found else [])


HOSTILE = [
    'text:x', 'secret:', '"', '""', '"unterminated', "' OR 1=1 --", "*", "a*", "NEAR(a b)", "a NOT b", "a AND", "OR", "(", ")",
    "^a", "-a", "{a b}:c", "a:b:c", "\\", "%", "_", ";", "'; DROP TABLE credential; --", "\x00", "\ud800", "𝔊𝔩𝔞𝔰𝔰", "rank:1",
    "search_long", "rowid:1", "🎓", "a\u202eb", "a" * 5000, "a " * 900, "?1", ":a", "@a", "$a", "'", "`", "[", "]",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_STORE_20_nothing_typed_is_an_operator_or_an_error(vault, query):
    vault.shelf.keep([a_credential(words=("plain words",))], MOMENT)
    found = titles(vault, query=query)
    assert found in ([], ["Glass blowing"])
    if any(sign.isalnum() for sign in query) and "plain" not in query:
        assert found == [] or query.strip().lower() in "plain words"
    assert vault.shelf.counts().library == 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=30), data=st.data())
def test_STORE_20_every_part_of_a_word_of_three_signs_and_more_is_found(vault, text, data):
    from wallet.store.search import fold

    key = vault.shelf.keep([a_credential(text, words=(text,))], MOMENT).ids[0]
    try:
        for word in fold(text).split():
            start = data.draw(st.integers(0, max(0, len(word) - 3)))
            part = word[start : start + data.draw(st.integers(3, 12))]
            if len(part) >= 3 or start == 0:
                assert key in [item.id for item in vault.shelf.page(ListCredentials(query=part)).items]
    finally:
        vault.shelf.delete_forever([key])


def test_what_is_not_there_is_said(vault):
    for act in (
        lambda: vault.shelf.get("no"),
        lambda: vault.shelf.trash(["no"], True, MOMENT),
        lambda: vault.shelf.set_notes("no", "x", MOMENT),
    ):
        with pytest.raises(NotInVaultError):
            act()


def test_an_act_on_several_is_whole_or_not_at_all(vault):
    (key,) = vault.shelf.keep([a_credential()], MOMENT).ids
    with pytest.raises(NotInVaultError):
        vault.shelf.trash([key, "no"], True, MOMENT)
    assert vault.shelf.summary(key).trashed_at is None


def test_of_a_run_of_equal_verdicts_the_first_and_the_last_report_stay(vault):
    (key,) = vault.shelf.keep([a_credential()], MOMENT).ids
    for hour in range(1, 6):
        then = MOMENT + timedelta(hours=hour)
        vault.shelf.record_check(key, a_credential(report=a_report(then)), then)
    assert [report.checked_at for report in vault.shelf.get(key).reports] == [MOMENT + timedelta(hours=5), MOMENT]
    assert vault.audit() == ()
