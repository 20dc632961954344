"""Learning: what a step, a check-in or the intake taught, turned into evidence."""

from collections.abc import Container
from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from msgspec import Meta

from domain.command import Command, CommandPart, Rating, Title
from domain.errors import InvalidOperation, InvalidValue
from domain.event import Event
from domain.journey.commands.roles import NewRoleInput, role_discovery_events, titles_by_role
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
from domain.vocabulary import HeardSignal, Witness

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class OddsSignalInput(CommandPart, frozen=True, kw_only=True):
    """A signal about the chances; about the experiment's own role unless another is named."""

    signal: HeardSignal
    role_id: UUID | None = None


class CriterionInput(CommandPart, frozen=True, kw_only=True):
    """A wish. The wording is needed the first time."""

    criterion_id: UUID
    wording: Title | None = None


class TradeoffInput(CommandPart, frozen=True, kw_only=True):
    """Which of two wishes mattered more; met in reality, or only imagined."""

    winner: CriterionInput
    loser: CriterionInput
    met_in_reality: bool


class StrengthInput(CommandPart, frozen=True, kw_only=True):
    """A strength somebody saw. Witness `contact` is the person the experiment was with."""

    strength_id: UUID
    wording: Title
    hidden: bool = False
    witness: Witness = "self"


class GapInput(CommandPart, frozen=True, kw_only=True):
    """Something missing; for the experiment's own role unless another is named."""

    gap_id: UUID
    wording: Title
    closable: bool
    role_id: UUID | None = None


AT_MOST_20 = Meta(max_length=20)


class LearningInput(CommandPart, frozen=True, kw_only=True):
    """What an experiment, a check-in or the intake taught."""

    appeal: Rating | None = None
    odds: Annotated[tuple[OddsSignalInput, ...], AT_MOST_20] = ()
    tradeoffs: Annotated[tuple[TradeoffInput, ...], AT_MOST_20] = ()
    strengths: Annotated[tuple[StrengthInput, ...], AT_MOST_20] = ()
    gaps: Annotated[tuple[GapInput, ...], AT_MOST_20] = ()
    roles: Annotated[tuple[NewRoleInput, ...], AT_MOST_20] = ()


class NameCriterion(Command, frozen=True, kw_only=True, tag="NameCriterion"):
    """Name a wish that may be traded off later."""

    criterion_id: UUID
    wording: Title


class RecordEvidence(Command, frozen=True, kw_only=True, tag="RecordEvidence"):
    """Add what was learned later, or learned at the intake; nothing is overwritten."""

    learned: LearningInput
    experiment_id: UUID | None = None
    check_in_id: UUID | None = None


def handle_name_criterion(journey: "Journey", wish: NameCriterion) -> list[Event]:
    """Name a wish once."""
    criterion = CriterionInput(criterion_id=wish.criterion_id, wording=wish.wording)
    return _named(
        journey.evidence.criteria, criterion, Source(kind="intake"), wish.happened_on, "criterion_id"
    )


def handle_record_evidence(journey: "Journey", wish: RecordEvidence) -> list[Event]:
    """Add evidence to a step that happened, to a check-in, or to the intake when neither is named.

    Evidence of a step or a check-in is dated by its day, whenever it is told.
    """
    if wish.experiment_id and wish.check_in_id:
        raise InvalidValue(
            "Evidence has one source.", field="check_in_id", allowed="an experiment or a check-in, not both"
        )
    if wish.experiment_id:
        return evidence_events(
            journey,
            wish.learned,
            journey.experiment_that_happened(wish.experiment_id).evidence_context(wish.experiment_id),
        )
    if wish.check_in_id:
        held = journey.check_in(wish.check_in_id)
        source = Source(kind="check_in", id=wish.check_in_id)
        return evidence_events(journey, wish.learned, EvidenceContext(source=source, on=held.happened_on))
    return evidence_events(
        journey, wish.learned, EvidenceContext(source=Source(kind="intake"), on=wish.happened_on)
    )


def evidence_events(
    journey: "Journey", learned: LearningInput, context: EvidenceContext, *, field: str = "learned"
) -> list[Event]:
    """The evidence as events, one per fact; a fact that is there already yields nothing."""
    facts: list[Event] = []
    known = titles_by_role(journey.roles)
    for i, new in enumerate(learned.roles):
        facts += role_discovery_events(
            known, new, context.source, context.on, field=f"{field}/roles/{i}/role_id"
        )
        known[new.role_id] = new.title
    facts += _appeal(journey, learned, context, field)
    facts += _odds(learned, context, known, field)
    facts += _tradeoffs(journey, learned, context, field)
    facts += [_strength(strength, context) for strength in learned.strengths]
    facts += _gaps(learned, context, known, field)
    return [fact for fact in dict.fromkeys(facts) if not journey.evidence.contains(fact)]


