"""Every event of a journey, and how old forms become new ones.

The tags are the storage format: they never change. A changed event gets a new version under a tag such as
`RoleDiscovered.2`; the old class stays in `Stored` and an upcast in `UPCASTS` leads it to the next version.
"""

from collections.abc import Callable, Mapping
from typing import Any

from domain.journey.answers import AnswerReceived, FollowUpPlanned, SilenceElapsed
from domain.journey.coaching import CheckInHeld
from domain.journey.contacts import ContactAdded, EmployerNamed
from domain.journey.endings import EndingRecorded
from domain.journey.evidence import (
    AppealRated,
    CriterionNamed,
    GapFound,
    OddsSignalHeard,
    StrengthObserved,
    TradeoffMade,
)
from domain.journey.experiments import (
    ExperimentCancelled,
    ExperimentConcluded,
    ExperimentDropped,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
)
from domain.journey.feedback import FeedbackReceived, FeedbackRequested
from domain.journey.pulses import EnergyRated, TrustRated
from domain.journey.roles import RoleBlocked, RoleDiscovered, RoleJudged, RoleParked, RoleReopened
from domain.journey.start import ConditionDeclared, JourneyStarted
from domain.journey.weeks import RestDeclared, WeekPlanned, WeekReviewed

Event = (
    JourneyStarted
    | ConditionDeclared
    | RoleDiscovered
    | RoleJudged
    | RoleBlocked
    | RoleParked
    | RoleReopened
    | ContactAdded
    | EmployerNamed
    | AppealRated
    | OddsSignalHeard
    | CriterionNamed
    | TradeoffMade
    | StrengthObserved
    | GapFound
    | ExperimentPlanned
    | ExperimentRun
    | ExperimentCancelled
    | ExperimentRefused
    | ExperimentDropped
    | ExperimentConcluded
    | AnswerReceived
    | SilenceElapsed
    | FollowUpPlanned
    | FeedbackRequested
    | FeedbackReceived
    | WeekPlanned
    | WeekReviewed
    | RestDeclared
    | CheckInHeld
    | EnergyRated
    | TrustRated
    | EndingRecorded
)
"""What the domain and the folds know."""

Stored = Event
"""What may stand in the log: the events of today, and old versions of them."""

UPCASTS: Mapping[type, Callable[[Any], Any]] = {}
"""From an old version's class to the function that makes the next version of it."""
