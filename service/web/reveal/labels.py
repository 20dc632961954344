"""The words of a reveal: what is asked of a belief, and what points are for, line by line."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from domain.vocabulary import FearOutcome
from projections.game.points import PlanPart
from service.localization.gettext_noop import gettext_noop

PointsLine = (
    PlanPart
    | Literal["run", "called_off", "learn", "conclusion", "surprise", "courage", "ask", "coming_back"]
)
"""What a step earned points for: the parts of the game, of which planning, doing and learning have more lines."""

POINTS_LINES: Mapping[PointsLine, str] = MappingProxyType(
    {
        "belief": gettext_noop("For a belief to test"),
        "guess": gettext_noop("For your guess"),
        "when_and_where": gettext_noop("For planning when and where"),
        "run": gettext_noop("For doing it"),
        "called_off": gettext_noop("For a step that did not go ahead, %(share)s"),
        "learn": gettext_noop("For what you learned"),
        "conclusion": gettext_noop("For a conclusion"),
        "surprise": gettext_noop("For being surprised"),
        "courage": gettext_noop("For going although you dreaded it"),
        "ask": gettext_noop("For asking"),
        "coming_back": gettext_noop("For coming back"),
    }
)
FEAR_SENTENCES: Mapping[FearOutcome, str] = MappingProxyType(
    {
        "did_not": gettext_noop("It did not happen."),
        "partly": gettext_noop("It happened in part."),
        "happened": gettext_noop("It happened."),
    }
)
"""What became of what was feared."""
