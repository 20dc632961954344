"""Deeds on the agenda: a follow-up that was made, a leave to ring, a promise kept, a challenge met, a goal reached."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID, uuid5

from domain.journey.aggregate import Journey
from domain.journey.agreements import AnswerChallenge, ChallengeAnswer, SettleCommitment
from domain.journey.commands.experiment_outcomes import ConcludeExperiment, RunExperiment
from domain.journey.commands.experiments import PlanExperiment
from domain.journey.contacts import Contact
from domain.journey.decide import Command
from domain.journey.refusals import AgreeFeedback
from domain.journey.stories import ReachGoal
from domain.vocabulary import Channel
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.form_data import Answers

Deed = Callable[[Answers, Journey, UUID, date], list[Command]]
"""Reads a form about one thing. What it returns counts when the answers have no problems."""

WITHOUT_CONCLUSION = marked("Say in a sentence what came of it.")
AHEAD = marked("This day is still to come.")
MET_OR_NOT: tuple[ChallengeAnswer, ...] = ("met", "declined")
WAYS: tuple[Channel, ...] = ("phone", "mail", "other")


def came_back(answers: Answers, journey: Journey, follow_up_id: UUID, today: date) -> list[Command]:
    """A follow-up was made: a step of its own, that refers to the one it follows."""
    promised = journey.answers.follow_ups.get(follow_up_id)
    step = journey.experiments.get(promised.experiment_id) if promised else None
    on, channel = answers.day("on", today), answers.one_of("channel", WAYS)
    conclusion = answers.text("conclusion", needed=spoken().gettext(WITHOUT_CONCLUSION), most=500)
    if on > today:
        answers.complain("on", spoken().gettext(AHEAD))
    if step is None or promised is None:
        return []
    planned, call_id = step.planned, uuid5(answers.command_id, "follow_up")
    met = planned.meeting
    return [
        PlanExperiment(
            happened_on=on,
            experiment_id=call_id,
            kind="follow_up",
            role_id=planned.role_id,
            contact=Contact(
                contact_id=met.contact_id, tie=met.tie, in_role=met.in_role, can_hire=met.can_hire
            )
            if met
            else None,
            channel=channel,
            refers_to=promised.experiment_id,
        ),
        RunExperiment(happened_on=on, experiment_id=call_id, note=answers.text("note")),
        ConcludeExperiment(happened_on=today, experiment_id=call_id, conclusion=conclusion or ""),
    ]


def may_ring(_answers: Answers, _journey: Journey, experiment_id: UUID, today: date) -> list[Command]:
    """They said that one may ring afterwards."""
    return [AgreeFeedback(happened_on=today, experiment_id=experiment_id)]


def settled(answers: Answers, _journey: Journey, commitment_id: UUID, today: date) -> list[Command]:
    """A promise was kept, or let go."""
    kept = answers.raw("kept") != "no"
    return [SettleCommitment(happened_on=today, commitment_id=commitment_id, kept=kept)]


def answered(answers: Answers, _journey: Journey, challenge_id: UUID, today: date) -> list[Command]:
    """A challenge was met, or declined after all."""
    answer = answers.one_of("answer", MET_OR_NOT, needed=True)
    return [AnswerChallenge(happened_on=today, challenge_id=challenge_id, answer=answer)] if answer else []


def reached(_answers: Answers, _journey: Journey, goal_id: UUID, today: date) -> list[Command]:
    """A goal was reached."""
    return [ReachGoal(happened_on=today, goal_id=goal_id)]


DEEDS: Mapping[str, Deed] = MappingProxyType(
    {
        "follow-up": came_back,
        "ring": may_ring,
        "promise": settled,
        "challenge": answered,
        "goal": reached,
    }
)
"""By the middle of their address."""
