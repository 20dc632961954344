"""`soundings demo --clients`: simulated clients stand on the coach's desk, in the groups that the rules alone say."""

import asyncio
import io
import re
import zipfile
from collections.abc import AsyncIterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from benchmarks.monday import Standing, monday
from service.cli.demo import simulated_clients
from service.demo.looks import last_thursday
from service.research.exports.reading import open_export
from tests.same_origin import SAME_ORIGIN
from tests.web.demo_service import Demo, demo

CLIENTS, SEED = 17, 4
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
FILE = re.compile(r'href="([^"]+/export[.]zip)"')

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


async def test_the_coach_looked_at_all_but_her_newest_clients_last_thursday(sixty: Demo) -> None:
    plan = simulated_clients(CLIENTS, SEED)
    assert plan is not None
    thursday = last_thursday(plan.until)
    [sanne] = [one for one in sixty.guests if one.name == "Sanne Visser"]
    async with sixty.as_(sanne) as site:
        rows = (await site.get("/api/v1/desk")).json()["rows"]
        page = (await site.get("/desk")).text
    looks = {one["called"]: one["looked_at"] and datetime.fromisoformat(one["looked_at"]) for one in rows}
    weeks = {one["called"]: one["week"] for one in rows}

    assert {one.astimezone(ZoneInfo("Europe/Amsterdam")) for one in looks.values() if one} == {
        datetime.combine(thursday, time(16, 40), ZoneInfo("Europe/Amsterdam"))
    }
    assert {name for name, week in weeks.items() if week <= 2} <= {
        name for name, at in looks.items() if not at
    }
    assert {name for name, week in weeks.items() if week >= 5} <= {name for name, at in looks.items() if at}
    assert f"Since you looked on {thursday:%A} at 16:40" in page


async def test_the_researcher_takes_out_the_data_of_a_study_by_herself(sixty: Demo, tmp_path: Path) -> None:
    [ruth] = [one for one in sixty.guests if one.role == "researcher"]
    async with sixty.as_(ruth) as site:
        studies = (await site.get("/api/v1/studies")).json()["studies"]
        [energy] = [one["study_id"] for one in studies if one["title"] == "Energy and steps"]
        at = f"/studies/{energy}/data"
        form = {one[0]: one[1] for one in HIDDEN.findall((await site.get(at)).text)}
        chosen = form | {"tables": ["participants", "person_week"]}
        asked = await site.post(at, data=chosen, headers=SAME_ORIGIN)
        assert asked.status_code == 303, asked.text
        async with asyncio.timeout(60):
            while not (links := FILE.findall((await site.get(at)).text)):
                await asyncio.sleep(0.1)
        file = await site.get(links[0])

    with zipfile.ZipFile(io.BytesIO(file.content)) as packed:
        packed.extractall(tmp_path / "export")
    [folder] = [one.parent for one in (tmp_path / "export").rglob("manifest.json")]
    weeks = open_export(folder).frame("person_week")
    assert weeks["pseudonym"].n_unique() >= 10
    assert weeks["energy"].drop_nulls().len() > 0


@pytest.mark.parametrize("ahead", range(14))
def test_the_last_thursday_is_over(ahead: int) -> None:
    day = date(2026, 11, 30) + timedelta(days=ahead)

    assert last_thursday(day).weekday() == 3
    assert 1 <= (day - last_thursday(day)).days <= 7


def expected(one: Standing) -> set[str]:
    """The group by the rules. What is news to the coach depends on when she looked."""
    quiet = {"news_only", "on_track"}
    return quiet if one.group in quiet else {one.group}
