"""Job offers: how each stands, and that the client said no to one."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Literal, Protocol
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.growing import with_entry
from domain.journey.events.answers import AnswerReceived
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C2, StructuralId

OfferStage = Literal["open", "declined", "accepted", "withdrawn"]
"""Accepted by an ending, whichever offer it was; withdrawn when another reply came later."""


class OfferDeclined(Event, frozen=True, kw_only=True, tag="OfferDeclined"):
    """The client said no to an offer."""

    label = translatable("that you declined an offer")
    part_of = ("offered",)

    experiment_id: StructuralId
    why: Annotated[str | None, C2] = None


class OffersSlice(Struct, frozen=True):
    """By experiment: the last no to an offer."""

    declined: dict[UUID, OfferDeclined] = {}


def evolve(offers: OffersSlice, event: OfferDeclined) -> OffersSlice:
    """Notes a no to an offer."""
    return replace(offers, declined=with_entry(offers.declined, event.experiment_id, event))


EVOLVERS = slice_evolvers("offers", evolve)


class AnswerDay(Protocol):
    """A day to come back to a step: with an offer, the day by which it is answered."""

    @property
    def experiment_id(self) -> UUID | None: ...
    @property
    def happened_on(self) -> date: ...
    @property
    def due(self) -> date: ...


class JobOffer(Struct, frozen=True, kw_only=True):
    """An offer, and how it stands."""

    experiment_id: UUID
    on: date
    stage: OfferStage
    answer_by: date | None
    """The day by which the client answers, as it was last set."""


def offers_from(
    answers: Iterable[AnswerReceived],
    declined: Mapping[UUID, OfferDeclined],
    days: Iterable[AnswerDay],
    *,
    ended: bool,
) -> dict[UUID, JobOffer]:
    """How each offer stands, by experiment. Answers and days are in the order of recording."""
    in_order = sorted(answers, key=lambda one: one.happened_on)
    made = {one.experiment_id: one.happened_on for one in in_order if one.answer == "offer"}
    last = {one.experiment_id: one for one in in_order}
    answer_by: dict[UUID, date] = {}
    for one in days:
        on = made.get(one.experiment_id) if one.experiment_id else None
        if one.experiment_id and on and one.happened_on >= on:
            answer_by[one.experiment_id] = one.due

    def stage(key: UUID, on: date) -> OfferStage:
        if key in declined and declined[key].happened_on >= on:
            return "declined"
        if last[key].answer != "offer":
            return "withdrawn"
        return "accepted" if ended else "open"

    return {
        key: JobOffer(experiment_id=key, on=on, stage=stage(key, on), answer_by=answer_by.get(key))
        for key, on in made.items()
    }
