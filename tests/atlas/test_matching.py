"""How well a label fits what was typed."""

from hypothesis import given
from hypothesis import strategies as st

from service.atlas.matching import (
    Label,
    best_first,
    count_slips,
    element_score,
    kindred,
    label_score,
    likely_slips,
    readings,
    word_score,
)
from service.atlas.search import SURE

words = st.text("abdeknors", min_size=1, max_size=9)


def label(folded: str, *, of: str = "x", language: str = "en", preferred: bool = False) -> Label:
    return Label(
        occupation_id=of,
        group_code=None,
        language=language,
        label=folded,
        folded=folded,
        preferred=preferred,
    )


def slips_by_definition(one: str, other: str) -> int:
    """Letters left out, added, mistaken or swapped: without a limit and without a table."""
    if not one or not other:
        return len(one) + len(other)
    least = min(
        slips_by_definition(one[1:], other) + 1,
        slips_by_definition(one, other[1:]) + 1,
        slips_by_definition(one[1:], other[1:]) + (one[0] != other[0]),
    )
    if len(one) > 1 and len(other) > 1 and one[0] == other[1] and one[1] == other[0]:
        least = min(least, slips_by_definition(one[2:], other[2:]) + 1)
    return least


@given(st.text("ab", max_size=5), st.text("abc", max_size=5), st.integers(0, 3))
def test_slips_are_counted_up_to_a_limit(one: str, other: str, most: int) -> None:
    assert count_slips(one, other, most=most) == min(slips_by_definition(one, other), most + 1)
    assert count_slips(one, other, most=most) == count_slips(other, one, most=most)


@given(words, words, st.booleans(), st.floats(0, 1))
def test_only_the_word_itself_counts_whole(typed: str, word: str, stem: bool, alike: float) -> None:
    score = word_score(typed, word, same_stem=stem, alike=alike)

    assert 0 <= score <= 1
    assert (score == 1) == (typed == word)
    assert element_score(f"{typed}x{word}", word) < SURE


@given(words)
def test_a_likely_slip_is_one_slip_away(typed: str) -> None:
    assert {count_slips(typed, one, most=2) for one in likely_slips(typed)} <= {0, 1}


@given(words.map(lambda word: f"abc{word}ster"))
def test_who_is_kindred_is_so_both_ways(typed: str) -> None:
    assert kindred(typed)
    assert all(typed in kindred(one) for one in kindred(typed))


def test_a_woman_a_man_and_several_do_the_same_work() -> None:
    assert "verpleger" in kindred("verpleegster") | kindred("verplegster")
    assert "brandweerman" in kindred("brandweervrouw") & kindred("brandweerlieden")
    assert "stadare" in kindred("staderska")
    assert "fireman" in kindred("firewoman") & kindred("firemen")
    assert kindred("er") == set()


def test_two_words_may_be_one_and_one_two() -> None:
    assert ("firefighter",) in readings(("fire", "fighter"))
    assert ("truck", "driver") in readings(("truckdriver",), frozenset({"truck", "driver"}))
    assert readings(("a", "b", "c", "d")) == (("a", "b", "c", "d"),)


def test_a_title_stands_before_another_name_and_both_before_what_holds_more() -> None:
    typed, scores = (("nurse",),), {"nurse": {"nurse": 1.0}}
    title, other, longer = label("nurse", preferred=True), label("nurse"), label("nurse for horses")

    def score(one: Label, language: str = "en") -> float:
        return label_score(one, typed, scores, language)

    assert score(title) > score(other) > score(longer) > 0
    assert score(other) > score(other, "nl") > 0


def test_a_loose_word_of_another_language_is_no_match() -> None:
    typed, scores = (("snekker",),), {"snekker": {"stikker": 0.6}}

    assert label_score(label("stikker", language="nb"), typed, scores, "nb") > 0
    assert label_score(label("stikker", language="nl"), typed, scores, "nb") == 0


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(("nurse", "nurse aid", "aid")))))
def test_each_occupation_stands_once_and_the_best_first(named: list[tuple[str, str]]) -> None:
    typed, scores = (("nurse",),), {"nurse": {"nurse": 1.0}}
    labels = [label(folded, of=of) for of, folded in named]

    found = best_first(labels, typed, scores, "en")

    assert len({one.occupation_id for one in found}) == len(found)
    assert {one.occupation_id for one in found} == {of for of, folded in named if "nurse" in folded}
    if found and any(one.folded == "nurse" for one in labels):
        assert found[0].folded == "nurse"
