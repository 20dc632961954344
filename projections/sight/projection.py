"""The projection of sight and consent."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Generic, TypeVar
from uuid import UUID

from msgspec import Struct

from domain.journey.events.consents import ConsentEvent, ConsentExpired, ConsentGiven, ConsentWithdrawn
from domain.journey.events.deputies import (
    DeputiesSlice,
    DeputyAnswered,
    DeputyAnswerLapsed,
    DeputyEnded,
    DeputyProposed,
)
from domain.journey.events.deputies import evolve as evolve_deputies
from domain.journey.events.sight import SightEvent, SightExpired, SightGranted, SightWithdrawn
from domain.vocabulary import SightScope
from projections.event_history import EventHistory, keep_events
from projections.fold import Projection
from projections.learning_model.parameters import Parameters
from projections.sight.state import SightOrConsentEvent, SightState
from projections.sight.view import ConsentView, DeputyView, EndReason, Sight, SightView

_DAY = timedelta(days=1)

G = TypeVar("G", SightGranted, ConsentGiven)
V = TypeVar("V", SightView, ConsentView)


class _Spell(Struct, Generic[G], frozen=True):
    """A grant or consent, and how it ended, if it did."""

    given: G
    ended_on: date | None = None
    how: EndReason | None = None


def view(state: SightState, on: date, _parameters: Parameters) -> Sight:
    """Sight and consent on a day. Events after that day are ignored. As for the policy, what was recorded last counts."""
    events = state.as_of(on).events
    sights = [
        _sight(one) for one in _sights([event for event in events if isinstance(event, SightEvent)], on)
    ]
    agreed = [
        _consent(one) for one in _consents([event for event in events if isinstance(event, ConsentEvent)], on)
    ]
    return Sight(
        on=on,
        readers=_in_force(sights),
        former=_former(sights),
        consents=_in_force(agreed),
        former_consents=_former(agreed),
        deputies=tuple(_deputies(events, {one.reader_id: one.scope for one in _in_force(sights)})),
    )


def _deputies(
    events: Sequence[SightOrConsentEvent], scopes: Mapping[UUID, SightScope]
) -> Iterator[DeputyView]:
    deputies = DeputiesSlice()
    ended: dict[UUID, date] = {}
    for event in events:
        if isinstance(event, DeputyProposed | SightWithdrawn | SightExpired) or (
            isinstance(event, DeputyAnswered | DeputyEnded | DeputyAnswerLapsed)
            and event.cover_id in deputies.covers
        ):
            deputies = evolve_deputies(deputies, event)
        if isinstance(event, DeputyEnded):
            ended.setdefault(event.cover_id, event.happened_on)
    for cover_id, cover in deputies.covers.items():
        proposed, reply = cover.proposed, cover.answer
        yield DeputyView(
            cover_id=cover_id,
            deputy_id=proposed.deputy_id,
            name=proposed.name,
            coach_name=proposed.coach_name,
            first_day=proposed.first_day,
            last_day=proposed.last_day,
            agreed=reply.agreed if reply else None,
            scope=cover.scope(scopes.get(proposed.coach_id)),
            ended_on=ended.get(cover_id),
        )


def _sights(events: list[SightEvent], on: date) -> Iterator[_Spell[SightGranted]]:
    held: dict[UUID, SightGranted] = {}
    for event in events:
        if before := held.pop(event.reader_id, None):
            yield _ended(before, event)
        if isinstance(event, SightGranted):
            held[event.reader_id] = event
    yield from (_today(one, on) for one in held.values())


def _consents(events: list[ConsentEvent], on: date) -> Iterator[_Spell[ConsentGiven]]:
    held: dict[UUID, ConsentGiven] = {}
    for event in events:
        if before := held.pop(event.consent_id, None):
            yield _ended(before, event)
        if isinstance(event, ConsentGiven):
            held[event.consent_id] = event
    yield from (_today(one, on) for one in held.values())


def _ended(given: G, by: SightEvent | ConsentEvent) -> _Spell[G]:
    """Ends a grant by its own last day or by the event that ended it, whichever came first."""
    if given.until is None or by.happened_on <= given.until:
        return _Spell(given, by.happened_on, _how(by))
    noted = isinstance(by, SightExpired | ConsentExpired)
    return _Spell(given, given.until + _DAY, "expired" if noted else "date_passed")


def _how(by: SightEvent | ConsentEvent) -> EndReason:
    match by:
        case SightGranted() | ConsentGiven():
            return "replaced"
        case SightWithdrawn() | ConsentWithdrawn():
            return "withdrawn"
        case SightExpired() | ConsentExpired():
            return "expired"


def _today(given: G, on: date) -> _Spell[G]:
    """Marks a grant as ended if its last day is over, even if no event says so yet.

    The last day itself counts.
    """
    if given.until is None or on <= given.until:
        return _Spell(given)
    return _Spell(given, given.until + _DAY, "date_passed")


def _sight(spell: _Spell[SightGranted]) -> SightView:
    event = spell.given
    return SightView(
        reader_id=event.reader_id,
        reader=event.reader,
        name=event.name,
        scope=event.scope,
        since=event.happened_on,
        until=event.until,
        ended_on=spell.ended_on,
        how=spell.how,
    )


def _consent(spell: _Spell[ConsentGiven]) -> ConsentView:
    event = spell.given
    return ConsentView(
        consent_id=event.consent_id,
        purpose=event.purpose,
        wording=event.wording,
        study_id=event.study_id,
        since=event.happened_on,
        until=event.until,
        ended_on=spell.ended_on,
        how=spell.how,
    )


def _in_force(views: list[V]) -> tuple[V, ...]:
    return tuple(sorted((one for one in views if one.ended_on is None), key=lambda one: one.since))


def _former(views: list[V]) -> tuple[V, ...]:
    ended = [(one.ended_on, one) for one in views if one.ended_on]
    return tuple(one for _, one in sorted(ended, key=lambda pair: pair[0]))


SIGHT: Projection[SightState, Sight] = Projection(
    name="sight", version=4, initial=EventHistory(), evolve=keep_events(SightOrConsentEvent), view=view
)
