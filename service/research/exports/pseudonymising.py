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
from service.research.exports.event_rules import exported_fields, rules_of_topic
from service.system_ids import CLOCK_ACTOR

EPOCH = date(2000, 1, 3)
"""Study day 0 in the dates of an export, a Monday: no date of the service is in it."""
NOON = "T12:00:00Z"
"""Of a day of recording no more is told than the day, in the participant's own time zone."""
MINUTE = len("2026-11-30T23:59")
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


class CodedIds(dict[str, str]):
    """What stands for each id in an export."""

    def __init__(self, key: bytes) -> None:
        super().__init__()
        self._key = key

    def __missing__(self, one: str) -> str:
        found = self[one] = pseudonyms.coded_uuid_text(self._key, one)
        return found


class ShiftedDays(dict[str, str]):
    """What stands for each day."""

    def __init__(self, shift: timedelta) -> None:
        super().__init__()
        self._shift = shift

    def __missing__(self, one: str) -> str:
        found = self[one] = shifted(date.fromisoformat(one[:10]), self._shift).isoformat()
        return found


class RecordedMinutes(dict[str, tuple[date, str]]):
    """The day of each minute in a time zone, and what stands for it in a line."""

    def __init__(self, shift: timedelta) -> None:
        super().__init__()
        self._shift = shift
        self._zone: tzinfo = UTC

    def move_to(self, zone: tzinfo) -> None:
        """From now on, days are those of another zone."""
        self._zone = zone
        self.clear()

    def __missing__(self, minute: str) -> tuple[date, str]:
        on = datetime.fromisoformat(minute + "+00:00").astimezone(self._zone).date()
        found = self[minute] = on, shifted(on, self._shift).isoformat() + NOON
        return found


class JourneyCodes:
    """Replaces the values of one participant, and the lines of her journey."""

    def __init__(self, study: StudyCodes, journey_id: UUID) -> None:
        self._study = study
        self._key, self._journey_id = study.key, journey_id
        self.pseudonym = pseudonyms.pseudonym(study.key, journey_id)
        weeks = pseudonyms.shift_weeks(study.key, journey_id)
        self._shift = EPOCH - study.first_monday + timedelta(weeks=weeks)
        self._journey = str(UUID(self.pseudonym))
        self.ids = CodedIds(study.key)
        self.ids[str(journey_id)] = self._journey
        self.days = ShiftedDays(self._shift)
        self._recorded = RecordedMinutes(self._shift)
        self.coarsened = 0
        """How many occupation codes were shown with fewer digits, or with none."""

    def shifted(self, on: date) -> date:
        """A date as the export has it."""
        return shifted(on, self._shift)

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
        ids, recorded, last_day, rules = self.ids, self._recorded, self._study.last_day, rules_of_topic()
        for line in stored:
            event, number, actor = line["event"], line["number"], line["actor_id"]
            if zone := event.get("time_zone"):
                recorded.move_to(stored_time_zone(zone))
            recorded_on, instant = recorded[line["recorded_at"][:MINUTE]]
            if recorded_on > last_day:
                return
            try:
                shown = exported_fields(event, rules[event["type"]], self)
            except KeyError as error:
                raise ExportError(
                    f"position {line['position']}: no event is called {error} here; was it written by newer code?"
                ) from error
            yield _ENCODER.encode(
                {
                    "position": number,
                    "journey_id": self._journey,
                    "number": number,
                    "recorded_at": instant,
                    "actor_id": actor if actor in _NOBODY else ids[actor],
                    "command_id": None,
                    "event": shown,
                }
            )


def shifted(on: date, shift: timedelta) -> date:
    """A shifted date, held within those there are."""
    try:
        return on + shift
    except OverflowError:
        return date.min if shift < timedelta(0) else date.max
