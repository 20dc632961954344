"""What a simulated client set down wrongly: a few correct or withdraw an entry of their own now and then."""

from datetime import datetime, timedelta

from domain.event_catalogue import AnyEvent
from domain.journey.commands.catalogue import JourneyCommand
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.commands.experiment_outcomes import RunExperiment
from domain.journey.commands.insights import NameInsight
from domain.journey.commands.pulses import RateEnergy
from domain.journey.events.experiments import ExperimentRun
from domain.journey.events.insights import InsightNamed
from domain.journey.events.market import LeadNoted
from domain.journey.events.pulses import EnergyRated
from service.research.simulation.life import Life

_WITHDRAWN_NOW_AND_THEN = LeadNoted | InsightNamed | EnergyRated


def set_right(life: Life, at: datetime) -> None:
    """Corrects or withdraws one of the latest entries."""
    stream, diary = life.stream("corrections"), life.diary
    own = [one for one in diary.lived[-40:] if one.actor_id == diary.people.client_id]
    wrong = [one for one in own if isinstance(one.event, _WITHDRAWN_NOW_AND_THEN | ExperimentRun)]
    effective = diary.journey.effective_events()
    wrong = [one for one in wrong if one.number in effective]
    if not wrong:
        return
    entry = stream.pick(wrong)
    restated = _restated(life, entry.event)
    reason = life.say("correction_reasons", "corrections") if stream.happens(0.7) else None
    if restated is not None and stream.happens(0.7):
        life.client(
            at,
            CorrectEntry(happened_on=at.date(), number=entry.number, restated=restated, reason=reason),
        )
    elif isinstance(entry.event, _WITHDRAWN_NOW_AND_THEN):
        withdrawal = RetractEntry(happened_on=at.date(), number=entry.number, reason=reason)
        if life.client(at, withdrawal) and stream.happens(0.25):
            # It was right after all.
            again = diary.entries[-1].number
            life.client(at, RetractEntry(happened_on=at.date(), number=again))


def _restated(life: Life, event: AnyEvent) -> JourneyCommand | None:
    """What should have been recorded instead."""
    stream = life.stream("corrections")
    match event:
        case EnergyRated():
            return RateEnergy(happened_on=event.happened_on, rating=(event.rating + stream.whole(1, 3)) % 11)
        case InsightNamed() if event.source.kind == "own":
            return NameInsight(
                happened_on=event.happened_on,
                insight_id=event.insight_id,
                wording=life.say("insights", "corrections"),
            )
        case ExperimentRun():
            planned = life.diary.journey.experiments[event.experiment_id].planned
            day_before = max(planned.happened_on, event.happened_on - timedelta(days=1))
            return RunExperiment(
                happened_on=day_before,
                experiment_id=event.experiment_id,
                hours=event.hours,
                dread_after=stream.whole(1, 6),
                note=event.note,
                fear=event.fear,
            )
        case _:
            return None
