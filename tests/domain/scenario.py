"""Given a journey, when a command is decided, then these events, nothing, or an error.

`given(...)` takes earlier commands or events; a scenario without
an assertion fails its test (`unfinished`, asked after every test).
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID

from domain.aggregate import Aggregate, decide_batch
from domain.command import Command
from domain.errors import DomainError, UnknownJourney
from domain.event import AuthoredEvent
from domain.journey.aggregate import INITIAL, Journey, evolve, evolve_all
from domain.journey.commands.catalogue import ClockCommand
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand, decide

LONG_AFTER = date(2036, 1, 1)
"""A today that is later than every event of the tests."""

JOURNEY: Aggregate[Journey, UserCommand | ClockCommand, AnyJourneyEvent] = Aggregate(
    initial=INITIAL,
    evolve=evolve_all,
    decide=lambda journey, command, now, by: decide(journey, command, now.date(), by),
    not_found=lambda: UnknownJourney("There is no such journey."),
)

_unfinished: list[str] = []


def unfinished() -> Sequence[str]:
    """The scenarios since the last call that asserted nothing; forgets them."""
    left = tuple(_unfinished)
    _unfinished.clear()
    return left


def given(*earlier: UserCommand | ClockCommand | AnyJourneyEvent) -> "Given":
    """A journey after these commands and events, in order; without any, one that has not started."""
    journey = INITIAL
    for one in earlier:
        for event in _events_of(journey, one):
            journey = evolve(journey, event)
    return Given(journey)


def journey_after(*commands: UserCommand | ClockCommand) -> Journey:
    """The journey that these commands make."""
    return evolve_all(INITIAL, [AuthoredEvent(event, None) for event in decide_commands(commands)])


def decide_commands(
    commands: Sequence[UserCommand | ClockCommand],
    *,
    journey: Journey = INITIAL,
    today: date = LONG_AFTER,
    by: UUID | None = None,
) -> list[AnyJourneyEvent]:
    """The events of several commands, each decided on the journey that those before it left."""
    now = datetime.combine(today, time(12), tzinfo=UTC)
    return decide_batch(JOURNEY, journey, commands, now=now, by=by)[1]


def _events_of(
    journey: Journey, entry: UserCommand | ClockCommand | AnyJourneyEvent
) -> list[AnyJourneyEvent]:
    if isinstance(entry, Command):
        return decide(journey, entry, LONG_AFTER)
    return [entry]


class Given:
    """A journey that waits for a command."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        _unfinished.append("given without when")

    def when(self, command: UserCommand | ClockCommand, *, today: date = LONG_AFTER) -> "When":
        """Decides a command on this journey, on a date."""
        _unfinished.remove("given without when")
        return When(self.journey, command, today)


class When:
    """The result of a command, to be asserted once."""

    def __init__(self, journey: Journey, command: UserCommand | ClockCommand, today: date) -> None:
        self._claim = f"{type(command).__name__} without then"
        _unfinished.append(self._claim)
        self._refusal: DomainError | None = None
        self._events: list[AnyJourneyEvent] = []
        try:
            self._events = decide(journey, command, today)
        except DomainError as refusal:
            self._refusal = refusal
        for event in self._events:
            journey = evolve(journey, event)
        self.journey = journey

    def then(self, *events: AnyJourneyEvent) -> None:
        """Exactly these events, one or more."""
        _unfinished.remove(self._claim)

        assert events, "use then_nothing() to claim that nothing happens"
        assert self._refusal is None, f"refused: {self._refusal}"
        assert list(events) == self._events

    def then_nothing(self) -> None:
        """No event, and no error."""
        _unfinished.remove(self._claim)

        assert self._refusal is None, f"refused: {self._refusal}"
        assert self._events == []

    def then_refused(self, kind: type[DomainError], *, field: str, allowed: str) -> None:
        """An error of this type whose message is a sentence, with the field and what is allowed instead."""
        _unfinished.remove(self._claim)

        assert self._refusal is not None, f"allowed: {self._events}"
        assert (kind, field, allowed) == (type(self._refusal), self._refusal.field, self._refusal.allowed)
        assert self._refusal.message == str(self._refusal)
        assert self._refusal.message.endswith(".")
