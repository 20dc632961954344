"""One simulated history: a client's journey as the log would hold it, and the truth behind it."""

from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID, uuid5

from msgspec import Struct
from msgspec.structs import replace

from domain.errors import DomainError
from domain.history import RecordedEvent
from domain.journey.events.weeks import monday_of
from domain.vocabulary import Language
from service.clock import DEFAULT_TIME_ZONES
from service.research.simulation import beginnings, occupations
from service.research.simulation.atlas_links import OF_ROLES, links_of
from service.research.simulation.diary import Diary, SimulatedCommand, SimulatedPeople
from service.research.simulation.life import Life
from service.research.simulation.randomness import RandomStream
from service.research.simulation.truth import (
    RATING_NOISE,
    Temperament,
    TrueClient,
    TrueWeek,
    draw_role,
    draw_temperament,
    true_weeks,
)
from service.research.simulation.wordings import ISCO_GROUPS, wordings

LAST_DAY = date(2026, 11, 29)
"""The Sunday on which a simulation ends, unless another day is asked for."""

CLIENTS_PER_COACH = 60

POSITIONS_PER_CLIENT = 100_000
"""The positions of a client begin at a multiple of this, so that they depend on no other client."""

_SIMULATIONS = UUID("6f0d6a1c-2f5b-5a86-9d0e-6c1d3c6c9b11")


class SimulatedHistory(Struct, frozen=True, kw_only=True):
    """A journey that nobody lived, whose truth is known."""

    number: int
    """The number of the client, from 1."""
    journey_id: UUID
    called: str
    people: SimulatedPeople
    person: Temperament
    commands: tuple[SimulatedCommand, ...]
    entries: tuple[RecordedEvent, ...]
    denied: tuple[DomainError, ...]
    """What the domain did not let the client or coach record."""
    truth_of_client: TrueClient
    truth_of_weeks: tuple[TrueWeek, ...]


def simulate_history(
    seed: int,
    number: int,
    *,
    weeks: int = 12,
    until: date = LAST_DAY,
    staggered: bool = False,
    noise: float = 1.0,
    people: SimulatedPeople | None = None,
    language: Language | None = None,
) -> SimulatedHistory:
    """The history of client `number` (from 1) of a simulation, over at most so many weeks up to a day.

    It depends on these arguments only, and on no other client. `staggered`: any week of the programme may be the present
    one, else most begin together. `noise` multiplies the noise of ratings: 0.5 halves it. `people` are given where there are accounts for them.
    In another `language` than their own they live the same life, and tell it in that language.
    """
    key = f"{seed}/{number}"
    journey_id = uuid5(_SIMULATIONS, f"{key}/journey")
    person = draw_temperament(RandomStream(f"{key}/temperament"))
    if language:
        person = replace(person, language=language)
    words = wordings(person.language)
    called = name_in(person.language, seed, number)
    people = people or simulated_people(seed, number)
    arrival = RandomStream(f"{key}/arrival")
    if staggered:
        week = arrival.whole(1, min(weeks, person.programme_weeks))
    else:
        week = weeks - (0 if arrival.happens(0.4) else arrival.whole(0, weeks * 2 // 3))
    first_monday = monday_of(until) - timedelta(weeks=week - 1)
    started_on = min(until, first_monday + timedelta(days=arrival.whole(0, 4)))
    lived = (monday_of(until) - monday_of(started_on)).days // 7 + 1
    chosen = RandomStream(f"{key}/roles").some(
        tuple(zip(words.all("roles"), ISCO_GROUPS, OF_ROLES, strict=True)), 8
    )
    roles = tuple(
        draw_role(
            RandomStream(f"{key}/role {place}"),
            role_id=uuid5(journey_id, f"role {place}"),
            title=title,
            isco_group=isco_group,
            weeks=lived,
            is_known=place == 0,
        )
        for place, (title, isco_group, _) in enumerate(chosen)
    )
    zone = DEFAULT_TIME_ZONES[person.language]
    links = links_of(key, [(role.role_id, link) for role, (*_, link) in zip(roles, chosen, strict=True)])
    diary = Diary(journey_id, people, zone, number * POSITIONS_PER_CLIENT, links)
    life = Life(key, person, words, roles, diary)
    life.noise = noise
    life.later(
        datetime.combine(started_on, time(arrival.whole(9, 16), arrival.whole(0, 59))),
        partial(beginnings.start, called=called, time_zone=zone),
    )
    life.later(datetime.combine(started_on + timedelta(days=1), time(0, 10)), _daily_round, by_client=False)
    occupations.expect_looks(life, key, started_on)
    life.live_until(until)
    return SimulatedHistory(
        number=number,
        journey_id=journey_id,
        called=called,
        people=people,
        person=person,
        commands=tuple(diary.commands),
        entries=tuple(diary.entries),
        denied=tuple(diary.denied),
        truth_of_client=TrueClient(
            client=number,
            journey_id=journey_id,
            bias=round(person.bias, 2),
            noise=RATING_NOISE * noise,
            starts=person.starts,
            drop_out_week=person.stops_in_week
            if person.stops_in_week and person.stops_in_week <= lived
            else None,
        ),
        truth_of_weeks=tuple(true_weeks(number, journey_id, roles, monday_of(started_on))),
    )


def _daily_round(life: Life, at: datetime) -> None:
    """What the service does every night."""
    life.diary.daily_round(at)
    life.later(at + timedelta(days=1), _daily_round, by_client=False)


def client_name(seed: int, number: int) -> tuple[str, Language]:
    """What a client is called, and in which language; the names of 60 who follow each other differ."""
    language = draw_temperament(RandomStream(f"{seed}/{number}/temperament")).language
    return name_in(language, seed, number), language


def name_in(language: Language, seed: int, number: int) -> str:
    """What a client would be called in a language."""
    # From client to client another name; where the first of them begins, the seed says.
    return wordings(language).person(number + RandomStream(f"{seed}/names").whole(0, 624))


def simulated_people(seed: int, number: int) -> SimulatedPeople:
    """The client of a number, and the coach, who has sixty."""
    place = (number - 1) // CLIENTS_PER_COACH
    return SimulatedPeople(
        client_id=uuid5(_SIMULATIONS, f"{seed}/{number}/client"),
        coach_id=uuid5(_SIMULATIONS, f"{seed}/coach {place}"),
        coach_name=wordings("nl").person(RandomStream(f"{seed}/coaches").whole(0, 624) + 7 * place),
    )
