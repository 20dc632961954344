"""How clients present themselves: versions of a pitch, which one went out, how it landed, and who noticed them."""

from typing import Annotated
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.growing import with_entry, with_member
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, C2, PersonalText, StructuralId, StructuralInt


class PitchRevised(Event, frozen=True, kw_only=True, tag="PitchRevised"):
    """A new version of the pitch: how the client introduces themselves."""

    label = translatable("a version of the pitch")
    creates = ("pitch",)

    pitch_id: StructuralId
    wording: PersonalText
    follows: Annotated[UUID | None, C1] = None


class ApplicationSent(Event, frozen=True, kw_only=True, tag="ApplicationSent"):
    """Which CV and which pitch went out with an approach."""

    label = translatable("what was sent with an application")
    part_of = ("happened",)

    experiment_id: StructuralId
    pitch_id: Annotated[UUID | None, C1] = None
    cv: Annotated[str | None, C2] = None


class PitchTried(Event, frozen=True, kw_only=True, tag="PitchTried"):
    """The client tried the pitch on someone. How well it landed, from 0 to 10."""

    label = translatable("how a pitch went down")
    part_of = ("happened",)

    experiment_id: StructuralId
    pitch_id: StructuralId
    landed: StructuralInt


class MadeVisible(Event, frozen=True, kw_only=True, tag="MadeVisible"):
    """A step also made the client visible to someone: exploring and being seen go together."""

    label = translatable("who else noticed you in a step")
    part_of = ("happened",)

    experiment_id: StructuralId
    to: PersonalText


class PitchesSlice(Struct, frozen=True):
    """Versions of the pitch by id; papers sent, tries and who noticed, by experiment."""

    versions: dict[UUID, PitchRevised] = {}
    sent: dict[UUID, ApplicationSent] = {}
    tried: dict[UUID, PitchTried] = {}
    visible: frozenset[tuple[UUID, str]] = frozenset()


PitchEvent = PitchRevised | ApplicationSent | PitchTried | MadeVisible


def evolve(pitches: PitchesSlice, event: PitchEvent) -> PitchesSlice:
    """Adds a version, papers, a try, or somebody who noticed."""
    match event:
        case PitchRevised():
            return replace(pitches, versions=with_entry(pitches.versions, event.pitch_id, event))
        case ApplicationSent():
            return replace(pitches, sent=with_entry(pitches.sent, event.experiment_id, event))
        case PitchTried():
            return replace(pitches, tried=with_entry(pitches.tried, event.experiment_id, event))
        case MadeVisible():
            return replace(pitches, visible=with_member(pitches.visible, (event.experiment_id, event.to)))


EVOLVERS = slice_evolvers("pitches", evolve)
