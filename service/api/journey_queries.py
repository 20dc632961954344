"""Reading a journey: its history, its profile on any day, what moved it, and what could come next."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.params import FromPath, FromQuery, QueryParameter
from msgspec import Struct

from domain.history import RecordedEvent
from domain.messages import Message, translatable
from projections.alerts import ALERTS
from projections.alerts.view import Alert
from projections.difference import DIFFERENCE, compute_difference
from projections.difference.summary import difference_sentences
from projections.difference.view import Difference
from projections.learning_model.attribution import ExperimentMove, largest_moves
from projections.profile import PROFILE
from projections.profile.view import Profile, SuggestionView
from service.api.problem_types import POSITION_NOT_REACHED
from service.api.problems import RETRY_AFTER, Problem
from service.authorization import field_filters
from service.http.dependencies import JourneysDependency

WAIT_SECONDS = 2.0
"""Seconds a reader waits for a position."""

FOUR_WEEKS = timedelta(weeks=4)
ONE_DAY = timedelta(days=1)


class EventsPage(Struct, frozen=True, kw_only=True):
    """A page of a journey's events, the oldest first. `next` is the `after` of the next page; null when nothing is left."""

    journey_id: UUID
    events: list[RecordedEvent]
    next: int | None


class MovesResponse(Struct, frozen=True, kw_only=True):
    """The experiments after `since` up to `until`, by how much they moved, as seen on `until`."""

    journey_id: UUID
    since: date
    until: date
    moves: tuple[ExperimentMove, ...]


class ProfileComparison(Struct, frozen=True, kw_only=True):
    """The profile at two dates: what changed, and the same in words, the most important first."""

    journey_id: UUID
    difference: Difference
    words: tuple[Message, ...]


class SuggestionsResponse(Struct, frozen=True, kw_only=True):
    """Next experiments, the most telling per effort first."""

    journey_id: UUID
    on: date
    suggestions: tuple[SuggestionView, ...]


class AlertsResponse(Struct, frozen=True, kw_only=True):
    """Which stuck rules hold on a day, the most pressing first."""

    journey_id: UUID
    on: date
    alerts: tuple[Alert, ...]


def position_not_reached(position: int) -> Problem:
    """The answer to a reader who waited in vain."""
    return Problem(
        POSITION_NOT_REACHED,
        translatable(
            "Position %(position)s was not reached in %(seconds)s seconds.",
            position=position,
            seconds=round(WAIT_SECONDS),
        ),
        headers=RETRY_AFTER,
    )


@get("/journeys/{journey_id:uuid}/events")
async def events(
    journeys: JourneysDependency,
    journey_id: FromPath[UUID],
    after: Annotated[int, QueryParameter(ge=0, le=2**53)] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=1000)] = 100,
) -> EventsPage:
    """A journey's history, a page at a time."""
    folded = await journeys.load("read_events", journey_id, events_after=after)
    entries = field_filters.filter_history(folded.events, folded.journey, folded.level, folded.reader_id)
    page = entries[:limit]
    following = page[-1].number if len(entries) > limit else None
    return EventsPage(journey_id=journey_id, events=page, next=following)


@get("/journeys/{journey_id:uuid}/profile")
async def profile(
    journeys: JourneysDependency,
    journey_id: FromPath[UUID],
    on: FromQuery[date | None] = None,
    known_at: FromQuery[date | None] = None,
    wait_for: Annotated[int | None, QueryParameter(ge=0, le=2**53)] = None,
) -> Profile:
    """The search profile on a day, as it was known at the end of a day."""
    if wait_for is not None and not await journeys.log.wait_for(wait_for, WAIT_SECONDS):
        raise position_not_reached(wait_for)
    events_after = None if known_at is None else 0
    folded = await journeys.load("read_profile", journey_id, PROFILE, events_after=events_after)
    then = folded if known_at is None else folded.as_known_at(known_at, PROFILE)
    view = then.view(PROFILE, on=folded.resolve_day(on, "on"))
    return field_filters.filter_profile(view, folded.level)


@get("/journeys/{journey_id:uuid}/moves")
async def moves(
    journeys: JourneysDependency,
    journey_id: FromPath[UUID],
    since: FromQuery[date | None] = None,
    until: FromQuery[date | None] = None,
) -> MovesResponse:
    """Which experiments moved the profile, and by how much; in the four weeks up to `until` when `since` is not given."""
    folded = await journeys.load("read_moves", journey_id, PROFILE)
    until = folded.resolve_day(until, "until")
    before = folded.started_on - ONE_DAY
    since = (
        max(before, until - FOUR_WEEKS) if since is None else folded.resolve_day(since, "since", first=before)
    )
    moved = largest_moves(folded.state(PROFILE), since, until)
    return MovesResponse(journey_id=journey_id, since=since, until=until, moves=moved)


@get("/journeys/{journey_id:uuid}/suggestions")
async def suggestions(
    journeys: JourneysDependency, journey_id: FromPath[UUID], on: FromQuery[date | None] = None
) -> SuggestionsResponse:
    """Which experiment would tell the most, and why."""
    folded = await journeys.load("read_suggestions", journey_id, PROFILE)
    view = folded.view(PROFILE, on=folded.resolve_day(on, "on"))
    return SuggestionsResponse(journey_id=journey_id, on=view.on, suggestions=view.suggestions)


@get("/journeys/{journey_id:uuid}/alerts")
async def alerts(
    journeys: JourneysDependency, journey_id: FromPath[UUID], on: FromQuery[date | None] = None
) -> AlertsResponse:
    """Which stuck rules hold on a day, since when, why, and what could be done."""
    folded = await journeys.load("read_alerts", journey_id, ALERTS)
    day = folded.resolve_day(on, "on")
    return AlertsResponse(journey_id=journey_id, on=day, alerts=folded.view(ALERTS, on=day))


@get("/journeys/{journey_id:uuid}/difference")
async def profile_difference(
    journeys: JourneysDependency,
    journey_id: FromPath[UUID],
    since: FromQuery[date | None] = None,
    until: FromQuery[date | None] = None,
) -> ProfileComparison:
    """How the profile changed between two dates; in the four weeks up to `until` when `since` is not given."""
    folded = await journeys.load("read_difference", journey_id, DIFFERENCE)
    until = folded.resolve_day(until, "until")
    first = folded.started_on
    since = max(first, until - FOUR_WEEKS) if since is None else folded.resolve_day(since, "since")
    found = compute_difference(folded.state(DIFFERENCE), since, until)
    words = difference_sentences(
        field_filters.filter_difference(found, folded.level, instead=field_filters.WITHHELD_REASON)
    )
    return ProfileComparison(
        journey_id=journey_id, difference=field_filters.filter_difference(found, folded.level), words=words
    )
