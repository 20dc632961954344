"""Deputies: a colleague of the coach who stands in for some days, if the client agrees, and who then sees as much as the client says."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.growing import with_entry, with_member
from domain.journey.events.sight import SightExpired, SightWithdrawn
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, PersonalText, StructuralBool, StructuralDate, StructuralId
from domain.vocabulary import SightScope

SCOPE_ORDER: tuple[SightScope, ...] = ("progress", "profile", "everything")
"""Each shows what those before it show, and more."""


class DeputyProposed(Event, frozen=True, kw_only=True, tag="DeputyProposed"):
    """The coach proposed a colleague who stands in from the first day to the last."""

    label = translatable("who would stand in for the coach")
    creates = ("cover",)

    cover_id: StructuralId
    coach_id: StructuralId
    """The coach who is away: when another one is chosen, the deputy goes, too."""
    coach_name: PersonalText
    deputy_id: StructuralId
    name: PersonalText
    first_day: StructuralDate
    last_day: StructuralDate


class DeputyAnswered(Event, frozen=True, kw_only=True, tag="DeputyAnswered"):
    """The client agreed to the deputy or did not. It counts only for the person, the name and the days that it was about."""

    label = translatable("the reply about a deputy")
    part_of = ("cover",)

    cover_id: StructuralId
    agreed: StructuralBool
    scope: Annotated[SightScope | None, C1] = None
    """How much the deputy may see: never more than the coach sees."""
    deputy_id: StructuralId
    name: PersonalText | None = None
    """What the deputy was called when the client was asked; None in what was recorded before this was kept."""
    first_day: StructuralDate
    last_day: StructuralDate


class DeputyEnded(Event, frozen=True, kw_only=True, tag="DeputyEnded"):
    """The deputy stands in no longer, or the proposal was withdrawn."""

    label = translatable("that a deputy stands in no longer")
    part_of = ("cover",)

    cover_id: StructuralId


class DeputyAnswerLapsed(Event, frozen=True, kw_only=True, tag="DeputyAnswerLapsed"):
    """What the deputy rested on was gone for a while and came back: the client's yes counts no longer, and they are asked anew."""

    label = translatable("that the client is asked again about a deputy")
    part_of = ("cover",)

    cover_id: StructuralId


class Cover(Struct, frozen=True):
    """The days of one deputy: what was proposed, and what the client said last."""

    proposed: DeputyProposed
    answered: DeputyAnswered | None = None
    lapsed_on: date | None = None
    """When a yes stopped to count, as what it rested on was gone: the client is asked anew."""

    @property
    def answer(self) -> DeputyAnswered | None:
        """What the client said about this person and these days; None if it was about others, lapsed, or no reply came."""
        reply = self.answered
        if reply is None or self.lapsed_on or reply.deputy_id != self.proposed.deputy_id:
            return None
        if reply.name is not None and reply.name != self.proposed.name:
            return None
        days = (reply.first_day, reply.last_day)
        return reply if days == (self.proposed.first_day, self.proposed.last_day) else None

    def scope(self, of_coach: SightScope | None) -> SightScope | None:
        """How much the deputy sees on these days: the smaller of what the client said and what the coach sees."""
        agreed = self.answer.scope if self.answer else None
        if agreed is None or of_coach is None:
            return None
        return agreed if SCOPE_ORDER.index(agreed) < SCOPE_ORDER.index(of_coach) else of_coach

    def holds_on(self, day: date) -> bool:
        """Whether a day is one of these days."""
        return self.proposed.first_day <= day <= self.proposed.last_day


class DeputiesSlice(Struct, frozen=True):
    """The covers by id, and those that were ended."""

    covers: dict[UUID, Cover] = {}
    ended: frozenset[UUID] = frozenset()


DeputyEvent = DeputyProposed | DeputyAnswered | DeputyEnded | DeputyAnswerLapsed
SightEnd = SightWithdrawn | SightExpired


def evolve(deputies: DeputiesSlice, event: DeputyEvent | SightEnd) -> DeputiesSlice:
    """Adds a cover, what was said about it, or its end. A yes lapses with the sight of the coach, or when an event says so."""
    covers = deputies.covers
    match event:
        case DeputyProposed():
            return replace(deputies, covers=with_entry(covers, event.cover_id, Cover(event)))
        case DeputyAnswered():
            answered = replace(covers[event.cover_id], answered=event, lapsed_on=None)
            return replace(deputies, covers=with_entry(covers, event.cover_id, answered))
        case DeputyEnded():
            return replace(deputies, ended=with_member(deputies.ended, event.cover_id))
        case DeputyAnswerLapsed():
            lapsed = replace(covers[event.cover_id], lapsed_on=event.happened_on)
            return replace(deputies, covers=with_entry(covers, event.cover_id, lapsed))
        case SightWithdrawn() | SightExpired():
            return _without_yes(deputies, event.reader_id, event.happened_on)


def _without_yes(deputies: DeputiesSlice, coach_id: UUID, on: date) -> DeputiesSlice:
    lapsed = {
        key: replace(one, lapsed_on=on)
        for key, one in deputies.covers.items()
        if one.proposed.coach_id == coach_id and one.answered and one.answered.agreed
    }
    return replace(deputies, covers=deputies.covers | lapsed) if lapsed else deputies


_EVOLVERS = slice_evolvers("deputies", evolve)
EVOLVERS_OF_SIGHT = {one: evolver for one, evolver in _EVOLVERS.items() if issubclass(one, SightEnd)}
"""For the events of sight, which the slice of sight follows, too."""
EVOLVERS = {one: evolver for one, evolver in _EVOLVERS.items() if one not in EVOLVERS_OF_SIGHT}
