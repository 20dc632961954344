"""Counts of consents: no single person's answer can be seen in them, now or over time."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from projections.totals.consent_counts import ConsentCounts, as_if_of_shown, moved, shown


def shown_over_time(counts: Sequence[int]) -> list[int | None]:
    """What is shown of a count that changes like this."""
    answers, before = list[int | None](), 0
    for count in counts:
        before = moved(before, count)
        answers.append(shown(before))
    return answers


def test_too_few_and_none_look_alike() -> None:
    assert shown_over_time(range(5)) == [None] * 5
    counts = ConsentCounts()
    assert (counts.shown_agreed, counts.shown_withdrawn, counts.shown_asked(0), counts.shown_asked(4)) == (
        None,
    ) * 4


def test_one_who_comes_or_goes_changes_nothing_that_is_told() -> None:
    assert shown_over_time([15, 14, 15, 14, 13, 12, 11, 10]) == [15, 15, 15, 15, 15, 15, 15, 10]
    assert shown_over_time([12, 13, 12, 13]) == [10, 10, 10, 10]


def test_no_fewer_are_asked_than_answered() -> None:
    assert ConsentCounts(10, 5).shown_asked(9) == 15
    assert ConsentCounts(10, 5).shown_asked(22) == 20


@given(st.lists(st.sampled_from([-3, -1, 1, 3]), max_size=200))
def test_between_two_different_answers_five_people_changed_theirs(steps: Sequence[int]) -> None:
    counts = [0]
    for step in steps:
        counts.append(max(0, counts[-1] + step))
    answers = shown_over_time(counts)

    moves = [at for at in range(1, len(answers)) if answers[at] != answers[at - 1]]
    for before, after in zip([0, *moves], moves, strict=False):
        assert abs(counts[after] - counts[before]) >= 5
    for answer, count in zip(answers, counts, strict=True):
        assert abs((answer or 0) - count) <= 8


def test_rows_tell_of_as_many_people_as_are_shown() -> None:
    """With a row for each person and their number shown as 15, 15 rows are told, however many they are."""
    for people in range(11, 20):
        assert as_if_of_shown(people, people, 15) == 15
        assert as_if_of_shown(people + 1, people, 15) == 15
        assert as_if_of_shown(100 * people, people, 15) == 1500
    assert as_if_of_shown(12, 12, None) is None
