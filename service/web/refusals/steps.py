"""The six steps after a refusal, as a page shows them: what is done, what is for now, what may come."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from projections.refusals.view import Flow, RefusalView
from service.localization.gettext_noop import marked

StepName = Literal["pause", "this_post", "ask", "feedback", "change", "knock"]
State = Literal["done", "now", "ahead", "passed"]
"""What is ahead can be done already; what was passed over need not be done, and can be."""

NAMES: Mapping[StepName, str] = MappingProxyType(
    {
        "pause": marked("Take a moment"),
        "this_post": marked("It holds for this post only"),
        "ask": marked("Ask what decided it"),
        "feedback": marked("What they said"),
        "change": marked("One change, or none"),
        "knock": marked("Knock again in three weeks"),
    }
)


class Step(Struct, frozen=True, kw_only=True):
    """One of the six."""

    name: StepName
    state: State


def steps(one: RefusalView) -> tuple[Step, ...]:
    """How far each of the six is."""
    states: dict[StepName, State] = {
        "pause": _pause(one.flow),
        "this_post": "done",
        "ask": _ask(one.flow),
        "feedback": _feedback(one.flow),
        "change": _change(one.flow),
        "knock": _knock(one.flow),
    }
    if one.next_step:
        states[one.next_step] = "now"
    if one.next_step == "pause":
        states["this_post"] = "ahead"
    return tuple(Step(name=name, state=states[name]) for name in NAMES)


def _pause(flow: Flow) -> State:
    return "done" if flow.pause.state == "taken" else "passed"


def _ask(flow: Flow) -> State:
    match flow.ask.state:
        case "asked":
            return "done"
        case "open":
            return "ahead"
        case _:
            return "passed"


def _feedback(flow: Flow) -> State:
    match flow.feedback.state:
        case "usable" | "empty":
            return "done"
        case "none" if flow.ask.state != "open":
            return "passed"
        case _:
            return "ahead"


def _change(flow: Flow) -> State:
    match flow.change.state:
        case "change" | "nothing":
            return "done"
        case "open":
            return "ahead"
        case _:
            return "passed"


def _knock(flow: Flow) -> State:
    match flow.knock.state:
        case "done":
            return "done"
        case "not_offered":
            return "passed"
        case _:
            return "ahead"
