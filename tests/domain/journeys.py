"""One small journey in short names: its commands, and the events that they produce.

Every function has a plain default; what a test is about it names itself. Days count from the start, which is a
Wednesday: day 0 is 14 January 2026.
"""

from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from domain.journey.commands.answers import PlanFollowUp, RecordAnswer, RecordSilence
from domain.journey.commands.check_ins import HoldCheckIn
from domain.journey.commands.evidence import CriterionInput, LearningInput, NameCriterion, RecordEvidence
from domain.journey.commands.experiment_outcomes import (
    CancelExperiment,
    ConcludeExperiment,
    DropExperiment,
    RefuseExperiment,
    RunExperiment,
)
from domain.journey.commands.experiments import PlanExperiment
from domain.journey.commands.feedback import ReceiveFeedback, RequestFeedback
from domain.journey.commands.network import ContactInput
from domain.journey.commands.roles import (
    BlockRole,
    DiscoverRole,
    JudgeRole,
    NewRoleInput,
    ParkRole,
    ReopenRole,
)
from domain.journey.commands.start import DeclareCondition, StartJourney
from domain.journey.events.answers import AnswerReceived
from domain.journey.events.evidence import AppealRated, OddsSignalHeard, Source
from domain.journey.events.experiments import ExperimentConcluded, ExperimentPlanned
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.start import ConditionDeclared, JourneyStarted

SET_OUT = date(2026, 1, 14)
MONDAY = date(2026, 1, 12)


def day(number: int) -> date:
    return SET_OUT + timedelta(days=number)


def uid(name: str) -> UUID:
    return uuid5(NAMESPACE_OID, name)


TEACHER, RISK = uid("teacher"), uid("risk manager")
TALK, LETTER = uid("talk"), uid("letter")
PAY, PEACE = uid("pay"), uid("peace")
MEETING = uid("check-in")
NIGHTS = uid("nights")
ANOUK = uid("anouk")
HOSPITAL = uid("hospital")
FROM_TALK = Source(kind="experiment", id=TALK)
FROM_LETTER = Source(kind="experiment", id=LETTER)
FROM_INTAKE = Source(kind="intake")
FROM_CHECK_IN = Source(kind="check_in", id=MEETING)


def _with_defaults(given: dict[str, Any], **plain: Any) -> dict[str, Any]:
    return {**plain, **given}


def start(**fields: Any) -> StartJourney:
    plain = _with_defaults(
        fields,
        happened_on=SET_OUT,
        called="Marloes",
        track="preventive",
        locale="nl-NL",
        time_zone="Europe/Amsterdam",
    )
    return StartJourney(**plain)


def journey_started(**fields: Any) -> JourneyStarted:
    plain = _with_defaults(
        fields,
        happened_on=SET_OUT,
        called="Marloes",
        track="preventive",
        locale="nl-NL",
        time_zone="Europe/Amsterdam",
        weekly_goal=2,
    )
    return JourneyStarted(**plain)


def condition(**fields: Any) -> DeclareCondition:
    return DeclareCondition(
        **_with_defaults(fields, happened_on=SET_OUT, condition_id=NIGHTS, wording="no nights")
    )


def condition_declared(**fields: Any) -> ConditionDeclared:
    return ConditionDeclared(
        **_with_defaults(fields, happened_on=SET_OUT, condition_id=NIGHTS, wording="no nights")
    )


def name_criterion(**fields: Any) -> NameCriterion:
    return NameCriterion(**_with_defaults(fields, happened_on=SET_OUT, criterion_id=PAY, wording="pay"))


def discover(**fields: Any) -> DiscoverRole:
    return DiscoverRole(
        **_with_defaults(fields, happened_on=SET_OUT, role_id=TEACHER, title="teacher", distance="near")
    )


def role_discovered(**fields: Any) -> RoleDiscovered:
    plain = _with_defaults(
        fields,
        happened_on=SET_OUT,
        role_id=TEACHER,
        title="teacher",
        distance="near",
        source=Source(kind="own"),
    )
    return RoleDiscovered(**plain)


def new_role(**fields: Any) -> NewRoleInput:
    return NewRoleInput(**_with_defaults(fields, role_id=RISK, title="risk manager", distance="far"))


def judge(**fields: Any) -> JudgeRole:
    return JudgeRole(**_with_defaults(fields, happened_on=day(3), role_id=TEACHER, distance="licence"))


def block(**fields: Any) -> BlockRole:
    return BlockRole(**_with_defaults(fields, happened_on=day(3), role_id=TEACHER, reason="nights"))


def park(**fields: Any) -> ParkRole:
    return ParkRole(**_with_defaults(fields, happened_on=day(3), role_id=TEACHER, reason="not it"))


def reopen(**fields: Any) -> ReopenRole:
    return ReopenRole(**_with_defaults(fields, happened_on=day(5), role_id=TEACHER))


