"""Arbitrary commands: every field random within its limits, ids mostly of what the journey knows.

A correction mostly restates a command that was given, with one random field. Made from the commands' own types, so that a new command or field is tried without another line here.
"""

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any, cast, get_args
from uuid import UUID

import msgspec
from hypothesis import strategies as st
from msgspec import inspect
from msgspec.structs import replace

from domain.journey.aggregate import Journey
from domain.journey.commands.catalogue import ClockCommand, JourneyCommand
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.decide import UserCommand
from domain.journey.events.weeks import monday_of
from tests.histories import SAYINGS, SEEDS, History

AnyCommand = UserCommand | ClockCommand

ALL_COMMANDS: tuple[type[msgspec.Struct], ...] = tuple(
    dict.fromkeys((*get_args(UserCommand), *get_args(ClockCommand)))
)
_TYPES: Mapping[type, inspect.StructType] = {
    one.cls: one for one in inspect.multi_type_info(ALL_COMMANDS) if isinstance(one, inspect.StructType)
}
_STRANGERS = [UUID(int=number) for number in range(3)]
_OF_A_FORM = {
    "locale": "nl",
    "isco_group": "2221",
    "occupation_id": "nurse",
    "skill_id": "skill-1",
    "arm": "early",
    "address": "https://example.org/figures",
    "phone": "031-390 06 12",
}
"""What a pattern asks for, by field."""


def commands(history: History) -> st.SearchStrategy[AnyCommand]:
    """Any command on a journey, allowed or not."""
    return st.builds(lambda seed: CommandGenerator(Random(seed), history).command(), SEEDS)


def corrections(history: History) -> st.SearchStrategy[CorrectEntry | RetractEntry]:
    """A correction or a retraction of any entry, allowed or not."""
    return st.builds(lambda seed: CommandGenerator(Random(seed), history).correction(), SEEDS)


def one_of_each(history: History) -> Mapping[type, AnyCommand]:
    """A command of every kind, allowed or not."""
    made = CommandGenerator(Random(0), history)
    return {kind: made.one(kind) for kind in _TYPES}


class CommandGenerator:
    """Makes random commands."""

    def __init__(self, chance: Random, history: History) -> None:
        self._chance = chance
        self._today = history.today
        self._known = _known(history.journey)
        self._entries = [decision.command for decision in history.decisions for _ in decision.events]

    def command(self) -> AnyCommand:
        kind = self._chance.choice(list(_TYPES))
        return self.correction() if kind is CorrectEntry else self.one(kind)

    def one(self, kind: type) -> AnyCommand:
        """One of a kind."""
        made: AnyCommand = self._sent(self._made("", _TYPES[kind]))
        return made

    def correction(self) -> CorrectEntry | RetractEntry:
        if self._chance.random() < 0.3:
            return cast("RetractEntry", self.one(RetractEntry))
        number = self._chance.randint(1, len(self._entries))
        recorded = self._entries[number - 1]
        restated = recorded.restated if isinstance(recorded, CorrectEntry) else recorded
        if not isinstance(restated, get_args(JourneyCommand)) or self._chance.random() < 0.1:
            return cast("CorrectEntry", self.one(CorrectEntry))
        again = self._otherwise(cast("JourneyCommand", restated))
        return CorrectEntry(happened_on=self._today, number=number, restated=again)

    def _otherwise(self, command: JourneyCommand) -> JourneyCommand:
        """The same command with one field by chance."""
        field = self._chance.choice(_TYPES[type(command)].fields)
        changed: JourneyCommand = self._sent(
            replace(command, **{field.name: self._made(field.name, field.type)})
        )
        return changed

    def _sent(self, made: Any) -> Any:
        # What a client could not send would prove nothing.
        sent = msgspec.json.decode(msgspec.json.encode(made), type=AnyCommand)
        assert sent == made
        return made

    def _made(self, name: str, of: inspect.Type) -> Any:
        chance = self._chance
        match of:
            case inspect.StructType():
                return of.cls(**{field.name: self._made(field.name, field.type) for field in of.fields})
            case inspect.UnionType():
                # Mostly left out: with every field filled, something would always be refused.
                none = [one for one in of.types if isinstance(one, inspect.NoneType)]
                return self._made(name, chance.choice(none if none and chance.random() < 0.6 else of.types))
            case inspect.Metadata():
                return self._made(name, of.type)
            case inspect.VarTupleType():
                length = max(chance.choice([0, 0, 1, 2]), of.min_length or 0)
                return tuple(self._made(name, of.item_type) for _ in range(length))
            case inspect.LiteralType():
                return chance.choice(of.values)
            case inspect.UUIDType():
                return self._id(name)
            case inspect.DateType() if name == "monday" and chance.random() < 0.8:
                return monday_of(self._today)
            case inspect.DateType():
                return self._today + timedelta(days=chance.choice([*[0] * 12, -1, -7, -28, 1, 30, -4000]))
            case inspect.IntType() if name == "number":
                return chance.randint(1, len(self._entries) + 1)
            case inspect.IntType():
                return chance.randint(of.ge if of.ge is not None else (of.gt or 0) + 1, of.le or 10)
            case inspect.FloatType():
                return chance.choice([of.le or 1.0, 0.5])
            case inspect.StrType():
                return _OF_A_FORM.get(name) or chance.choice([*SAYINGS, "x" * (of.min_length or 0)])
            case inspect.BoolType():
                return chance.random() < 0.5
            case inspect.NoneType():
                return None
            case _:
                raise NotImplementedError(of)

    def _id(self, name: str) -> UUID:
        apt = self._known.get(name, [])
        anything = [one for known in self._known.values() for one in known]
        return self._chance.choice([*(apt * 8 if len(apt) < 9 else apt), *anything[:4], *_STRANGERS])


