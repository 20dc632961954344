"""After a no, in any journey: no figure but dates and no word of the game stands open where a week or a step is told."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

import msgspec
import pytest

from domain.errors import DomainError
from domain.journey.commands.answers import RecordAnswer
from domain.journey.decide import decide
from domain.journey.events.experiments import ExperimentAttempt
from projections.refusals.projection import REFUSALS
from tests.histories import History, sample_journey
from tests.web.elin import open_text
from tests.web.running_pages import Pages, pages

GAME_WORDS = re.compile(r"(?i)\b(?:points?|level \d+|badges?|quests?|momentum)\b")
HIDDEN = re.compile(r"<p [^>]*\bhidden>.*?</p>", re.DOTALL)
MONTHS = "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
DATE = re.compile(rf"\b\d{{1,2}} (?:{MONTHS})\b(?: \d{{4}})?")


def refused_today(lived: History) -> RecordAnswer | None:
    """A no to the last step to which one can come."""
    for experiment_id in reversed(lived.journey.experiments):
        no = RecordAnswer(happened_on=lived.today, experiment_id=experiment_id, answer="rejected_unseen")
        try:
            if decide(lived.journey, no, lived.today):
                return no
        except DomainError:
            pass
    return None


def texts(value: Any) -> Iterator[str]:
    """Every text in what was recorded: a figure in it is the client's own."""
    match value:
        case str():
            yield " ".join(value.split())
        case dict() | list():
            within: list[Any] = [*value.values()] if isinstance(value, dict) else value
            for one in within:
                yield from texts(one)
        case _:
            pass


async def our_words(service: Pages, lived: History, page: str) -> str:
    """What stands open on a page, without dates and without what was recorded."""
    shown = await service.get(f"/journeys/{lived.journey_id}/{page}")
    assert (shown.status, shown.path) == (200, f"/journeys/{lived.journey_id}/{page}")
    told = {one for one in texts(msgspec.to_builtins(list(lived.events))) if re.search(r"\d", one)}
    text = open_text(HIDDEN.sub("", shown.html))
    for one in sorted(told, key=len, reverse=True):
        text = re.sub(re.escape(one), "", text, flags=re.IGNORECASE)
    return DATE.sub("", text)


@pytest.mark.parametrize("seed", range(24))
async def test_while_care_holds_no_figure_and_no_word_of_the_game_stands_open(seed: int) -> None:
    lived = sample_journey(seed, 20 + 10 * seed)
    while (no := refused_today(lived)) is None:
        lived = sample_journey(seed, len(lived.events) + 10)
    told: list[Any] = [one.command for one in lived.decisions]
    steps = [
        key for key, one in lived.journey.experiments.items() if isinstance(one.outcome, ExperimentAttempt)
    ]
    async with pages(datetime.combine(lived.today, time(12), tzinfo=UTC)) as service:
        await service.tell([*told, no], lived.journey_id)
        care = (await service.view(REFUSALS, lived.journey_id)).care
        found = {
            (page, one)
            for page in ("week", "map", *(f"steps/{one}/reveal" for one in steps[-8:]))
            for words in [await our_words(service, lived, page)]
            for one in (*re.findall(r".{0,30}\d+.{0,30}", words), *GAME_WORDS.findall(words))
        }

    assert care == no.experiment_id
    assert found == set()
