"""Turns about weeks: planned, reviewed, rested, and what was suggested with a plan."""

from datetime import timedelta

from domain.journey.commands.suggestions import OfferedExperimentInput, OfferSuggestions
from domain.journey.commands.weeks import (
    DeclareRest,
    PlanWeek,
    ReviewWeek,
    has_step_in,
    unused_reserve_weeks,
)
from domain.journey.decide import UserCommand
from domain.journey.events.weeks import monday_of
from tests.random_journeys.random_journey import FIRSTS, KINDS, SAYINGS, JourneyDraft


def plan_week(draft: JourneyDraft) -> UserCommand:
    monday = monday_of(draft.today)
    first = draft.maybe(draft.one_of(FIRSTS))
    return PlanWeek(
        happened_on=draft.today,
        monday=monday,
        intention=draft.maybe(draft.one_of(SAYINGS)),
        first=first,
        first_role_id=None,
    )


def review_week(draft: JourneyDraft) -> UserCommand | None:
    monday = monday_of(draft.today)
    if monday in draft.journey.weeks.reviewed:
        return None
    role_id = draft.maybe(draft.any_of(draft.journey.roles))
    return ReviewWeek(
        happened_on=draft.today,
        monday=monday,
        conclusion=draft.one_of(SAYINGS),
        first="role" if role_id else draft.maybe(draft.one_of(FIRSTS)),
        first_role_id=role_id,
    )


def rest(draft: JourneyDraft) -> UserCommand:
    monday = monday_of(draft.today)
    last = monday - timedelta(weeks=1)
    empty = last >= monday_of(draft.began()) and not has_step_in(draft.journey, last)
    reserve = empty and draft.happens(0.3) and unused_reserve_weeks(draft.journey, draft.today) > 0
    monday = last if reserve else monday + timedelta(weeks=1)
    return DeclareRest(
        happened_on=draft.today,
        monday=monday,
        reason=draft.maybe("winter break"),
        reserve=reserve,
        remind_of=draft.some(sorted(draft.journey.experiments), 2),
    )


def offer_suggestions(draft: JourneyDraft) -> UserCommand | None:
    roles = list(draft.journey.roles)
    if not roles:
        return None
    chosen = draft.chance.sample(roles, draft.chance.randint(1, min(3, len(roles))))
    return OfferSuggestions(
        happened_on=draft.today,
        monday=monday_of(draft.today),
        offers=tuple(OfferedExperimentInput(role_id=one, kind=draft.one_of(KINDS)) for one in chosen),
    )
