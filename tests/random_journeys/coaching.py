"""Turns that coach and client take together: check-ins, notes, agreements, quests and alerts."""

from datetime import timedelta

from domain.journey.commands.agreements import AnswerChallenge, MakeCommitment, SetChallenge, SettleCommitment
from domain.journey.commands.alerts import AcknowledgeAlert, SnoozeAlert
from domain.journey.commands.check_ins import HoldCheckIn
from domain.journey.commands.coaches import AssignCoach, SetStance
from domain.journey.commands.deputies import AnswerDeputy, EndDeputy, ProposeDeputy
from domain.journey.commands.notes import ShareNote, WriteNote
from domain.journey.commands.pulses import RateTrust
from domain.journey.commands.quests import DeclineQuest, OfferQuest, TakeQuest
from domain.journey.commands.sight import GrantSight
from domain.journey.decide import UserCommand
from domain.journey.deputies import coach_scope_on, is_agreed, open_covers
from domain.journey.events.deputies import SCOPE_ORDER
from tests.random_journeys.evidence import learned, next_step
from tests.random_journeys.random_journey import CHALLENGE_ANSWERS, QUESTS, SAYINGS, STANCES, JourneyDraft


def check_in(draft: JourneyDraft) -> UserCommand:
    return HoldCheckIn(
        happened_on=draft.day(draft.began()),
        check_in_id=draft.new("check-in"),
        minutes=draft.maybe(45),
        note=draft.maybe(draft.one_of(SAYINGS)),
        conclusion=draft.maybe("two talks this week"),
        next_step=next_step(draft),
        learned=learned(draft),
    )


def rate_trust(draft: JourneyDraft) -> UserCommand | None:
    on = draft.day(draft.began())
    if on in draft.journey.pulses.trust:
        return None
    return RateTrust(happened_on=on, rating=draft.rating())


def assign_coach(draft: JourneyDraft) -> UserCommand:
    name = draft.one_of(["Wouter", "Ingrid"])
    return AssignCoach(happened_on=draft.today, coach_id=draft.called("coach", name), name=name)


def set_stance(draft: JourneyDraft) -> UserCommand:
    return SetStance(happened_on=draft.today, stance=draft.one_of(STANCES))


def deputise(draft: JourneyDraft) -> UserCommand | None:
    """A deputy is proposed, answered to or ended, whichever comes next."""
    if draft.journey.coaches.assigned is None:
        return None
    cover = next(open_covers(draft.journey, draft.today), None)
    if cover is None:
        first = draft.today + timedelta(days=draft.chance.randint(0, 5))
        return ProposeDeputy(
            happened_on=draft.today,
            cover_id=draft.new("cover"),
            deputy_id=draft.called("coach", "Sanne"),
            name="Sanne",
            first_day=first,
            last_day=first + timedelta(days=draft.chance.randint(0, 14)),
        )
    cover_id = cover.proposed.cover_id
    if draft.happens(0.6 if cover.answered else 0.2):
        return EndDeputy(happened_on=draft.today, cover_id=cover_id)
    of_coach = coach_scope_on(draft.journey, draft.today)
    if of_coach and draft.happens(0.7):
        scope = draft.one_of(SCOPE_ORDER[: SCOPE_ORDER.index(of_coach) + 1])
        asked = draft.journey.deputies.covers[cover_id].proposed
        return AnswerDeputy(
            happened_on=draft.today,
            cover_id=cover_id,
            agreed=True,
            scope=scope,
            deputy_id=asked.deputy_id,
            name=asked.name,
            first_day=asked.first_day,
            last_day=asked.last_day,
        )
    return AnswerDeputy(happened_on=draft.today, cover_id=cover_id, agreed=False)


