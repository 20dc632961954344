"""The profile at two dates compared: how it evolved, by what, and in which words."""

from datetime import date, timedelta

from projections.difference.evidence_changes import criteria, gaps, strengths
from projections.difference.roles import Believed, order, roles
from projections.difference.state import INITIAL, State, evolve
from projections.difference.steps import between, dread, movers, steps
from projections.difference.view import Difference, FocusChange, ScopeChange
from projections.fold import Projection
from projections.learning_model.focus import Focus, Scope
from projections.learning_model.parameters import DEFAULT, Parameters
from projections.learning_model.role_beliefs import attention, breadth, in_play, role_beliefs

_WEEK = timedelta(days=7)


def difference(state: State, since: date, until: date, parameters: Parameters = DEFAULT) -> Difference:
    """What changed after one date up to another, in whichever order they are named."""
    since, until = min(since, until), max(since, until)
    learning = state.learning
    then, now = role_beliefs(learning, since, parameters), role_beliefs(learning, until, parameters)
    taken = between(learning, since, until)
    focus, scope = _breadth(then, now, parameters)
    return Difference(
        since=since,
        until=until,
        roles=roles(then, now, parameters),
        order=order(then, now),
        criteria=criteria(learning, since, until, parameters),
        strengths=strengths(learning, since, until),
        gaps=gaps(state, since, until),
        focus=focus,
        scope=scope,
        dread=dread(learning, taken, since, until),
        steps=steps(learning, taken),
        movers=movers(learning, taken, until, parameters),
    )


def _breadth(then: Believed, now: Believed, parameters: Parameters) -> tuple[FocusChange, ScopeChange]:
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
        in_play_before=len(in_play(then)),
        in_play=len(in_play(now)),
        met_before=wide.met,
        met=widens.met,
        new_met_before=wide.new,
        new_met=widens.new,
    )
    return focus, scope


def _at(believed: Believed, parameters: Parameters) -> tuple[Focus, Scope]:
    divided = attention(believed, parameters)
    return divided, breadth(believed, divided, parameters)


def view(state: State, on: date, parameters: Parameters = DEFAULT) -> Difference:
    """What changed in the week up to a date."""
    return difference(state, on - _WEEK, on, parameters)


DIFFERENCE: Projection[State, Difference] = Projection(
    name="difference", version=1, initial=INITIAL, evolve=evolve, view=view
)
