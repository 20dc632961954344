"""The entries of a role's story: each with its figures on its own day, without it and with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from types import MappingProxyType

from domain.journey.events.answers import AnswerReceived
from domain.journey.events.evidence import AppealRated, OddsSignalHeard
from domain.journey.events.roles import RoleBlocked, RoleParked, RoleReopened, RoleStandingEvent
from domain.vocabulary import MarketSignal
from projections.learning_model.entry_origins import own_answers
from projections.learning_model.evidence_sums import BelievedFigures
from projections.learning_model.potential_order import printed_change
from projections.learning_model.state import LearningState, RoleEvents
from projections.role_story.contributions import Contribution
from projections.role_story.figures import RoleFiguresByDay
from projections.role_story.view import StoryEffect, StoryEntry, StoryEntryKind

FADES_FROM = timedelta(weeks=4)
"""So long without anything new is worth an entry of its own, if a printed figure changed."""
_ONE_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_ORDER: tuple[StoryEntryKind, ...] = (
    "added",
    "faded",
    "judged",
    "noted",
    "session",
    "market",
    "step",
    "reply",
    "reopened",
    "parked",
    "ruled_out",
    "week_off",
)
"""Of one day, the earliest first."""


def story_entries(
    state: LearningState,
    role: RoleEvents,
    contributions: Sequence[Contribution],
    figures: RoleFiguresByDay,
    on: date,
) -> tuple[StoryEntry, ...]:
    """Every entry of a role, the latest first."""
    entries = [
        *(_contributed(state, one, figures) for one in contributions),
        *_judged(figures, on),
        *_standing(role, figures, on),
        *_weeks_off(state, figures, on),
        *_faded(news_days(contributions, figures, on), figures, on),
    ]
    entries.sort(key=_place)
    return tuple(reversed(entries))


def days_of_entries(
    state: LearningState,
    role: RoleEvents,
    contributions: Sequence[Contribution],
    on: date,
) -> Iterator[date]:
    """Every day whose figures the entries need."""
    first = role.discovered.happened_on
    news = sorted({first, *(one.on for one in contributions), *(one.happened_on for one in role.judged)})
    yield from (max(day, first) for day in news if day <= on)
    yield from (max(day - _ONE_DAY, first) for day in news)
    yield from (max(one.happened_on, first) for one in role.standing)
    yield from (min(one.monday + _WEEK - _ONE_DAY, on) for one in state.rests)
    yield on


def news_days(contributions: Sequence[Contribution], figures: RoleFiguresByDay, on: date) -> list[date]:
    """The days on which something was heard of a role, or judged of it; the first is that on which it came on the list."""
    heard = {one.on for one in contributions if one.evidence}
    judged = {one.happened_on for one in figures.judgements() if figures.added_on <= one.happened_on <= on}
    return sorted({figures.added_on, *heard, *judged})


def _place(entry: StoryEntry) -> tuple[date, int, str]:
    return entry.on, _ORDER.index(entry.kind), str(entry.experiment_id or entry.signal_id)


def _contributed(state: LearningState, one: Contribution, figures: RoleFiguresByDay) -> StoryEntry:
    now = figures.on(one.on)
    before = None if one.kind == "added" else figures.without(one)
    step_id = one.subject_id if one.kind in {"added", "step", "reply"} else None
    step = state.steps.get(step_id) if step_id else None
    planned = step.planned if step else None
    ratings = [piece.rating for piece in one.evidence if isinstance(piece, AppealRated)]
    signals = [piece for piece in one.evidence if isinstance(piece, OddsSignalHeard)]
    answers = own_answers(state, step) if step and one.kind == "reply" else ()
    answer = next((given for given in answers if given.happened_on == one.on), None)
    answered = (piece.answer_to for piece in signals)
    return StoryEntry(
        kind=one.kind,
        on=one.on,
        before=before,
        now=figures.alone(one) if one.kind == "added" else now,
        effect=_effect(before, now),
        step=planned.kind if planned else None,
        experiment_id=step_id,
        contact_id=planned.meeting.contact_id if planned and planned.meeting else None,
        other_steps=tuple(dict.fromkeys(key for key in answered if key and key != step_id)),
        signal_id=one.subject_id if one.kind == "market" else None,
        published=_PUBLISHED.get(signals[0].signal) if one.kind == "market" and signals else None,
        rating=ratings[-1] if ratings else None,
        heard=tuple(dict.fromkeys(piece.signal for piece in signals)),
        answer=answer.answer if isinstance(answer, AnswerReceived) else "silence" if answer else None,
        close=answer.close if isinstance(answer, AnswerReceived) else None,
    )


_PUBLISHED: Mapping[str, MarketSignal] = MappingProxyType(
    {
        "market_growing": "market_growing",
        "market_shrinking": "market_shrinking",
        "vacancies_many": "vacancies_many",
        "vacancies_none": "vacancies_none",
    }
)


def _effect(before: BelievedFigures | None, now: BelievedFigures) -> StoryEffect:
    if before is None or printed_change(before.promise, now.promise):
        return "moved"
    return "surer" if printed_change(before.spread, now.spread) < 0 else "none"


def _judged(figures: RoleFiguresByDay, on: date) -> Iterator[StoryEntry]:
    for one in figures.judgements():
        day = one.happened_on
        if figures.added_on <= day <= on and figures.distance_before(day) != figures.distance_on(day):
            before, now = figures.without_judging(one), figures.on(day)
            yield StoryEntry(kind="judged", on=day, before=before, now=now, effect=_effect(before, now))


def _standing(role: RoleEvents, figures: RoleFiguresByDay, on: date) -> Iterator[StoryEntry]:
    for one in role.standing:
        if one.happened_on <= on:
            day = max(one.happened_on, figures.added_on)
            now = figures.on(day)
            yield StoryEntry(kind=_standing_kind(one), on=day, before=now, now=now, effect="none")


def _standing_kind(one: RoleStandingEvent) -> StoryEntryKind:
    match one:
        case RoleBlocked():
            return "ruled_out"
        case RoleParked():
            return "parked"
        case RoleReopened():
            return "reopened"


def _weeks_off(state: LearningState, figures: RoleFiguresByDay, on: date) -> Iterator[StoryEntry]:
    for monday in sorted({one.monday for one in state.rests if one.happened_on <= on and one.monday <= on}):
        last = min(monday + _WEEK - _ONE_DAY, on)
        if last >= figures.added_on:
            now = figures.on(last)
            yield StoryEntry(kind="week_off", on=last, since=monday, before=now, now=now, effect="none")


def _faded(news: Iterable[date], figures: RoleFiguresByDay, on: date) -> Iterator[StoryEntry]:
    """The times in which nothing new was heard for long, and a printed figure changed."""
    for since, until in pairwise((*news, on + _ONE_DAY)):
        last = until - _ONE_DAY
        if last - since >= FADES_FROM:
            before, now = figures.on(since), figures.on(last)
            if printed_change(before.promise, now.promise):
                yield StoryEntry(
                    kind="faded", on=last, since=since, before=before, now=now, effect=_effect(before, now)
                )
