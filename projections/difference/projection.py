"""The projection of the difference."""

from datetime import date, timedelta

from projections.difference.evidence_changes import criterion_changes, gap_changes, strength_changes
from projections.difference.roles import BeliefsByRole, role_order, roles_change
from projections.difference.state import INITIAL, DifferenceState, evolve
from projections.difference.steps import dread_change, period_steps, steps_between, top_attributions
from projections.difference.view import Difference, FocusChange, ScopeChange
from projections.fold import Projection
from projections.learning_model.focus import Focus, MarketScope
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters
from projections.learning_model.role_beliefs import (
    focus_over_roles,
    role_beliefs,
    roles_in_play,
    scope_over_roles,
)
from projections.learning_model.tried_roles import tried_roles
from projections.learning_model.week_start import week_start_beliefs

_ONE_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


def compute_difference(
    state: DifferenceState, since: date, until: date, parameters: Parameters = DEFAULT_PARAMETERS
) -> Difference:
    """Compares the profile at two dates, given in either order."""
    since, until = min(since, until), max(since, until)
    return _difference(state, since, until, role_beliefs(state.learning, since, parameters), parameters)


def compute_week_difference(
    state: DifferenceState, monday: date, until: date, parameters: Parameters = DEFAULT_PARAMETERS
) -> Difference:
    """Compares the profile on a Monday morning with that of a day of its week."""
    then = week_start_beliefs(state.learning, monday, parameters)
    return _difference(state, monday - _ONE_DAY, until, then, parameters)


def _difference(
    state: DifferenceState, since: date, until: date, then: BeliefsByRole, parameters: Parameters
) -> Difference:
    learning = state.learning
    now = role_beliefs(learning, until, parameters)
    taken = steps_between(learning, since, until)
    tried = len(tried_roles(learning, since)), len(tried_roles(learning, until))
    focus, scope = _breadth(then, now, tried, parameters)
    return Difference(
        since=since,
        until=until,
        roles=roles_change(learning, then, now, parameters),
        order=role_order(then, now),
        criteria=criterion_changes(learning, since, until, parameters),
        strengths=strength_changes(learning, since, until),
        gaps=gap_changes(state, since, until),
        focus=focus,
        scope=scope,
        dread=dread_change(learning, taken, since, until),
        steps=period_steps(learning, taken),
        movers=top_attributions(learning, since, until, parameters),
    )


def _breadth(
    then: BeliefsByRole, now: BeliefsByRole, tried: tuple[int, int], parameters: Parameters
) -> tuple[FocusChange, ScopeChange]:
    (settled, wide), (settles, widens) = _at(then, parameters), _at(now, parameters)
    focus = FocusChange(
        effective_before=settled.effective_roles,
        effective=settles.effective_roles,
        focus_before=settled.focus,
        focus=settles.focus,
        quadrant_before=wide.quadrant,
        quadrant=widens.quadrant,
    )
    scope = ScopeChange(
        known_before=len(then),
        known=len(now),
        in_play_before=len(roles_in_play(then)),
        in_play=len(roles_in_play(now)),
        met_before=wide.met,
        met=widens.met,
        tried_before=tried[0],
        tried=tried[1],
        new_met_before=wide.new,
        new_met=widens.new,
    )
    return focus, scope


def _at(believed: BeliefsByRole, parameters: Parameters) -> tuple[Focus, MarketScope]:
    divided = focus_over_roles(believed, parameters)
    return divided, scope_over_roles(believed, divided, parameters)


def view(state: DifferenceState, on: date, parameters: Parameters = DEFAULT_PARAMETERS) -> Difference:
    """The difference between a date and a week before it."""
    return compute_difference(state, on - _WEEK, on, parameters)


DIFFERENCE: Projection[DifferenceState, Difference] = Projection(
    name="difference", version=13, initial=INITIAL, evolve=evolve, view=view
)
