"""The news of a journey: what each entry brings, and that it can be told exactly what came since."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.history import RecordedEvent, apply_corrections
from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.beliefs import JudgeBelief
from domain.journey.commands.coaches import AssignCoach
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.commands.endings import PlanAfterCare, RecordEnding, SettleAfterCare
from domain.journey.commands.evidence import OddsSignalInput
from domain.journey.commands.pulses import RateEnergy, RateTrust
from domain.journey.commands.roles import KeepRole, PassRole
from domain.journey.commands.weeks import ReviewWeek
from domain.journey.decide import UserCommand
from domain.journey.events.answers import AnswerReceived
from domain.vocabulary import ApproachAnswer
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.potential_order import places_in_order, printed_change
from projections.learning_model.promise_series import promise_series
from projections.learning_model.reveal import reveal_step
from projections.learning_model.state import LearningState
from projections.learning_model.wording import round_half_up
from projections.news.moves import BIG_FROM
from projections.news.projection import KEPT, NEWS
from projections.news.view import News, NewsItem, news_since
from projections.role_story.projection import role_story
from tests.domain.journeys import (
    ABOUT_TEACHING,
    LETTER,
    MONDAY,
    RISK,
    SET_OUT,
    TALK,
    TEACHER,
    answer,
    conclude,
    day,
    discover,
    learn,
    new_role,
    plan,
    run,
    send,
    start,
    uid,
    write,
)
from tests.domain.scenario import decide_commands
from tests.histories import History, histories
from tests.projections.small_games import entries

TODAY = day(9)
long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def news(*told: UserCommand, on: date = TODAY) -> News:
    return seen(entries(decide_commands(told)), on)


def seen(recorded: list[RecordedEvent], on: date) -> News:
    return NEWS.view(fold(NEWS, recorded), on, DEFAULT_PARAMETERS)


def kinds(*told: UserCommand) -> list[str]:
    return [
        one.kind for one in news(*ABOUT_TEACHING, *told).items if one.kind not in {"new_role", "big_move"}
    ]


def only(kind: str, *told: UserCommand) -> NewsItem:
    (found,) = (one for one in news(*told).items if one.kind == kind)
    return found


WRITTEN = (write(), send())


@pytest.mark.parametrize(
    ("reply", "close", "kind"),
    [
        ("invited", None, "invitation"),
        ("rejected_unseen", None, "rejected_unseen"),
        ("rejected_after_interview", True, "rejected_close"),
        ("rejected_after_interview", False, "rejected_after_interview"),
        ("offer", None, "offer"),
    ],
)
def test_a_reply_is_news(reply: ApproachAnswer, close: bool | None, kind: str) -> None:
    item = only(kind, *ABOUT_TEACHING, *WRITTEN, answer(answer=reply, close=close))

    assert (item.experiment_id, item.role_id, item.role) == (LETTER, TEACHER, "teacher")


def test_a_reply_that_is_told_again_is_none() -> None:
    assert kinds(*WRITTEN, answer(), answer(happened_on=day(9))) == kinds(*WRITTEN, answer())


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ([plan(dread_before=5), run(dread_after=8)], ["worse_than_feared"]),
        ([plan(dread_before=5), run(dread_after=7)], []),
        ([plan(dread_before=8), run(dread_after=8)], []),
        ([RateEnergy(happened_on=day(2), rating=3)], ["low_energy"]),
        ([RateEnergy(happened_on=day(2), rating=4)], []),
        ([RateTrust(happened_on=day(2), rating=9)], ["trust_rated"]),
        ([ReviewWeek(happened_on=day(4), monday=MONDAY, conclusion="Ask more.")], ["week_reviewed"]),
        ([RecordEnding(happened_on=day(2), ending="new_work")], ["ended"]),
    ],
)
def test_what_is_news_and_what_is_not(told: list[UserCommand], found: list[str]) -> None:
    assert kinds(*told) == found


def test_worse_than_feared_has_the_dread_before_and_after() -> None:
    item = only("worse_than_feared", *ABOUT_TEACHING, plan(dread_before=5), run(dread_after=9))

    assert (item.before, item.after, item.experiment_id) == (5, 9, TALK)


def judged(verdict: Any, on: int = 3) -> JudgeBelief:
    return JudgeBelief(happened_on=day(on), experiment_id=TALK, verdict=verdict)


def test_a_belief_is_dropped_by_the_last_judgement_of_it() -> None:
    believed = (plan(hypothesis="They want a degree"), run())
    dropped = only("belief_dropped", *ABOUT_TEACHING, *believed, judged("did_not"))

    assert dropped.words == "They want a degree"
    assert kinds(*believed, judged("did_not"), judged("held_up", 4)) == []
    assert kinds(*believed, judged("held_up"), judged("did_not", 4)) == ["belief_dropped"]


def test_an_answer_to_aftercare_is_news_and_that_it_is_not_needed_is_none() -> None:
    cared = (
        RecordEnding(happened_on=day(2), ending="new_work"),
        PlanAfterCare(
            happened_on=day(2), after_care_id=uid("care"), due=day(5), what="Is it what you expected?"
        ),
    )
    settled = SettleAfterCare(happened_on=day(5), after_care_id=uid("care"), answer="It is better.")

    assert only("after_care_answered", *ABOUT_TEACHING, *cared, settled).words == "It is better."
    assert kinds(*cared, SettleAfterCare(happened_on=day(5), after_care_id=uid("care"))) == ["ended"]


def test_a_new_role_is_news_unless_it_was_there_at_the_intake() -> None:
    assert only("new_role", start(), discover(role_id=RISK, title="risk manager")).role == "risk manager"
    assert news(start(), discover(found="intake")).items == ()


def test_what_the_atlas_showed_is_news_once_it_is_on_the_list_and_none_when_it_was_let_go() -> None:
    shown = discover(found="atlas", role_id=RISK, title="risk manager")
    let_go = PassRole(happened_on=shown.happened_on, role_id=RISK)
    kept = KeepRole(happened_on=shown.happened_on, role_id=RISK)

    assert only("new_role", start(), shown).role == "risk manager"
    assert news(start(), shown, let_go).items == ()
    assert only("new_role", start(), shown, let_go, kept).role == "risk manager"


HEARTENED = (OddsSignalInput(signal="fresh_outsider_from_hirer"), OddsSignalInput(signal="asked_for_cv"))
TWO_ROLES = (
    start(),
    discover(found="intake", starting_appeal=4),
    discover(found="intake", role_id=RISK, title="risk manager", starting_appeal=6),
)


def test_a_big_move_has_the_role_and_the_figures_without_the_step_and_with_it() -> None:
    told = (*TWO_ROLES, plan(), run(), conclude(), learn(appeal=10, odds=HEARTENED))
    item = only("big_move", *told)

    assert figures(item) in told_in_story(fold(NEWS, entries(decide_commands(told))).learning, item, TODAY)
    assert item.on == day(2)
    assert (item.role, item.leads, item.level_with, item.experiment_id) == ("teacher", True, None, TALK)


def test_roles_with_the_same_printed_potential_are_level() -> None:
    other, role = uid("another talk"), {"title": "risk manager", "found": "intake"}
    told: list[UserCommand] = [start(), discover(found="intake"), discover(role_id=RISK, **role)]
    for step, about in ((TALK, TEACHER), (other, RISK)):
        told += [
            plan(experiment_id=step, role_id=about),
            run(experiment_id=step),
            conclude(experiment_id=step),
            learn(from_step=step, odds=HEARTENED),
        ]
    level = {(one.role, one.leads, one.level_with) for one in news(*told).items}

    assert level == {("teacher", True, "risk manager"), ("risk manager", True, "teacher")}


def test_a_small_move_is_no_news_unless_another_role_leads() -> None:
    small = (plan(), run(), conclude(), learn(odds=(OddsSignalInput(signal="asked_for_cv"),)))
    ahead = discover(role_id=RISK, title="risk manager", distance="same", found="intake", starting_appeal=10)

    assert news(start(), discover(found="intake"), ahead, *small).items == ()
    assert [(one.leads, one.before, one.after) for one in news(*TWO_ROLES, *small).items] == [(True, 52, 58)]


def test_a_step_and_a_reply_to_it_have_figures_of_their_own_each_of_its_day() -> None:
    heard = learn(
        from_step=LETTER, odds=(OddsSignalInput(signal="fresh_outsider_from_hirer"),), happened_on=day(3)
    )
    told = (start(), discover(found="intake", distance="licence"), *WRITTEN, heard, answer(answer="offer"))
    state = fold(NEWS, entries(decide_commands(told))).learning
    moves = {one.on: one for one in news(*told).items if one.kind == "big_move"}

    assert list(moves) == [day(9), day(2)]
    assert all(figures(one) in told_in_story(state, one, TODAY) for one in moves.values())
    assert figures(moves[day(2)]) != figures(moves[day(9)])


def test_a_newcomer_leads_no_headline_while_a_known_role_moved() -> None:
    pilot = new_role(title="pilot", distance="same")
    known = discover(found="intake", starting_appeal=0, distance="licence")
    told = (start(), known, plan(), run(), conclude(), learn(roles=(pilot,), appeal=10))
    shown = reveal_step(fold(NEWS, entries(decide_commands(told))).learning, TALK, TODAY)

    assert (shown.places[0].title, shown.most and shown.most.title) == ("pilot", "teacher")
    assert [(one.kind, one.role) for one in news(*told).items] == [("new_role", "pilot")]


def test_whoever_takes_over_is_the_coach_from_that_entry_on() -> None:
    hers = AssignCoach(happened_on=day(1), coach_id=uid("ingrid"), name="Ingrid")
    theirs = AssignCoach(happened_on=day(2), coach_id=uid("ove"), name="Ove")

    def coach(*assigned: AssignCoach) -> tuple[object, int]:
        found = news(start(), *assigned).coach
        assert found is not None
        return found.coach_id, found.number

    assert coach(hers) == (uid("ingrid"), 2)
    assert coach(hers, theirs) == (uid("ove"), 3)


def test_news_is_eight_weeks_old_at_most() -> None:
    rated = RateTrust(happened_on=day(0), rating=9)
    last = SET_OUT + KEPT - timedelta(days=1)

    assert len(news(start(), rated, on=last).items) == 1
    assert news(start(), rated, on=last + timedelta(days=1)).items == ()


def test_what_is_recorded_late_is_new_by_its_place_in_the_log() -> None:
    trusted = [RateTrust(happened_on=day(5), rating=9), RateTrust(happened_on=day(1), rating=7)]
    shown = news(start(), *trusted)

    assert [one.on for one in shown.items] == [day(1), day(5)]
    assert [one.after for one in news_since(shown, 2)] == [7]


@pytest.mark.parametrize(
    ("restated", "left"),
    [(None, []), (answer(answer="invited"), ["invitation"]), (answer(answer="offer"), ["offer"])],
)
def test_what_was_corrected_or_withdrawn_is_no_news_and_its_correction_stands_in_its_place(
    restated: RecordAnswer | None, left: list[str]
) -> None:
    told = (*ABOUT_TEACHING, *WRITTEN, answer(answer="offer"))
    place = next(
        one.number for one in entries(decide_commands(told)) if isinstance(one.event, AnswerReceived)
    )
    correction = (
        CorrectEntry(happened_on=day(9), number=place, restated=restated)
        if restated
        else RetractEntry(happened_on=day(9), number=place)
    )
    shown = [one for one in news(*told, correction).items if one.experiment_id and one.kind != "big_move"]

    assert kinds(*WRITTEN, answer(answer="offer")) == ["offer"]
    assert [(one.kind, one.number) for one in shown] == [(kind, place) for kind in left]


# Laws.


@long_histories
@given(histories(corrections=True), st.integers(0, 200))
def test_items_are_entries_in_effect_and_since_divides_them(history: History, number: int) -> None:
    recorded = history.entries()
    effective = {one.number: one for one in apply_corrections(recorded)}
    shown = seen(recorded, history.today)
    newer = news_since(shown, number)

    for one in shown.items:
        entry = effective[one.number]
        assert (one.position, history.today - KEPT < one.on <= history.today) == (entry.position, True)
    assert Counter(newer) + Counter(one for one in shown.items if one.number <= number) == Counter(
        shown.items
    )
    assert newer == shown.items[: len(newer)]


@long_histories
@given(histories(corrections=True))
def test_a_big_move_has_the_figures_that_the_story_of_its_role_tells_on_its_day(history: History) -> None:
    recorded, today = history.entries(), history.today
    state = fold(NEWS, recorded).learning

    for item in (one for one in seen(recorded, today).items if one.kind == "big_move"):
        assert item.role_id
        if item.before is not None and item.after is not None:
            assert item.leads or abs(printed_change(item.before, item.after)) >= BIG_FROM
            assert figures(item) in told_in_story(state, item, today)
        else:
            assert item.leads
        if item.leads:
            (series,) = promise_series(state, [item.on])
            place = places_in_order({one.role_id: one.promise for one in series.roles})[item.role_id]
            titles = {one.title for one in series.roles if one.role_id in place.level_with}
            assert place.number == 1
            assert (item.level_with is None) is (not titles)
            assert item.level_with is None or item.level_with in titles


def told_in_story(state: LearningState, item: NewsItem, on: date) -> set[tuple[int, int]]:
    """The figures, as printed, without and with what the story of a role tells of an item's entry on its day."""
    assert item.role_id
    story = role_story(state, item.role_id, on)
    assert story
    return {
        (round_half_up(one.before.promise), round_half_up(one.now.promise))
        for one in story.entries
        if one.before and one.on == item.on and one.experiment_id == item.experiment_id
    }


def figures(item: NewsItem) -> tuple[int | None, int | None]:
    return item.before, item.after


@long_histories
@given(histories())
def test_no_headline_is_a_newcomer_s_while_a_known_role_moved(history: History) -> None:
    shown = [one for one in seen(history.entries(), history.today).items if one.kind == "big_move"]

    for newcomer in (one for one in shown if one.leads and one.before is None and one.after is not None):
        same = [
            one
            for one in shown
            if (one.number, one.experiment_id) == (newcomer.number, newcomer.experiment_id)
        ]
        assert same == [newcomer]
