"""Turns about the journey itself: its start and course, who may see it, how it ends."""

from datetime import timedelta

from domain.journey.commands.consents import GiveConsent, WithdrawConsent
from domain.journey.commands.course import AdjustPlan, ChangeTimeZone, EmphasisePhase, SetTrack, SwitchGame
from domain.journey.commands.endings import PlanAfterCare, RecordEnding, SettleAfterCare
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
    JourneyDraft,
)


def start(draft: JourneyDraft) -> StartJourney:
    return StartJourney(
        happened_on=draft.today,
        called=draft.one_of(["Ans", "Åse", "Nils-Erik"]),
        track=draft.one_of(["curative", "preventive", "re_integration"]),
        locale=draft.one_of(["nl", "nb-NO", "sv-SE", "en"]),
        time_zone=draft.one_of(["Europe/Amsterdam", "Europe/Oslo", "UTC"]),
        weekly_goal=draft.chance.randint(1, 3),
        programme_end=draft.maybe(draft.today + timedelta(days=180)),
    )


def end(draft: JourneyDraft) -> UserCommand | None:
    if draft.journey.endings.recorded:
        return None
    note = draft.maybe(draft.one_of(SAYINGS))
    return RecordEnding(happened_on=draft.today, ending=draft.one_of(ENDINGS), note=note)


def set_track(draft: JourneyDraft) -> UserCommand:
    return SetTrack(happened_on=draft.today, track=draft.one_of(TRACKS))


def adjust_plan(draft: JourneyDraft) -> UserCommand:
    goal = draft.chance.randint(1, 3)
    end = draft.maybe(draft.today + timedelta(days=90))
    locale = draft.maybe("sv")
    if locale and draft.journey.time_zone == "UTC":
        return ChangeTimeZone(happened_on=draft.today, time_zone="Europe/Stockholm")
    return AdjustPlan(happened_on=draft.today, weekly_goal=goal, programme_end=end, locale=locale)


def emphasise_phase(draft: JourneyDraft) -> UserCommand:
    return EmphasisePhase(happened_on=draft.today, phase=draft.one_of(PHASES))


def switch_game(draft: JourneyDraft) -> UserCommand:
    return SwitchGame(happened_on=draft.today, on=draft.happens(0.5))


def plan_after_care(draft: JourneyDraft) -> UserCommand:
    due, new = draft.today + timedelta(days=60), draft.new("after-care")
    return PlanAfterCare(happened_on=draft.today, after_care_id=new, due=due, what="coffee")


def settle_after_care(draft: JourneyDraft) -> UserCommand | None:
    after_care_id = draft.any_of(draft.journey.endings.after_care)
    if after_care_id is None:
        return None
    answer = draft.maybe("it is what I expected")
    return SettleAfterCare(happened_on=draft.today, after_care_id=after_care_id, answer=answer)


def grant_sight(draft: JourneyDraft) -> UserCommand:
    reader = draft.one_of(READERS)
    return GrantSight(
        happened_on=draft.today,
        reader_id=draft.called("reader", reader),
        reader=reader,
        name=f"the {reader}",
        scope="progress" if reader == "payer" else draft.one_of(SCOPES),
        until=draft.maybe(draft.today + timedelta(days=draft.chance.randint(0, 30))),
    )


def withdraw_sight(draft: JourneyDraft) -> UserCommand | None:
    sight = draft.journey.sight
    reader_id = draft.any_of(key for key, one in sight.items() if isinstance(one, SightGranted))
    return WithdrawSight(happened_on=draft.today, reader_id=reader_id) if reader_id else None


def give_consent(draft: JourneyDraft) -> UserCommand:
    return GiveConsent(
        happened_on=draft.today,
        consent_id=draft.new("consent"),
        purpose=draft.one_of(PURPOSES),
        wording=draft.chance.randint(1, 3),
        study_id=draft.maybe(draft.called("study", "one")),
        until=draft.maybe(draft.today + timedelta(days=draft.chance.randint(0, 30))),
    )


def withdraw_consent(draft: JourneyDraft) -> UserCommand | None:
    consents = draft.journey.consents
    consent_id = draft.any_of(consents.given.keys() - consents.ended)
    return WithdrawConsent(happened_on=draft.today, consent_id=consent_id) if consent_id else None