def _known(journey: Journey) -> dict[str, list[UUID]]:
    """The ids that fit a field, by its name."""
    experiments, check_ins = list(journey.experiments), list(journey.check_ins)
    contacts, pitches = list(journey.network.contacts), list(journey.pitches.versions)
    return {
        "role_id": list(journey.roles),
        "experiment_id": experiments,
        "heard_in": experiments,
        "refers_to": experiments,
        "found_in": [*experiments, *check_ins],
        "check_in_id": check_ins,
        "condition_id": list(journey.start.conditions) if journey.start else [],
        "criterion_id": list(journey.evidence.criteria),
        "contact_id": contacts,
        "to_contact_id": contacts,
        "employer_id": list(journey.network.employers),
        "follow_up_id": list(journey.answers.follow_ups),
        "quality_id": list(journey.vision.qualities),
        "value_id": list(journey.vision.values),
        "dream_id": list(journey.vision.dreams),
        "sketch_id": list(journey.vision.sketches),
        "remind_of": list(experiments),
        "strength_ids": sorted(journey.evidence.strengths),
        "strength_id": sorted(journey.evidence.strengths),
        "gap_id": list(journey.evidence.gaps),
        "story_id": list(journey.stories.recorded),
        "goal_id": list(journey.stories.goals),
        "reflection_id": list(journey.stories.reflections),
        "assessment_id": list(journey.assessments),
        "insight_id": list(journey.insights),
        "introduction_id": list(journey.allies.introductions),
        "lead_id": list(journey.market.leads),
        "signal_id": list(journey.market.signals),
        "pitch_id": pitches,
        "follows": pitches,
        "coach_id": [journey.coaches.assigned.coach_id] if journey.coaches.assigned else [],
        "note_id": list(journey.notes.written),
        "commitment_id": list(journey.agreements.commitments),
        "challenge_id": list(journey.agreements.challenges),
        "reader_id": list(journey.sight),
        "consent_id": list(journey.consents.given),
        "study_id": [one.study_id for one in journey.consents.given.values() if one.study_id],
        "after_care_id": list(journey.endings.after_care),
    }
