"""How a module of events registers its `evolve` for the types of events that its slice follows."""

from collections.abc import Callable, Mapping
from typing import Any, get_args

SliceEvolver = tuple[str, Callable[[Any, Any], Any]]
"""The name of a journey's slice, and the function from that slice and an event to the slice after it."""


def slice_evolvers(slice_name: str, evolve: Callable[..., Any]) -> Mapping[type, SliceEvolver]:
    """The evolver of a slice under each type of event that the parameter `event` of its `evolve` is declared with."""
    declared = evolve.__annotations__["event"]
    return dict.fromkeys(get_args(declared) or (declared,), (slice_name, evolve))
