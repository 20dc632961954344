"""Whether the game is shown. It is computed even when switched off, so that nothing is lost."""

from datetime import date

from msgspec import Struct

from projections.game.state import GameState


class GameSwitch(Struct, frozen=True, kw_only=True):
    """Whether the game is on, and since which date. A journey starts with the game on."""

    on: bool
    since: date | None
    """None before the start."""


def game_switch(state: GameState, on: date) -> GameSwitch:
    """The last switch up to a date."""
    last: date | None = None
    playing = True
    if state.started and state.started.happened_on <= on:
        last = state.started.happened_on
    for one in sorted(state.switches, key=lambda one: one.happened_on):
        if one.happened_on <= on:
            last, playing = one.happened_on, one.on
    return GameSwitch(on=playing, since=last)
