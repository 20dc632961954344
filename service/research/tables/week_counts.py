"""What happened in each week of a participant, counted."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from domain.journey.events.agreements import ChallengeSet
from domain.journey.events.alerts import AlertOpened
from domain.journey.events.answers import REFUSAL_ANSWERS, AnswerReceived, SilenceElapsed
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.evidence import (
    AppealRated,
    GapFound,
    OddsSignalHeard,
    StrengthObserved,
    TradeoffMade,
)
from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentConcluded,
    ExperimentDropped,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
)
from domain.journey.events.feedback import FeedbackRequested
from domain.journey.events.network import ContactAdded
from domain.journey.events.quests import QuestOffered
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.suggestions import SuggestionOffered
from service.research.tables.columns import Column
from service.research.tables.folded_history import FoldedHistory
from service.research.tables.labels import STEP_KINDS
from service.research.tables.shared_columns import count_column

CountNames = tuple[str, ...]


class WeekCount(Struct, frozen=True, kw_only=True):
    """One count of a week, and what is counted."""

    name: str
    meaning: str
    reported: bool = True
    """Whether the client tells it: then, if there is none, it is missing and not 0 in a week in which nothing was reported."""

    @property
    def column(self) -> Column:
        """Its column."""
        return count_column(self.name, self.meaning, optional=self.reported)


COUNTS: tuple[WeekCount, ...] = (
    WeekCount(name="planned", meaning="Steps that were planned in the week."),
    WeekCount(name="steps", meaning="Steps that took place."),
    *(
        WeekCount(name=f"{kind}_steps", meaning=f"Of these, steps of the kind '{label.lower()}'.")
        for kind, label in STEP_KINDS.items()
    ),
    WeekCount(name="called_off", meaning="Steps that the other side called off or refused."),
    WeekCount(name="dropped", meaning="Planned steps that the client dropped."),
    WeekCount(name="conclusions", meaning="Conclusions that the client drew from steps."),
    WeekCount(name="ratings", meaning="Ratings of roles."),
    WeekCount(
        name="signals",
        meaning="Signals about the chances in a role, those of silence and of the market among them.",
    ),
    WeekCount(name="roles_found", meaning="Roles that came up."),
    WeekCount(name="contacts_added", meaning="Contacts that were added."),
    WeekCount(name="strengths", meaning="Strengths that somebody saw."),
    WeekCount(name="gaps", meaning="Gaps that were found."),
    WeekCount(name="tradeoffs", meaning="Trade-offs between two priorities."),
    WeekCount(name="invitations", meaning="Invitations that came; told twice they count once."),
    WeekCount(name="rejections", meaning="Rejections that came; told twice they count once."),
    WeekCount(name="offers", meaning="Job offers that came; told twice they count once."),
    WeekCount(
        name="feedback_requests", meaning="Times that the client asked for the reasons of a rejection."
    ),
    WeekCount(name="suggestions", meaning="Steps that were suggested."),
    WeekCount(name="no_replies", meaning="Approaches that had no reply for 28 days.", reported=False),
    WeekCount(name="sessions", meaning="Sessions with the coach.", reported=False),
    WeekCount(name="challenges", meaning="Challenges that the coach set.", reported=False),
    WeekCount(name="quests_offered", meaning="Quests that were offered.", reported=False),
    WeekCount(name="alerts", meaning="Alerts to the coach that opened.", reported=False),
)


def _plan(_: FoldedHistory, _event: Any) -> CountNames:
    return ("planned",)


def _answer(folded: FoldedHistory, event: AnswerReceived) -> CountNames:
    if not folded.counts(event):
        return ()
    if event.answer in REFUSAL_ANSWERS:
        return ("rejections",)
    return {"invited": ("invitations",), "offer": ("offers",)}.get(event.answer, ())


def _run(folded: FoldedHistory, event: ExperimentRun) -> CountNames:
    return "steps", f"{folded.plans[event.experiment_id].kind}_steps"


def _each(name: str) -> Callable[[FoldedHistory, Any], CountNames]:
    return lambda _folded, _event: (name,)


def _suggestions(_: FoldedHistory, event: SuggestionOffered) -> CountNames:
    return ("suggestions",) * len(event.offers)


_COUNTED: Mapping[type, Callable[[FoldedHistory, Any], CountNames]] = MappingProxyType(
    {
        ExperimentPlanned: _plan,
        ExperimentRun: _run,
        ExperimentCancelled: _each("called_off"),
        ExperimentRefused: _each("called_off"),
        ExperimentDropped: _each("dropped"),
        ExperimentConcluded: _each("conclusions"),
        AppealRated: _each("ratings"),
        OddsSignalHeard: _each("signals"),
        RoleDiscovered: _each("roles_found"),
        ContactAdded: _each("contacts_added"),
        StrengthObserved: _each("strengths"),
        GapFound: _each("gaps"),
        TradeoffMade: _each("tradeoffs"),
        AnswerReceived: _answer,
        FeedbackRequested: _each("feedback_requests"),
        SuggestionOffered: _suggestions,
        SilenceElapsed: _each("no_replies"),
        CheckInHeld: _each("sessions"),
        ChallengeSet: _each("challenges"),
        QuestOffered: _each("quests_offered"),
        AlertOpened: _each("alerts"),
    }
)
_DONE = frozenset(
    {
        "planned",
        "steps",
        "called_off",
        "dropped",
        "conclusions",
        "ratings",
        "invitations",
        "rejections",
        "offers",
    }
)
"""What only the client does or hears: a week that has any is known. A tip of the coach or a silence tells nothing of it."""


class CountedWeek:
    """The counts of one week."""

    def __init__(self) -> None:
        self.counts = Counter[str]()
        self.entries = 0
        """Entries of any kind."""
        self.by_client = 0
        self.by_coach = 0

    @property
    def reported(self) -> bool:
        """Whether anything was recorded that the client did or said in the week, be it by the coach."""
        return self.by_client > 0 or not _DONE.isdisjoint(self.counts)

    def cells(self) -> Iterator[int | None]:
        """The counts, in the order of their columns."""
        counts, reported = self.counts, self.reported
        for one in COUNTS:
            count = counts.get(one.name, 0)
            yield count if count or reported or not one.reported else None


class CountedWeeks(dict[int, CountedWeek]):
    """The counts of each week, by its number."""

    def __missing__(self, week: int) -> CountedWeek:
        counted = self[week] = CountedWeek()
        return counted


def counted_weeks(folded: FoldedHistory) -> CountedWeeks:
    """Counts the weeks of a history."""
    found, weeks, authors = CountedWeeks(), folded.coder.weeks, folded.authors
    for entry in folded.history.entries:
        event = entry.event
        week = found[weeks[event.happened_on]]
        author = authors[entry.number]
        week.entries += 1
        if author == "client":
            week.by_client += 1
        elif author == "coach":
            week.by_coach += 1
        if names := _COUNTED.get(event.__class__):
            for name in names(folded, event):
                week.counts[name] += 1
    return found
