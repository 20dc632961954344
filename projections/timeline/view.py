"""The view of the timeline."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.experiments import (
    ExperimentConcluded,
    ExperimentPlanned,
    ExperimentStage,
)
from domain.vocabulary import ApproachAnswer


class TimelineAnswer(Struct, frozen=True, kw_only=True):
    """An answer to an approach. No answer code means silence."""

    on: date
    answer: ApproachAnswer | None


class TimelineStep(Struct, frozen=True, kw_only=True):
    """One experiment, as far as it is known at a date."""

    planned: ExperimentPlanned
    stage: ExperimentStage = "planned"
    on: date
    """The day it took place, was called off or refused; before that the day it is meant for."""
    dread_after: int | None = None
    rating: int | None = None
    """How much the client would like the work, 0-10, asked right after."""
    concluded: ExperimentConcluded | None = None
    answers: tuple[TimelineAnswer, ...] = ()


class Timeline(Struct, frozen=True, kw_only=True):
    """The events of a journey up to a date, grouped as pages need them."""

    steps: Mapping[UUID, TimelineStep] = {}
    contacts: Mapping[UUID, str] = {}
    """Names that can be read; who was forgotten has none."""
    roles: Mapping[UUID, str] = {}
    conclusions: Mapping[date, str] = {}
    """Of reviewed weeks, by their Monday."""
    rests: frozenset[date] = frozenset()
    """The Mondays of the weeks taken off."""
    check_ins: tuple[CheckInHeld, ...] = ()
