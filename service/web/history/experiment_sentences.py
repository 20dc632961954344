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
from domain.journey.insights import InsightNamed
from domain.journey.pitches import MadeVisible
from domain.messages import Sentence, sentence
from service.localization.code_labels import SIGNALS
from service.web.history.event_sentences import Said, code, said
from service.web.history.reference_labels import Called, Text
from service.web.words import CHANNELS


def of_steps(fact: object, called: Called) -> Said | None:
    """A step from plan to conclusion; None for what is something else."""
    match fact:
        case ExperimentPlanned():
            plan = sentence("A step was planned.")
            if fact.planned_for:
                plan = sentence("A step was planned for %(day)s.", day=fact.planned_for)
            return said(plan, called.planned(fact), _plan(fact), step=fact.experiment_id)
        case ExperimentRun():
            took_place = sentence("It took place.")
            return in_step(took_place, called, fact.experiment_id, fact.note, _dread(fact.dread_after))
        case ExperimentCancelled():
            called_off = sentence("The other side called it off.")
            return in_step(called_off, called, fact.experiment_id, fact.note, _dread(fact.dread_after))
        case ExperimentRefused():
            refused = sentence("The other side would not.")
            return in_step(refused, called, fact.experiment_id, fact.note, _dread(fact.dread_after))
        case ExperimentDropped():
            return in_step(sentence("The plan was taken back."), called, fact.experiment_id, fact.note)
        case ExperimentConcluded():
            following = next_step(fact.next_step)
            concluded = sentence("The step was concluded.")
            return in_step(concluded, called, fact.experiment_id, fact.conclusion, following)
        case MadeVisible():
            visible = sentence("A step made the client visible to others.")
            return in_step(visible, called, fact.experiment_id, fact.to)
        case _:
            return None


def of_learning(fact: object, called: Called) -> Said | None:
    """What a step, a talk or the intake taught; None for what is something else."""
    match fact:
        case AppealRated():
            return said(_rated(fact), _where(called, fact.source, fact.role_id), step=_step_of(fact.source))
        case OddsSignalHeard():
            about = _where(called, fact.source, fact.role_id)
            heard = (code(SIGNALS, fact.signal),)
            return said(
                sentence("Something was heard about the chances."), about, heard, step=_step_of(fact.source)
            )
        case CriterionNamed():
            named = sentence("A wish got a name.")
            return said(named, (), (fact.wording,), step=_step_of(fact.source))
        case TradeoffMade():
            return _traded(fact, called)
        case StrengthObserved():
            seen = sentence("A strength was seen.")
            if fact.hidden:
                seen = sentence("A strength was seen that had been hidden.")
            about = (*called.step(fact.source.id), *called.of(fact.contact_id))
            return said(seen, dict.fromkeys(about), (fact.wording,), step=_step_of(fact.source))
        case GapFound():
            missing = sentence("Something turned out to be missing.")
            about = _where(called, fact.source, fact.role_id)
            return said(missing, about, (fact.wording,), step=_step_of(fact.source))
        case InsightNamed():
            dawned = sentence("Something dawned.")
            return said(dawned, called.step(fact.source.id), (fact.wording,), step=_step_of(fact.source))
        case _:
            return None


def next_step(following: NextStep | None) -> Sentence | None:
    """What comes next, and by when."""
    if following is None:
        return None
    if following.due is None:
        return sentence("Next: %(what)s", what=following.what)
    return sentence("Next, by %(day)s: %(what)s", what=following.what, day=following.due)


def _plan(fact: ExperimentPlanned) -> tuple[Text | None, ...]:
    plan, dread = fact.plan, fact.dread_before
    return (
        fact.hypothesis,
        sentence("When: %(when)s. Where: %(where)s", when=plan.when, where=plan.where) if plan else None,
        plan.if_then if plan else None,
        code(CHANNELS, fact.channel) if fact.channel else None,
        None if dread is None else sentence("Dread beforehand: %(rating)s of 10.", rating=dread),
    )


def _dread(rating: int | None) -> Sentence | None:
    return None if rating is None else sentence("Looking back, as bad as %(rating)s of 10.", rating=rating)


def in_step(told: Sentence, called: Called, experiment_id: UUID, *quotes: Text | None) -> Said:
    """What was told of a step."""
    return said(told, called.step(experiment_id), quotes, step=experiment_id)


def _rated(fact: AppealRated) -> Sentence:
    if fact.source.id is None:
        return sentence("Liking imagined beforehand: %(rating)s of 10.", rating=fact.rating)
    return sentence("Liking rated right after: %(rating)s of 10.", rating=fact.rating)


def _traded(fact: TradeoffMade, called: Called) -> Said:
    """Which of two wishes mattered more; in a step or only in thought."""
    pair = {"winner": called.names.get(fact.winner, "?"), "loser": called.names.get(fact.loser, "?")}
    mattered = (
        sentence("Met in reality, %(winner)s mattered more than %(loser)s.", **pair)
        if fact.met_in_reality
        else sentence("In thought, %(winner)s mattered more than %(loser)s.", **pair)
    )
    return said(mattered, called.step(fact.source.id), step=_step_of(fact.source))


def _where(called: Called, source: Source, role_id: UUID | None) -> tuple[Text, ...]:
    """The step it was met in, and the work it is about, once."""
    return tuple(dict.fromkeys((*called.step(source.id), *called.of(role_id))))


def _step_of(source: Source) -> UUID | None:
    return source.id if source.kind == "experiment" else None
