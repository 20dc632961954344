"""Learning: what a step, a check-in or the intake taught, turned into evidence."""

from collections.abc import Container
from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from domain.command import ADDED_LATER, Command, CommandPart, Note, Rating, Title
from domain.decision_rules import unknown_reference
from domain.errors import InvalidOperation, InvalidValue
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.commands.roles import NewRoleInput, role_discovery_events, titles_by_role
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.evidence import (
    AppealRated,
    CriterionNamed,
    EvidenceContext,
    GapFound,
    OddsSignalHeard,
    Source,
    StrengthObserved,
    TradeoffMade,
)
from domain.text import same_name
from domain.vocabulary import HeardSignal, Witness


class OddsSignalInput(CommandPart, frozen=True, kw_only=True):
    """A signal about the chances, in the step's own role unless another is named."""

    signal: HeardSignal
    role_id: UUID | None = None


class CriterionInput(CommandPart, frozen=True, kw_only=True):
    """A priority. The wording is needed the first time."""

    criterion_id: UUID
    wording: Title | None = None


class TradeoffInput(CommandPart, frozen=True, kw_only=True):
    """Which of two priorities mattered more: in real life, or only imagined."""

    winner: CriterionInput
    loser: CriterionInput
    met_in_reality: bool


class StrengthInput(CommandPart, frozen=True, kw_only=True):
    """A strength that someone saw. The witness `contact` is the person the step was with, unless another is named."""

    strength_id: UUID
    wording: Title
    hidden: bool = False
    witness: Witness = "self"
    contact_id: Annotated[UUID | None, ADDED_LATER] = None
    example: Annotated[Note | None, ADDED_LATER] = None


class GapInput(CommandPart, frozen=True, kw_only=True):
    """Something the client lacks, for the step's own role unless another is named."""

    gap_id: UUID
    wording: Title
    closable: bool
    role_id: UUID | None = None


AT_MOST_20 = Meta(max_length=20)


class LearningInput(CommandPart, frozen=True, kw_only=True):
    """What was learned in a step, a session or the intake."""

    appeal: Rating | None = None
    odds: Annotated[tuple[OddsSignalInput, ...], AT_MOST_20] = ()
    tradeoffs: Annotated[tuple[TradeoffInput, ...], AT_MOST_20] = ()
    strengths: Annotated[tuple[StrengthInput, ...], AT_MOST_20] = ()
    gaps: Annotated[tuple[GapInput, ...], AT_MOST_20] = ()
    roles: Annotated[tuple[NewRoleInput, ...], AT_MOST_20] = ()


class NameCriterion(Command, frozen=True, kw_only=True, tag="NameCriterion"):
    """Name a priority, which can be traded off later."""

    criterion_id: UUID
    wording: Title


class RecordEvidence(Command, frozen=True, kw_only=True, tag="RecordEvidence"):
    """Add what was learned later, or at the intake. Nothing is overwritten."""

    learned: LearningInput
    experiment_id: UUID | None = None
    check_in_id: UUID | None = None


def handle_name_criterion(journey: Journey, command: NameCriterion) -> list[JourneyEvent]:
    """Names a criterion under a new id."""
    criterion = CriterionInput(criterion_id=command.criterion_id, wording=command.wording)
    return _criterion_events(
        journey.evidence.criteria, criterion, Source(kind="intake"), command.happened_on, "criterion_id"
    )


def handle_record_evidence(journey: Journey, command: RecordEvidence) -> list[JourneyEvent]:
    """Adds evidence to a step with an outcome, to a check-in, or to the intake when neither is given.

    Evidence of a step or check-in takes its date, whenever it is recorded.
    """
    if command.experiment_id and command.check_in_id:
        raise InvalidValue(
            "Evidence can have only one source.", field="check_in_id", allowed="a step or a session, not both"
        )
    if command.experiment_id:
        return evidence_events(
            journey,
            command.learned,
            journey.experiment_that_happened(command.experiment_id).evidence_context(command.experiment_id),
        )
    if command.check_in_id:
        held = journey.check_in(command.check_in_id)
        source = Source(kind="check_in", id=command.check_in_id)
        return evidence_events(journey, command.learned, EvidenceContext(source=source, on=held.happened_on))
    return evidence_events(
        journey, command.learned, EvidenceContext(source=Source(kind="intake"), on=command.happened_on)
    )


def evidence_events(
    journey: Journey, learned: LearningInput, context: EvidenceContext, *, field: str = "learned"
) -> list[JourneyEvent]:
    """The events of what was learned, one for each piece of evidence; none for those that are known."""
    events: list[JourneyEvent] = []
    known = titles_by_role(journey.roles)
    for i, new in enumerate(learned.roles):
        events += role_discovery_events(
            known, new, context.source, context.on, field=f"{field}/roles/{i}/role_id"
        )
        known[new.role_id] = new.title
    events += _appeal_events(journey, learned, context, field)
    events += _odds_events(learned, context, known, field)
    events += _tradeoff_events(journey, learned, context, field)
    events += [
        _strength_event(journey, strength, context, f"{field}/strengths/{i}")
        for i, strength in enumerate(learned.strengths)
    ]
    events += _gap_events(learned, context, known, field)
    return [event for event in dict.fromkeys(events) if not journey.evidence.contains(event)]


