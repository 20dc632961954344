"""What holds of the pages of the week for every journey: no sentence of theirs names a change whose printed figures are equal."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from domain.journey.aggregate import evolve
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.course import GameSwitched
from domain.journey.events.weeks import monday_of
from projections.fold import Projection, fold
from service.application.folded_journey import FoldedProjection
from service.authorization.authorized_journeys import AuthorizedJourney
from service.localization.translator import translator_for
from service.web.week import close_page, page
from service.web.week.quest_line import ChallengeLine
from tests.histories import History, histories

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
ENGLISH = translator_for("en")


def loaded(history: History, *more: JourneyEvent) -> AuthorizedJourney:
    """A journey as its client loads it on the last day that anything was recorded, perhaps with more events."""
    entries, journey = history.entries(), history.journey
    for event in more:
        number = len(entries) + 1
        entries.append(replace(entries[-1], number=number, position=number, event=event))
        journey = evolve(journey, event, by=history.actor)
    needed: tuple[Projection[Any, Any], ...] = (*page.PROJECTIONS, *close_page.PROJECTIONS)
    projections = {
        one.name: FoldedProjection(version=len(entries), state=fold(one, entries)) for one in needed
    }
    return AuthorizedJourney(
        journey_id=history.journey_id,
        journey=journey,
        version=len(entries),
        today=history.today,
        projections=projections,
        level="own",
        reader_id=history.actor,
    )


@given(histories())
@long_histories
def test_a_week_counts_what_was_done_and_planned(history: History) -> None:
    folded = loaded(history)
    shown = page.build_week_page(folded, translator=ENGLISH)
    open_plans = [one for one in history.journey.experiments.values() if one.stage == "planned"]
    steps = [
        one
        for one in history.journey.experiments.values()
        if one.stage in ("run", "cancelled", "refused") and monday_of(one.on) == monday_of(history.today)
    ]

    assert shown.week.done == len(steps)
    assert (shown.finding.kind == "ended") == (history.journey.endings.recorded is not None)
    match shown.finding.kind:
        case "done":
            assert steps
        case "planned":
            assert open_plans
            assert not steps
        case "nothing":
            assert not steps
        case "care":
            assert shown.after_no
            assert shown.standfirst == ""
        case _:
            pass


@given(histories())
@long_histories
def test_the_end_of_a_week_names_no_change_that_is_not_printed(history: History) -> None:
    folded = loaded(history)
    for week in {monday_of(history.today), monday_of(folded.started_on)}:
        shown = close_page.build_close_page(folded, week, translator=ENGLISH)
        moved = [abs(one.moved) for one in shown.roles]
        marked = [one for one in shown.roles if one.most]

        assert all(one.change and one.change == one.now - one.without for one in shown.moves)
        assert [abs(one.change) for one in shown.moves] == sorted(
            (abs(one.change) for one in shown.moves), reverse=True
        )
        assert len(marked) == (1 if max(moved, default=0) else 0)
        assert all(abs(one.moved) == max(moved) for one in marked)
        assert shown.surer is None or shown.surer.now < shown.surer.before
        assert bool(shown.order) <= any(moved)
        assert close_page.close_finding(shown, ENGLISH)


@given(histories())
@long_histories
def test_with_the_game_off_only_challenges_dare(history: History) -> None:
    off = GameSwitched(happened_on=history.today, on=False)
    shown = page.build_week_page(loaded(history, off), translator=ENGLISH)

    assert shown.momentum is None
    assert shown.quest is None or isinstance(shown.quest, ChallengeLine)
