"""Commands nobody thought of: every field by chance within its limits, ids mostly of what the journey knows.

Made from the commands' own types, so that a new command or field is tried without another line here.
"""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any, get_args
from uuid import UUID

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from domain.journey.decisions import Command
from domain.journey.state import Journey
from domain.journey.weeks import monday_of
from tests.histories import SAYINGS, SEEDS, History

_COMMANDS: tuple[type[msgspec.Struct], ...] = get_args(Command)
_TYPES: Sequence[inspect.StructType] = [
    one for one in inspect.multi_type_info(_COMMANDS) if isinstance(one, inspect.StructType)
]
_STRANGERS = [UUID(int=number) for number in range(3)]
_OF_A_FORM = {"locale": "nl", "isco_group": "2221"}
"""What a pattern asks for, by field."""


def commands(history: History) -> st.SearchStrategy[Command]:
    """Any command on a journey, allowed or not."""
    return st.builds(lambda seed: Wild(Random(seed), history).command(), SEEDS)


class Wild:
    """Makes commands by chance."""

    def __init__(self, chance: Random, history: History) -> None:
        self._chance = chance
        self._today = history.today
        self._known = _known(history.journey)

    def command(self) -> Command:
        made: Command = self._made("", self._chance.choice(_TYPES))
        # What a client could not send would prove nothing.
        sent = msgspec.json.decode(msgspec.json.encode(made), type=Command)
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
                return tuple(self._made(name, of.item_type) for _ in range(chance.choice([0, 0, 1, 2])))
            case inspect.LiteralType():
                return chance.choice(of.values)
            case inspect.UUIDType():
                return self._id(name)
            case inspect.DateType() if name == "monday" and chance.random() < 0.8:
                return monday_of(self._today)
            case inspect.DateType():
                return self._today + timedelta(days=chance.choice([*[0] * 12, -1, -7, -28, 1, 30, -4000]))
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
    experiments = list(journey.experiments)
    return {
        "role_id": list(journey.roles),
        "experiment_id": experiments,
        "heard_in": experiments,
        "refers_to": experiments,
        "found_in": [*experiments, *journey.check_ins],
        "check_in_id": list(journey.check_ins),
        "condition_id": list(journey.start.conditions) if journey.start else [],
        "criterion_id": list(journey.evidence.criteria),
        "contact_id": list(journey.network.contacts),
        "employer_id": list(journey.network.employers),
        "follow_up_id": list(journey.answers.follow_ups),
    }
