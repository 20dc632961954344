"""What a coach opens on Monday: what moved most, whether somebody is stuck, the evolution, and what it rests on."""

from collections.abc import Sequence

from msgspec import Struct

from projections.alerts.view import Alert
from projections.coaching.view import Pulse
from projections.difference.summary import sentences
from projections.difference.view import Difference
from projections.gaps.view import Gaps
from projections.learning_model.promise_attribution import StepMove
from projections.learning_model.state import State, StepFacts
from projections.network.view import Network
from projections.profile.view import ForecastsView, Profile
from projections.strengths.view import Strengths
from projections.weeks.view import Weeks
from service.authorization import field_filters
from service.localization.translator import Words
from service.web.coach_client.active_alerts import Stuck, stuck
from service.web.coach_client.client_context import Client
from service.web.coach_client.evolution import Evolution, evolution
from service.web.coach_client.finding import counted_finding, finding, most_moved
from service.web.coach_client.period import Period
from service.web.timeline import Step

MOST_RATED = 6
"""As many steps as show their dread; the latest."""


class Found(Struct, frozen=True, kw_only=True):
    """What is read of a journey for this page, by who sees the profile."""

    state: State
    steps: Sequence[Step]
    difference: Difference
    profile: Profile
    strengths: Strengths
    gaps: Gaps
    network: Network
    alerts: Sequence[Alert] = ()
    energy: Sequence[Pulse] = ()


class Rated(Struct, frozen=True, kw_only=True):
    """A step with its dread before and after, 0-10."""

    step: StepFacts
    role: str | None
    before: int
    after: int


class ClientPage(Struct, frozen=True, kw_only=True):
    """The page of who sees the profile or more."""

    finding: str
    stuck: tuple[Stuck, ...]
    evolution: Evolution | None
    words: tuple[str, ...]
    """The difference, one idea a sentence."""
    movers: tuple[StepMove, ...]
    rated: tuple[Rated, ...]
    """The latest first."""
    forecasts: ForecastsView
    strengths: Strengths
    gaps: Gaps
    network: Network


class CountedPage(Struct, frozen=True, kw_only=True):
    """The page of who sees progress only."""

    finding: str
    weeks: Weeks


def client_page(client: Client, found: Found, period: Period, words: Words) -> ClientPage:
    """The page on a day."""
    difference = field_filters.difference(found.difference, client.level, instead=field_filters.WITHHELD)
    most = most_moved(difference)
    return ClientPage(
        finding=finding(difference, words),
        stuck=stuck(found.alerts, client.journey.alerts, client.today),
        evolution=evolution(
            found.state,
            found.steps,
            found.energy,
            today=client.today,
            period=period,
            most=most.title if most else None,
        ),
        words=sentences(difference),
        movers=tuple(one for one in difference.movers if one.roles),
        rated=_rated(found.state),
        forecasts=found.profile.forecasts,
        strengths=found.strengths,
        gaps=found.gaps,
        network=found.network,
    )


def counted_page(weeks: Weeks, client: Client, words: Words) -> CountedPage:
    """The page without anything that was written."""
    counted = field_filters.weeks(weeks, client.level)
    return CountedPage(finding=counted_finding(counted, words), weeks=counted)


def _rated(state: State) -> tuple[Rated, ...]:
    rated = [one for step in state.steps.values() if (one := _with_dread(state, step))]
    rated.sort(key=lambda one: one.step.planned.happened_on)
    rated.sort(key=lambda one: one.step.on() or one.step.planned.happened_on)
    return tuple(reversed(rated[-MOST_RATED:]))


def _with_dread(state: State, step: StepFacts) -> Rated | None:
    before, happened = step.planned.dread_before, step.happened
    if before is None or happened is None or happened.dread_after is None:
        return None
    role = state.roles.get(step.planned.role_id) if step.planned.role_id else None
    title = role.discovered.title if role else None
    return Rated(step=step, role=title, before=before, after=happened.dread_after)