def contact(**fields: Any) -> ContactInput:
    return ContactInput(**_with_defaults(fields, contact_id=ANOUK, tie="strong", name="Anouk"))


def plan(**fields: Any) -> PlanExperiment:
    """A talk about teaching, planned on day 1."""
    return PlanExperiment(
        **_with_defaults(fields, happened_on=day(1), experiment_id=TALK, kind="conversation", role_id=TEACHER)
    )


def planned(**fields: Any) -> ExperimentPlanned:
    return ExperimentPlanned(
        **_with_defaults(fields, happened_on=day(1), experiment_id=TALK, kind="conversation", role_id=TEACHER)
    )


def run(**fields: Any) -> RunExperiment:
    """The talk took place on day 2."""
    return RunExperiment(**_with_defaults(fields, happened_on=day(2), experiment_id=TALK))


def cancel(**fields: Any) -> CancelExperiment:
    return CancelExperiment(**_with_defaults(fields, happened_on=day(2), experiment_id=TALK))


def refuse(**fields: Any) -> RefuseExperiment:
    return RefuseExperiment(**_with_defaults(fields, happened_on=day(2), experiment_id=TALK))


def drop(**fields: Any) -> DropExperiment:
    return DropExperiment(**_with_defaults(fields, happened_on=day(2), experiment_id=TALK))


def conclude(**fields: Any) -> ConcludeExperiment:
    """The talk was concluded on day 3."""
    return ConcludeExperiment(
        **_with_defaults(fields, happened_on=day(3), experiment_id=TALK, conclusion="worth another look")
    )


def concluded(**fields: Any) -> ExperimentConcluded:
    return ExperimentConcluded(
        **_with_defaults(fields, happened_on=day(3), experiment_id=TALK, conclusion="worth another look")
    )


def learn(*, from_step: UUID | None = TALK, **fields: Any) -> RecordEvidence:
    """More evidence of the talk, recorded on day 4."""
    on = fields.pop("happened_on", day(4))
    check_in = fields.pop("check_in_id", None)
    return RecordEvidence(
        happened_on=on, experiment_id=from_step, check_in_id=check_in, learned=LearningInput(**fields)
    )


def named(name: str) -> CriterionInput:
    return CriterionInput(criterion_id=uid(name), wording=name)


def known(name: str) -> CriterionInput:
    return CriterionInput(criterion_id=uid(name))


def rated(**fields: Any) -> AppealRated:
    return AppealRated(
        **_with_defaults(fields, happened_on=day(2), role_id=TEACHER, rating=7, source=FROM_TALK)
    )


def heard(signal: Any, **fields: Any) -> OddsSignalHeard:
    return OddsSignalHeard(
        **_with_defaults(fields, happened_on=day(2), role_id=TEACHER, signal=signal, source=FROM_TALK)
    )


def write(**fields: Any) -> PlanExperiment:
    """An application as a teacher, planned on day 1."""
    return plan(**_with_defaults(fields, experiment_id=LETTER, kind="application"))


def send(**fields: Any) -> RunExperiment:
    """The application went out on day 2."""
    return run(**_with_defaults(fields, experiment_id=LETTER))


def answer(**fields: Any) -> RecordAnswer:
    """An invitation, on day 9."""
    return RecordAnswer(**_with_defaults(fields, happened_on=day(9), experiment_id=LETTER, answer="invited"))


def answered(**fields: Any) -> AnswerReceived:
    return AnswerReceived(
        **_with_defaults(fields, happened_on=day(9), experiment_id=LETTER, answer="invited")
    )


def silence(**fields: Any) -> RecordSilence:
    """Nothing heard by day 30, 28 days after the application."""
    return RecordSilence(**_with_defaults(fields, happened_on=day(30), experiment_id=LETTER))


def follow_up(**fields: Any) -> PlanFollowUp:
    return PlanFollowUp(
        **_with_defaults(
            fields,
            happened_on=day(9),
            follow_up_id=uid("knock"),
            experiment_id=LETTER,
            due=day(30),
            what="knock again",
        )
    )


def ask_why(**fields: Any) -> RequestFeedback:
    return RequestFeedback(**_with_defaults(fields, happened_on=day(10), experiment_id=LETTER))


def hear_why(**fields: Any) -> ReceiveFeedback:
    return ReceiveFeedback(**_with_defaults(fields, happened_on=day(10), experiment_id=LETTER, usable=False))


def check_in(**fields: Any) -> HoldCheckIn:
    return HoldCheckIn(**_with_defaults(fields, happened_on=day(5), check_in_id=MEETING))


ABOUT_TEACHING = (start(), discover())
TALKED = (*ABOUT_TEACHING, plan(), run())
APPLIED = (*ABOUT_TEACHING, write(), send())
