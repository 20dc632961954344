"""A demo that is kept keeps its journeys, also when a later version tells them otherwise; and who says what in them."""

import json
import re
from importlib.resources import files
from pathlib import Path

import asyncpg
import pytest
from msgspec.structs import replace

from domain.vocabulary import KINDS_AWAITING_ANSWER
from service.demo import translation
from service.demo.translation import CaseTranslation
from tests.web.demo_service import demo

SENTENCE = re.compile(r"[A-ZÅÄÖÆØ].*[.?]", re.DOTALL)


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


TALKS = KINDS_AWAITING_ANSWER - {"application"} | {"conversation", "job_shadow", "trial", "follow_up"}


@pytest.mark.parametrize("name", ["case_1.json", "case_2.json", "case_3.json"])
def test_what_was_noted_of_a_talk_is_what_the_other_said(name: str) -> None:
    """A page quotes it as their words, so it is a sentence that somebody could say."""
    told = translation.load_translation(name).words
    case = json.loads(files("service.demo").joinpath("cases", name).read_text())
    notes = [
        one["outcome_note"] for one in case["actions"] if one["kind"] in TALKS and one.get("outcome_note")
    ]

    assert len(notes) > 8
    assert [one for one in (*notes, *(told[one] for one in notes)) if not SENTENCE.fullmatch(one)] == []
