"""The subjects of a journey, such as a role or an experiment: which event creates which, and which is part of which."""

from collections.abc import Hashable, Iterator

from domain.journey.events import agreements as ag
from domain.journey.events import allies as al
from domain.journey.events import answers as an
from domain.journey.events import consents as cs
from domain.journey.events import evidence as ev
from domain.journey.events import experiments as ex
from domain.journey.events import feedback as fb
from domain.journey.events import gaps as gp
from domain.journey.events import notes as no
from domain.journey.events import pitches as pi
from domain.journey.events import refusals as rf
from domain.journey.events import roles as ro
from domain.journey.events import stories, vision
from domain.journey.events.assessments import AssessmentNoted
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.contacts import ContactAdded, EmployerNamed
from domain.journey.events.endings import AfterCarePlanned
from domain.journey.events.insights import InsightNamed
from domain.journey.events.market import LeadNoted, MarketSignalNoted
from domain.journey.events.opinions import OddsDisputed, RoleScored
from domain.journey.events.sight import SightExpired, SightGranted, SightWithdrawn
from domain.journey.events.start import ConditionDeclared

SubjectKey = tuple[str, Hashable]
"""The noun of a subject, and its id."""

CREATED_SUBJECTS: dict[type, tuple[str, ...]] = {
    ConditionDeclared: ("condition",),
    ro.RoleDiscovered: ("role",),
    ContactAdded: ("contact",),
    EmployerNamed: ("employer",),
    LeadNoted: ("lead",),
    al.IntroductionMade: ("introduction",),
    ev.CriterionNamed: ("criterion",),
    ev.StrengthObserved: ("strength",),
    ev.GapFound: ("gap",),
    ex.ExperimentPlanned: ("experiment",),
    ex.ExperimentRun: ("happened",),
    ex.ExperimentCancelled: ("happened",),
    ex.ExperimentRefused: ("happened",),
    fb.FeedbackRequested: ("asked",),
    rf.KeptOnFile: ("kept",),
    an.FollowUpPlanned: ("follow_up",),
    MarketSignalNoted: ("signal",),
    CheckInHeld: ("check_in",),
    AssessmentNoted: ("assessment",),
    InsightNamed: ("insight",),
    vision.ValueNamed: ("value",),
    vision.DreamDecoded: ("dream",),
    vision.IdealSketched: ("sketch",),
    stories.StoryRecorded: ("story",),
    stories.ReflectionDone: ("reflection",),
    stories.GoalSet: ("goal",),
    AfterCarePlanned: ("after_care",),
    pi.PitchRevised: ("pitch",),
    no.NoteWritten: ("note",),
    ag.CommitmentMade: ("commitment",),
    ag.ChallengeSet: ("challenge",),
    SightGranted: ("reader",),
    cs.ConsentGiven: ("consent",),
}
"""The nouns of the subjects that an event of each type creates; their ids stand in the fields of the same name."""

PARENT_SUBJECTS: dict[type, tuple[str, ...]] = {
    ro.RoleJudged: ("role",),
    ro.RoleBlocked: ("role",),
    ro.RoleParked: ("role",),
    ro.RoleReopened: ("role",),
    RoleScored: ("role",),
    OddsDisputed: ("role",),
    MarketSignalNoted: ("role",),
    vision.QualitySeen: ("role", "quality"),
    ex.ExperimentRun: ("experiment",),
    ex.ExperimentCancelled: ("experiment",),
    ex.ExperimentRefused: ("experiment",),
    ex.ExperimentDropped: ("experiment",),
    rf.FeedbackAgreed: ("experiment",),
    ex.ExperimentConcluded: ("happened",),
    an.AnswerReceived: ("happened",),
    an.SilenceElapsed: ("happened",),
    an.FollowUpPlanned: ("happened",),
    fb.FeedbackRequested: ("happened",),
    rf.KeptOnFile: ("happened",),
    pi.ApplicationSent: ("happened",),
    pi.PitchTried: ("happened",),
    pi.MadeVisible: ("happened",),
    fb.FeedbackReceived: ("asked",),
    rf.RefusalPaused: ("refused",),
    rf.RefusalConcluded: ("refused",),
    rf.KeptOnFileExpired: ("kept",),
    an.FollowUpFellDue: ("follow_up",),
    stories.GoalReached: ("goal",),
    gp.GapDecided: ("gap",),
    gp.GapClosed: ("gap",),
    no.NoteShared: ("note",),
    ag.CommitmentSettled: ("commitment",),
    ag.ChallengeAnswered: ("challenge",),
    SightWithdrawn: ("reader",),
    SightExpired: ("reader",),
    cs.ConsentWithdrawn: ("consent",),
    cs.ConsentExpired: ("consent",),
}
"""The nouns of the subjects that an event of each type is part of."""

_IDENTIFIED_BY_EXPERIMENT = frozenset({"happened", "asked", "refused", "kept"})
"""Nouns whose id is that of the experiment."""


def subject_keys(event: JourneyEvent, nouns: dict[type, tuple[str, ...]]) -> Iterator[SubjectKey]:
    """The keys in an event of the subjects that `nouns` lists for its type."""
    for noun in nouns.get(type(event), ()):
        field = "experiment_id" if noun in _IDENTIFIED_BY_EXPERIMENT else f"{noun}_id"
        yield noun, getattr(event, field)
