"""Lines of the log as an export holds them: whole journeys of participants, coded, shifted, and without texts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, get_args
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.vocabulary import Language
from service.clock import stored_time_zone
from service.research.export import ExportError
from service.research.exports import pseudonyms
from service.research.exports.coarsening import Coarsening
from service.research.exports.event_rules import exported_event
from service.system_ids import CLOCK_ACTOR

EPOCH = date(2000, 1, 3)
"""Study day 0 in the dates of an export, a Monday: no date of the service is in it."""
NOON = "T12:00:00Z"
"""Of a day of recording no more is told than the day, in the participant's own time zone."""
LANGUAGES: frozenset[str] = frozenset(get_args(Language))
UNKNOWN_LANGUAGE = "und"

_NOBODY = frozenset({None, str(CLOCK_ACTOR)})
"""Who records nothing of their own: the clock of the service is the same everywhere."""
_ENCODER = msgspec.json.Encoder()


class StudyCodes(Struct, frozen=True, kw_only=True):
    """What all participants of an export have in common."""

    key: bytes
    first_monday: date
    """Of the week in which the study starts: study day 0, before a participant's shift."""
    last_day: date = date.max
    """What is recorded later is left out."""
    coarsening: Coarsening
    arms: frozenset[str] = frozenset()


class JourneyCodes:
    """Replaces the values of one participant, and the lines of her journey."""

    def __init__(self, study: StudyCodes, journey_id: UUID) -> None:
        self._study = study
        self._key, self._journey_id = study.key, journey_id
        self.pseudonym = pseudonyms.pseudonym(study.key, journey_id)
        weeks = pseudonyms.shift_weeks(study.key, journey_id)
        self._shift = EPOCH - study.first_monday + timedelta(weeks=weeks)
        own = str(UUID(self.pseudonym))
        self._journey = own
        self._ids = {str(journey_id): own}
        self._days: dict[str, str] = {}
        self._recorded: dict[str, tuple[date, str]] = {}
        self._zone: tzinfo = UTC
        self.coarsened = 0
        """How many occupation codes were shown with fewer digits, or with none."""

    def shifted(self, on: date) -> date:
        """A date as the export has it."""
        return _shifted(on, self._shift)

    def id(self, one: str) -> str:
        found = self._ids.get(one)
        if found is None:
            found = self._ids[one] = pseudonyms.coded_uuid_text(self._key, one)
        return found

    def day(self, one: str) -> str:
        found = self._days.get(one)
        if found is None:
            found = self._days[one] = _shifted(date.fromisoformat(one[:10]), self._shift).isoformat()
        return found

    def text(self, one: str) -> str:
        return pseudonyms.coded_text(self._key, one)

    def own_text(self, one: str) -> str:
        return pseudonyms.own_text(self._key, self._journey_id, one)

    def locale(self, one: str) -> str:
        language = one.replace("_", "-").split("-")[0].lower()
        return language if language in LANGUAGES else UNKNOWN_LANGUAGE

    def occupation(self, one: str) -> str:
        shown = self._study.coarsening.shown(one)
        self.coarsened += shown != one
        return shown

    def arm(self, one: str) -> str:
        return one if one in self._study.arms else self.text(one)

    def lines(self, stored: Sequence[Mapping[str, Any]]) -> Iterator[bytes]:
        """The journey's lines for its stored ones, which come whole and in order.

        Raises `ExportError` for an event that this version does not know.
        """
        for line in stored:
            event = line["event"]
            if zone := event.get("time_zone"):
                self._zone = stored_time_zone(zone)
                self._recorded.clear()
            recorded_on, instant = self._recorded_on(line["recorded_at"])
            if recorded_on > self._study.last_day:
                return
            try:
                shown = exported_event(event, self)
            except KeyError as error:
                raise ExportError(
                    f"position {line['position']}: no event is called {error} here; was it written by newer code?"
                ) from error
            actor = line["actor_id"]
            yield _ENCODER.encode(
                {
                    "position": line["number"],
                    "journey_id": self._journey,
                    "number": line["number"],
                    "recorded_at": instant,
                    "actor_id": actor if actor in _NOBODY else self.id(actor),
                    "command_id": None,
                    "event": shown,
                }
            )

    def _recorded_on(self, instant: str) -> tuple[date, str]:
        minute = instant[:16]
        found = self._recorded.get(minute)
        if found is None:
            on = datetime.fromisoformat(minute + "+00:00").astimezone(self._zone).date()
            found = self._recorded[minute] = on, _shifted(on, self._shift).isoformat() + NOON
        return found


def _shifted(on: date, shift: timedelta) -> date:
    """A shifted date, held within those there are."""
    try:
        return on + shift
    except OverflowError:
        return date.min if shift < timedelta(0) else date.max
