"""Kits that a page offers: whoever asks and goes away leaves no process behind."""

import asyncio
import os
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from service.application.studies import StudyDefinition
from service.research import dummy_kits
from service.research.dummy_kits import DummyKits

STUDY = StudyDefinition(
    study_id=UUID(int=1),
    state="approved",
    revision=1,
    title="Chances",
    question="Do beliefs come nearer to what happens?",
    plan="Compare each forecast with its answer.",
    variables=("person_week.steps",),
    starts_on=date(2026, 1, 5),
    ends_on=date(2026, 12, 31),
    who="Everybody",
    tracks=(),
    programmes=(),
    registry_id="",
    legal_ground="consent",
    access="in_place",
    extract_approved=False,
    invitation={"en": "May we read your journey?"},
    arms=(),
    draw="by_person",
)


async def test_whoever_goes_away_leaves_no_process_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = tmp_path / "pid"
    sleeping = f"import os, pathlib, time; pathlib.Path({str(started)!r}).write_text(f'{{os.getpid()}} '); time.sleep(90)"
    monkeypatch.setattr(dummy_kits, "MAIN", sleeping)
    kits = DummyKits()
    asked = asyncio.create_task(kits.zip_of(STUDY))
    async with asyncio.timeout(30):
        while not started.exists() or not started.read_text():
            await asyncio.sleep(0.02)

        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked

        while _lives(int(started.read_text())):
            await asyncio.sleep(0.02)
    assert kits._folder
    kits._folder.cleanup()


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
