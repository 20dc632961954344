"""`soundings demo --clients`: simulated clients stand on the coach's desk, in the groups that the rules alone say."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from benchmarks.monday import Standing, monday
from service.cli.demo import simulated_clients
from tests.web.demo_service import Demo, demo

CLIENTS, SEED = 14, 4

pytestmark = pytest.mark.slow


@pytest.fixture
async def sixty(database: str, tmp_path: Path) -> AsyncIterator[Demo]:
    async with demo(database, tmp_path, simulated_clients(CLIENTS, SEED)) as running:
        yield running


async def test_they_stand_on_the_desk_where_the_rules_say_and_nobody_signs_in_as_one(sixty: Demo) -> None:
    plan = simulated_clients(CLIENTS, SEED)
    assert plan is not None
    by_rules = {one.called: one for one in monday(SEED, CLIENTS, plan.until)}
    [sanne] = [one for one in sixty.guests if one.name == "Sanne Visser"]
    async with sixty.as_(sanne) as site:
        rows = {one["called"]: one for one in (await site.get("/api/v1/desk")).json()["rows"]}
    on_desk = {name: row for name, row in rows.items() if name in by_rules}

    assert set(rows) - set(by_rules) == {"Marloes", "Jonas"}
    assert len(sixty.guests) == 9
    for name, row in on_desk.items():
        assert row["group"] in expected(by_rules[name]), name
    assert {one.called for one in by_rules.values() if one.group == "care_first"} <= set(on_desk)


def expected(one: Standing) -> set[str]:
    """The group by the rules. What is news to the coach depends on when she looked."""
    quiet = {"news_only", "on_track"}
    return quiet if one.group in quiet else {one.group}
