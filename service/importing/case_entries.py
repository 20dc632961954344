"""What a case tells beside its actions: pitches, quests, challenges, phone numbers, energy, and closed weeks."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from domain.journey.commands.agreements import AnswerChallenge, SetChallenge
from domain.journey.commands.network import SetContactPhone
from domain.journey.commands.pitches import RevisePitch
from domain.journey.commands.pulses import RateEnergy
from domain.journey.commands.quests import DeclineQuest, OfferQuest, TakeQuest
from domain.journey.commands.weeks import ReviewWeek
from domain.journey.decide import UserCommand
from domain.journey.events.agreements import ChallengeAnswer
from domain.journey.events.weeks import monday_of
from service.importing.case_actions import CaseIds
from service.importing.case_format import CaseChallenge, CaseFile, CaseQuest
from service.importing.located_command import LocatedCommand

SUNDAY = timedelta(days=6)


def pitch_commands(case: CaseFile) -> Iterator[LocatedCommand]:
    """Yields the versions of the pitch, each after the one before it."""
    made, follows = CaseIds(case), None
    for one in case.pitches:
        pitch_id = made.id_for("pitch", one.wording)
        pitch = RevisePitch(happened_on=one.date, pitch_id=pitch_id, wording=one.wording, follows=follows)
        yield LocatedCommand(where="pitches", command=pitch)
        follows = pitch_id


def agreement_commands(case: CaseFile) -> Iterator[LocatedCommand]:
    """Yields quests, challenges, phone numbers and energy."""
    made = CaseIds(case)
    for quest in case.quests:
        yield from _located(f"quest {quest.quest}", _quest(quest))
    for challenge in case.challenges:
        challenge_id = made.id_for("challenge", challenge.what)
        yield from _located(f"challenge {challenge.what}", _challenge(challenge, challenge_id))
    for one in case.phones:
        phone = SetContactPhone(
            happened_on=one.date, contact_id=made.id_for("contact", one.name), phone=one.phone
        )
        yield LocatedCommand(where=f"phone {one.name}", command=phone)
    for rated in case.energy:
        energy = RateEnergy(happened_on=rated.date, rating=rated.rating)
        yield LocatedCommand(where="energy", command=energy)


def review_commands(case: CaseFile) -> Iterator[LocatedCommand]:
    """Yields the reviews of weeks."""
    first, made = monday_of(case.client.start_date), CaseIds(case)
    for one in case.weeks:
        monday = first + timedelta(weeks=one.week - 1)
        review = ReviewWeek(
            happened_on=monday + SUNDAY,
            monday=monday,
            conclusion=one.conclusion,
            first=one.first,
            first_role_id=made.id_for("role", one.first_role) if one.first_role else None,
        )
        yield LocatedCommand(where=f"week {one.week}", command=review)


def _located(where: str, commands: Iterable[UserCommand]) -> Iterator[LocatedCommand]:
    return (LocatedCommand(where=where, command=one) for one in commands)


def _quest(quest: CaseQuest) -> Iterator[UserCommand]:
    if quest.offered_on:
        yield OfferQuest(happened_on=quest.offered_on, quest=quest.quest)
    if quest.accepted_on:
        yield TakeQuest(happened_on=quest.accepted_on, quest=quest.quest)
    if quest.declined_on:
        yield DeclineQuest(happened_on=quest.declined_on, quest=quest.quest)


def _challenge(challenge: CaseChallenge, challenge_id: UUID) -> Iterator[UserCommand]:
    yield SetChallenge(
        happened_on=challenge.date, challenge_id=challenge_id, what=challenge.what, due=challenge.due
    )
    answers: tuple[tuple[date | None, ChallengeAnswer], ...] = (
        (challenge.declined_on, "declined"),
        (challenge.accepted_on, "accepted"),
        (challenge.met_on, "met"),
    )
    for on, answer in answers:
        if on:
            yield AnswerChallenge(happened_on=on, challenge_id=challenge_id, answer=answer)
