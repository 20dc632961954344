"""The journey aggregate: its slices of state, how it evolves, and the look-ups that decisions share."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.errors import InvalidOperation, UnknownJourney
from domain.event import AuthoredEvent
from domain.growing import grow
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
from domain.journey.events.beliefs import BeliefsSlice
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.check_ins import CheckInHeld, CheckInsSlice
from domain.journey.events.coaches import CoachesSlice
from domain.journey.events.consents import ConsentsSlice
from domain.journey.events.counted_answers import CountedAnswers
from domain.journey.events.course import CourseSlice
from domain.journey.events.deputies import DeputiesSlice
from domain.journey.events.endings import EndingsSlice
from domain.journey.events.erasure import ContactForgotten
from domain.journey.events.evidence import EvidenceSlice, Source, UserSourceKind
from domain.journey.events.evolvers import EVOLVERS, EVOLVERS_ACROSS_SUBJECTS
from domain.journey.events.experiments import Experiment, ExperimentsSlice
from domain.journey.events.feedback import FeedbackSlice
from domain.journey.events.gaps import GapsSlice
from domain.journey.events.insights import InsightsSlice
from domain.journey.events.intake import IntakeSlice
from domain.journey.events.market import MarketSlice
from domain.journey.events.network import NetworkSlice
from domain.journey.events.notes import NotesSlice
from domain.journey.events.offers import JobOffer, OffersSlice, offers_from
from domain.journey.events.opinions import OpinionsSlice
from domain.journey.events.pitches import PitchesSlice
from domain.journey.events.pulses import PulsesSlice
from domain.journey.events.quests import QuestsSlice
from domain.journey.events.refusals import RefusalsSlice
from domain.journey.events.roles import Role, RolesSlice
from domain.journey.events.sight import SightSlice
from domain.journey.events.skills import SkillsSlice
from domain.journey.events.slice_evolver import SliceEvolver
from domain.journey.events.start import StartSlice
from domain.journey.events.stories import StoriesSlice
from domain.journey.events.suggestions import SuggestionsSlice
from domain.journey.events.vision import VisionSlice
from domain.journey.events.weeks import WeeksSlice


class Journey(Struct, frozen=True):
    """The journey aggregate: one slice of state for each subject, and the events it was built from."""

    authored_events: tuple[AuthoredEvent[AnyJourneyEvent], ...] = ()
    """The whole stream, in order: entry n stands at index n - 1."""
    latest_day: date = date.min
    """The latest day of any entry: today is never before it, even if the client's clock went west since."""
    complete_at: int = 0
    """How many events the stream has once the correction under way is complete; 0 when none is under way."""
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
    skills: SkillsSlice = {}
    insights: InsightsSlice = {}
    experiments: ExperimentsSlice = {}
    beliefs: BeliefsSlice = {}
    suggestions: SuggestionsSlice = {}
    pitches: PitchesSlice = PitchesSlice()
    answers: AnswersSlice = AnswersSlice()
    counted_answers: CountedAnswers = CountedAnswers()
    feedback: FeedbackSlice = FeedbackSlice()
    refusals: RefusalsSlice = RefusalsSlice()
    offers: OffersSlice = OffersSlice()
    weeks: WeeksSlice = WeeksSlice()
    coaches: CoachesSlice = CoachesSlice()
    check_ins: CheckInsSlice = {}
    notes: NotesSlice = NotesSlice()
    agreements: AgreementsSlice = AgreementsSlice()
    quests: QuestsSlice = {}
    alerts: AlertsSlice = AlertsSlice()
    pulses: PulsesSlice = PulsesSlice()
    sight: SightSlice = {}
    deputies: DeputiesSlice = DeputiesSlice()
    consents: ConsentsSlice = ConsentsSlice()
    endings: EndingsSlice = EndingsSlice()

    def numbered_events(self) -> Iterator[tuple[int, JourneyEventOrCorrection]]:
        """Every entry with its number, from 1, except those that record a forgotten contact."""
        return numbered_events(self.authored_events)

    def is_retracted(self, number: int) -> bool:
        """Whether an entry was retracted, and that retraction still stands."""
        return number in effective.retracted_numbers(dict(self.numbered_events()))

    def unretracted_events(self) -> dict[int, JourneyEvent]:
        """The corrected events by number, without the retracted; includes names that no entry needs any more."""
        return effective.unretracted_events(self.numbered_events())

    def effective_events(self) -> dict[int, JourneyEvent]:
        """The events that count, by number: corrected, without the retracted and what depended on them."""
        return effective.effective_events(self.numbered_events())

    @property
    def started(self) -> StartSlice:
        """The start slice. Raises `UnknownJourney` when the journey has not started."""
        if self.start is None:
            raise UnknownJourney("There is no such journey.", allowed="StartJourney first")
        return self.start

    @property
    def time_zone(self) -> str:
        """The name of the time zone by whose days it goes."""
        changed = self.course.time_zone
        return changed.time_zone if changed else self.started.event.time_zone

    @property
    def job_offers(self) -> dict[UUID, JobOffer]:
        """How each offer stands, by experiment."""
        answers = (one for received in self.answers.received.values() for one in received)
        return offers_from(
            answers,
            self.offers.declined,
            self.answers.follow_ups.values(),
            ended=self.endings.recorded is not None,
        )

    def role(self, role_id: UUID, *, field: str = "role_id") -> Role:
        """A role that was discovered. Raises `InvalidOperation` for another id, as do the look-ups below."""
        if role := self.roles.get(role_id):
            return role
        raise InvalidOperation(
            "This role has not been discovered yet.", field=field, allowed="the id of a role on the list"
        )

    def experiment(self, experiment_id: UUID, *, field: str = "experiment_id") -> Experiment:
        """An experiment that was planned."""
        if experiment := self.experiments.get(experiment_id):
            return experiment
        raise InvalidOperation("This step was not planned.", field=field, allowed="the id of a planned step")

    def experiment_that_happened(self, experiment_id: UUID, *, field: str = "experiment_id") -> Experiment:
        """An experiment that was run, cancelled or refused: one with an outcome other than dropped."""
        experiment = self.experiment(experiment_id, field=field)
        if experiment.stage in ("planned", "dropped"):
            raise InvalidOperation(
                "This step did not take place, and the other side did not call it off.",
                field=field,
                allowed="a step that took place, or was cancelled or declined",
            )
        return experiment

    def experiment_that_ran(self, experiment_id: UUID, *, field: str = "experiment_id") -> Experiment:
        """An experiment that took place."""
        experiment = self.experiment_that_happened(experiment_id, field=field)
        if experiment.stage != "run":
            raise InvalidOperation(
                "The other side called off this step, so there is no reply to record.",
                field=field,
                allowed="a step that took place",
            )
        return experiment

    def check_in(self, check_in_id: UUID, *, field: str = "check_in_id") -> CheckInHeld:
        """A check-in that was held."""
        if held := self.check_ins.get(check_in_id):
            return held
        raise InvalidOperation("This session did not take place.", field=field, allowed="the id of a session")

    def source(self, kind: UserSourceKind, source_id: UUID | None, *, field: str) -> Source:
        """A source that exists: an experiment with an outcome, a check-in that was held, or a kind that has no id."""
        match kind:
            case "experiment" if source_id:
                self.experiment_that_happened(source_id, field=field)
            case "check_in" if source_id:
                self.check_in(source_id, field=field)
            case "experiment":
                raise InvalidOperation(
                    "Say which step it came from.",
                    field=field,
                    allowed="the id of a step",
                )
            case "check_in":
                raise InvalidOperation(
                    "Say which session it came from.", field=field, allowed="the id of a session"
                )
            case _ if source_id:
                raise InvalidOperation("This kind of source has no id.", field=field, allowed="no id")
            case _:
                pass
        return Source(kind=kind, id=source_id)


