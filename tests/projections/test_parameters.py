"""The learning model's numbers can be read, changed and told apart."""

import msgspec
import pytest

from projections.learning_model.parameters import (
    DEFAULT_PARAMETERS,
    AppealParameters,
    Parameters,
    read_parameters,
)


def test_an_empty_object_reads_as_version_one() -> None:
    read = read_parameters(b"{}")

    assert read == DEFAULT_PARAMETERS
    assert read.version == 1


def test_what_a_researcher_leaves_out_keeps_its_default() -> None:
    read = read_parameters(
        b'{"version": 2, "odds": {"signals": {"referral": [2, 0]}}, "focus": {"temperature": 4}}'
    )

    assert read.odds.signals.referral == (2.0, 0.0)
    assert read.odds.signals.invited == DEFAULT_PARAMETERS.odds.signals.invited
    assert read.odds.half_life == DEFAULT_PARAMETERS.odds.half_life
    assert read.focus.temperature == 4.0
    assert read.appeal == DEFAULT_PARAMETERS.appeal


def test_what_is_written_reads_back_the_same() -> None:
    assert read_parameters(msgspec.json.encode(DEFAULT_PARAMETERS)) == DEFAULT_PARAMETERS


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        (b'{"appeals": {}}', "appeals"),
        (b'{"appeal": {"halflife": 3}}', "halflife"),
        (b'{"odds": {"signals": {"luck": [1, 0]}}}', "luck"),
        (b'{"appeal": {"half_life": "long"}}', r"\$\.appeal\.half_life"),
        (b'{"appeal": {"half_life": 0}}', r"\$\.appeal\.half_life"),
        (b'{"odds": {"signals": {"referral": [-1, 0]}}}', r"\$\.odds\.signals\.referral"),
        (b'{"odds": {"priors": {"near": [0, 4]}}}', r"\$\.odds\.priors\.near"),
        (b'{"focus": {"temperature": 0}}', r"\$\.focus\.temperature"),
        (b"half a sentence", "cannot be read"),
        (b"\xff", "cannot be read"),
    ],
)
def test_a_mistake_is_refused_by_the_name_of_its_field(raw: bytes, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        read_parameters(raw)


def test_the_digest_tells_numbers_apart_and_not_their_writing() -> None:
    other = Parameters(appeal=AppealParameters(mean=51.0))

    assert other.digest() != DEFAULT_PARAMETERS.digest()
    assert read_parameters(b'{"appeal": {"mean": 50}}').digest() == DEFAULT_PARAMETERS.digest()
    assert Parameters(appeal=AppealParameters(mean=50)).digest() == DEFAULT_PARAMETERS.digest()
    assert len(DEFAULT_PARAMETERS.digest()) == 64


def test_the_digest_of_version_one_is_that_of_before_weak_signals() -> None:
    weaker = read_parameters(b'{"odds": {"weak_share": 0.25}}')

    assert DEFAULT_PARAMETERS.digest() == "16c47c663bc7efb7c5d06dfc27080a6a9899357d3722f934fbfc15bbf44a25fa"
    assert weaker.digest() != DEFAULT_PARAMETERS.digest()


def test_parameters_can_key_a_cache() -> None:
    assert {DEFAULT_PARAMETERS: "one", Parameters(): "the same"} == {DEFAULT_PARAMETERS: "the same"}
