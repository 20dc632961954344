"""A journey so far: the parts put together, and what decisions ask of them."""

from typing import assert_never
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.errors import IllegalStep, UnknownJourney
from domain.events import Event
from domain.journey import answers, coaching, contacts, evidence, experiments, feedback, pulses, roles, weeks
from domain.journey.answers import AnswerReceived, Answers, FollowUpPlanned, SilenceElapsed
from domain.journey.coaching import CheckInHeld
from domain.journey.contacts import ContactAdded, EmployerNamed, Network
from domain.journey.endings import EndingRecorded
from domain.journey.evidence import (
    AppealRated,
    CriterionNamed,
    Evidence,
    GapFound,
    OddsSignalHeard,
    Source,
    SourceKind,
    StrengthObserved,
    TradeoffMade,
)
from domain.journey.experiments import (
    Experiment,
    ExperimentCancelled,
    ExperimentConcluded,
    ExperimentDropped,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
)
from domain.journey.feedback import Feedback, FeedbackReceived, FeedbackRequested
from domain.journey.pulses import EnergyRated, Pulses, TrustRated
from domain.journey.roles import Role, RoleBlocked, RoleDiscovered, RoleJudged, RoleParked, RoleReopened
from domain.journey.start import ConditionDeclared, JourneyStarted, Start
from domain.journey.weeks import RestDeclared, WeekPlanned, WeekReviewed, Weeks


class Journey(Struct, frozen=True):
    """What decisions need to know of a journey."""

    start: Start | None = None
    roles: dict[UUID, Role] = {}
    network: Network = Network()
    evidence: Evidence = Evidence()
    experiments: dict[UUID, Experiment] = {}
    answers: Answers = Answers()
    feedback: Feedback = Feedback()
    weeks: Weeks = Weeks()
    check_ins: dict[UUID, CheckInHeld] = {}
    pulses: Pulses = Pulses()
    ending: EndingRecorded | None = None

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
                f"This experiment is {experiment.stage}, it was not run.",
                field=field,
                allowed="an experiment that was run, cancelled or refused",
            )
        return experiment

    def ran(self, experiment_id: UUID, *, field: str = "experiment_id") -> Experiment:
        """An experiment that took place."""
        experiment = self.happened(experiment_id, field=field)
        if experiment.stage != "run":
            raise IllegalStep(
                f"This experiment was {experiment.stage}, so there is nothing to answer.",
                field=field,
                allowed="an experiment that was run",
            )
        return experiment

    def check_in(self, check_in_id: UUID, *, field: str = "check_in_id") -> CheckInHeld:
        """A check-in that was held."""
        if held := self.check_ins.get(check_in_id):
            return held
        raise IllegalStep("This check-in was not held.", field=field, allowed="the id of a check-in")

    def source(self, kind: SourceKind, source_id: UUID | None, *, field: str) -> Source:
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
                raise IllegalStep(f"The source {kind} has no id.", field=field, allowed="no id")
            case _:
                pass
        return Source(kind=kind, id=source_id)


INITIAL = Journey()


def evolve(journey: Journey, event: Event) -> Journey:
    """The journey after one more event."""
    match event:
        case JourneyStarted():
            return replace(journey, start=Start(fact=event))
        case ConditionDeclared():
            start = journey.started
            named = {**start.conditions, event.condition_id: event.wording}
            return replace(journey, start=replace(start, conditions=named))
        case RoleDiscovered() | RoleJudged() | RoleBlocked() | RoleParked() | RoleReopened():
            return replace(journey, roles=roles.evolve(journey.roles, event))
        case ContactAdded() | EmployerNamed():
            return replace(journey, network=contacts.evolve(journey.network, event))
        case (
            AppealRated()
            | OddsSignalHeard()
            | CriterionNamed()
            | TradeoffMade()
            | StrengthObserved()
            | GapFound()
        ):
            return replace(journey, evidence=evidence.evolve(journey.evidence, event))
        case (
            ExperimentPlanned()
            | ExperimentRun()
            | ExperimentCancelled()
            | ExperimentRefused()
            | ExperimentDropped()
            | ExperimentConcluded()
        ):
            return replace(journey, experiments=experiments.evolve(journey.experiments, event))
        case AnswerReceived() | SilenceElapsed() | FollowUpPlanned():
            return replace(journey, answers=answers.evolve(journey.answers, event))
        case FeedbackRequested() | FeedbackReceived():
            return replace(journey, feedback=feedback.evolve(journey.feedback, event))
        case WeekPlanned() | WeekReviewed() | RestDeclared():
            return replace(journey, weeks=weeks.evolve(journey.weeks, event))
        case CheckInHeld():
            return replace(journey, check_ins=coaching.evolve(journey.check_ins, event))
        case EnergyRated() | TrustRated():
            return replace(journey, pulses=pulses.evolve(journey.pulses, event))
        case EndingRecorded():
            return replace(journey, ending=event)
        case _:
            assert_never(event)
