"""How a change is said, and that every code has a word."""

from collections.abc import Mapping
from typing import Any, get_args

import pytest

from domain.journey.events.experiments import ExperimentStage
from domain.vocabulary import ApproachAnswer, Distance, ExperimentKind, MarketSignal, Track
from projections.learning_model.focus import Quadrant
from service.web import labels


@pytest.mark.parametrize(("change", "said"), [(12, "+12"), (0, "0"), (-3, "\N{MINUS SIGN}3")])
def test_a_change_has_its_sign(change: int, said: str) -> None:
    assert labels.signed_number(change) == said


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (ExperimentKind, labels.KINDS),
        (ExperimentStage, labels.STAGES),
        (ApproachAnswer, labels.ANSWERS),
        (Distance, labels.DISTANCES),
        (Track, labels.TRACKS),
        (MarketSignal, labels.MARKET_SIGNALS),
        (Quadrant, labels.QUADRANTS),
    ],
)
def test_every_code_has_a_word(codes: Any, said: Mapping[Any, str]) -> None:
    assert set(get_args(codes)) == said.keys() - {None}
