"""The truth about a simulated client: how they are, and what each role would really be for them, week by week."""

from datetime import date, timedelta
from uuid import UUID

from msgspec import Struct

from domain.vocabulary import Distance, Language, SightScope, Track
from service.research.simulation.randomness import RandomStream, clamp

RATING_NOISE = 15.0
"""Spread of a rating about the true appeal, in points of 100."""
BIAS_SPREAD = 8.0
"""Spread of how much more, or less, than the true appeal a person gives."""
APPEAL_DRIFT = 2.0
"""Spread of the change of a true appeal in a week."""
CHANCE_DRIFT = 0.012
"""Spread of the change of a true chance of an invitation in a week."""

_DISTANCES: tuple[tuple[Distance, float], ...] = (
    ("same", 0.45),
    ("near", 0.32),
    ("far", 0.18),
    ("licence", 0.1),
)
"""How likely an invitation is, about, by how far a role is from the client's experience."""


class Temperament(Struct, frozen=True, kw_only=True):
    """How a simulated client is. Chances are from 0 to 1."""

    language: Language
    track: Track
    bias: float
    """Points of 100 that all of the client's ratings are off by."""
    pace: float
    """Steps a week, on average."""
    follows_through: float
    """The chance that a planned step takes place."""
    concludes: float
    """The chance that what was learned is told."""
    reports_late: float
    misses_week: float
    dread: float
    """Dread of an ordinary step, 0-10."""
    hope: float
    """Added to the chances that the client forecasts."""
    narrow: float
    """The chance that a step is about the favourite role."""
    asks_why: float
    """The chance of asking for feedback after a refusal."""
    trust: float
    """Trust in the coaching at the start, 0-10."""
    session_days: int
    """Days between sessions with the coach."""
    scope: SightScope
    programme_weeks: int
    starts: bool
    """False for somebody who signs up and never begins."""
    stops_in_week: int | None
    """The week in which the client drops out, from 1."""
    corrects: bool


class RoleTruth(Struct, frozen=True, kw_only=True):
    """What a role would really be for a client. The lists go by week of the journey, from 1."""

    role_id: UUID
    title: str
    isco_group: str
    distance: Distance
    appeal: tuple[float, ...]
    """0-100."""
    chance: tuple[float, ...]
    """Of an invitation for an application, 0-1."""


class TrueWeek(Struct, frozen=True, kw_only=True, tag="week", tag_field="kind"):
    """The true numbers of a role in one week."""

    client: int
    journey_id: UUID
    role_id: UUID
    week: int
    monday: date
    appeal: float
    chance: float


class TrueClient(Struct, frozen=True, kw_only=True, tag="client", tag_field="kind"):
    """What holds of a client throughout."""

    client: int
    journey_id: UUID
    bias: float
    noise: float
    starts: bool
    drop_out_week: int | None


def draw_temperament(stream: RandomStream) -> Temperament:
    """How a client is."""
    language: Language = stream.pick_by_weight({"nl": 4.0, "sv": 3.0, "nb": 2.0, "en": 2.0})
    track: Track = stream.pick_by_weight({"curative": 5.0, "preventive": 3.0, "re_integration": 2.0})
    hazard = stream.pick((0.0, 0.005, 0.01, 0.05))
    stops = next((week for week in range(2, 60) if stream.happens(hazard)), None)
    return Temperament(
        language=language,
        track=track,
        bias=stream.normal(0, BIAS_SPREAD),
        pace=clamp(stream.normal(2.1, 0.7), 0.6, 4),
        follows_through=clamp(stream.normal(0.82, 0.15), 0.15, 0.98),
        concludes=clamp(stream.normal(0.8, 0.15), 0.2, 1),
        reports_late=clamp(stream.normal(0.2, 0.15), 0, 0.7),
        misses_week=clamp(stream.normal(0.1, 0.08), 0, 0.4),
        dread=clamp(stream.normal(4.5, 1.8), 0, 9),
        hope=stream.normal(0.08, 0.15),
        narrow=clamp(stream.normal(0.45, 0.25), 0.05, 0.95),
        asks_why=clamp(stream.normal(0.5, 0.3), 0, 1),
        trust=clamp(stream.normal(7.5, 1.3), 4, 10),
        session_days=stream.pick_by_weight({7: 2.0, 10: 3.0, 14: 4.0, 21: 1.5, 35: 0.7}),
        scope=stream.pick_by_weight({"everything": 7.0, "profile": 2.0, "progress": 1.0}),
        programme_weeks=stream.pick_by_weight({8: 1.0, 12: 4.0, 16: 3.0, 26: 2.0}),
        starts=stream.happens(0.97),
        stops_in_week=stops,
        corrects=stream.happens(0.1),
    )


def draw_role(
    stream: RandomStream, *, role_id: UUID, title: str, isco_group: str, weeks: int, is_known: bool
) -> RoleTruth:
    """What a role would be for a client, drifting by a random walk. `is_known`: it is the work the client comes from."""
    at = 0 if is_known else stream.pick_by_weight({1: 5.0, 2: 4.0, 3: 1.0})
    distance, typical = _DISTANCES[at]
    appeal = clamp(stream.normal(48 if is_known else 58, 17), 5, 98)
    chance = clamp(stream.normal(typical, 0.1), 0.03, 0.85)
    appeals, chances = list[float](), list[float]()
    for _ in range(weeks):
        appeals.append(round(appeal, 2))
        chances.append(round(chance, 4))
        appeal = clamp(appeal + stream.normal(0, APPEAL_DRIFT), 0, 100)
        chance = clamp(chance + stream.normal(0, CHANCE_DRIFT), 0.02, 0.9)
    return RoleTruth(
        role_id=role_id,
        title=title,
        isco_group=isco_group,
        distance=distance,
        appeal=tuple(appeals),
        chance=tuple(chances),
    )


def true_weeks(number: int, journey_id: UUID, roles: tuple[RoleTruth, ...], first: date) -> list[TrueWeek]:
    """The truth of every role and week, from the Monday of the first."""
    return [
        TrueWeek(
            client=number,
            journey_id=journey_id,
            role_id=role.role_id,
            week=week,
            monday=first + timedelta(weeks=week - 1),
            appeal=appeal,
            chance=chance,
        )
        for role in roles
        for week, (appeal, chance) in enumerate(zip(role.appeal, role.chance, strict=True), 1)
    ]