def _appeal_events(
    journey: Journey, learned: LearningInput, context: EvidenceContext, field: str
) -> list[JourneyEvent]:
    if learned.appeal is None:
        return []
    if context.role_id is None or context.source.id is None:
        raise InvalidOperation(
            "A rating needs a role, and this step has none.",
            field=f"{field}/appeal",
            allowed="no rating",
        )
    if not context.took_place:
        raise InvalidOperation(
            "It did not take place, so it cannot be rated.",
            field=f"{field}/appeal",
            allowed="no rating",
        )
    event = AppealRated(
        happened_on=context.on, role_id=context.role_id, rating=learned.appeal, source=context.source
    )
    if journey.evidence.has_rating(context.source.id) and not journey.evidence.contains(event):
        raise InvalidOperation(
            "This step already has a rating. Nothing is overwritten.",
            field=f"{field}/appeal",
            allowed="no rating",
        )
    return [event]


def _odds_events(
    learned: LearningInput, context: EvidenceContext, known: Container[UUID], field: str
) -> list[JourneyEvent]:
    events: list[JourneyEvent] = []
    for i, odds in enumerate(learned.odds):
        role_id = _role_of_evidence(odds.role_id, context, known, f"{field}/odds/{i}/role_id")
        if role_id is None:
            raise InvalidOperation(
                "Say which role these chances are about.",
                field=f"{field}/odds/{i}/role_id",
                allowed="the id of a role on the list",
            )
        events.append(
            OddsSignalHeard(
                happened_on=context.on, role_id=role_id, signal=odds.signal, source=context.source
            )
        )
    return events


def _tradeoff_events(
    journey: Journey, learned: LearningInput, context: EvidenceContext, field: str
) -> list[JourneyEvent]:
    events: list[JourneyEvent] = []
    known = dict(journey.evidence.criteria)
    for i, pair in enumerate(learned.tradeoffs):
        pair_field = f"{field}/tradeoffs/{i}"
        if pair.winner.criterion_id == pair.loser.criterion_id:
            raise InvalidValue(
                "Choose two different priorities.",
                field=f"{pair_field}/loser",
                allowed="another priority",
            )
        for side, criterion in (("winner", pair.winner), ("loser", pair.loser)):
            events += _criterion_events(known, criterion, context.source, context.on, f"{pair_field}/{side}")
            known.setdefault(criterion.criterion_id, criterion.wording or "")
        events.append(
            TradeoffMade(
                happened_on=context.on,
                winner=pair.winner.criterion_id,
                loser=pair.loser.criterion_id,
                met_in_reality=pair.met_in_reality,
                source=context.source,
            )
        )
    return events


def _strength_event(
    journey: Journey, strength: StrengthInput, context: EvidenceContext, field: str
) -> JourneyEvent:
    named = strength.contact_id
    if named and strength.witness != "contact":
        raise InvalidValue(
            "Only a contact is named as the one who saw it.",
            field=f"{field}/contact_id",
            allowed="no contact, or the witness contact",
        )
    if named and named not in journey.network.contacts:
        raise unknown_reference("contact", field=f"{field}/contact_id")
    return StrengthObserved(
        happened_on=context.on,
        strength_id=strength.strength_id,
        wording=strength.wording,
        hidden=strength.hidden,
        witness=strength.witness,
        source=context.source,
        contact_id=(named or context.contact_id) if strength.witness == "contact" else None,
        example=strength.example,
    )


def _gap_events(
    learned: LearningInput, context: EvidenceContext, known: Container[UUID], field: str
) -> list[JourneyEvent]:
    return [
        GapFound(
            happened_on=context.on,
            gap_id=gap.gap_id,
            wording=gap.wording,
            closable=gap.closable,
            source=context.source,
            role_id=_role_of_evidence(gap.role_id, context, known, f"{field}/gaps/{i}/role_id"),
        )
        for i, gap in enumerate(learned.gaps)
    ]


def _role_of_evidence(
    role_id: UUID | None, context: EvidenceContext, known: Container[UUID], field: str
) -> UUID | None:
    if role_id is not None and role_id not in known:
        raise InvalidOperation(
            "This role has not been discovered yet.", field=field, allowed="the id of a role on the list"
        )
    return role_id or context.role_id


def _criterion_events(
    known: dict[UUID, str], criterion: CriterionInput, source: Source, on: date, field: str
) -> list[JourneyEvent]:
    wording = known.get(criterion.criterion_id)
    if wording is None and criterion.wording is None:
        raise InvalidOperation(
            "This priority has no name yet.", field=f"{field}/wording", allowed="a wording, the first time"
        )
    if wording and criterion.wording and not same_name(wording, criterion.wording):
        raise InvalidOperation(
            "This id belongs to another priority.", field=field, allowed="a new id, or no wording"
        )
    if wording is None and criterion.wording is not None:
        named = CriterionNamed(
            happened_on=on, criterion_id=criterion.criterion_id, wording=criterion.wording, source=source
        )
        return [named]
    return []


HANDLERS: CommandHandlers = {
    NameCriterion: handle_name_criterion,
    RecordEvidence: handle_record_evidence,
}
