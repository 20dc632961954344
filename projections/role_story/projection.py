"""The projection of the roles' stories."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from projections.fold import Projection
from projections.learning_model.evidence_index import build_evidence_index
from projections.learning_model.lead import leaders, promise_of
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters
from projections.learning_model.potential_order import places_in_order
from projections.learning_model.promise_series import PromisesOnDay, RolePromise, promise_series
from projections.learning_model.role_beliefs import standing_with_reason
from projections.learning_model.state import INITIAL, LearningState, evolve
from projections.role_story.contributions import Contribution, contributions_by_role
from projections.role_story.entries import days_of_entries, story_entries
from projections.role_story.figures import JourneyEvidence, RoleFiguresByDay, journey_evidence
from projections.role_story.turns import story_turns, story_weeks, week_ends
from projections.role_story.view import RoleStories, RoleStory
from projections.role_story.wording import rests_on, story_headline


def view(state: LearningState, on: date, parameters: Parameters = DEFAULT_PARAMETERS) -> RoleStories:
    """The stories at a date. Events after that date are ignored."""
    return RoleStories(on=on, roles=_stories(state, on, parameters))


def role_story(
    state: LearningState, role_id: UUID, on: date, parameters: Parameters = DEFAULT_PARAMETERS
) -> RoleStory | None:
    """The story of one role; None if it was not on the list by that date."""
    return next(iter(_stories(state, on, parameters, only=role_id)), None)


def _stories(
    state: LearningState, on: date, parameters: Parameters, only: UUID | None = None
) -> tuple[RoleStory, ...]:
    if state.started is None:
        return ()
    evidence = journey_evidence(state, build_evidence_index(state, parameters))
    ends = week_ends(state.started.happened_on, on)
    series = promise_series(state, ends)
    led = leaders(series)
    return tuple(
        _story(evidence, role_id, list(entries.values()), ends=ends, latest=series[-1], led=led)
        for role_id, entries in contributions_by_role(state, on).items()
        if only in {None, role_id}
    )


def _story(
    evidence: JourneyEvidence,
    role_id: UUID,
    contributions: Sequence[Contribution],
    *,
    ends: Sequence[date],
    latest: PromisesOnDay,
    led: Sequence[RolePromise | None],
) -> RoleStory:
    state, on = evidence.state, ends[-1]
    role = state.roles[role_id]
    title, added_on = role.discovered.title, role.discovered.happened_on
    figures = RoleFiguresByDay(evidence, role_id, [*ends, *days_of_entries(state, role, contributions, on)])
    entries = story_entries(state, role, contributions, figures, on)
    weeks = story_weeks(evidence, role_id, ends, figures)
    place = places_in_order({one.role_id: one.promise for one in latest.roles}).get(role_id)
    level = place.level_with if place else ()
    return RoleStory(
        role_id=role_id,
        title=title,
        on=on,
        added_on=added_on,
        standing=standing_with_reason(role, on)[0],
        figures=figures.on(on),
        place=place.number if place else None,
        level_with=tuple(one.title for key in level if (one := promise_of(key, latest))),
        active=len(latest.roles),
        headline=story_headline(title, entries, figures.on(on).promise, added_on=added_on, on=on),
        rests_on=rests_on(entries),
        weeks=weeks,
        turns=story_turns(evidence, role_id, weeks, led),
        entries=entries,
    )


ROLE_STORY: Projection[LearningState, RoleStories] = Projection(
    name="role_stories", version=2, initial=INITIAL, evolve=evolve, view=view
)
