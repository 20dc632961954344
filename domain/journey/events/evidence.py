"""Evidence: dated facts that may move the profile. One event per fact, each naming where it came from."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event, EventPart
from domain.growing import with_entry, with_member, with_member_at
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, PersonalText, StructuralBool, StructuralId, StructuralInt
from domain.vocabulary import OddsSignal, Witness

UserSourceKind = Literal["intake", "experiment", "check_in", "coach", "atlas", "own"]
"""Where a person may say that something comes from."""


SourceKind = UserSourceKind | Literal["market"]
"""A market signal is the source of its own evidence; people do not choose it."""


class Source(EventPart, frozen=True, kw_only=True):
    """Where a fact came from; a step, a session or a market signal by its id."""

    kind: Annotated[SourceKind, C1]
    id: Annotated[UUID | None, C1] = None


class AppealRated(Event, frozen=True, kw_only=True, tag="AppealRated"):
    """The client rated how much they would like to do this work, 0-10, right after a step."""

    label = translatable("a rating of the appeal")

    role_id: StructuralId
    rating: StructuralInt
    source: Source


class OddsSignalHeard(Event, frozen=True, kw_only=True, tag="OddsSignalHeard"):
    """The client heard something about the chances in a role."""

    label = translatable("one signal about your chances")

    role_id: StructuralId
    signal: Annotated[OddsSignal, C1]
    source: Source
    answer_to: Annotated[UUID | None, C1] = None
    """The approach it answers, when it came as an answer."""
    weak: Annotated[bool, C1] = False
    """Whether it counts for half: an outlook of the atlas, and not what the client heard herself."""


class CriterionNamed(Event, frozen=True, kw_only=True, tag="CriterionNamed"):
    """The client named a priority, which can be traded off."""

    label = translatable("the name of a priority")
    creates = ("criterion",)

    criterion_id: StructuralId
    wording: PersonalText
    source: Source


class TradeoffMade(Event, frozen=True, kw_only=True, tag="TradeoffMade"):
    """One priority mattered more than another."""

    label = translatable("one trade-off")

    winner: StructuralId
    loser: StructuralId
    met_in_reality: StructuralBool
    source: Source


class StrengthObserved(Event, frozen=True, kw_only=True, tag="StrengthObserved"):
    """Someone saw a strength. A hidden one is one that the client had not seen themselves."""

    label = translatable("one strength")
    creates = ("strength",)

    strength_id: StructuralId
    wording: PersonalText
    hidden: StructuralBool
    witness: Annotated[Witness, C1]
    source: Source
    contact_id: Annotated[UUID | None, C1] = None
    example: PersonalText | None = None
    """One moment when it was seen, in the words of whoever saw it."""


class GapFound(Event, frozen=True, kw_only=True, tag="GapFound"):
    """A gap was found: a role asks for something that the client does not have yet."""

    label = translatable("one gap")
    creates = ("gap",)

    gap_id: StructuralId
    wording: PersonalText
    closable: StructuralBool
    source: Source
    role_id: Annotated[UUID | None, C1] = None


EvidenceEvent = AppealRated | OddsSignalHeard | TradeoffMade | StrengthObserved | GapFound


class EvidenceSlice(Struct, frozen=True):
    """Criteria, evidence by where it was found, and the ids of strengths and gaps."""

    criteria: dict[UUID, str] = {}
    found: dict[UUID | None, frozenset[EvidenceEvent]] = {}
    """By the experiment, check-in or market signal it comes from; evidence from nowhere in particular under None."""
    strengths: frozenset[UUID] = frozenset()
    gaps: dict[UUID, date] = {}
    """The date each was first found."""

    def contains(self, event: Event) -> bool:
        """Whether this very event is known already."""
        return isinstance(event, EvidenceEvent) and event in self.found.get(event.source.id, ())

    def has_rating(self, experiment_id: UUID) -> bool:
        """Whether this experiment has an appeal rating."""
        return any(isinstance(event, AppealRated) for event in self.found.get(experiment_id, ()))

    def has_kept_on_file_signal(self, experiment_id: UUID) -> bool:
        """Whether the signal that the papers are kept was recorded for this approach."""
        return any(
            isinstance(event, OddsSignalHeard)
            and event.signal == "resource_bank"
            and experiment_id in (event.source.id, event.answer_to)
            for found in self.found.values()
            for event in found
        )


def evolve(evidence: EvidenceSlice, event: CriterionNamed | EvidenceEvent) -> EvidenceSlice:
    """Adds a criterion or a piece of evidence."""
    if isinstance(event, CriterionNamed):
        return replace(evidence, criteria=with_entry(evidence.criteria, event.criterion_id, event.wording))
    if isinstance(event, StrengthObserved):
        evidence = replace(evidence, strengths=with_member(evidence.strengths, event.strength_id))
    elif isinstance(event, GapFound):
        first = min(evidence.gaps.get(event.gap_id, event.happened_on), event.happened_on)
        evidence = replace(evidence, gaps=with_entry(evidence.gaps, event.gap_id, first))
    return replace(evidence, found=with_member_at(evidence.found, event.source.id, event))


class EvidenceContext(Struct, frozen=True):
    """What evidence takes over from the step or check-in in which it was found."""

    source: Source
    on: date
    took_place: bool = False
    role_id: UUID | None = None
    contact_id: UUID | None = None


EVOLVERS = slice_evolvers("evidence", evolve)
