"""The week of a simulated client: suggestions, an aim, steps, how it feels, a review; or a week off, or no word."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from domain.journey.commands.pulses import RateEnergy, RateTrust
from domain.journey.commands.suggestions import OfferedExperimentInput, OfferSuggestions
from domain.journey.commands.weeks import (
    DeclareRest,
    PlanWeek,
    ReviewWeek,
    has_step_in,
    unused_reserve_weeks,
)
from domain.journey.events.weeks import monday_of
from domain.vocabulary import FirstNextWeek
from service.research.simulation import corrections, ladder, occasions
from service.research.simulation.life import Life
from service.research.simulation.randomness import clamp

_WEEK = timedelta(weeks=1)


def next_monday(at: datetime) -> datetime:
    """The early morning of the Monday after a time."""
    return datetime.combine(monday_of(at.date()) + _WEEK, time(7, 30))


def begin_week(life: Life, at: datetime) -> None:
    """A week begins. Whoever stops in it says no more."""
    life.later(next_monday(at), begin_week)
    monday, stream, person = at.date(), life.stream("weeks"), life.person
    if person.stops_in_week is not None and life.week(monday) >= person.stops_in_week:
        life.stopped = True
        return
    if monday in life.diary.journey.weeks.rests or stream.happens(person.misses_week):
        return
    _use_reserve(life, at, monday - _WEEK)
    if stream.happens(0.06):
        _take_off(life, at, monday + (_WEEK if stream.happens(0.5) else timedelta()))
        if monday in life.diary.journey.weeks.rests:
            return
    _plan(life, at, monday)
    for _ in range(int(person.pace + stream.share())):
        life.on_day(monday + timedelta(days=stream.whole(0, 3)), ladder.plan_step)
    for _ in range(stream.whole(0, 2)):
        life.on_day(monday + timedelta(days=stream.whole(0, 6)), occasions.something)
    if person.corrects and stream.happens(0.3):
        life.on_day(monday + timedelta(days=stream.whole(1, 6)), corrections.set_right)
    if stream.happens(0.55):
        life.on_day(monday + timedelta(days=stream.whole(2, 4)), _rate_energy)
    if stream.happens(0.3):
        life.on_day(monday + timedelta(days=stream.whole(3, 5)), _rate_trust)
    if stream.happens(0.65):
        days = 6 + (stream.whole(1, 3) if stream.happens(person.reports_late) else 0)
        life.on_day(monday + timedelta(days=days), lambda life, at: _review(life, at, monday))


def _take_off(life: Life, at: datetime, monday: date) -> None:
    experiments = life.diary.journey.experiments
    standing = [key for key, one in experiments.items() if one.stage == "planned"][-1:]
    life.client(
        at,
        DeclareRest(
            happened_on=at.date(),
            monday=monday,
            reason=life.say("rest_reasons", "weeks"),
            remind_of=tuple(standing),
        ),
    )


def _use_reserve(life: Life, at: datetime, monday: date) -> None:
    """Takes a reserve week for one that passed without a step."""
    journey = life.diary.journey
    allowed = (
        monday >= monday_of(life.started_on)
        and monday not in journey.weeks.rests
        and not has_step_in(journey, monday)
        and unused_reserve_weeks(journey, at.date()) > 0
    )
    if allowed and life.stream("weeks").happens(0.3):
        life.client(at, DeclareRest(happened_on=at.date(), monday=monday, reserve=True))


def _plan(life: Life, at: datetime, monday: date) -> None:
    stream, roles = life.stream("weeks"), life.roles_in_play
    if roles and stream.happens(0.8):
        offers = tuple(
            OfferedExperimentInput(role_id=role.role_id, kind=ladder.next_kind(life, role, "weeks"))
            for role in sorted(roles, key=lambda one: life.tries[one.role_id])[:3]
        )
        life.client(at, OfferSuggestions(happened_on=at.date(), monday=monday, offers=offers))
    if stream.happens(0.7):
        first, role_id = _first(life)
        life.client(
            at,
            PlanWeek(
                happened_on=at.date(),
                monday=monday,
                intention=life.say("intentions", "weeks"),
                first=first,
                first_role_id=role_id,
            ),
        )


def _first(life: Life) -> tuple[FirstNextWeek | None, UUID | None]:
    """What is to come first among the suggestions."""
    first: FirstNextWeek | None = life.stream("weeks").pick_by_weight(
        {None: 6.0, "role": 2.0, "hirer": 1.0, "new_role": 1.0, "usual": 1.0}
    )
    favourite = life.favourite()
    if first == "role" and favourite is None:
        return None, None
    return first, favourite.role_id if first == "role" and favourite else None


def _rate_energy(life: Life, at: datetime) -> None:
    if at.date() not in life.diary.journey.pulses.energy:
        rating = round(clamp(life.stream("weeks").normal(6.3, 1.7), 0, 10))
        life.client(at, RateEnergy(happened_on=at.date(), rating=rating))


def _rate_trust(life: Life, at: datetime) -> None:
    """Trust falls a little while nobody speaks with the client."""
    if at.date() in life.diary.journey.pulses.trust:
        return
    held = [one.happened_on for one in life.diary.journey.check_ins.values()]
    days_alone = (at.date() - max(held, default=life.started_on)).days
    stream = life.stream("weeks")
    mean = life.person.trust - max(0, days_alone - 10) / 12
    # Now and then something stands between them.
    shock = stream.between(2, 5) if stream.happens(0.03) else 0
    rating = round(clamp(stream.normal(mean - shock, 0.7), 0, 10))
    life.client(at, RateTrust(happened_on=at.date(), rating=rating))


def _review(life: Life, at: datetime, monday: date) -> None:
    first, role_id = _first(life)
    life.client(
        at,
        ReviewWeek(
            happened_on=at.date(),
            monday=monday,
            conclusion=life.say("week_conclusions", "weeks"),
            first=first,
            first_role_id=role_id,
        ),
    )
