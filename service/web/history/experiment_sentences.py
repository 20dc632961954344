"""Steps, and what was learned in them, in words."""

from uuid import UUID

from domain.journey.events.evidence import (
    AppealRated,
    CriterionNamed,
    GapFound,
    OddsSignalHeard,
    Source,
    StrengthObserved,
    TradeoffMade,
)
from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentConcluded,
    ExperimentDropped,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
    NextStep,
)
from domain.journey.events.insights import InsightNamed
from domain.journey.events.pitches import MadeVisible
from domain.messages import Message, translatable
from service.localization.code_labels import SIGNALS
from service.web.history.event_sentences import EventSentence, code_message, event_sentence
from service.web.history.reference_labels import ReferenceLabels, TextOrMessage
from service.web.labels import CHANNEL_CHOICES


def describe_experiment_event(event: object, called: ReferenceLabels) -> EventSentence | None:
    """A step from plan to conclusion; None for what is something else."""
    match event:
        case ExperimentPlanned():
            plan = translatable("A step was planned.")
            if event.planned_for:
                plan = translatable("A step was planned for %(day)s.", day=event.planned_for)
            return event_sentence(plan, called.plan(event), _plan(event), step=event.experiment_id)
        case ExperimentRun():
            took_place = translatable("It took place.")
            return experiment_sentence(
                took_place, called, event.experiment_id, event.note, _dread(event.dread_after)
            )
        case ExperimentCancelled():
            called_off = translatable("The other side called it off.")
            return experiment_sentence(
                called_off, called, event.experiment_id, event.note, _dread(event.dread_after)
            )
        case ExperimentRefused():
            refused = translatable("The other side would not.")
            return experiment_sentence(
                refused, called, event.experiment_id, event.note, _dread(event.dread_after)
            )
        case ExperimentDropped():
            return experiment_sentence(
                translatable("The plan was taken back."), called, event.experiment_id, event.note
            )
        case ExperimentConcluded():
            following = next_step_message(event.next_step)
            concluded = translatable("The step was concluded.")
            return experiment_sentence(concluded, called, event.experiment_id, event.conclusion, following)
        case MadeVisible():
            visible = translatable("A step made the client visible to others.")
            return experiment_sentence(visible, called, event.experiment_id, event.to)
        case _:
            return None


def describe_evidence_event(event: object, called: ReferenceLabels) -> EventSentence | None:
    """What a step, a talk or the intake taught; None for what is something else."""
    match event:
        case AppealRated():
            return event_sentence(
                _rated(event), _where(called, event.source, event.role_id), step=_step_of(event.source)
            )
        case OddsSignalHeard():
            about = _where(called, event.source, event.role_id)
            heard = (code_message(SIGNALS, event.signal),)
            return event_sentence(
                translatable("Something was heard about the chances."),
                about,
                heard,
                step=_step_of(event.source),
            )
        case CriterionNamed():
            named = translatable("A wish got a name.")
            return event_sentence(named, (), (event.wording,), step=_step_of(event.source))
        case TradeoffMade():
            return _traded(event, called)
        case StrengthObserved():
            seen = translatable("A strength was seen.")
            if event.hidden:
                seen = translatable("A strength was seen that had been hidden.")
            about = (*called.experiment(event.source.id), *called.names_of(event.contact_id))
            return event_sentence(seen, dict.fromkeys(about), (event.wording,), step=_step_of(event.source))
        case GapFound():
            missing = translatable("Something turned out to be missing.")
            about = _where(called, event.source, event.role_id)
            return event_sentence(missing, about, (event.wording,), step=_step_of(event.source))
        case InsightNamed():
            dawned = translatable("Something dawned.")
            return event_sentence(
                dawned, called.experiment(event.source.id), (event.wording,), step=_step_of(event.source)
            )
        case _:
            return None


def next_step_message(following: NextStep | None) -> Message | None:
    """What comes next, and by when."""
    if following is None:
        return None
    if following.due is None:
        return translatable("Next: %(what)s", what=following.what)
    return translatable("Next, by %(day)s: %(what)s", what=following.what, day=following.due)


def _plan(event: ExperimentPlanned) -> tuple[TextOrMessage | None, ...]:
    plan, dread = event.plan, event.dread_before
    return (
        event.hypothesis,
        translatable("When: %(when)s. Where: %(where)s", when=plan.when, where=plan.where) if plan else None,
        plan.if_then if plan else None,
        code_message(CHANNEL_CHOICES, event.channel) if event.channel else None,
        None if dread is None else translatable("Dread beforehand: %(rating)s of 10.", rating=dread),
    )


def _dread(rating: int | None) -> Message | None:
    return (
        None if rating is None else translatable("Looking back, as bad as %(rating)s of 10.", rating=rating)
    )


def experiment_sentence(
    message: Message, called: ReferenceLabels, experiment_id: UUID, *quotes: TextOrMessage | None
) -> EventSentence:
    """A sentence about a step."""
    return event_sentence(message, called.experiment(experiment_id), quotes, step=experiment_id)


def _rated(event: AppealRated) -> Message:
    if event.source.id is None:
        return translatable("Liking imagined beforehand: %(rating)s of 10.", rating=event.rating)
    return translatable("Liking rated right after: %(rating)s of 10.", rating=event.rating)


def _traded(event: TradeoffMade, called: ReferenceLabels) -> EventSentence:
    """Which of two wishes mattered more; in a step or only in thought."""
    pair = {"winner": called.names.get(event.winner, "?"), "loser": called.names.get(event.loser, "?")}
    mattered = (
        translatable("Met in reality, %(winner)s mattered more than %(loser)s.", **pair)
        if event.met_in_reality
        else translatable("In thought, %(winner)s mattered more than %(loser)s.", **pair)
    )
    return event_sentence(mattered, called.experiment(event.source.id), step=_step_of(event.source))


def _where(called: ReferenceLabels, source: Source, role_id: UUID | None) -> tuple[TextOrMessage, ...]:
    """The step it was met in, and the work it is about, once."""
    return tuple(dict.fromkeys((*called.experiment(source.id), *called.names_of(role_id))))


def _step_of(source: Source) -> UUID | None:
    return source.id if source.kind == "experiment" else None
