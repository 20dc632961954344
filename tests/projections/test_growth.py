"""What a projection costs grows with its events and weeks, and not with their square."""

import ast
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, get_args

import pytest
from msgspec import Struct
from msgspec.structs import asdict, replace

import domain.journey.events
import projections
from domain.event import AuthoredEvent
from domain.growing import WORTH_BUILDING
from domain.history import RecordedEvent
from domain.journey.aggregate import INITIAL, evolve, evolve_all
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.experiments import ExperimentPlanned
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.start import JourneyStarted
from domain.time_zones import time_zone_names
from projections.catalogue import PROJECTIONS
from projections.fold import Projection, fold, fold_more
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from tests.domain.journeys import MONDAY, journey_started
from tests.histories import sample_journey
from tests.operations import growth, operations
from tests.projections.arbitrary_events import IDS, random_events

pytestmark = pytest.mark.slow

LINEAR = 2.5
"""Of twice as many events: 2, and something for what is sorted."""
AT_LEAST = 4
"""Operations for each event, below which nobody cares how they grow."""

FEW = 60
"""Events of one kind."""

EVOLVING = [
    *Path(domain.journey.events.__path__[0]).glob("*.py"),
    *Path(projections.__path__[0]).rglob("state.py"),
    *Path(projections.__path__[0]).glob("*.py"),
]
"""The modules of every `evolve`."""

time_zone_names()  # Read once from the machine, whatever is folded.
HISTORY = sample_journey(1, 2000)
MANY = HISTORY.entries()
SUBJECTS = [
    *(replace(one, experiment_id=id_) for one in random_events([ExperimentPlanned], 1, 1)[1:] for id_ in IDS),
    *(replace(one, role_id=id_) for one in random_events([RoleDiscovered], 1, 1)[1:] for id_ in IDS),
]
every_projection = pytest.mark.parametrize("projection", PROJECTIONS.values(), ids=PROJECTIONS.keys())


def recorded(events: Sequence[Any]) -> list[RecordedEvent]:
    return [replace(MANY[0], event=one, number=number) for number, one in enumerate(events, 1)]


def seen(projection: Projection[Any, Any], entries: Sequence[RecordedEvent]) -> object:
    """The view after the last of these events."""
    last = max(entry.event.happened_on for entry in entries)
    return projection.view(fold(projection, entries), last, DEFAULT_PARAMETERS)


@every_projection
def test_a_fold_and_its_view_grow_with_the_events(projection: Projection[Any, Any]) -> None:
    assert growth(lambda size: fold(projection, MANY[:size]), 1000) < LINEAR
    assert growth(lambda size: seen(projection, MANY[:size]), 1000) < LINEAR


@pytest.mark.parametrize("kind", get_args(JourneyEvent), ids=lambda kind: kind.__name__)
def test_and_so_they_do_when_all_events_are_of_one_kind(kind: type[Any]) -> None:
    if kind is JourneyStarted:
        return
    start, *events = random_events([kind], seed=1, count=2 * FEW)
    told = recorded([start, *SUBJECTS, *events])

    before = 1 + len(SUBJECTS)
    for name, projection in PROJECTIONS.items():
        more = operations(partial(seen, projection, told))
        if more > 2 * FEW * AT_LEAST:
            assert more < LINEAR * operations(partial(seen, projection, told[: FEW + before])), name


@every_projection
def test_a_view_grows_with_the_weeks(projection: Projection[Any, Any]) -> None:
    entries = recorded([journey_started()])

    def after(weeks: int) -> object:
        return projection.view(fold(projection, entries), MONDAY + timedelta(weeks=weeks), DEFAULT_PARAMETERS)

    assert growth(after, 400) < LINEAR


def test_no_evolve_copies_a_collection_for_each_event() -> None:
    """What is copied in C is not counted above: n copies of n events are looked for in the source."""
    assert not [one for module in EVOLVING for one in copies(module)]


def copies(module: Path) -> Iterator[str]:
    """The places where a function of a module spreads a collection of a state into a new one."""
    for node in ast.walk(ast.parse(module.read_text())):
        match node:
            case ast.Tuple(elts=[ast.Starred(value=ast.Attribute()), _]):
                yield f"{module}:{node.lineno}"
            case ast.Dict(keys=[None, _], values=[ast.Attribute(), _]):
                yield f"{module}:{node.lineno}"
            case ast.BinOp(op=ast.BitOr(), left=ast.Attribute(), right=ast.Set() | ast.Call()):
                yield f"{module}:{node.lineno}"
            case _:
                pass


def kinds(state: Any) -> list[type]:
    """The types of the collections that a state holds, its parts included."""
    values = list(asdict(state).values()) if isinstance(state, Struct) else []
    return [type(state), *(kind for one in values for kind in kinds(one))]


def test_a_fold_leaves_what_it_was_given_as_it_was() -> None:
    """Also where it adds in place."""
    cut = len(MANY) - 5 * WORTH_BUILDING
    authored = [AuthoredEvent(event, HISTORY.actor) for event in HISTORY.events]
    before = evolve_all(INITIAL, authored[:cut])
    as_it_was = repr(before)

    after = evolve_all(before, authored[cut:])

    assert repr(before) == as_it_was
    one_by_one = before
    for one in authored[cut:]:
        one_by_one = evolve(one_by_one, one.event, one.by)
    assert after == one_by_one
    assert kinds(after) == kinds(one_by_one)


@every_projection
def test_and_so_does_that_of_a_projection(projection: Projection[Any, Any]) -> None:
    cut = len(MANY) - 5 * WORTH_BUILDING
    before = fold(projection, MANY[:cut])
    as_it_was = repr(before)

    after = fold_more(projection, before, MANY[cut:])

    assert repr(before) == as_it_was
    one_by_one = before
    for entry in MANY[cut:]:
        one_by_one = projection.evolve(one_by_one, entry)
    assert after == one_by_one
    assert kinds(after) == kinds(one_by_one)
