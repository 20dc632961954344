"""The projection of the search profile."""

from datetime import date

from domain.journey.events.weeks import week_number
from projections.fold import Projection
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters
from projections.learning_model.role_beliefs import focus_over_roles, role_beliefs
from projections.learning_model.tried_roles import tried_roles
from projections.learning_model.weighted_criteria import weighted_criteria
from projections.profile.evidence_views import (
    criterion_views,
    forecasts_view,
    gap_views,
    strength_views,
)
from projections.profile.journey_frame import journey_frame, questions_view
from projections.profile.role_annotations import role_annotations
from projections.profile.roles import focus_and_scope, role_views
from projections.profile.state import INITIAL, ProfileState, evolve
from projections.profile.suggestions import suggestion_views
from projections.profile.view import Profile


class JourneyNotStarted(LookupError):
    """Raised if the journey has not started."""


def view(state: ProfileState, on: date, parameters: Parameters = DEFAULT_PARAMETERS) -> Profile:
    """The profile at a date. Events after that date are ignored. Raises `JourneyNotStarted`."""
    started = state.started
    if started is None:
        raise JourneyNotStarted
    believed = role_beliefs(state, on, parameters)
    divided = focus_over_roles(believed, parameters)
    focus, scope = focus_and_scope(believed, divided, len(tried_roles(state, on)), parameters)
    criteria = weighted_criteria(state, on, parameters)
    annotations = role_annotations(state, believed, criteria, on, parameters)
    suggested, order = suggestion_views(state, believed, annotations, on, parameters)
    frame = journey_frame(state, started, on)
    return Profile(
        journey_id=state.journey_id,
        on=on,
        week=max(0, week_number(started.happened_on, on)),
        called=started.called,
        track=frame.track,
        locale=frame.locale,
        started_on=started.happened_on,
        programme_end=frame.programme_end,
        steps=sum(1 for step in state.steps.values() if step.happened and step.happened.happened_on <= on),
        questions=questions_view(state, on),
        focus=focus,
        scope=scope,
        roles=role_views(believed, divided, annotations, parameters),
        criteria=criterion_views(criteria),
        strengths=strength_views(state, on),
        gaps=gap_views(state, on),
        forecasts=forecasts_view(state, on, parameters),
        suggestions=suggested,
        suggestion_order=order,
    )


PROFILE: Projection[ProfileState, Profile] = Projection(
    name="profile", version=14, initial=INITIAL, evolve=evolve, view=view
)
