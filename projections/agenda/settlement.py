"""Rules that say when an agenda item is settled. "Later" is by day, and on one day by the order of recording.

- A plan is settled when it was run, cancelled, refused or dropped.
- A next step of an experiment is settled by a later plan that refers to that experiment, whatever becomes of the
  plan; by a step about the same role with the same person, or with nobody where the experiment was with nobody, on
  a later day; and by laying the role aside, that day or later. A step that was called off counts, for the client did
  theirs. It lapses two weeks after its day. A next step of a check-in is settled by a check-in on a later day, for
  then client and coach spoke of it.
- A day to come back is settled by a follow-up to that experiment that was run later, or by a refusal of it on a
  later day: then there is another reason to come back.
- The day by which an offer is answered is the one that was set last, and is settled by the no to it or an ending.
- An application or interview waits until an answer came, or its silence was noted.
- What waits for the other side of an approach is one thing: while there is a day to come back to it, or a follow-up
  to it is planned, that is what is due.
- A refusal that is the last word asks for a knock, until a follow-up to it was run on a later day, or a later
  day to come back was set. What refers to the step in which the refusal was heard, or to a follow-up, is
  about it too.
"""

from datetime import date, timedelta
from uuid import UUID

from domain.journey.events.answers import REFUSAL_ANSWERS, AnswerReceived
from domain.journey.events.experiments import ExperimentPlanned, ExperimentRun
from projections.agenda.index import AgendaIndex, AttemptedExperiment, last_days, person_of
from projections.agenda.state import DatedIntention, NumberedOutcome

LAPSES_AFTER = timedelta(days=14)
"""For so long after its day a next step is still due."""


def is_plan_settled(journey: AgendaIndex, planned: ExperimentPlanned) -> bool:
    """True if the planned step was run, cancelled, refused or dropped."""
    return planned.experiment_id in journey.state.ended


def is_intention_settled(journey: AgendaIndex, intention: DatedIntention, on: date) -> bool:
    """True if the intended next step was planned or taken, a decision replaced it, or it lapsed."""
    if intention.experiment_id is None:
        return journey.last_check_in > intention.happened_on
    if intention.kind == "follow_up":
        return is_come_back_settled(journey, intention)
    return (
        on > intention.due + LAPSES_AFTER
        or journey.last_planned.get(intention.experiment_id, 0) > intention.number
        or _moved_on(journey, intention)
    )


def is_come_back_settled(journey: AgendaIndex, come_back: DatedIntention) -> bool:
    """True if the follow-up was run, an offer was answered, or a refusal came since the day was set."""
    if come_back.experiment_id is None:
        return False
    offer = journey.offers.get(come_back.experiment_id)
    if offer and come_back.happened_on >= offer.on:
        match offer.stage:
            case "open":
                return journey.last_come_back[come_back.experiment_id] != come_back
            case "accepted":
                return True
            case "declined" if journey.declined_at[come_back.experiment_id] > come_back.number:
                return True
            case "declined" | "withdrawn":
                pass
    word = journey.last_words.get(come_back.experiment_id)
    refused = word and word.answer in REFUSAL_ANSWERS and word.happened_on > come_back.happened_on
    return bool(refused) or any(
        _is_follow_up(taken) and _later(taken[1], come_back)
        for taken in journey.referring.get(come_back.experiment_id, ())
    )


def _moved_on(journey: AgendaIndex, intention: DatedIntention) -> bool:
    """True if a step about the role with the same person was taken on a later day, or the role was laid aside."""
    planned = journey.state.plans[intention.experiment_id] if intention.experiment_id else None
    if planned is None or planned.role_id is None:
        return False
    taken = journey.taken_with.get((planned.role_id, person_of(planned)))
    aside = journey.role_aside.get(planned.role_id)
    return (taken is not None and taken > intention.happened_on) or (
        aside is not None and aside >= intention.happened_on
    )


def is_answer_settled(journey: AgendaIndex, experiment_id: UUID) -> bool:
    """True if an answer came or silence was recorded."""
    return experiment_id in journey.answered


def open_follow_ups(journey: AgendaIndex) -> dict[UUID, date]:
    """By approach: the last day on which something was planned about it that is still due."""
    made = [
        (one.refers_to, one.happened_on)
        for one in journey.state.plans.values()
        if one.kind == "follow_up" and not is_plan_settled(journey, one)
    ]
    made += [
        (one.experiment_id, one.happened_on)
        for one in journey.state.intentions
        if one.kind == "follow_up" and not is_come_back_settled(journey, one)
    ]
    return last_days((step, day) for about, day in made for step in journey.thread(about))


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
