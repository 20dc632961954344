"""Rules that say when an agenda item is settled. "Later" is by day, and on one day by the order of recording.

- A plan is settled when it was run, cancelled, refused or dropped.
- A next step of an experiment is settled by a later step that refers to that experiment, or by one about the
  same role on a later day; a step that the other side called off counts, for the client did theirs. So does
  laying the role aside, that day or later. A next step of a check-in is settled by a check-in on a later day,
  for then client and coach spoke of it.
- A day to come back is settled by a follow-up to that experiment that was run later.
- An application or interview waits until an answer came, or its silence was noted.
- A refusal that is the last word asks for a knock, until a follow-up to it was run on a later day, or a later
  day to come back was set. What refers to the step in which the refusal was heard, or to a follow-up, is
  about it too.
"""

from uuid import UUID

from domain.journey.events.answers import AnswerReceived
from domain.journey.events.experiments import ExperimentPlanned, ExperimentRun
from projections.agenda.index import AgendaIndex, AttemptedExperiment
from projections.agenda.state import DatedIntention, NumberedOutcome


def is_plan_settled(journey: AgendaIndex, planned: ExperimentPlanned) -> bool:
    """True if the planned step was run, cancelled, refused or dropped."""
    return planned.experiment_id in journey.state.ended


def is_intention_settled(journey: AgendaIndex, intention: DatedIntention) -> bool:
    """True if the intended next step was taken, or another step or decision replaced it."""
    if intention.experiment_id is None:
        return journey.last_check_in > intention.happened_on
    referring = (
        taken for taken in journey.referring.get(intention.experiment_id, ()) if _later(taken[1], intention)
    )
    if intention.kind == "follow_up":
        return any(_is_follow_up(taken) for taken in referring)
    return any(True for _ in referring) or _role_moved_on(journey, intention)


def _role_moved_on(journey: AgendaIndex, intention: DatedIntention) -> bool:
    """True if another step about the role was taken on a later day, or the role was laid aside."""
    role_id = journey.state.plans[intention.experiment_id].role_id if intention.experiment_id else None
    if role_id is None:
        return False
    taken, aside = journey.role_taken.get(role_id), journey.role_aside.get(role_id)
    return (taken is not None and taken > intention.happened_on) or (
        aside is not None and aside >= intention.happened_on
    )


def is_answer_settled(journey: AgendaIndex, experiment_id: UUID) -> bool:
    """True if an answer came or silence was recorded."""
    return experiment_id in journey.answered


def is_knock_settled(journey: AgendaIndex, refusal: AnswerReceived) -> bool:
    """True if a follow-up was run after the refusal, or a later day to come back was set."""
    about = [one for one in (refusal.experiment_id, refusal.heard_in) if one]
    days = [days[one] for days in (journey.come_back, journey.rung) for one in about if one in days]
    return any(day > refusal.happened_on for day in days)


def _is_follow_up(taken: AttemptedExperiment) -> bool:
    planned, ended = taken
    return planned.kind == "follow_up" and isinstance(ended.outcome, ExperimentRun)


def _later(ended: NumberedOutcome, intention: DatedIntention) -> bool:
    return (ended.outcome.happened_on, ended.number) > (intention.happened_on, intention.number)
