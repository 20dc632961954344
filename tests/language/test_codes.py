"""Every code has a name."""

from collections.abc import Mapping
from typing import Any, get_args

import pytest

from domain import vocabulary
from domain.journey.events.experiments import ExperimentStage
from projections.learning_model import wording
from service.localization import codes

NAMED: list[tuple[Any, Mapping[Any, str]]] = [
    (vocabulary.ExperimentKind, codes.KINDS),
    (ExperimentStage, codes.STAGES),
    (vocabulary.Distance, codes.DISTANCES),
    (vocabulary.Track, codes.TRACKS),
    (vocabulary.Tie, codes.TIES),
    (vocabulary.Channel, codes.CHANNELS),
    (vocabulary.Witness, codes.WITNESSES),
    (vocabulary.Phase, codes.PHASES),
    (vocabulary.Stance, codes.STANCES),
    (vocabulary.GapDecision, codes.GAP_DECISIONS),
    (vocabulary.ReflectionTheme, codes.THEMES),
    (vocabulary.ReaderKind, codes.READERS),
    (vocabulary.SightScope, codes.SCOPES),
    (vocabulary.ConsentPurpose, codes.PURPOSES),
    (vocabulary.Ending, codes.ENDINGS),
    (wording.AppealWord, codes.APPEAL),
    (wording.ReachWord, codes.REACH),
    (wording.SpreadWord, codes.SPREAD),
]


@pytest.mark.parametrize(("of", "names"), NAMED)
def test_every_code_has_a_name(of: Any, names: Mapping[Any, str]) -> None:
    assert set(get_args(of)) == set(names)


def test_every_answer_has_a_name_and_silence_too() -> None:
    assert {*get_args(vocabulary.ApproachAnswer), None} == set(codes.ANSWERS)
