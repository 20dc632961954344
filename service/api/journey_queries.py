"""Reads of a journey: its history, its profile on a day, what moved it, and what could come next."""

from datetime import date, timedelta
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath, QueryParameter
from msgspec import Struct

from domain.history import RecordedEvent
from domain.messages import Message, translatable
from projections.alerts.projection import ALERTS
from projections.alerts.view import Alert
from projections.difference.projection import DIFFERENCE, compute_difference
from projections.difference.summary import difference_sentences
from projections.difference.view import Difference
from projections.fold import Projection
from projections.learning_model.attribution import ExperimentMove, largest_moves
from projections.profile.projection import PROFILE
from projections.profile.view import Profile, SuggestionOrder, SuggestionView
from service.api.openapi.operations import JOURNEY_PROBLEMS, problem_responses
from service.api.problem_types import POSITION_NOT_REACHED
from service.api.problems import RETRY_AFTER, Problem
from service.api.query_parameters import MAX_POSITION, Day, WaitForPosition
from service.application.folded_journey import FoldedJourney
from service.application.shown_alerts import shown_alerts
from service.authorization import field_filters, history_filter
from service.authorization.authorized_journeys import AuthorizedJourneys
from service.http.dependencies import JourneysDependency

WAIT_SECONDS = 2.0
"""Seconds a reader waits for a position."""

Since = Annotated[
    date | None, QueryParameter(description="The earlier date. If left out: four weeks before `until`.")
]
Until = Annotated[date | None, QueryParameter(description="The later date. If left out: today.")]
KnownAt = Annotated[
    date | None,
    QueryParameter(description="Use only what had been recorded by the end of this date."),
]

FOUR_WEEKS = timedelta(weeks=4)
ONE_DAY = timedelta(days=1)


class EventsPage(Struct, frozen=True, kw_only=True):
    """A page of a journey's events, the oldest first. `next` is the `after` of the next page; null when nothing is left."""

    journey_id: UUID
    events: list[RecordedEvent]
    next: int | None


class MovesResponse(Struct, frozen=True, kw_only=True):
    """The steps after `since` up to `until`, by how much they changed the profile, as seen on `until`."""

    journey_id: UUID
    since: date
    until: date
    moves: tuple[ExperimentMove, ...]


class ProfileComparison(Struct, frozen=True, kw_only=True):
    """The profile on two dates: what changed, and the same in words, the most important first."""

    journey_id: UUID
    difference: Difference
    words: tuple[Message, ...]


class SuggestionsResponse(Struct, frozen=True, kw_only=True):
    """Suggested next steps: what the client put first, then those that tell the most per effort."""

    journey_id: UUID
    on: date
    suggestions: tuple[SuggestionView, ...]
    order: SuggestionOrder | None
    """What the client put first; null in the usual order."""


class AlertsResponse(Struct, frozen=True, kw_only=True):
    """The alerts that are active on a date, the most pressing first."""

    journey_id: UUID
    on: date
    alerts: tuple[Alert, ...]


def position_not_reached(position: int) -> Problem:
    """The problem (503) of a reader who waited for a position in vain."""
    return Problem(
        POSITION_NOT_REACHED,
        translatable(
            "Position %(position)s was not reached in %(seconds)s seconds.",
            position=position,
            seconds=round(WAIT_SECONDS),
        ),
        headers=RETRY_AFTER,
    )


@get(
    "/journeys/{journey_id:uuid}/events",
    tags=["reading"],
    responses=problem_responses(*JOURNEY_PROBLEMS),
)
async def events(
    journeys: JourneysDependency,
    journey_id: FromPath[UUID],
    after: Annotated[
        int,
        QueryParameter(ge=0, le=MAX_POSITION, description="The number of the last event you already have."),
    ] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=1000, description="The number of events on a page.")] = 100,
) -> EventsPage:
    """A journey's history, the oldest first."""
    folded = await journeys.load("read_events", journey_id, events_after=after)
    visible = await journeys.run_long(
        folded,
        partial(
            history_filter.filter_history,
            folded.events,
            folded.journey,
            folded.level,
            folded.reader_id,
            folded.today,
        ),
    )
    page = visible[:limit]
    following = page[-1].number if len(visible) > limit else None
    return EventsPage(journey_id=journey_id, events=page, next=following)


def _events_needed(known_at: date | None) -> int | None:
    """The number above which events are loaded: all are needed to say what was known at a date."""
    return None if known_at is None else 0


