"""Papers and pitch: where each version and each CV went, what came back, and what changed between two versions."""

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.journey.commands.feedback import FourPointsInput, PointsHeardInput
from domain.journey.commands.pitches import NotePapersSent, RevisePitch, TryPitch
from domain.journey.decide import UserCommand
from domain.journey.events.feedback import FourPoints
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.pitches.projection import PITCHES
from projections.pitches.view import Pitches, ReplyCounts
from projections.pitches.wording_changes import MAX_WORDS, wording_changes
from tests.domain.journeys import ABOUT_TEACHING, answer, ask_why, day, hear_why, plan, run, silence, uid
from tests.domain.scenario import decide_commands
from tests.histories import SET_OUT, History, histories
from tests.projections.small_games import LONG_AFTER, entries

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
days = st.integers(0, 120).map(lambda ahead: SET_OUT + timedelta(days=ahead))
texts = st.text(st.sampled_from("ab \n"), max_size=40)


def pitches(*told: UserCommand, on: date = LONG_AFTER) -> Pitches:
    events = decide_commands((*ABOUT_TEACHING, *told))
    return PITCHES.view(fold(PITCHES, entries(events)), on, DEFAULT_PARAMETERS)


def version(name: str, on: int, wording: str, follows: str | None = None) -> RevisePitch:
    return RevisePitch(
        happened_on=day(on), pitch_id=uid(name), wording=wording, follows=uid(follows) if follows else None
    )


def step(name: str, on: int, **told: Any) -> tuple[UserCommand, ...]:
    return (
        plan(experiment_id=uid(name), happened_on=day(on), **told),
        run(experiment_id=uid(name), happened_on=day(on)),
    )


def tried(name: str, on: int, pitch: str, landed: int) -> tuple[UserCommand, ...]:
    attempt = TryPitch(happened_on=day(on), experiment_id=uid(name), pitch_id=uid(pitch), landed=landed)
    return (*step(name, on), attempt)


def letter(name: str, on: int, pitch: str | None = None, cv: str | None = None) -> tuple[UserCommand, ...]:
    papers = NotePapersSent(
        happened_on=day(on), experiment_id=uid(name), pitch_id=uid(pitch) if pitch else None, cv=cv
    )
    return (*step(name, on, kind="application"), papers)


def heard(name: str, on: int, **said: Any) -> tuple[UserCommand, ...]:
    """Feedback on a rejected application."""
    return (
        *step(name, on, kind="application"),
        answer(experiment_id=uid(name), happened_on=day(on), answer="rejected_unseen"),
        ask_why(experiment_id=uid(name), happened_on=day(on)),
        hear_why(experiment_id=uid(name), happened_on=day(on), **({"usable": True} | said)),
    )


FIRST = version("first", 1, "I care for people")
SECOND = version("second", 5, "I care for wards", follows="first")


def test_a_version_says_where_it_was_tried_and_how_it_landed() -> None:
    told = (FIRST, SECOND, *tried("one", 2, "first", 8), *tried("two", 3, "first", 5))

    second, first = pitches(*told).versions

    assert [(one.experiment_id, one.on, one.landed) for one in first.tries] == [
        (uid("two"), day(3), 5),
        (uid("one"), day(2), 8),
    ]
    assert (first.landed, second.landed, second.tries) == (6.5, None, ())
    assert pitches(*told).tried == 2
    assert pitches(*told, on=day(2)).versions[0].landed == 8


def test_a_no_is_a_reply_as_any_other() -> None:
    told = (
        FIRST,
        *(each for name in "abcde" for each in letter(name, 2, "first", "Energy 1")),
        answer(experiment_id=uid("a"), happened_on=day(4), answer="rejected_unseen"),
        answer(experiment_id=uid("b"), happened_on=day(4)),
        answer(experiment_id=uid("b"), happened_on=day(9), answer="rejected_after_interview", close=True),
        answer(experiment_id=uid("c"), happened_on=day(4), answer="called_back"),
        silence(experiment_id=uid("d")),
    )

    (first,) = pitches(*told).versions

    assert first.replies == ReplyCounts(sent=5, replied=3, invited=1, silent=1, waiting=1)
    assert {one.experiment_id: one.reply for one in first.approaches} == {
        uid("a"): "rejected_unseen",
        uid("b"): "rejected_after_interview",
        uid("c"): "called_back",
        uid("d"): "silence",
        uid("e"): None,
    }
    assert [one.replies for one in pitches(*told).cvs] == [first.replies]


