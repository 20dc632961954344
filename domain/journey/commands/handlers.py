"""The type of the table in which each module of commands lists its handlers."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.command import Command
from domain.journey.aggregate import Journey
from domain.journey.events.catalogue import JourneyEvent

CommandHandlers = Mapping[type[Command], Callable[[Journey, Any], list[JourneyEvent]]]
"""A function for each type of command: it takes the journey and a command of that type, and returns the events."""
