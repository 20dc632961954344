"""What holds for every test of the domain: a scenario that claims nothing fails."""

from collections.abc import Iterator

import pytest

from tests.domain.scenario import unfinished


@pytest.fixture(autouse=True)
def every_scenario_claims_something() -> Iterator[None]:
    unfinished()
    yield

    assert unfinished() == ()
