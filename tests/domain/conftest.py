"""What holds for every test of the domain: a scenario that claims nothing fails."""

from collections.abc import Iterator

import pytest

import tests.histories  # noqa: F401  settles how many examples Hypothesis tries
from tests.domain.scenario import unfinished


@pytest.fixture(autouse=True)
def every_scenario_claims_something() -> Iterator[None]:
    unfinished()
    yield

    assert unfinished() == ()