def numbered_events(
    events: Iterable[AuthoredEvent[AnyJourneyEvent]],
) -> Iterator[tuple[int, JourneyEventOrCorrection]]:
    """Every entry of a stream with its number, from 1, except those that record a forgotten contact."""
    for number, authored in enumerate(events, 1):
        if not isinstance(authored.event, ContactForgotten):
            yield number, authored.event


INITIAL = Journey()


def evolve(journey: Journey, event: AnyJourneyEvent, by: UUID | None = None) -> Journey:
    """Applies one event to a journey."""
    return evolve_all(journey, [AuthoredEvent(event, by)])


def evolve_all(journey: Journey, events: Sequence[AuthoredEvent[AnyJourneyEvent]]) -> Journey:
    """Applies further events. Once a correction is complete, the state is rebuilt from the effective events."""
    stream = (*journey.authored_events, *events)
    ends = (
        _complete_at(one.event, number) for number, one in enumerate(events, len(journey.authored_events) + 1)
    )
    complete_at = max(journey.complete_at, *ends, 0)
    known = replace(journey, latest_day=max([journey.latest_day, *_days_of(events)]))
    if complete_at == 0:
        return fold_events((one.event for one in events), known, authored_events=stream)  # type: ignore[misc]
    if complete_at > len(stream):
        return replace(known, authored_events=stream, complete_at=complete_at)
    effective_now = effective.effective_events(numbered_events(stream))
    return fold_events(
        effective_now.values(), replace(INITIAL, latest_day=known.latest_day), authored_events=stream
    )


def _days_of(events: Sequence[AuthoredEvent[AnyJourneyEvent]]) -> Iterator[date]:
    """The days of entries, and those that corrections gave to others."""
    for one in events:
        yield one.event.happened_on
        if isinstance(one.event, EntryCorrected):
            yield one.event.fact.happened_on


def _complete_at(event: AnyJourneyEvent, number: int) -> int:
    """The number of the last entry that belongs to a correction; 0 for an event that corrects nothing."""
    match event:
        case EntryCorrected():
            return number + event.along
        case EntryRetracted() | ContactForgotten():
            return number
        case _:
            return 0


def fold_events(
    events: Iterable[JourneyEvent],
    journey: Journey = INITIAL,
    *,
    authored_events: tuple[AuthoredEvent[AnyJourneyEvent], ...] = (),
) -> Journey:
    """Folds events into the slices of a journey; `authored_events` becomes the stream that the result holds."""
    by_slice: defaultdict[SliceEvolver, list[JourneyEvent]] = defaultdict(list)
    for event in events:
        by_slice[EVOLVERS[type(event)]].append(event)
        if across := EVOLVERS_ACROSS_SUBJECTS.get(type(event)):
            by_slice[across].append(event)
    slices = {
        name: grow(evolve_slice, getattr(journey, name), some)
        for (name, evolve_slice), some in by_slice.items()
    }
    return replace(journey, **slices, authored_events=authored_events)
