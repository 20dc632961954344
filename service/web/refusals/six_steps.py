"""The six steps after a refusal, as a page shows them: what is done, what is for now, what may come."""

from typing import Literal

from msgspec import Struct

from projections.refusals.view import RefusalFlow, RefusalView
from service.web.refusals.labels import STEP_LABELS, SixStepName

SixStepState = Literal["done", "now", "ahead", "passed"]
"""What is ahead can be done already; what was passed over need not be done, and can be."""


class SixStepProgress(Struct, frozen=True, kw_only=True):
    """One of the six."""

    name: SixStepName
    state: SixStepState


def six_steps(one: RefusalView) -> tuple[SixStepProgress, ...]:
    """How far each of the six is."""
    states: dict[SixStepName, SixStepState] = {
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
    return tuple(SixStepProgress(name=name, state=states[name]) for name in STEP_LABELS)


def _pause(flow: RefusalFlow) -> SixStepState:
    return "done" if flow.pause.state == "taken" else "passed"


def _ask(flow: RefusalFlow) -> SixStepState:
    match flow.ask.state:
        case "asked":
            return "done"
        case "open":
            return "ahead"
        case _:
            return "passed"


def _feedback(flow: RefusalFlow) -> SixStepState:
    match flow.feedback.state:
        case "usable" | "empty":
            return "done"
        case "none" if flow.ask.state != "open":
            return "passed"
        case _:
            return "ahead"


def _change(flow: RefusalFlow) -> SixStepState:
    match flow.change.state:
        case "change" | "nothing":
            return "done"
        case "open":
            return "ahead"
        case _:
            return "passed"


def _knock(flow: RefusalFlow) -> SixStepState:
    match flow.knock.state:
        case "done":
            return "done"
        case "not_offered":
            return "passed"
        case _:
            return "ahead"
