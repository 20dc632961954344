"""Turns about weeks: planned, reviewed, rested, and what was suggested with a plan."""

from datetime import timedelta

from domain.journey.commands.suggestions import OfferedExperimentInput, OfferSuggestions
from domain.journey.commands.weeks import DeclareRest, PlanWeek, ReviewWeek
from domain.journey.decide import UserCommand
from domain.journey.events.weeks import monday_of
from tests.random_journeys.random_journey import KINDS, SAYINGS, Life


def plan_week(life: Life) -> UserCommand:
    monday = monday_of(life.today)
    return PlanWeek(happened_on=life.today, monday=monday, intention=life.maybe(life.one_of(SAYINGS)))


def review_week(life: Life) -> UserCommand | None:
    monday = monday_of(life.today)
    if monday in life.journey.weeks.reviewed:
        return None
    return ReviewWeek(happened_on=life.today, monday=monday, conclusion=life.one_of(SAYINGS))


def rest(life: Life) -> UserCommand:
    monday = monday_of(life.today) + timedelta(days=7)
    return DeclareRest(happened_on=life.today, monday=monday, reason=life.maybe("winter break"))


def offer_suggestions(life: Life) -> UserCommand | None:
    roles = list(life.journey.roles)
    if not roles:
        return None
    chosen = life.chance.sample(roles, life.chance.randint(1, min(3, len(roles))))
    return OfferSuggestions(
        happened_on=life.today,
        monday=monday_of(life.today),
        offers=tuple(OfferedExperimentInput(role_id=one, kind=life.one_of(KINDS)) for one in chosen),
    )