def test_cvs_are_listed_by_name_the_one_used_last_first() -> None:
    told = (
        *letter("a", 2, cv="Energy 1"),
        *letter("b", 3, cv="Quality"),
        *letter("c", 4, cv="Energy 1"),
        FIRST,
        *letter("d", 5, pitch="first"),
    )

    cvs = pitches(*told).cvs

    assert [(one.name, [each.experiment_id for each in one.approaches]) for one in cvs] == [
        ("Energy 1", [uid("c"), uid("a")]),
        ("Quality", [uid("b")]),
    ]


def test_the_difference_from_the_version_before_is_in_words() -> None:
    second, first = pitches(FIRST, SECOND).versions

    assert first.difference == ()
    assert [(one.change, one.text) for one in second.difference] == [
        ("same", "I care for"),
        ("left_out", "people"),
        ("added", "wards"),
    ]


def test_a_version_shows_the_feedback_that_came_since_the_one_before() -> None:
    told = (
        *heard("early", 1, points=FourPointsInput(competence="audits")),
        version("first", 2, "I care for people"),
        *heard("empty", 3, usable=False),
        *heard("late", 4, points=FourPointsInput(self_presentation="speak of audits")),
        SECOND,
        *heard("after", 6, points=FourPointsInput(competence="Excel")),
    )

    second, first = pitches(*told).versions

    assert first.heard_before == ()
    assert [(one.experiment_id, one.points) for one in second.heard_before] == [
        (uid("late"), FourPoints(self_presentation="speak of audits"))
    ]


def test_what_to_show_better_is_kept_until_a_later_version() -> None:
    note = "To show better in my pitch: audits"
    missed = PointsHeardInput(self_presentation="not_enough")
    told = (
        FIRST,
        *heard("call", 2, via="call", points=FourPointsInput(competence="audits"), note=note),
        *heard("written", 3, points=FourPointsInput(self_presentation="too modest"), heard=missed),
        *heard("other", 4, points=FourPointsInput(self_presentation="warm"), note="nice people"),
    )

    assert [(one.experiment_id, one.text) for one in pitches(*told).to_work_in] == [
        (uid("written"), "too modest"),
        (uid("call"), note),
    ]
    assert pitches(*told, SECOND).to_work_in == ()
    assert [one.text for one in pitches(*told, SECOND, on=day(4)).to_work_in] == ["too modest", note]


@given(texts, texts)
def test_the_parts_of_a_difference_are_both_texts(before: str, after: str) -> None:
    parts = wording_changes(before, after)

    for change, text in (("left_out", before), ("added", after)):
        kept = " ".join(one.text for one in parts if one.change in {"same", change})

        assert kept.split() == text.split()
    if before.split() == after.split():
        assert all(one.change == "same" for one in parts)


def test_long_texts_are_shown_whole() -> None:
    long = "word " * (MAX_WORDS + 1)

    assert [one.change for one in wording_changes("word", long)] == ["left_out", "added"]


@given(histories(), days)
@long_histories
def test_pitches_at_a_date_depend_only_on_what_is_dated_up_to_it(history: History, on: date) -> None:
    def view(events: list[Any]) -> Pitches:
        return PITCHES.view(fold(PITCHES, entries(events)), on, DEFAULT_PARAMETERS)

    assert view(list(history.events)) == view([one for one in history.events if one.happened_on <= on])


@given(histories(corrections=True))
@long_histories
def test_every_approach_is_counted_once(history: History) -> None:
    shown = PITCHES.view(fold(PITCHES, history.entries()), LONG_AFTER, DEFAULT_PARAMETERS)

    sent = [(one.approaches, one.replies) for one in shown.versions]
    for approaches, counts in [*sent, *((one.approaches, one.replies) for one in shown.cvs)]:
        assert counts.sent == counts.replied + counts.silent + counts.waiting == len(approaches)
        assert counts.invited <= counts.replied
