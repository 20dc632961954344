"""Stories, goals, private reflections, insights and tests."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import get_args
from uuid import UUID

from domain.journey.events.assessments import AssessmentNoted
from domain.journey.events.evidence import Source, StrengthObserved
from domain.journey.events.experiments import ExperimentPlanned
from domain.journey.events.insights import InsightNamed
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.stories import GoalReached, GoalSet, ReflectionDone, StoryRecorded
from domain.vocabulary import ReflectionTheme
from projections.portrait.state import PortraitState
from projections.portrait.view import (
    AssessmentView,
    GoalView,
    InsightTrigger,
    InsightView,
    NamedStrength,
    ReflectionCounts,
    StoryView,
    ThemeCount,
)

_THEMES: tuple[ReflectionTheme, ...] = get_args(ReflectionTheme)


def story_views(known: PortraitState) -> tuple[StoryView, ...]:
    """The stories, each with the strengths it shows."""
    wordings = {one.strength_id: one.wording for one in known.events_of(StrengthObserved)}
    return tuple(
        StoryView(
            story_id=one.story_id,
            title=one.title,
            story=one.story,
            on=one.happened_on,
            strengths=tuple(
                NamedStrength(strength_id=key, wording=wordings.get(key)) for key in one.strength_ids
            ),
        )
        for one in known.events_of(StoryRecorded)
    )


def goal_views(known: PortraitState, on: date) -> tuple[GoalView, ...]:
    """The goals, and which of them are reached."""
    reached: dict[UUID, date] = {}
    for one in known.events_of(GoalReached):
        reached.setdefault(one.goal_id, one.happened_on)
    return tuple(_goal(one, reached.get(one.goal_id), on) for one in known.events_of(GoalSet))


def _goal(goal: GoalSet, reached: date | None, on: date) -> GoalView:
    return GoalView(
        goal_id=goal.goal_id,
        wording=goal.wording,
        set_on=goal.happened_on,
        due=goal.due,
        reached_on=reached,
        overdue=reached is None and goal.due is not None and goal.due < on,
    )


def reflection_counts(known: PortraitState) -> ReflectionCounts:
    """How often the client wrote in private, by theme, and when last."""
    done = known.events_of(ReflectionDone)
    counts = Counter(one.theme for one in done)
    return ReflectionCounts(
        count=len(done),
        themes=tuple(ThemeCount(theme=one, count=counts[one]) for one in _THEMES if counts[one]),
        last_on=done[-1].happened_on if done else None,
    )


def insight_views(known: PortraitState) -> tuple[InsightView, ...]:
    """The insights, and what triggered each."""
    plans = {one.experiment_id: one for one in known.events_of(ExperimentPlanned)}
    titles = {one.role_id: one.title for one in known.events_of(RoleDiscovered)}
    return tuple(
        InsightView(
            insight_id=one.insight_id,
            wording=one.wording,
            on=one.happened_on,
            trigger=_trigger(one.source, plans, titles),
        )
        for one in known.events_of(InsightNamed)
    )


def _trigger(
    source: Source, plans: Mapping[UUID, ExperimentPlanned], titles: Mapping[UUID, str]
) -> InsightTrigger:
    planned = plans.get(source.id) if source.id and source.kind == "experiment" else None
    role_id = planned.role_id if planned else None
    return InsightTrigger(
        kind=source.kind,
        source_id=source.id,
        step=planned.kind if planned else None,
        role_id=role_id,
        role=titles.get(role_id) if role_id else None,
    )


def assessment_views(known: PortraitState) -> tuple[AssessmentView, ...]:
    """The tests, each with the strengths it points at."""
    return tuple(
        AssessmentView(
            assessment_id=one.assessment_id,
            instrument=one.instrument,
            on=one.happened_on,
            strengths=tuple(
                NamedStrength(strength_id=each.strength_id, wording=each.wording) for each in one.strengths
            ),
            note=one.note,
        )
        for one in known.events_of(AssessmentNoted)
    )
