"""A journey so far: the parts put together, and what decisions ask of them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.errors import InvalidOperation, UnknownJourney
from domain.event import AuthoredEvent
from domain.journey.corrections import effective
from domain.journey.corrections.events import (
    AnyJourneyEvent,
    EntryCorrected,
    EntryRetracted,
    JourneyEventOrCorrection,
)
from domain.journey.events.agreements import AgreementsSlice
from domain.journey.events.alerts import AlertsSlice
from domain.journey.events.allies import AlliesSlice
from domain.journey.events.answers import AnswersSlice
from domain.journey.events.assessments import AssessmentsSlice
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.check_ins import CheckInHeld, CheckInsSlice
from domain.journey.events.coaches import CoachesSlice
from domain.journey.events.consents import ConsentsSlice
from domain.journey.events.contacts import NetworkSlice
from domain.journey.events.course import CourseSlice
from domain.journey.events.endings import EndingsSlice
from domain.journey.events.erasure import ContactForgotten
from domain.journey.events.evidence import EvidenceSlice, Source, UserSourceKind
from domain.journey.events.evolvers import EVOLVERS
from domain.journey.events.experiments import Experiment, ExperimentsSlice
from domain.journey.events.feedback import FeedbackSlice
from domain.journey.events.gaps import GapsSlice
from domain.journey.events.insights import InsightsSlice
from domain.journey.events.intake import IntakeSlice
from domain.journey.events.market import MarketSlice
from domain.journey.events.notes import NotesSlice
from domain.journey.events.opinions import OpinionsSlice
from domain.journey.events.pitches import PitchesSlice
from domain.journey.events.pulses import PulsesSlice
from domain.journey.events.quests import QuestsSlice
from domain.journey.events.refusals import RefusalsSlice
from domain.journey.events.roles import Role, RolesSlice
from domain.journey.events.sight import SightSlice
from domain.journey.events.start import StartSlice
from domain.journey.events.stories import StoriesSlice
from domain.journey.events.suggestions import SuggestionsSlice
from domain.journey.events.vision import VisionSlice
from domain.journey.events.weeks import WeeksSlice


class Journey(Struct, frozen=True):
    """What decisions need to know of a journey."""

    lines: tuple[AuthoredEvent[AnyJourneyEvent], ...] = ()
    """What was told, in order: entry n is line n - 1."""
    whole_at: int = 0
    """How many lines there are once the correction under way is told to its end; 0 when none is."""
    start: StartSlice | None = None
    course: CourseSlice = CourseSlice()
    intake: IntakeSlice = IntakeSlice()
    vision: VisionSlice = VisionSlice()
    stories: StoriesSlice = StoriesSlice()
    assessments: AssessmentsSlice = {}
    roles: RolesSlice = {}
    opinions: OpinionsSlice = OpinionsSlice()
    network: NetworkSlice = NetworkSlice()
    allies: AlliesSlice = AlliesSlice()
    market: MarketSlice = MarketSlice()
    evidence: EvidenceSlice = EvidenceSlice()
    gaps: GapsSlice = GapsSlice()
    insights: InsightsSlice = {}
    experiments: ExperimentsSlice = {}
    offered: SuggestionsSlice = {}
    pitches: PitchesSlice = PitchesSlice()
    answers: AnswersSlice = AnswersSlice()
    feedback: FeedbackSlice = FeedbackSlice()
    refusals: RefusalsSlice = RefusalsSlice()
    weeks: WeeksSlice = WeeksSlice()
    coaches: CoachesSlice = CoachesSlice()
    check_ins: CheckInsSlice = {}
    notes: NotesSlice = NotesSlice()
    agreements: AgreementsSlice = AgreementsSlice()
    quests: QuestsSlice = {}
    alerts: AlertsSlice = AlertsSlice()
    pulses: PulsesSlice = PulsesSlice()
    sight: SightSlice = {}
    consents: ConsentsSlice = ConsentsSlice()
    endings: EndingsSlice = EndingsSlice()

    def numbered_events(self) -> Iterator[tuple[int, JourneyEventOrCorrection]]:
        """Every entry that somebody told, by its number, from 1."""
        return numbered_events(self.lines)

    def is_retracted(self, number: int) -> bool:
        """Was an entry taken back, and that not undone?"""
        return number in effective.retracted_numbers(dict(self.numbered_events()))

    def unretracted_events(self) -> dict[int, JourneyEvent]:
        """The facts that were told and not taken back, even those nothing needs any more."""
        return effective.unretracted_events(self.numbered_events())

    def effective_events(self) -> dict[int, JourneyEvent]:
        """The facts that hold, by the number of their entry."""
        return effective.effective_events(self.numbered_events())

    @property
    def started(self) -> StartSlice:
        """The start; refused when there is none."""
        if self.start is None:
            raise UnknownJourney("There is no such journey.", allowed="StartJourney first")
        return self.start

    def role(self, role_id: UUID, *, field: str = "role_id") -> Role:
        """A role on the list."""
        if role := self.roles.get(role_id):
            return role
        raise InvalidOperation(
            "This role was not discovered yet.", field=field, allowed="the id of a role on the list"
        )

    def experiment(self, experiment_id: UUID, *, field: str = "experiment_id") -> Experiment:
        """An experiment that was planned."""
        if experiment := self.experiments.get(experiment_id):
            return experiment
        raise InvalidOperation(
            "This experiment was not planned.", field=field, allowed="the id of a planned experiment"
        )

    def experiment_that_happened(self, experiment_id: UUID, *, field: str = "experiment_id") -> Experiment:
        """An experiment that was run, or cancelled or refused by the other side."""
        experiment = self.experiment(experiment_id, field=field)
        if experiment.stage in ("planned", "dropped"):
            raise InvalidOperation(
                "This experiment was not run, nor called off by the other side.",
                field=field,
                allowed="an experiment that was run, cancelled or refused",
            )
        return experiment

    def experiment_that_ran(self, experiment_id: UUID, *, field: str = "experiment_id") -> Experiment:
        """An experiment that took place."""
        experiment = self.experiment_that_happened(experiment_id, field=field)
        if experiment.stage != "run":
            raise InvalidOperation(
                "This experiment was called off by the other side, so there is nothing to answer.",
                field=field,
                allowed="an experiment that was run",
            )
        return experiment

    def check_in(self, check_in_id: UUID, *, field: str = "check_in_id") -> CheckInHeld:
        """A check-in that was held."""
        if held := self.check_ins.get(check_in_id):
            return held
        raise InvalidOperation("This check-in was not held.", field=field, allowed="the id of a check-in")

    def source(self, kind: UserSourceKind, source_id: UUID | None, *, field: str) -> Source:
        """A source that exists: an experiment that happened, a check-in that was held, or one without an id."""
        match kind:
            case "experiment" if source_id:
                self.experiment_that_happened(source_id, field=field)
            case "check_in" if source_id:
                self.check_in(source_id, field=field)
            case "experiment":
                raise InvalidOperation(
                    "The experiment it was found in is missing.",
                    field=field,
                    allowed="the id of an experiment",
                )
            case "check_in":
                raise InvalidOperation(
                    "The check-in it was found in is missing.", field=field, allowed="the id of a check-in"
                )
            case _ if source_id:
                raise InvalidOperation("A source of this kind has no id.", field=field, allowed="no id")
            case _:
                pass
        return Source(kind=kind, id=source_id)


def numbered_events(
    lines: Iterable[AuthoredEvent[AnyJourneyEvent]],
) -> Iterator[tuple[int, JourneyEventOrCorrection]]:
    """Every entry by its number, from 1, but for those that say who was forgotten."""
    for number, line in enumerate(lines, 1):
        if not isinstance(line.event, ContactForgotten):
            yield number, line.event


INITIAL = Journey()


def evolve(journey: Journey, event: AnyJourneyEvent, by: UUID | None = None) -> Journey:
    """The journey after one more event."""
    return evolve_all(journey, [AuthoredEvent(event, by)])


def evolve_all(journey: Journey, more: Sequence[AuthoredEvent[AnyJourneyEvent]]) -> Journey:
    """The journey after some more entries. A correction makes it anew, once it is whole, from what is in effect."""
    lines = (*journey.lines, *more)
    ends = (_whole_at(one.event, number) for number, one in enumerate(more, len(journey.lines) + 1))
    whole_at = max(journey.whole_at, *ends, 0)
    if whole_at == 0:
        return fold_events((line.event for line in more), journey, lines=lines)  # type: ignore[misc]
    if whole_at > len(lines):
        return replace(journey, lines=lines, whole_at=whole_at)
    return fold_events(effective.effective_events(numbered_events(lines)).values(), lines=lines)


def _whole_at(event: AnyJourneyEvent, number: int) -> int:
    match event:
        case EntryCorrected():
            return number + event.along
        case EntryRetracted() | ContactForgotten():
            return number
        case _:
            return 0


def fold_events(
    facts: Iterable[JourneyEvent],
    journey: Journey = INITIAL,
    *,
    lines: tuple[AuthoredEvent[AnyJourneyEvent], ...] = (),
) -> Journey:
    """The journey that facts make, or make of a journey, and the lines they stand in."""
    parts: dict[str, Any] = {}
    for fact in facts:
        part, evolves = EVOLVERS[type(fact)]
        parts[part] = evolves(parts.get(part, getattr(journey, part)), fact)
    return replace(journey, **parts, lines=lines)
