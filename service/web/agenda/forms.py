"""Deeds on the agenda: a follow-up that was made, a leave to ring, a promise kept, a challenge met, a goal reached."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID, uuid5

from domain.journey.aggregate import Journey
from domain.journey.commands.agreements import AnswerChallenge, SettleCommitment
from domain.journey.commands.contacts import ContactInput
from domain.journey.commands.experiment_outcomes import ConcludeExperiment, RunExperiment
from domain.journey.commands.experiments import PlanExperiment
from domain.journey.commands.refusals import AgreeFeedback
from domain.journey.commands.stories import ReachGoal
from domain.journey.decide import UserCommand
from domain.journey.events.agreements import ChallengeAnswer
from domain.vocabulary import Channel
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData

AgendaFormParser = Callable[[FormData, Journey, UUID, date], list[UserCommand]]
"""Reads a form about one thing. What it returns counts when the form has no errors."""

CONCLUSION_REQUIRED = gettext_noop("Say in a sentence what came of it.")
DAY_AHEAD = gettext_noop("This day is still to come.")
CHALLENGE_OUTCOMES: tuple[ChallengeAnswer, ...] = ("met", "declined")
CALL_CHANNELS: tuple[Channel, ...] = ("phone", "mail", "other")


def parse_made_follow_up(
    form: FormData, journey: Journey, follow_up_id: UUID, today: date
) -> list[UserCommand]:
    """A follow-up was made: a step of its own, that refers to the one it follows."""
    promised = journey.answers.follow_ups.get(follow_up_id)
    step = journey.experiments.get(promised.experiment_id) if promised else None
    on, channel = form.date("on", today), form.choice("channel", CALL_CHANNELS)
    conclusion = form.text("conclusion", needed=current_translator().gettext(CONCLUSION_REQUIRED), most=500)
    if on > today:
        form.add_error("on", current_translator().gettext(DAY_AHEAD))
    if step is None or promised is None:
        return []
    planned, call_id = step.planned, uuid5(form.command_id, "follow_up")
    met = planned.meeting
    return [
        PlanExperiment(
            happened_on=on,
            experiment_id=call_id,
            kind="follow_up",
            role_id=planned.role_id,
            contact=ContactInput(
                contact_id=met.contact_id, tie=met.tie, in_role=met.in_role, can_hire=met.can_hire
            )
            if met
            else None,
            channel=channel,
            refers_to=promised.experiment_id,
        ),
        RunExperiment(happened_on=on, experiment_id=call_id, note=form.text("note")),
        ConcludeExperiment(happened_on=today, experiment_id=call_id, conclusion=conclusion or ""),
    ]


def parse_permission_to_ring(
    _answers: FormData, _journey: Journey, experiment_id: UUID, today: date
) -> list[UserCommand]:
    """They said that one may ring afterwards."""
    return [AgreeFeedback(happened_on=today, experiment_id=experiment_id)]


def parse_promise_outcome(
    form: FormData, _journey: Journey, commitment_id: UUID, today: date
) -> list[UserCommand]:
    """A promise was kept, or let go."""
    kept = form.first("kept") != "no"
    return [SettleCommitment(happened_on=today, commitment_id=commitment_id, kept=kept)]


def parse_met_challenge(
    form: FormData, _journey: Journey, challenge_id: UUID, today: date
) -> list[UserCommand]:
    """A challenge was met, or declined after all."""
    answer = form.choice("answer", CHALLENGE_OUTCOMES, needed=True)
    return [AnswerChallenge(happened_on=today, challenge_id=challenge_id, answer=answer)] if answer else []


def parse_goal_done(_answers: FormData, _journey: Journey, goal_id: UUID, today: date) -> list[UserCommand]:
    """A goal was reached."""
    return [ReachGoal(happened_on=today, goal_id=goal_id)]


AGENDA_FORMS: Mapping[str, AgendaFormParser] = MappingProxyType(
    {
        "follow-up": parse_made_follow_up,
        "ring": parse_permission_to_ring,
        "promise": parse_promise_outcome,
        "challenge": parse_met_challenge,
        "goal": parse_goal_done,
    }
)
"""By the middle of their address."""
