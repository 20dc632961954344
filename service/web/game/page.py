"""The page of the game: found out from its view, as plain values."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import get_args
from uuid import UUID

from msgspec import Struct

from domain.journey.events.weeks import monday_of
from domain.vocabulary import ExperimentKind
from projections.game.badges import BadgeView
from projections.game.courage import Courage, DreadComparison
from projections.game.points import StepPoints
from projections.game.projection import GAME
from projections.game.quests import QuestView
from projections.game.view import Game
from service.localization.translator import Translator
from service.web import svg_paths
from service.web.game.labels import PointsPart

PROJECTIONS = (GAME,)

COMPARED_WEEKS = 2
"""Weeks that are over, from which on there is a momentum to speak of."""
OPEN_STEPS = 5
"""Steps whose points stand open; the others unfold."""
MAX_DRAWN = 20
"""As many dots as fit on a phone."""
NOTABLE_DIFFERENCE = 0.5
"""From how much dread less (or more) it is worth a sentence."""


class EarnedPoints(Struct, frozen=True, kw_only=True):
    """What a step earned, and what for."""

    experiment_id: UUID
    kind: ExperimentKind
    role: str | None
    on: date
    points: int
    parts: tuple[tuple[PointsPart, float], ...]
    """Those that earned something."""
    rep: float
    """What is left of planning, going and learning, when the like of it came before in its week."""


class CourageChart(Struct, frozen=True, kw_only=True):
    """Dread before and after, step by step."""

    finding: str
    steps: tuple[DreadComparison, ...]
    """The latest, by day."""
    before: str
    after: str
    falls: str
    """From each before down (or up) to its after."""

    @property
    def width(self) -> float:
        """Width of the box it is drawn in."""
        return len(self.steps) * svg_paths.WEEK_WIDTH


class MomentumChart(Struct, frozen=True, kw_only=True):
    """Momentum through the weeks."""

    finding: str
    weeks: int
    now: float | None
    """None while there is nothing to compare it with."""
    line: str
    last: str
    depths: tuple[str, ...]
    width: float
    away: bool
    """After two missed weeks: only a small step back is offered."""


class GamePage(Struct, frozen=True, kw_only=True):
    """The page while the game is on."""

    finding: str
    total: int
    needed: int | None
    level: int
    filled: float
    """How far the level is along, 0-100."""
    steps: tuple[EarnedPoints, ...]
    """The latest first."""
    momentum: MomentumChart
    courage: CourageChart | None
    """None while no step was rated before and after."""
    accepted: QuestView | None
    """One at a time: while there is one, no other can be accepted."""
    offered: tuple[QuestView, ...]
    done: tuple[QuestView, ...]
    others: tuple[QuestView, ...]
    earned: tuple[BadgeView, ...]
    """The latest first."""
    ahead: tuple[BadgeView, ...]


def build_game_page(game: Game, titles: Mapping[UUID, str], translator: Translator) -> GamePage:
    """The page on the day of its view."""
    level, quests = game.level, game.quests
    span = (level.next_at or game.total) - level.reached_at
    earned = [one for one in game.badges if one.earned_on]
    return GamePage(
        finding=_finding(game, translator),
        total=game.total,
        needed=level.needed,
        level=level.number,
        filled=100.0 if level.needed is None else 100 * (game.total - level.reached_at) / span,
        steps=tuple(_earned(one, titles) for one in reversed(game.steps)),
        momentum=_flow(game, translator),
        courage=_curve(game.courage, translator),
        accepted=next((one for one in quests if one.quest == game.accepted_quest), None),
        offered=tuple(one for one in quests if one.stage == "offered" and one.done_on is None),
        done=tuple(one for one in quests if one.done_on),
        others=tuple(
            one
            for one in quests
            if one.stage != "offered"
            and one.quest != game.accepted_quest
            and one.done_on is None
            and not (one.stage == "not_offered" and one.is_over(game.on))
        ),
        earned=tuple(sorted(earned, key=lambda one: one.earned_on or date.min, reverse=True)),
        ahead=tuple(one for one in game.badges if one.earned_on is None),
    )


def _finding(game: Game, translator: Translator) -> str:
    level, needed = {"level": translator.number(game.level.number)}, game.level.needed
    if needed is None:
        return translator.gettext("Level %(level)s, the highest there is.") % level
    text = translator.ngettext(
        "Level %(level)s: one point to the next.", "Level %(level)s: %(count)s points to the next.", needed
    )
    return text % {**level, "count": translator.number(needed)}


def _earned(one: StepPoints, titles: Mapping[UUID, str]) -> EarnedPoints:
    return EarnedPoints(
        experiment_id=one.experiment_id,
        kind=one.kind,
        role=titles.get(one.role_id) if one.role_id else None,
        on=one.on,
        points=one.points,
        parts=tuple(_parts(one)),
        rep=one.rep,
    )


def _parts(one: StepPoints) -> Iterator[tuple[PointsPart, float]]:
    parts: tuple[PointsPart, ...] = get_args(PointsPart)
    for part in parts:
        if earned := float(getattr(one, part)):
            yield part, earned


def _flow(game: Game, translator: Translator) -> MomentumChart:
    momentum = game.momentum
    weeks = momentum.weeks[-MAX_DRAWN:]
    values = [100 * one.momentum for one in weeks]
    return MomentumChart(
        finding=_going(game, translator),
        weeks=len(weeks),
        now=momentum.now if compared_yet(game) else None,
        line=svg_paths.line_path(values),
        last=svg_paths.end_dot_path(values),
        depths=tuple(svg_paths.band_path(values, reach) for reach in svg_paths.BANDS),
        width=len(weeks) * svg_paths.WEEK_WIDTH,
        away=momentum.return_quest,
    )


def _going(game: Game, translator: Translator) -> str:
    momentum, weeks = game.momentum, game.momentum.weeks
    if momentum.return_quest:
        return translator.gettext("You were away for a while. One small step brings you back.")
    if weeks and weeks[-1].rest:
        return translator.gettext("You have this week off. Nothing changes, nothing is lost.")
    match game.momentum_word:
        case "rising":
            return translator.gettext("Momentum is rising.")
        case "steady":
            return translator.gettext("Momentum is steady.")
        case "slowing":
            return translator.gettext("You are slowing down a little. You always keep some of it.")
        case None if compared_yet(game):
            return translator.gettext("You do not need to think about momentum now.")
        case None:
            return translator.gettext("Momentum compares two weeks. You see it from week 3 on.")


def compared_yet(game: Game) -> bool:
    """Whether there are two weeks to compare."""
    return len([one for one in game.momentum.weeks if one.monday < monday_of(game.on)]) >= COMPARED_WEEKS


def _curve(courage: Courage, translator: Translator) -> CourageChart | None:
    steps = courage.steps[-MAX_DRAWN:]
    if not steps:
        return None
    before, after = [10 * one.before for one in steps], [10 * one.after for one in steps]
    return CourageChart(
        finding=_as_feared(courage, translator),
        steps=steps,
        before=_dots(before),
        after=_dots(after),
        falls=" ".join(
            f"M{svg_paths.week_x(place):g} {svg_paths.BOX_HEIGHT - one:g}V{svg_paths.BOX_HEIGHT - other:g}"
            for place, (one, other) in enumerate(zip(before, after, strict=True))
        ),
    )


def _dots(values: list[int]) -> str:
    return " ".join(
        f"M{svg_paths.week_x(place):g} {svg_paths.BOX_HEIGHT - value:g}h0"
        for place, value in enumerate(values)
    )


def _as_feared(courage: Courage, translator: Translator) -> str:
    gap = courage.gap
    if gap is None:
        return translator.gettext("Rate a few steps before and after, and see whether the fear was right.")
    numbers = {"before": translator.number(gap.before, 1), "after": translator.number(gap.after, 1)}
    if gap.gap >= NOTABLE_DIFFERENCE:
        text = translator.gettext(
            "It was less bad than you feared: you expected %(before)s, it was %(after)s."
        )
    elif gap.gap <= -NOTABLE_DIFFERENCE:
        text = translator.gettext("It was worse than you feared: you expected %(before)s, it was %(after)s.")
    else:
        text = translator.gettext(
            "It was about as bad as you feared: you expected %(before)s, it was %(after)s."
        )
    return text % numbers