def _appeal(journey: "Journey", learned: LearningInput, context: EvidenceContext, field: str) -> list[Event]:
    if learned.appeal is None:
        return []
    if context.role_id is None or context.source.id is None:
        raise InvalidOperation(
            "A rating belongs to the role of an experiment, and this has none.",
            field=f"{field}/appeal",
            allowed="no rating",
        )
    if not context.took_place:
        raise InvalidOperation(
            "It did not take place, so there was nothing to rate.",
            field=f"{field}/appeal",
            allowed="no rating",
        )
    fact = AppealRated(
        happened_on=context.on, role_id=context.role_id, rating=learned.appeal, source=context.source
    )
    if journey.evidence.has_rating(context.source.id) and not journey.evidence.contains(fact):
        raise InvalidOperation(
            "This experiment has its rating already; nothing is overwritten.",
            field=f"{field}/appeal",
            allowed="no rating",
        )
    return [fact]


def _odds(
    learned: LearningInput, context: EvidenceContext, known: Container[UUID], field: str
) -> list[Event]:
    facts: list[Event] = []
    for i, odds in enumerate(learned.odds):
        role_id = _about(odds.role_id, context, known, f"{field}/odds/{i}/role_id")
        if role_id is None:
            raise InvalidOperation(
                "A signal about the chances needs the role it is about.",
                field=f"{field}/odds/{i}/role_id",
                allowed="the id of a role on the list",
            )
        facts.append(
            OddsSignalHeard(
                happened_on=context.on, role_id=role_id, signal=odds.signal, source=context.source
            )
        )
    return facts


def _tradeoffs(
    journey: "Journey", learned: LearningInput, context: EvidenceContext, field: str
) -> list[Event]:
    facts: list[Event] = []
    known = dict(journey.evidence.criteria)
    for i, pair in enumerate(learned.tradeoffs):
        where = f"{field}/tradeoffs/{i}"
        if pair.winner.criterion_id == pair.loser.criterion_id:
            raise InvalidValue(
                "A wish cannot be traded off against itself.", field=f"{where}/loser", allowed="another wish"
            )
        for side, criterion in (("winner", pair.winner), ("loser", pair.loser)):
            facts += _named(known, criterion, context.source, context.on, f"{where}/{side}")
            known.setdefault(criterion.criterion_id, criterion.wording or "")
        facts.append(
            TradeoffMade(
                happened_on=context.on,
                winner=pair.winner.criterion_id,
                loser=pair.loser.criterion_id,
                met_in_reality=pair.met_in_reality,
                source=context.source,
            )
        )
    return facts


def _strength(strength: StrengthInput, context: EvidenceContext) -> Event:
    return StrengthObserved(
        happened_on=context.on,
        strength_id=strength.strength_id,
        wording=strength.wording,
        hidden=strength.hidden,
        witness=strength.witness,
        source=context.source,
        contact_id=context.contact_id if strength.witness == "contact" else None,
    )


def _gaps(
    learned: LearningInput, context: EvidenceContext, known: Container[UUID], field: str
) -> list[Event]:
    return [
        GapFound(
            happened_on=context.on,
            gap_id=gap.gap_id,
            wording=gap.wording,
            closable=gap.closable,
            source=context.source,
            role_id=_about(gap.role_id, context, known, f"{field}/gaps/{i}/role_id"),
        )
        for i, gap in enumerate(learned.gaps)
    ]


def _about(role_id: UUID | None, context: EvidenceContext, known: Container[UUID], field: str) -> UUID | None:
    if role_id is not None and role_id not in known:
        raise InvalidOperation(
            "This role was not discovered yet.", field=field, allowed="the id of a role on the list"
        )
    return role_id or context.role_id


def _named(
    known: dict[UUID, str], criterion: CriterionInput, source: Source, on: date, field: str
) -> list[Event]:
    wording = known.get(criterion.criterion_id)
    if wording is None and criterion.wording is None:
        raise InvalidOperation(
            "This wish has no name yet.", field=f"{field}/wording", allowed="a wording, the first time"
        )
    if wording and criterion.wording and wording != criterion.wording:
        raise InvalidOperation(
            "Another wish has this id.", field=field, allowed="an id of its own, or no wording"
        )
    if wording is None and criterion.wording is not None:
        named = CriterionNamed(
            happened_on=on, criterion_id=criterion.criterion_id, wording=criterion.wording, source=source
        )
        return [named]
    return []
