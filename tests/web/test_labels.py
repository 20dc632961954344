"""Every code has a label, no label stands in two places, and a change is shown with its sign."""

import pkgutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, get_args

import pytest

import projections
import service
from domain.journey.events.experiments import ExperimentStage
from domain.vocabulary import ApproachAnswer, Distance, ExperimentKind, MarketSignal, Quest, StuckRule, Track
from projections.learning_model.focus import Quadrant
from service.localization import code_labels
from service.web.rendering import signed_number

Labels = Mapping[str | None, str]


@pytest.mark.parametrize(("change", "said"), [(12, "+12"), (0, "0"), (-3, "\N{MINUS SIGN}3")])
def test_a_change_has_its_sign(change: int, said: str) -> None:
    assert signed_number(change) == said


@pytest.mark.parametrize(
    ("codes", "labels"),
    [
        (ExperimentKind, code_labels.KINDS),
        (ExperimentStage, code_labels.STAGES),
        (ApproachAnswer, code_labels.ANSWERS),
        (Distance, code_labels.DISTANCES),
        (Track, code_labels.TRACKS),
        (Quest, code_labels.QUESTS),
        (StuckRule, code_labels.STUCK_RULES),
        (MarketSignal, code_labels.MARKET_SIGNALS),
        (Quadrant, code_labels.QUADRANTS),
    ],
)
def test_every_code_has_a_label(codes: Any, labels: Mapping[Any, str]) -> None:
    assert set(get_args(codes)) == labels.keys() - {None}


def test_no_two_mappings_label_the_same_codes_alike() -> None:
    names_by_labels: dict[frozenset[tuple[str | None, str]], set[str]] = defaultdict(set)
    for name, labels in _mappings():
        names_by_labels[frozenset(labels.items())].add(name)

    assert [sorted(names) for names in names_by_labels.values() if len(names) > 1] == []


def _mappings() -> Iterator[tuple[str, Labels]]:
    """The mappings from codes to texts that modules define, once each, however many import them."""
    known: set[int] = set()
    for package in (service, projections):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name.endswith("__main__"):
                continue
            for name, value in vars(import_module(found.name)).items():
                if id(value) not in known and not name.startswith("__") and _labels(value):
                    known.add(id(value))
                    yield f"{found.name}.{name}", value


def _labels(value: object) -> bool:
    return (
        isinstance(value, Mapping)
        and len(value) > 1
        and all(isinstance(code, str | None) for code in value)
        and all(isinstance(text, str) and (" " in text or text[:1].isupper()) for text in value.values())
    )
