"""What the replay of a history shows of one week: what happened, both models side by side, and what was true."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from urllib.parse import urlencode
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.journey.events.answers import AnswerReceived, SilenceElapsed
from domain.journey.events.evidence import AppealRated, OddsSignalHeard
from domain.journey.events.experiments import ExperimentRun
from domain.journey.events.market import MarketSignalNoted
from domain.journey.events.roles import RoleDiscovered, RoleJudged
from domain.journey.events.weeks import WeekTurned
from domain.messages import Message
from domain.vocabulary import ExperimentKind
from projections.learning_model.belief_series import BeliefSeries
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.role_beliefs import RoleBelief
from projections.profile.projection import PROFILE
from projections.profile.state import ProfileState
from service.research.replaying.weekly_models import (
    OTHER_MODELS,
    FiguresOnDay,
    ModelFigures,
    WeeklyModel,
    learning_model,
    ratings_until,
)
from service.web.history.event_descriptions import describe_event
from service.web.history.event_sentences import EventSentence
from service.web.history.reference_labels import collect_reference_labels
from service.web.journey_weeks import SelectedDay
from service.web.replay.chart import ReplayChart, build_replay_chart
from service.web.replay.finding import RoleLine, find_difference
from service.web.replay.labels import LEARNING_MODEL, MODELS
from service.web.replay.source import ReplayedHistory

READ_BY_MODELS = (
    AnswerReceived,
    AppealRated,
    ExperimentRun,
    MarketSignalNoted,
    OddsSignalHeard,
    RoleDiscovered,
    RoleJudged,
    SilenceElapsed,
)
"""What moves a figure of a role: these entries of a week stand open, and the others unfold."""

USUAL_MODEL: WeeklyModel = "plain_average"
"""What the shipped model is held against until another is chosen."""


class ReplayChoice(Struct, frozen=True, kw_only=True):
    """What the reader chose beside the week."""

    beside: WeeklyModel = USUAL_MODEL
    truth: bool = False
    role_id: UUID | None = None

    def query(self, week: int, role_id: UUID | None = None) -> str:
        """The address of a week, perhaps of another role, with all else as it is chosen; every part is named."""
        chosen = role_id or self.role_id
        return "?" + urlencode(
            {
                "week": week,
                "beside": self.beside,
                "truth": "yes" if self.truth else "",
                "role": str(chosen) if chosen else "",
            }
        )


class WeekEntry(Struct, frozen=True, kw_only=True):
    """An entry of the week, in words."""

    on: date
    description: EventSentence
    is_read: bool
    """Whether a model reads it."""


class RatedStep(Struct, frozen=True, kw_only=True):
    """A rating of the role that the finding is about, and the step that it followed."""

    on: date
    rating: int
    kind: ExperimentKind | None


class ReplayPage(Struct, frozen=True, kw_only=True):
    """A week of a replay."""

    called: str
    looked: SelectedDay
    choice: ReplayChoice
    finding: Message
    true_appeal: float | None
    """Of the role of the finding, if the truth is shown."""
    rated: tuple[RatedStep, ...]
    lines: tuple[RoleLine, ...]
    """The roles that were rated by then: active ones first, by potential."""
    unrated: tuple[RoleLine, ...]
    role: RoleLine | None
    """The role of the chart."""
    chart: ReplayChart | None
    entries: tuple[WeekEntry, ...]
    """What the models read of the week, by day."""
    others: tuple[WeekEntry, ...]
    """What else happened in it."""
    sees_entries: bool
    knows_truth: bool


def build_replay_page(history: ReplayedHistory, looked: SelectedDay, choice: ReplayChoice) -> ReplayPage:
    """The page of a week. The history is not folded for it: every day is viewed from one state."""
    state: ProfileState = history.folded.state(PROFILE)
    model, other = learning_model(state), OTHER_MODELS[choice.beside](state)
    shown = history if choice.truth else replace(history, truth=None)
    lines = tuple(_lines(shown, state, looked, model, other))
    by_then = ratings_until(state, looked.on)
    in_week = {
        role_id: [one for one in ratings if one.happened_on >= looked.here.monday]
        for role_id, ratings in by_then.items()
    }
    finding = find_difference(
        lines,
        looked.here.number,
        [role_id for role_id, ratings in in_week.items() if ratings],
        model=Message(text=LEARNING_MODEL),
        other=Message(text=MODELS[choice.beside]),
    )
    role = _chosen(lines, choice.role_id, {key: len(ratings) for key, ratings in by_then.items()})
    entries = tuple(_entries(history, looked)) if history.sees_entries else ()
    differing = next((one for one in lines if one.role_id == finding.role_id), None)
    return ReplayPage(
        called=history.called,
        looked=looked,
        choice=choice,
        finding=finding.sentence,
        true_appeal=differing.true_appeal if differing else None,
        rated=tuple(_rated_step(state, one) for one in in_week.get(differing.role_id, ()))
        if differing
        else (),
        lines=tuple(one for one in lines if one.role_id in by_then),
        unrated=tuple(one for one in lines if one.role_id not in by_then),
        role=role,
        chart=build_replay_chart(role.role_id, looked, model, other, shown.truth) if role else None,
        entries=tuple(one for one in entries if one.is_read),
        others=tuple(one for one in entries if not one.is_read),
        sees_entries=history.sees_entries,
        knows_truth=history.truth is not None,
    )


def _lines(
    history: ReplayedHistory,
    state: ProfileState,
    looked: SelectedDay,
    model: FiguresOnDay,
    other: FiguresOnDay,
) -> Iterator[RoleLine]:
    before = min(looked.here.monday, looked.on)
    before = date.fromordinal(before.toordinal() - 1)
    now, by_other, earlier, earlier_other = model(looked.on), other(looked.on), model(before), other(before)
    for one in _in_order(list(BeliefSeries(state, DEFAULT_PARAMETERS).on(looked.on).values())):
        true = history.truth.get((one.role_id, looked.here.number)) if history.truth else None
        yield RoleLine(
            role_id=one.role_id,
            title=one.events.discovered.title,
            active=one.standing == "in_play",
            model=now[one.role_id],
            other=by_other.get(one.role_id, ModelFigures()),
            model_before=earlier.get(one.role_id, ModelFigures()),
            other_before=earlier_other.get(one.role_id, ModelFigures()),
            true_appeal=true.appeal if true else None,
            true_chance=true.chance if true else None,
        )


def _in_order(beliefs: list[RoleBelief]) -> list[RoleBelief]:
    """Active roles first, by potential; those with the same in the order in which they came on the list."""
    beliefs.sort(key=lambda one: (one.standing != "in_play", -one.promise))
    return beliefs


def _chosen(lines: Sequence[RoleLine], role_id: UUID | None, ratings: Mapping[UUID, int]) -> RoleLine | None:
    """The role that was asked for, if it is on the list by then; else of the active ones the one that was rated most often."""
    asked = next((one for one in lines if one.role_id == role_id), None)
    return asked or max(lines, key=lambda one: (one.active, ratings.get(one.role_id, 0)), default=None)


def _rated_step(state: ProfileState, rating: AppealRated) -> RatedStep:
    step = state.steps.get(rating.source.id) if rating.source.id else None
    return RatedStep(on=rating.happened_on, rating=rating.rating, kind=step.planned.kind if step else None)


def _entries(history: ReplayedHistory, looked: SelectedDay) -> Iterator[WeekEntry]:
    """What happened in the week, as its entries read now, by day."""
    journey = history.folded.journey
    labels = collect_reference_labels(journey)
    found = (
        WeekEntry(
            on=event.happened_on,
            description=describe_event(event, labels),
            is_read=isinstance(event, READ_BY_MODELS),
        )
        for number, event in journey.effective_events().items()
        if number not in history.withheld.hidden
        and not isinstance(event, WeekTurned)
        and looked.here.monday <= event.happened_on <= looked.on
    )
    yield from sorted(found, key=attrgetter("on"))
