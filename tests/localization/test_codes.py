"""Every code has a name."""

from collections.abc import Mapping
from typing import Any, get_args

import pytest

from domain import vocabulary
from domain.journey.events.experiments import ExperimentStage
from projections.learning_model import wording
from service.localization import code_labels, feedback_labels, guess_labels

NAMED: list[tuple[Any, Mapping[Any, str]]] = [
    (vocabulary.ExperimentKind, code_labels.KINDS),
    (ExperimentStage, code_labels.STAGES),
    (vocabulary.Distance, code_labels.DISTANCES),
    (vocabulary.Track, code_labels.TRACKS),
    (vocabulary.Tie, code_labels.TIES),
    (vocabulary.Channel, code_labels.CHANNELS),
    (vocabulary.Witness, code_labels.WITNESSES),
    (vocabulary.Phase, code_labels.PHASES),
    (vocabulary.Stance, code_labels.STANCES),
    (vocabulary.GapDecision, code_labels.GAP_DECISIONS),
    (vocabulary.SkillStanding, code_labels.SKILL_STANDINGS),
    (vocabulary.ReflectionTheme, code_labels.THEMES),
    (vocabulary.ReaderKind, code_labels.READERS),
    (vocabulary.SightScope, code_labels.SCOPES),
    (vocabulary.ConsentPurpose, code_labels.PURPOSES),
    (vocabulary.Ending, code_labels.ENDINGS),
    (vocabulary.FiveTries, guess_labels.FIVE_TRIES),
    (vocabulary.FearOutcome, guess_labels.FEAR_OUTCOMES),
    (vocabulary.BeliefVerdict, guess_labels.BELIEF_VERDICTS),
    (vocabulary.PointHeard, feedback_labels.POINTS_HEARD),
    (vocabulary.FeedbackVia, feedback_labels.FEEDBACK_VIA),
    (vocabulary.FirstNextWeek, code_labels.FIRST_NEXT_WEEK),
    (wording.AppealWord, code_labels.APPEAL),
    (wording.ReachWord, code_labels.REACH),
    (wording.SpreadWord, code_labels.SPREAD),
]


@pytest.mark.parametrize(("of", "names"), NAMED)
def test_every_code_has_a_name(of: Any, names: Mapping[Any, str]) -> None:
    assert set(get_args(of)) == set(names)


def test_every_answer_has_a_name_and_silence_too() -> None:
    assert {*get_args(vocabulary.ApproachAnswer), None} == set(code_labels.ANSWERS)
