"""The words of a reveal: what is asked of a belief, and what points are for, line by line."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from domain.vocabulary import FearOutcome
from projections.game.points import PlanPart
from projections.learning_model.suggestions import SuggestedKind
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
        "called_off": gettext_noop("For being ready: %(share)s of the points for doing it"),
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
SUGGESTED: Mapping[SuggestedKind, str] = MappingProxyType(
    {
        "conversation": gettext_noop("Talk to someone about %(role)s."),
        "job_shadow": gettext_noop("Spend a day with someone who works as %(role)s."),
        "application": gettext_noop("Apply for a job as %(role)s."),
    }
)
"""What a suggestion asks for."""
PLAN_SUGGESTED: Mapping[SuggestedKind, str] = MappingProxyType(
    {
        "conversation": gettext_noop("Plan a conversation"),
        "job_shadow": gettext_noop("Plan a day shadowing"),
        "application": gettext_noop("Plan an application"),
    }
)
"""The button that plans it."""
