"""Steps, and what was learned in them, in words."""

from uuid import UUID

from domain.journey.events.beliefs import BeliefJudged
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
    IfThenPlan,
    NextStep,
)
from domain.journey.events.insights import InsightNamed
from domain.journey.events.pitches import MadeVisible
from domain.messages import Message, translatable
from service.localization.code_labels import SIGNALS
from service.localization.guess_labels import BELIEF_VERDICTS, FEAR_OUTCOMES
from service.web.history.event_sentences import EventSentence, code_message, event_sentence
from service.web.history.reference_labels import ReferenceLabels, TextOrMessage
from service.web.labels import CHANNEL_CHOICES


def describe_experiment_event(event: object, labels: ReferenceLabels) -> EventSentence | None:
    """A step from plan to conclusion; None for what is something else."""
    match event:
        case ExperimentPlanned():
            sentence = translatable("A step was planned.")
            if event.planned_for:
                sentence = translatable("A step was planned for %(day)s.", day=event.planned_for)
            return event_sentence(sentence, labels.plan(event), _plan_quotes(event), step=event.experiment_id)
        case ExperimentRun():
            sentence = translatable("It took place.")
            fear = code_message(FEAR_OUTCOMES, event.fear) if event.fear else None
            return experiment_sentence(
                sentence, labels, event.experiment_id, event.note, _dread_message(event.dread_after), fear
            )
        case ExperimentCancelled():
            sentence = translatable("The other side called it off.")
            return experiment_sentence(
                sentence, labels, event.experiment_id, event.note, _dread_message(event.dread_after)
            )
        case ExperimentRefused():
            sentence = translatable("The other side declined.")
            return experiment_sentence(
                sentence, labels, event.experiment_id, event.note, _dread_message(event.dread_after)
            )
        case ExperimentDropped():
            return experiment_sentence(
                translatable("The plan was dropped."), labels, event.experiment_id, event.note
            )
        case ExperimentConcluded():
            next_step = next_step_message(event.next_step)
            sentence = translatable("A conclusion was added.")
            return experiment_sentence(sentence, labels, event.experiment_id, event.conclusion, next_step)
        case BeliefJudged():
            sentence = translatable("The belief to test was judged.")
            verdict = code_message(BELIEF_VERDICTS, event.verdict)
            return experiment_sentence(sentence, labels, event.experiment_id, verdict)
        case MadeVisible():
            sentence = translatable("A step was noticed by others.")
            return experiment_sentence(sentence, labels, event.experiment_id, event.to)
        case _:
            return None


def describe_evidence_event(event: object, labels: ReferenceLabels) -> EventSentence | None:
    """What a step, a talk or the intake taught; None for what is something else."""
    match event:
        case AppealRated():
            return event_sentence(
                _appeal_message(event),
                _subject(labels, event.source, event.role_id),
                step=_step_of(event.source),
            )
        case OddsSignalHeard():
            about = _subject(labels, event.source, event.role_id)
            return event_sentence(
                translatable("Something was heard about the chances."),
                about,
                (code_message(SIGNALS, event.signal),),
                step=_step_of(event.source),
            )
        case CriterionNamed():
            sentence = translatable("A priority was named.")
            return event_sentence(sentence, (), (event.wording,), step=_step_of(event.source))
        case TradeoffMade():
            return _describe_tradeoff(event, labels)
        case StrengthObserved():
            sentence = translatable("A strength was seen.")
            if event.hidden:
                sentence = translatable("A hidden strength was seen.")
            about = (*labels.experiment(event.source.id), *labels.names_of(event.contact_id))
            return event_sentence(
                sentence, dict.fromkeys(about), (event.wording, event.example), step=_step_of(event.source)
            )
        case GapFound():
            sentence = translatable("A gap was found.")
            about = _subject(labels, event.source, event.role_id)
            return event_sentence(sentence, about, (event.wording,), step=_step_of(event.source))
        case InsightNamed():
            sentence = translatable("An insight was recorded.")
            return event_sentence(
                sentence, labels.experiment(event.source.id), (event.wording,), step=_step_of(event.source)
            )
        case _:
            return None


def next_step_message(next_step: NextStep | None) -> Message | None:
    """What comes next, and by when."""
    if next_step is None:
        return None
    if next_step.due is None:
        return translatable("Next: %(what)s", what=next_step.what)
    return translatable("Next, by %(day)s: %(what)s", what=next_step.what, day=next_step.due)


def _when_and_where(plan: IfThenPlan) -> Message:
    if plan.where:
        return translatable("When: %(when)s. Where: %(where)s", when=plan.when, where=plan.where)
    return translatable("When: %(when)s", when=plan.when)


def _plan_quotes(event: ExperimentPlanned) -> tuple[TextOrMessage | None, ...]:
    plan, dread = event.plan, event.dread_before
    return (
        event.what,
        event.hypothesis,
        _when_and_where(plan) if plan else None,
        plan.if_then if plan else None,
        code_message(CHANNEL_CHOICES, event.channel) if event.channel else None,
        None if dread is None else translatable("Dread before: %(rating)s out of 10.", rating=dread),
        translatable("Feared: %(what)s", what=event.feared) if event.feared else None,
    )


def _dread_message(rating: int | None) -> Message | None:
    return (
        None
        if rating is None
        else translatable("Looking back: %(rating)s out of 10 for how bad it was.", rating=rating)
    )


def experiment_sentence(
    message: Message, labels: ReferenceLabels, experiment_id: UUID, *quotes: TextOrMessage | None
) -> EventSentence:
    """A sentence about a step."""
    return event_sentence(message, labels.experiment(experiment_id), quotes, step=experiment_id)


def _appeal_message(event: AppealRated) -> Message:
    if event.source.id is None:
        return translatable("Expected appeal: %(rating)s out of 10.", rating=event.rating)
    return translatable("Appeal right after: %(rating)s out of 10.", rating=event.rating)


def _describe_tradeoff(event: TradeoffMade, labels: ReferenceLabels) -> EventSentence:
    """Which of two wishes mattered more; in a step or only in thought."""
    pair = {"winner": labels.names.get(event.winner, "?"), "loser": labels.names.get(event.loser, "?")}
    sentence = (
        translatable("In real life: %(winner)s mattered more than %(loser)s.", **pair)
        if event.met_in_reality
        else translatable("Imagined: %(winner)s mattered more than %(loser)s.", **pair)
    )
    return event_sentence(sentence, labels.experiment(event.source.id), step=_step_of(event.source))


def _subject(labels: ReferenceLabels, source: Source, role_id: UUID | None) -> tuple[TextOrMessage, ...]:
    """The step it was met in, and the work it is about, once."""
    return tuple(dict.fromkeys((*labels.experiment(source.id), *labels.names_of(role_id))))


def _step_of(source: Source) -> UUID | None:
    return source.id if source.kind == "experiment" else None
