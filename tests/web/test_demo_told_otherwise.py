"""A demo that is kept keeps its journeys, also when a later version tells them otherwise; and who says what in them."""

from pathlib import Path

import asyncpg
import pytest
from msgspec.structs import replace

from service.demo import translation
from service.demo.translation import CaseTranslation
from tests.web.demo_service import demo


def told_otherwise(name: str) -> CaseTranslation:
    told = translation.load_translation(name)
    return replace(told, words={text: f"{words}!" for text, words in told.words.items()})


async def test_who_has_a_journey_keeps_it_as_it_was_told(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with demo(database, tmp_path) as first:
        names = [one.name for one in first.guests]
    before = await recorded(database)
    monkeypatch.setattr("service.demo.load_translation", told_otherwise)
    async with demo(database, tmp_path) as again:
        assert [one.name for one in again.guests] == names

    assert await recorded(database) == before


async def test_a_coach_holds_sessions_and_sets_challenges_and_the_client_says_the_rest(
    database: str, tmp_path: Path
) -> None:
    async with demo(database, tmp_path):
        told = await recorded(database)
    coaches = {actor for topic, actor, _ in told if topic == "CheckInHeld"}
    clients = {actor for topic, actor, _ in told if topic == "JourneyStarted"}

    by_coaches = {topic for topic, actor, _ in told if actor in coaches}
    assert {"CheckInHeld", "ChallengeSet", "QuestOffered"} <= by_coaches
    assert {topic for topic, actor, _ in told if actor in clients} >= {"ChallengeAnswered", "QuestTaken"}
    assert not clients & {actor for topic, actor, _ in told if topic in ("ChallengeSet", "QuestOffered")}


async def recorded(dsn: str) -> list[tuple[str, str, bytes]]:
    """Every event: its topic, its actor and what is stored of it."""
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch(
            "select topic, actor_id, state from stored_events order by notification_id"
        )
    finally:
        await connection.close()
    return [(row["topic"], str(row["actor_id"]), row["state"]) for row in rows]
