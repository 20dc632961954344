"""Turns about the journey itself: its start and course, who may see it, how it ends."""

from datetime import timedelta

from domain.journey.commands.consents import GiveConsent, WithdrawConsent
from domain.journey.commands.course import AdjustPlan, EmphasisePhase, SetTrack, SwitchGame
from domain.journey.commands.endings import PlanAfterCare, RecordEnding
from domain.journey.commands.sight import GrantSight, WithdrawSight
from domain.journey.commands.start import StartJourney
from domain.journey.decide import UserCommand
from domain.journey.events.sight import SightGranted
from tests.random_journeys.random_journey import (
    ENDINGS,
    PHASES,
    PURPOSES,
    READERS,
    SAYINGS,
    SCOPES,
    TRACKS,
    Life,
)


def start(life: Life) -> StartJourney:
    return StartJourney(
        happened_on=life.today,
        called=life.one_of(["Ans", "Åse", "Nils-Erik"]),
        track=life.one_of(["curative", "preventive", "re_integration"]),
        locale=life.one_of(["nl", "nb-NO", "sv-SE", "en"]),
        time_zone=life.one_of(["Europe/Amsterdam", "Europe/Oslo", "UTC"]),
        weekly_goal=life.chance.randint(1, 3),
        programme_end=life.maybe(life.today + timedelta(days=180)),
    )


def end(life: Life) -> UserCommand | None:
    if life.journey.endings.recorded:
        return None
    note = life.maybe(life.one_of(SAYINGS))
    return RecordEnding(happened_on=life.today, ending=life.one_of(ENDINGS), note=note)


def set_track(life: Life) -> UserCommand:
    return SetTrack(happened_on=life.today, track=life.one_of(TRACKS))


def adjust_plan(life: Life) -> UserCommand:
    return AdjustPlan(
        happened_on=life.today,
        weekly_goal=life.chance.randint(1, 3),
        programme_end=life.maybe(life.today + timedelta(days=90)),
        locale=life.maybe("sv"),
    )


def emphasise_phase(life: Life) -> UserCommand:
    return EmphasisePhase(happened_on=life.today, phase=life.one_of(PHASES))


def switch_game(life: Life) -> UserCommand:
    return SwitchGame(happened_on=life.today, on=life.happens(0.5))


def plan_after_care(life: Life) -> UserCommand:
    due, new = life.today + timedelta(days=60), life.new("after-care")
    return PlanAfterCare(happened_on=life.today, after_care_id=new, due=due, what="coffee")


def grant_sight(life: Life) -> UserCommand:
    reader = life.one_of(READERS)
    return GrantSight(
        happened_on=life.today,
        reader_id=life.called("reader", reader),
        reader=reader,
        name=f"the {reader}",
        scope="progress" if reader == "payer" else life.one_of(SCOPES),
        until=life.maybe(life.today + timedelta(days=life.chance.randint(0, 30))),
    )


def withdraw_sight(life: Life) -> UserCommand | None:
    sight = life.journey.sight
    reader_id = life.any_of(key for key, one in sight.items() if isinstance(one, SightGranted))
    return WithdrawSight(happened_on=life.today, reader_id=reader_id) if reader_id else None


def give_consent(life: Life) -> UserCommand:
    return GiveConsent(
        happened_on=life.today,
        consent_id=life.new("consent"),
        purpose=life.one_of(PURPOSES),
        wording=life.chance.randint(1, 3),
        study_id=life.maybe(life.called("study", "one")),
        until=life.maybe(life.today + timedelta(days=life.chance.randint(0, 30))),
    )


def withdraw_consent(life: Life) -> UserCommand | None:
    consents = life.journey.consents
    consent_id = life.any_of(consents.given.keys() - consents.ended)
    return WithdrawConsent(happened_on=life.today, consent_id=consent_id) if consent_id else None
