"""A journey so far: the parts put together, and what decisions ask of them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.errors import IllegalStep, UnknownJourney
from domain.events import Event
from domain.journey.agreements import Agreements
from domain.journey.alerts import Alerts
from domain.journey.allies import Allies
from domain.journey.answers import Answers
from domain.journey.assessments import Assessments
from domain.journey.coaches import Coaches
from domain.journey.coaching import CheckInHeld, CheckIns
from domain.journey.consents import Consents
from domain.journey.contacts import Network
from domain.journey.corrections import events
from domain.journey.corrections.events import EntryCorrected, EntryRetracted, Told
from domain.journey.course import Course
from domain.journey.endings import Endings
from domain.journey.events.catalogue import JourneyFact
from domain.journey.events.evidence import Evidence, FoundBy, Source
from domain.journey.events.evolvers import ROOMS
from domain.journey.events.experiments import Experiment, Experiments
from domain.journey.feedback import Feedback
from domain.journey.forgotten import ContactForgotten
from domain.journey.gaps import Gaps
from domain.journey.insights import Insights
from domain.journey.intake import Intake
from domain.journey.market import Market
from domain.journey.notes import Notes
from domain.journey.opinions import Opinions
from domain.journey.pitches import Pitches
from domain.journey.pulses import Pulses
from domain.journey.quests import Quests
from domain.journey.refusals import Refusals
from domain.journey.roles import Role, Roles
from domain.journey.sight import Sight
from domain.journey.start import Start
from domain.journey.stories import Stories
from domain.journey.suggestions import Offered
from domain.journey.vision import Vision
from domain.journey.weeks import Weeks


class Line(Struct, frozen=True):
    """One entry: what was told, and by whom."""

    event: Event
    by: UUID | None


class Journey(Struct, frozen=True):
    """What decisions need to know of a journey."""

    lines: tuple[Line, ...] = ()
    """What was told, in order: entry n is line n - 1."""
    whole_at: int = 0
    """How many lines there are once the correction under way is told to its end; 0 when none is."""
    start: Start | None = None
    course: Course = Course()
    intake: Intake = Intake()
    vision: Vision = Vision()
    stories: Stories = Stories()
    assessments: Assessments = {}
    roles: Roles = {}
    opinions: Opinions = Opinions()
    network: Network = Network()
    allies: Allies = Allies()
    market: Market = Market()
    evidence: Evidence = Evidence()
    gaps: Gaps = Gaps()
    insights: Insights = {}
    experiments: Experiments = {}
    offered: Offered = {}
    pitches: Pitches = Pitches()
    answers: Answers = Answers()
    feedback: Feedback = Feedback()
    refusals: Refusals = Refusals()
    weeks: Weeks = Weeks()
    coaches: Coaches = Coaches()
    check_ins: CheckIns = {}
    notes: Notes = Notes()
    agreements: Agreements = Agreements()
    quests: Quests = {}
    alerts: Alerts = Alerts()
    pulses: Pulses = Pulses()
    sight: Sight = {}
    consents: Consents = Consents()
    endings: Endings = Endings()

    def told(self) -> Iterator[tuple[int, Told]]:
        """Every entry that somebody told, by its number, from 1."""
        return told(self.lines)

    def retracted(self, number: int) -> bool:
        """Was an entry taken back, and that not undone?"""
        return number in events.retracted(dict(self.told()))

    def as_told(self) -> dict[int, JourneyFact]:
        """The facts that were told and not taken back, even those nothing needs any more."""
        return events.as_told(self.told())

    def in_effect(self) -> dict[int, JourneyFact]:
        """The facts that hold, by the number of their entry."""
        return events.in_effect(self.told())

    @property
    def started(self) -> Start:
        """The start; refused when there is none."""
        if self.start is None:
            raise UnknownJourney("There is no such journey.", allowed="StartJourney first")
        return self.start

    def role(self, role_id: UUID, *, field: str = "role_id") -> Role:
        """A role on the list."""
        if role := self.roles.get(role_id):
            return role
        raise IllegalStep(
            "This role was not discovered yet.", field=field, allowed="the id of a role on the list"
        )

    def experiment(self, experiment_id: UUID, *, field: str = "experiment_id") -> Experiment:
        """An experiment that was planned."""
        if experiment := self.experiments.get(experiment_id):
            return experiment
        raise IllegalStep(
            "This experiment was not planned.", field=field, allowed="the id of a planned experiment"
        )

    def happened(self, experiment_id: UUID, *, field: str = "experiment_id") -> Experiment:
        """An experiment that was run, or cancelled or refused by the other side."""
        experiment = self.experiment(experiment_id, field=field)
        if experiment.stage in ("planned", "dropped"):
            raise IllegalStep(
                "This experiment was not run, nor called off by the other side.",
                field=field,
                allowed="an experiment that was run, cancelled or refused",
            )
        return experiment

    def ran(self, experiment_id: UUID, *, field: str = "experiment_id") -> Experiment:
        """An experiment that took place."""
        experiment = self.happened(experiment_id, field=field)
        if experiment.stage != "run":
            raise IllegalStep(
                "This experiment was called off by the other side, so there is nothing to answer.",
                field=field,
                allowed="an experiment that was run",
            )
        return experiment

    def check_in(self, check_in_id: UUID, *, field: str = "check_in_id") -> CheckInHeld:
        """A check-in that was held."""
        if held := self.check_ins.get(check_in_id):
            return held
        raise IllegalStep("This check-in was not held.", field=field, allowed="the id of a check-in")

    def source(self, kind: FoundBy, source_id: UUID | None, *, field: str) -> Source:
        """A source that exists: an experiment that happened, a check-in that was held, or one without an id."""
        match kind:
            case "experiment" if source_id:
                self.happened(source_id, field=field)
            case "check_in" if source_id:
                self.check_in(source_id, field=field)
            case "experiment":
                raise IllegalStep(
                    "The experiment it was found in is missing.",
                    field=field,
                    allowed="the id of an experiment",
                )
            case "check_in":
                raise IllegalStep(
                    "The check-in it was found in is missing.", field=field, allowed="the id of a check-in"
                )
            case _ if source_id:
                raise IllegalStep("A source of this kind has no id.", field=field, allowed="no id")
            case _:
                pass
        return Source(kind=kind, id=source_id)


def told(lines: Iterable[Line]) -> Iterator[tuple[int, Told]]:
    """Every entry by its number, from 1, but for those that say who was forgotten."""
    for number, line in enumerate(lines, 1):
        if not isinstance(line.event, ContactForgotten):
            yield number, line.event


INITIAL = Journey()


def evolve(journey: Journey, event: Event, by: UUID | None = None) -> Journey:
    """The journey after one more event."""
    return after(journey, [Line(event, by)])


def after(journey: Journey, more: Sequence[Line]) -> Journey:
    """The journey after some more entries. A correction makes it anew, once it is whole, from what is in effect."""
    lines = (*journey.lines, *more)
    ends = (_whole_at(one.event, number) for number, one in enumerate(more, len(journey.lines) + 1))
    whole_at = max(journey.whole_at, *ends, 0)
    if whole_at == 0:
        return made_of((line.event for line in more), journey, lines=lines)  # type: ignore[misc]
    if whole_at > len(lines):
        return replace(journey, lines=lines, whole_at=whole_at)
    return made_of(events.in_effect(told(lines)).values(), lines=lines)


def _whole_at(event: Event, number: int) -> int:
    match event:
        case EntryCorrected():
            return number + event.along
        case EntryRetracted() | ContactForgotten():
            return number
        case _:
            return 0


def made_of(
    facts: Iterable[JourneyFact], journey: Journey = INITIAL, *, lines: tuple[Line, ...] = ()
) -> Journey:
    """The journey that facts make, or make of a journey, and the lines they stand in."""
    parts: dict[str, Any] = {}
    for fact in facts:
        part, evolves = ROOMS[type(fact)]
        parts[part] = evolves(parts.get(part, getattr(journey, part)), fact)
    return replace(journey, **parts, lines=lines)