async def _as_known(
    journeys: AuthorizedJourneys,
    folded: FoldedJourney,
    known_at: date | None,
    projection: Projection[Any, Any],
) -> FoldedJourney:
    """The journey with a projection of what had been recorded by the end of a date; of all there is if None."""
    if known_at is None:
        return folded
    return await journeys.run_long(folded, partial(folded.as_known_at, known_at, projection))


@get(
    "/journeys/{journey_id:uuid}/profile",
    tags=["reading"],
    responses=problem_responses(*JOURNEY_PROBLEMS),
)
async def profile(
    journeys: JourneysDependency,
    journey_id: FromPath[UUID],
    on: Day = None,
    known_at: KnownAt = None,
    wait_for: WaitForPosition = None,
) -> Profile:
    """The search profile on a date, as it was known at the end of a date."""
    if wait_for is not None and not await journeys.wait_for(wait_for, WAIT_SECONDS):
        raise position_not_reached(wait_for)
    folded = await journeys.load("read_profile", journey_id, PROFILE, events_after=_events_needed(known_at))
    then = await _as_known(journeys, folded, known_at, PROFILE)
    view = await journeys.view(then, PROFILE, folded.resolve_day(on, "on"))
    return field_filters.filter_profile(view, folded.level)


@get(
    "/journeys/{journey_id:uuid}/moves",
    tags=["reading"],
    responses=problem_responses(*JOURNEY_PROBLEMS),
)
async def moves(
    journeys: JourneysDependency,
    journey_id: FromPath[UUID],
    since: Since = None,
    until: Until = None,
) -> MovesResponse:
    """Which steps changed the profile, and by how much.

    It covers what was learned from steps after `since` up to and including `until`: a reply counts on its own day, however
    long ago its application was.
    """
    folded = await journeys.load("read_moves", journey_id, PROFILE)
    until = folded.resolve_day(until, "until")
    before = folded.started_on - ONE_DAY
    since = (
        max(before, until - FOUR_WEEKS) if since is None else folded.resolve_day(since, "since", first=before)
    )
    moved = await journeys.run_long(folded, partial(largest_moves, folded.state(PROFILE), since, until))
    return MovesResponse(journey_id=journey_id, since=since, until=until, moves=moved)


@get(
    "/journeys/{journey_id:uuid}/suggestions",
    tags=["reading"],
    responses=problem_responses(*JOURNEY_PROBLEMS),
)
async def suggestions(
    journeys: JourneysDependency, journey_id: FromPath[UUID], on: Day = None
) -> SuggestionsResponse:
    """Which next steps would tell the most, and why."""
    folded = await journeys.load("read_suggestions", journey_id, PROFILE)
    view = await journeys.view(folded, PROFILE, folded.resolve_day(on, "on"))
    return SuggestionsResponse(
        journey_id=journey_id, on=view.on, suggestions=view.suggestions, order=view.suggestion_order
    )


@get(
    "/journeys/{journey_id:uuid}/alerts",
    tags=["reading"],
    responses=problem_responses(*JOURNEY_PROBLEMS),
)
async def alerts(journeys: JourneysDependency, journey_id: FromPath[UUID], on: Day = None) -> AlertsResponse:
    """Which alerts are active on a date, since when, why, and what could help; none in a week off."""
    folded = await journeys.load("read_alerts", journey_id, ALERTS)
    day = folded.resolve_day(on, "on")
    found = await journeys.run_long(folded, partial(shown_alerts, folded, day))
    return AlertsResponse(journey_id=journey_id, on=day, alerts=found)


@get(
    "/journeys/{journey_id:uuid}/difference",
    tags=["reading"],
    responses=problem_responses(*JOURNEY_PROBLEMS),
)
async def profile_difference(
    journeys: JourneysDependency,
    journey_id: FromPath[UUID],
    since: Since = None,
    until: Until = None,
    known_at: KnownAt = None,
) -> ProfileComparison:
    """How the profile changed between two dates, in figures and in words, as it was known at the end of a date."""
    folded = await journeys.load(
        "read_difference", journey_id, DIFFERENCE, events_after=_events_needed(known_at)
    )
    until = folded.resolve_day(until, "until")
    first = folded.started_on
    since = max(first, until - FOUR_WEEKS) if since is None else folded.resolve_day(since, "since")
    then = await _as_known(journeys, folded, known_at, DIFFERENCE)
    found = await journeys.run_long(then, partial(compute_difference, then.state(DIFFERENCE), since, until))
    words = difference_sentences(
        field_filters.filter_difference(found, folded.level, instead=field_filters.WITHHELD_REASON)
    )
    return ProfileComparison(
        journey_id=journey_id, difference=field_filters.filter_difference(found, folded.level), words=words
    )
