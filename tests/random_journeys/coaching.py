"""Turns that coach and client take together: check-ins, notes, agreements, quests and alerts."""

from datetime import timedelta

from domain.journey.commands.agreements import AnswerChallenge, MakeCommitment, SetChallenge, SettleCommitment
from domain.journey.commands.alerts import AcknowledgeAlert, SnoozeAlert
from domain.journey.commands.check_ins import HoldCheckIn
from domain.journey.commands.coaches import AssignCoach, SetStance
from domain.journey.commands.notes import ShareNote, WriteNote
from domain.journey.commands.pulses import RateTrust
from domain.journey.commands.quests import DeclineQuest, OfferQuest, TakeQuest
from domain.journey.decide import UserCommand
from tests.random_journeys.evidence import learned, next_step
from tests.random_journeys.random_journey import CHALLENGE_ANSWERS, QUESTS, SAYINGS, STANCES, Life


def check_in(life: Life) -> UserCommand:
    return HoldCheckIn(
        happened_on=life.day(life.began()),
        check_in_id=life.new("check-in"),
        minutes=life.maybe(45),
        note=life.maybe(life.one_of(SAYINGS)),
        conclusion=life.maybe("two talks this week"),
        next_step=next_step(life),
        learned=learned(life),
    )


def rate_trust(life: Life) -> UserCommand | None:
    on = life.day(life.began())
    if on in life.journey.pulses.trust:
        return None
    return RateTrust(happened_on=on, rating=life.rating())


def assign_coach(life: Life) -> UserCommand:
    name = life.one_of(["Wouter", "Ingrid"])
    return AssignCoach(happened_on=life.today, coach_id=life.called("coach", name), name=name)


def set_stance(life: Life) -> UserCommand:
    return SetStance(happened_on=life.today, stance=life.one_of(STANCES))


def write_note(life: Life) -> UserCommand:
    return WriteNote(
        happened_on=life.day(life.began()),
        note_id=life.new("note"),
        text=life.one_of(SAYINGS),
        shared=life.happens(0.3),
    )


def share_note(life: Life) -> UserCommand | None:
    notes = life.journey.notes
    note_id = life.any_of(notes.written.keys() - notes.shared)
    if note_id is None:
        return None
    return ShareNote(happened_on=life.day(notes.written[note_id].happened_on), note_id=note_id)


def commit(life: Life) -> UserCommand:
    return MakeCommitment(
        happened_on=life.day(life.began()),
        commitment_id=life.new("commitment"),
        what="ring two people",
        due=life.maybe(life.today + timedelta(days=life.chance.randint(0, 14))),
    )


def settle(life: Life) -> UserCommand | None:
    agreements = life.journey.agreements
    commitment_id = life.any_of(agreements.commitments)
    if commitment_id is None:
        return None
    settled = agreements.settled.get(commitment_id)
    return SettleCommitment(
        happened_on=life.day((settled or agreements.commitments[commitment_id]).happened_on),
        commitment_id=commitment_id,
        kept=life.happens(0.7),
        note=life.maybe(life.one_of(SAYINGS)),
    )


def challenge(life: Life) -> UserCommand:
    return SetChallenge(
        happened_on=life.day(life.began()),
        challenge_id=life.new("challenge"),
        what="ask for a day along",
        due=life.maybe(life.today + timedelta(days=life.chance.randint(0, 14))),
    )


def answer_challenge(life: Life) -> UserCommand | None:
    agreements = life.journey.agreements
    met = {key for key, one in agreements.answered.items() if one.answer == "met"}
    challenge_id = life.any_of(agreements.challenges.keys() - met)
    if challenge_id is None:
        return None
    last = agreements.answered.get(challenge_id) or agreements.challenges[challenge_id]
    return AnswerChallenge(
        happened_on=life.day(last.happened_on),
        challenge_id=challenge_id,
        answer=life.one_of(CHALLENGE_ANSWERS),
    )


def offer_quest(life: Life) -> UserCommand:
    return OfferQuest(happened_on=life.today, quest=life.one_of(QUESTS))


def answer_quest(life: Life) -> UserCommand:
    known = sorted(life.journey.quests)
    if known and life.happens(0.4):
        return DeclineQuest(happened_on=life.today, quest=life.one_of(known))
    return TakeQuest(happened_on=life.today, quest=life.one_of(known or QUESTS))


def act_on_alert(life: Life) -> UserCommand | None:
    rules = sorted(life.journey.alerts.open)
    if not rules:
        return None
    rule = life.one_of(rules)
    if life.happens(0.5):
        return AcknowledgeAlert(happened_on=life.today, rule=rule, move=life.maybe("ring today"))
    return SnoozeAlert(happened_on=life.today, rule=rule, until=life.today + timedelta(days=3))
