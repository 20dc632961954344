"""Who stands in for the coach on a day, and how much the client lets them see."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from domain.journey.aggregate import Journey, fold_events, numbered_events
from domain.journey.corrections.effective import effective_events
from domain.journey.corrections.events import EntryCorrected, EntryRetracted, JourneyEventOrCorrection
from domain.journey.events.coaches import CoachAssigned
from domain.journey.events.deputies import Cover, DeputyEvent
from domain.journey.events.sight import SightEvent, SightGranted
from domain.vocabulary import SightScope

_COVERING = CoachAssigned | DeputyEvent | SightEvent
"""What says who stands in, and what they see."""


def coach_scope_on(journey: Journey, on: date) -> SightScope | None:
    """How much the present coach sees on a day; None if nothing is shared with them."""
    assigned = journey.coaches.assigned
    return granted_scope(journey, assigned.coach_id, on) if assigned else None


def granted_scope(journey: Journey, coach_id: UUID, on: date) -> SightScope | None:
    """The sight granted to a coach on a day. An end date counts even before its event is recorded."""
    sight = journey.sight.get(coach_id)
    if not isinstance(sight, SightGranted) or sight.reader != "coach":
        return None
    return sight.scope if sight.until is None or on <= sight.until else None


def open_covers(journey: Journey, on: date) -> Iterator[Cover]:
    """The covers of the present coach that were not ended and are not over, agreed to or not."""
    assigned = journey.coaches.assigned
    for cover_id, cover in journey.deputies.covers.items():
        proposed = cover.proposed
        if cover_id in journey.deputies.ended or assigned is None or on > proposed.last_day:
            continue
        if proposed.coach_id == assigned.coach_id:
            yield cover


def awaits_answer(cover: Cover) -> bool:
    """Whether the client was asked and has not said anything yet."""
    return cover.answer is None


def is_agreed(cover: Cover) -> bool:
    """Whether the client said yes."""
    return cover.answer is not None and cover.answer.agreed


def covers_on(journey: Journey, on: date) -> Iterator[Cover]:
    """The covers that hold on a day: agreed to, and the day is one of theirs."""
    return (one for one in open_covers(journey, on) if is_agreed(one) and one.holds_on(on))


def cover_by(journey: Journey, person_id: UUID, on: date) -> Cover | None:
    """The cover by which a person stands in on a day."""
    return next((one for one in covers_on(journey, on) if one.proposed.deputy_id == person_id), None)


def agreed_covers(journey: Journey, on: date) -> set[UUID]:
    """The covers for which a yes counts on a day, whether or not the day is one of theirs."""
    if coach_scope_on(journey, on) is None:
        return set()
    return {one.proposed.cover_id for one in open_covers(journey, on) if is_agreed(one)}


def deputy_scope(journey: Journey, person_id: UUID, on: date) -> SightScope | None:
    """How much somebody who stands in sees on a day: what the client said, and at most what the coach sees."""
    cover = cover_by(journey, person_id, on)
    return cover.scope(coach_scope_on(journey, on)) if cover else None


def written_as_deputy(journey: Journey, number: int) -> Cover | None:
    """The cover by which the author of an entry stood in when it was recorded.

    What is proposed, agreed to or declined afterwards makes nobody a deputy of then.
    """
    entry = journey.authored_events[number - 1]
    if entry.by is None:
        return None
    about = dict[int, JourneyEventOrCorrection]()
    for place, event in numbered_events(journey.authored_events[: number - 1]):
        corrects = isinstance(event, EntryCorrected | EntryRetracted) and event.number in about
        if corrects or isinstance(event, _COVERING):
            about[place] = event
    then = fold_events(effective_events(about.items()).values())
    on = entry.event.happened_on
    return cover_by(then, entry.by, on) if coach_scope_on(then, on) else None
