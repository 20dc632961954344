"""The sample journey with a coach in it: talks, agreements, notes, offers and alerts."""

from typing import Any

from domain.journey.commands.agreements import MakeCommitment, SetChallenge, SettleCommitment
from domain.journey.commands.alerts import OpenAlert
from domain.journey.commands.check_ins import HoldCheckIn
from domain.journey.commands.coaches import SetStance
from domain.journey.commands.gaps import DecideGap
from domain.journey.commands.network import ContactInput
from domain.journey.commands.notes import WriteNote
from domain.journey.commands.pulses import RateEnergy
from domain.journey.commands.quests import OfferQuest
from domain.journey.decide import UserCommand
from tests.web.sample import day, outcome, plan, seven_weeks, uid

TALK = day(5)
"""The day of the last talk."""


def coached() -> list[Any]:
    """The events in it; that an alert holds, by the clock."""
    return [*seven_weeks(), *_talk(), *_agreed(), *_since()]


def _talk() -> list[UserCommand]:
    return [
        *(RateEnergy(happened_on=day(week, 2), rating=rating) for week, rating in ((1, 4), (2, 7), (7, 8))),
        SetStance(happened_on=day(2), stance="marketer"),
        HoldCheckIn(
            happened_on=TALK,
            check_in_id=uid("second talk with the coach"),
            minutes=20,
            conclusion="risk work draws",
        ),
        WriteNote(happened_on=TALK, note_id=uid("private"), text="Tired, and does not say so."),
        WriteNote(happened_on=TALK, note_id=uid("shared"), text="You asked better questions.", shared=True),
    ]


def _agreed() -> list[UserCommand]:
    return [
        MakeCommitment(happened_on=TALK, commitment_id=uid("ring"), what="ring Hugo", due=day(5, 4)),
        SettleCommitment(happened_on=day(6), commitment_id=uid("ring"), kept=True),
        MakeCommitment(happened_on=TALK, commitment_id=uid("ask"), what="ask two people", due=day(7)),
        SetChallenge(happened_on=TALK, challenge_id=uid("dare"), what="ring a stranger", due=day(6)),
        OfferQuest(happened_on=TALK, quest="walk_a_day"),
        DecideGap(happened_on=TALK, gap_id=uid("certificate"), decision="go_round", how="train in companies"),
    ]


def _since() -> list[Any]:
    ida = ContactInput(contact_id=uid("Ida"), tie="medium", can_hire=True, name="Ida")
    return [
        plan("rung", "conversation", "practice nurse", day(6, 1), dread_before=6, contact=ida),
        *outcome("rung", day(6, 1), appeal=7, dread_after=1),
        OpenAlert(happened_on=day(8), rule="silence", since=day(7, 3)),
    ]