def rely_on_a_deputy(draft: JourneyDraft) -> UserCommand | None:
    """As `deputise`, with all that a deputy rests on: a coach, and their sight, who are left and found again."""
    coach = draft.journey.coaches.assigned
    if coach is None:
        return assign_coach(draft)
    if coach_scope_on(draft.journey, draft.today) is None:
        until = draft.maybe(draft.today + timedelta(days=draft.chance.randint(0, 30)))
        return GrantSight(
            happened_on=draft.today,
            reader_id=coach.coach_id,
            reader="coach",
            name=coach.name,
            scope=draft.one_of(SCOPE_ORDER),
            until=until,
        )
    covers = draft.journey.deputies.covers.values()
    if any(map(is_agreed, covers)) and draft.happens(0.3):
        return assign_coach(draft)
    return deputise(draft)


def write_note(draft: JourneyDraft) -> UserCommand:
    return WriteNote(
        happened_on=draft.day(draft.began()),
        note_id=draft.new("note"),
        text=draft.one_of(SAYINGS),
        shared=draft.happens(0.3),
        handover=draft.happens(0.2),
    )


def share_note(draft: JourneyDraft) -> UserCommand | None:
    notes = draft.journey.notes
    note_id = draft.any_of(notes.written.keys() - notes.shared)
    if note_id is None:
        return None
    return ShareNote(happened_on=draft.day(notes.written[note_id].happened_on), note_id=note_id)


def commit(draft: JourneyDraft) -> UserCommand:
    return MakeCommitment(
        happened_on=draft.day(draft.began()),
        commitment_id=draft.new("commitment"),
        what="ring two people",
        due=draft.maybe(draft.today + timedelta(days=draft.chance.randint(0, 14))),
    )


def settle(draft: JourneyDraft) -> UserCommand | None:
    agreements = draft.journey.agreements
    commitment_id = draft.any_of(agreements.commitments)
    if commitment_id is None:
        return None
    settled = agreements.settled.get(commitment_id)
    return SettleCommitment(
        happened_on=draft.day((settled or agreements.commitments[commitment_id]).happened_on),
        commitment_id=commitment_id,
        kept=draft.happens(0.7),
        note=draft.maybe(draft.one_of(SAYINGS)),
    )


def challenge(draft: JourneyDraft) -> UserCommand:
    return SetChallenge(
        happened_on=draft.day(draft.began()),
        challenge_id=draft.new("challenge"),
        what="ask for a day along",
        due=draft.maybe(draft.today + timedelta(days=draft.chance.randint(0, 14))),
    )


def answer_challenge(draft: JourneyDraft) -> UserCommand | None:
    agreements = draft.journey.agreements
    met = {key for key, one in agreements.answered.items() if one.answer == "met"}
    challenge_id = draft.any_of(agreements.challenges.keys() - met)
    if challenge_id is None:
        return None
    last = agreements.answered.get(challenge_id) or agreements.challenges[challenge_id]
    return AnswerChallenge(
        happened_on=draft.day(last.happened_on),
        challenge_id=challenge_id,
        answer=draft.one_of(CHALLENGE_ANSWERS),
    )


def offer_quest(draft: JourneyDraft) -> UserCommand:
    return OfferQuest(happened_on=draft.today, quest=draft.one_of(QUESTS))


def answer_quest(draft: JourneyDraft) -> UserCommand:
    known = sorted(draft.journey.quests)
    if known and draft.happens(0.4):
        return DeclineQuest(happened_on=draft.today, quest=draft.one_of(known))
    return TakeQuest(happened_on=draft.today, quest=draft.one_of(known or QUESTS))


def act_on_alert(draft: JourneyDraft) -> UserCommand | None:
    rules = sorted(draft.journey.alerts.open)
    if not rules:
        return None
    rule = draft.one_of(rules)
    if draft.happens(0.5):
        return AcknowledgeAlert(happened_on=draft.today, rule=rule, move=draft.maybe("ring today"))
    return SnoozeAlert(happened_on=draft.today, rule=rule, until=draft.today + timedelta(days=3))
