"""Badges for what the client did. None depends on luck, and an earned badge stays."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Literal
from uuid import UUID

from msgspec import Struct

from domain.journey.events.allies import IntroductionMade
from domain.journey.events.answers import AnswerOrSilence
from domain.journey.events.evidence import AppealRated, StrengthObserved
from domain.journey.events.roles import RoleParked
from domain.vocabulary import Witness
from projections.game.comebacks import comeback_days
from projections.game.history import GameHistory
from projections.game.progress import TaskProgress, furthest_progress, task_progress
from projections.game.refusals import RefusalPart, knock_days, papers_asked_days, refusal_parts_done
from projections.game.roles import new_role_test_days
from projections.game.rules import GameRules
from projections.learning_model.forecasts import answered_forecasts, brier_score
from projections.learning_model.ladder import RungName, rung_of
from projections.learning_model.state import StepEvents
from projections.learning_model.strengths_and_gaps import by_words

Badge = Literal[
    "glad_i_asked",
    "cartographer",
    "straight_forecaster",
    "second_witness",
    "bridge_builder",
    "cold_feet_warm_call",
    "good_host_of_a_no",
    "door_keeper",
    "came_back",
    "let_go",
]
BadgeRule = Callable[[GameHistory, GameRules], TaskProgress]

_PARTS_OF_A_NO: tuple[RefusalPart, ...] = ("paused", "asked", "heard", "concluded", "knock")
_CALLS: frozenset[RungName | None] = frozenset({"cold_call", "feedback_call"})


class BadgeView(Struct, frozen=True, kw_only=True):
    """A badge, its progress, and the date it was earned."""

    badge: Badge
    done: int
    needed: int
    earned_on: date | None


def badge_views(trail: GameHistory, rules: GameRules) -> tuple[BadgeView, ...]:
    """Every badge with its progress."""
    return tuple(_view(badge, rule(trail, rules)) for badge, rule in _RULES.items())


def _view(badge: Badge, far: TaskProgress) -> BadgeView:
    return BadgeView(badge=badge, done=far.done, needed=far.needed, earned_on=far.done_on)


def glad_i_asked_progress(trail: GameHistory, rules: GameRules) -> TaskProgress:
    """An appeal was rated 3 or more points away from the client's forecast, in either direction."""
    expected = {
        step.planned.experiment_id: step.planned.forecast.appeal
        for step in trail.steps
        if step.planned.forecast
    }
    return task_progress(
        (
            one.happened_on
            for one in trail.events_of(AppealRated)
            if one.source.id
            and (foreseen := expected.get(one.source.id)) is not None
            and abs(one.rating - foreseen) >= rules.points.surprise_from
        ),
        1,
    )


def cartographer_progress(trail: GameHistory, rules: GameRules) -> TaskProgress:
    """Five roles that were not on the client's own list were each tested by an experiment that was run."""
    return task_progress(new_role_test_days(trail), rules.targets.new_roles)


def straight_forecaster_progress(trail: GameHistory, rules: GameRules) -> TaskProgress:
    """On some day, with 8 or more forecast applications answered, the Brier score of all of them was below 0.20."""
    known: dict[UUID, tuple[float, bool]] = {}
    earned_on: date | None = None
    for on, steps in _answered_by_day(trail).items():
        known |= {step.planned.experiment_id: pair for step in steps for pair in answered_forecasts(step, on)}
        score = brier_score(known.values()) if len(known) >= rules.targets.forecasts else None
        if earned_on is None and score is not None and score < rules.targets.brier_below:
            earned_on = on
    needed = rules.targets.forecasts
    return TaskProgress(done=min(len(known), needed), needed=needed, done_on=earned_on)


def _answered_by_day(trail: GameHistory) -> dict[date, list[StepEvents]]:
    """The steps answered on each day, with their answers up to that day."""
    steps: dict[UUID, StepEvents] = {}
    days: defaultdict[date, list[StepEvents]] = defaultdict(list)
    for one in trail.events:
        if isinstance(one, AnswerOrSilence) and (planned := trail.plans.get(one.experiment_id)):
            before = steps[one.experiment_id].answers if one.experiment_id in steps else ()
            steps[one.experiment_id] = StepEvents(planned=planned, answers=(*before, one))
            days[one.happened_on].append(steps[one.experiment_id])
    return days


def second_witness_progress(trail: GameHistory, rules: GameRules) -> TaskProgress:
    """A strength was seen by two independent witnesses: of two kinds, or two contacts with ids."""
    seen = by_words(list(trail.events_of(StrengthObserved)))
    return furthest_progress((_witnessed(observations) for observations in seen), rules.targets.witnesses)


def _witnessed(observations: Sequence[StrengthObserved]) -> Iterator[date]:
    """Yields the day of each further witness: of another kind, or a contact with another id."""
    kinds: dict[Witness, date] = {}
    contacts: dict[UUID, date] = {}
    for one in observations:
        kinds.setdefault(one.witness, one.happened_on)
        if one.contact_id:
            contacts.setdefault(one.contact_id, one.happened_on)
    yield from kinds.values()
    yield from list(contacts.values())[1:]


def bridge_builder_progress(trail: GameHistory, _rules: GameRules) -> TaskProgress:
    """The client brought two people together."""
    return task_progress((one.happened_on for one in trail.events_of(IntroductionMade)), 1)


def cold_feet_warm_call_progress(trail: GameHistory, rules: GameRules) -> TaskProgress:
    """A cold call or feedback call that was dreaded at 7 or more was made, whatever came of it."""
    return task_progress(
        (
            step.happened_on
            for step in trail.steps
            if rung_of(step.planned) in _CALLS
            and (step.planned.dread_before or 0) >= rules.targets.dread_from
        ),
        1,
    )


def good_host_of_a_no_progress(trail: GameHistory, _rules: GameRules) -> TaskProgress:
    """A refusal was taken through all its steps: the pause, even skipped; asked; heard, if only empty phrases;
    concluded, if only "nothing in it"; and a knock set or made, or the papers asked about.
    """
    return furthest_progress((parts.values() for parts in refusal_parts_done(trail)), len(_PARTS_OF_A_NO))


def door_keeper_progress(trail: GameHistory, _rules: GameRules) -> TaskProgress:
    """The client asked them to keep the papers, or knocked again 21 days or more after a refusal."""
    return task_progress((*papers_asked_days(trail), *knock_days(trail)), 1)


def came_back_progress(trail: GameHistory, rules: GameRules) -> TaskProgress:
    """A step was taken after two missed weeks."""
    return task_progress(comeback_days(trail, rules.momentum.return_after), 1)


def let_go_progress(trail: GameHistory, _rules: GameRules) -> TaskProgress:
    """The client laid a role aside."""
    return task_progress((one.happened_on for one in trail.events_of(RoleParked)), 1)


_RULES: Mapping[Badge, BadgeRule] = MappingProxyType(
    {
        "glad_i_asked": glad_i_asked_progress,
        "cartographer": cartographer_progress,
        "straight_forecaster": straight_forecaster_progress,
        "second_witness": second_witness_progress,
        "bridge_builder": bridge_builder_progress,
        "cold_feet_warm_call": cold_feet_warm_call_progress,
        "good_host_of_a_no": good_host_of_a_no_progress,
        "door_keeper": door_keeper_progress,
        "came_back": came_back_progress,
        "let_go": let_go_progress,
    }
)
