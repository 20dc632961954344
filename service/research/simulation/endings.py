"""How a simulated journey ends: an offer, the end of the programme, or somebody who stopped; and the care after it."""

from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from domain.journey.commands.endings import PlanAfterCare, RecordEnding, SettleAfterCare
from domain.journey.commands.offers import DeclineOffer
from domain.vocabulary import Ending
from service.research.simulation.life import Life


def expect_end(life: Life, end: date | None) -> None:
    """The programme has a last day: most record then how it ended."""
    if end is not None:
        life.on_day(end, _last_day, by_client=False)


def answer_offer(life: Life, at: datetime, experiment_id: UUID) -> None:
    """Takes the offer, which ends the journey, or declines it."""
    stream = life.stream("endings")
    if stream.happens(0.65):
        _end(life, at, "new_work", by_coach=False)
    else:
        why = life.say("decline_reasons", "endings") if stream.happens(0.8) else None
        life.client(at, DeclineOffer(happened_on=at.date(), experiment_id=experiment_id, why=why))


def _last_day(life: Life, at: datetime) -> None:
    stream = life.stream("endings")
    if life.diary.journey.endings.recorded or stream.happens(0.15):
        return
    good: dict[Ending, float] = {
        "education": 2.0,
        "stayed_and_changed": 2.0,
        "return_to_work": 1.0,
        "own_business": 1.0,
        "volunteering": 1.0,
        "rest": 0.5,
        "stopped": 2.0,
    }
    _end(life, at, "stopped" if life.stopped else stream.pick_by_weight(good), by_coach=life.stopped)


def _end(life: Life, at: datetime, ending: Ending, *, by_coach: bool) -> None:
    stream, on = life.stream("endings"), at.date()
    record = life.coach if by_coach else life.client
    if not record(at, RecordEnding(happened_on=on, ending=ending, note=life.say("ending_notes", "endings"))):
        return
    for days in (30, 90) if stream.happens(0.4) else (30,):
        after_care_id = life.new_id("after-care")
        due = on + timedelta(days=days)
        life.coach(
            at,
            PlanAfterCare(
                happened_on=on, after_care_id=after_care_id, due=due, what=life.say("after_care", "endings")
            ),
        )
        if stream.happens(0.6):
            life.on_day(
                due + timedelta(days=stream.whole(0, 5)),
                partial(_settle, after_care_id=after_care_id),
                by_client=False,
            )


def _settle(life: Life, at: datetime, after_care_id: UUID) -> None:
    """The client answers, although the journey has ended."""
    answer = life.say("after_care_answers", "endings") if life.stream("endings").happens(0.85) else None
    life.client(at, SettleAfterCare(happened_on=at.date(), after_care_id=after_care_id, answer=answer))


def give_up(life: Life, at: datetime) -> None:
    """The coach records that somebody stopped who has not been heard of for weeks."""
    if life.stopped and life.diary.journey.endings.recorded is None:
        _end(life, at, "stopped", by_coach=True)
