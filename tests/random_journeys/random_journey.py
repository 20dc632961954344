"""A random journey in the making: its commands so far, the day it has come to, and random choices for the next turn."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from operator import is_not
from random import Random
from typing import TypeVar, get_args
from uuid import UUID, uuid5

from msgspec import Struct

from domain.journey.aggregate import INITIAL, Journey, evolve
from domain.journey.commands.catalogue import ClockCommand
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand, decide
from domain.journey.events.agreements import ChallengeAnswer
from domain.journey.events.experiments import Experiment
from domain.vocabulary import (
    ApproachAnswer,
    BeliefVerdict,
    Channel,
    ConsentPurpose,
    Distance,
    Ending,
    ExperimentKind,
    FearOutcome,
    FirstNextWeek,
    FiveTries,
    GapDecision,
    HeardSignal,
    MarketSignal,
    Phase,
    PointHeard,
    Quest,
    ReaderKind,
    ReflectionTheme,
    SightScope,
    SkillStanding,
    Stance,
    StuckRule,
    TestedAspect,
    Tie,
    Track,
    Witness,
)

SET_OUT = date(2026, 1, 5)
MOST_ROLES = 12
MOST_CRITERIA = 10

KINDS: Sequence[ExperimentKind] = get_args(ExperimentKind)
APPROACHES: Sequence[ExperimentKind] = ("application", "interview", "conversation", "follow_up")
ANSWERS: Sequence[ApproachAnswer] = get_args(ApproachAnswer)
SIGNALS: Sequence[HeardSignal] = get_args(HeardSignal)
MARKET_SIGNALS: Sequence[MarketSignal] = get_args(MarketSignal)
DISTANCES: Sequence[Distance] = get_args(Distance)
CHANNELS: Sequence[Channel] = get_args(Channel)
TIES: Sequence[Tie] = get_args(Tie)
TRACKS: Sequence[Track] = get_args(Track)
PHASES: Sequence[Phase] = get_args(Phase)
ENDINGS: Sequence[Ending] = get_args(Ending)
WITNESSES: Sequence[Witness] = get_args(Witness)
TESTED: Sequence[TestedAspect] = get_args(TestedAspect)
FIVE_TRIES: Sequence[FiveTries] = get_args(FiveTries)
FEARS: Sequence[FearOutcome] = get_args(FearOutcome)
VERDICTS: Sequence[BeliefVerdict] = get_args(BeliefVerdict)
HEARD: Sequence[PointHeard] = get_args(PointHeard)
FIRSTS: Sequence[FirstNextWeek] = ("hirer", "new_role", "usual")
"""Without a role, which needs an id."""
SKILL_STANDINGS: Sequence[SkillStanding] = get_args(SkillStanding)
GAP_DECISIONS: Sequence[GapDecision] = get_args(GapDecision)
THEMES: Sequence[ReflectionTheme] = get_args(ReflectionTheme)
STANCES: Sequence[Stance] = get_args(Stance)
QUESTS: Sequence[Quest] = get_args(Quest)
RULES: Sequence[StuckRule] = get_args(StuckRule)
READERS: Sequence[ReaderKind] = get_args(ReaderKind)
SCOPES: Sequence[SightScope] = get_args(SightScope)
PURPOSES: Sequence[ConsentPurpose] = get_args(ConsentPurpose)
CHALLENGE_ANSWERS: Sequence[ChallengeAnswer] = get_args(ChallengeAnswer)
SAYINGS = (
    "they need people who ask",
    "mycket lugnare än jag trodde",
    "“één op de tien”, zei ze",
    "ærlig svar, på tomannshånd\nog en ny dag",
    "half meetings, half schools; 60 % travel \\ bus",
    "🎉 yes",
)

T = TypeVar("T")


class DecidedCommand(Struct, frozen=True):
    """A command, the client's date on which it was decided, and the events it produced."""

    command: UserCommand | ClockCommand
    decided_on: date
    events: tuple[AnyJourneyEvent, ...]


class JourneyDraft:
    """A random journey in the making: at each turn time passes, or one legal command is given."""

    def __init__(self, chance: Random, journey_id: UUID, set_out: date = SET_OUT) -> None:
        self.chance = chance
        self.id = journey_id
        self.actor = actor_of(journey_id)
        self.today = set_out + timedelta(days=chance.randint(0, 6))
        self.decisions: list[DecidedCommand] = []
        self.journey = INITIAL
        self.made = 0
        """So many ids were given out."""
        self.event_count = 0
        """So many events were told."""
        self._asked: tuple[UserCommand | ClockCommand | None, Journey, tuple[AnyJourneyEvent, ...]] = (
            None,
            INITIAL,
            (),
        )

    def tell(self, command: UserCommand | ClockCommand) -> None:
        """Tell one thing."""
        events = self.decided(command)
        for event in events:
            self.journey = evolve(self.journey, event, by=self.actor)
        self.decisions.append(DecidedCommand(command, self.today, events))
        self.event_count += len(events)

    def decided(self, command: UserCommand | ClockCommand) -> tuple[AnyJourneyEvent, ...]:
        """What a thing would mean now; to ask before it is told costs nothing more, though it may be a correction."""
        before, journey, events = self._asked
        if is_not(before, command) or journey is not self.journey:
            events = tuple(decide(self.journey, command, self.today, by=self.actor))
            self._asked = (command, self.journey, events)
        return events

    # What is chosen, and when.

    def new(self, noun: str) -> UUID:
        self.made += 1
        return uuid5(self.id, f"{noun} {self.made}")

    def called(self, noun: str, name: str) -> UUID:
        """The same id for the same name."""
        return uuid5(self.id, f"{noun} {name}")

    def one_of(self, among: Sequence[T]) -> T:
        return self.chance.choice(among)

    def any_of(self, among: Iterable[UUID]) -> UUID | None:
        """One of those ids, if there are any."""
        ids = sorted(among)
        return self.chance.choice(ids) if ids else None

    def some(self, among: Sequence[T], most: int) -> tuple[T, ...]:
        return tuple(self.chance.sample(among, self.chance.randint(0, min(most, len(among)))))

    def maybe(self, value: T, chance: float = 0.5) -> T | None:
        return value if self.happens(chance) else None

    def happens(self, chance: float) -> bool:
        return self.chance.random() < chance

    def rating(self) -> int:
        return self.chance.randint(0, 10)

    def day(self, first: date) -> date:
        """Mostly today; now and then told late."""
        late = 0 if self.happens(0.8) else self.chance.randint(0, 9)
        return max(first, self.today - timedelta(days=late))

    # What there is so far.

    def began(self) -> date:
        return self.journey.started.event.happened_on

    def happened(self) -> dict[UUID, Experiment]:
        stages = ("run", "cancelled", "refused")
        return {key: one for key, one in self.journey.experiments.items() if one.stage in stages}

    def ran(self) -> dict[UUID, Experiment]:
        return {key: one for key, one in self.journey.experiments.items() if one.stage == "run"}


Turn = Callable[[JourneyDraft], UserCommand | ClockCommand | None]
Chances = Mapping[Turn, float]
"""What may happen in a turn, and how often."""


def actor_of(journey_id: UUID) -> UUID:
    """Whoever tells a journey here tells all of it."""
    return uuid5(journey_id, "actor")
