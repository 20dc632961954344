"""Where the pages get their facts in the running service."""

from typing import Any, cast
from uuid import uuid4

from litestar.datastructures import State

from service.journeys import Journeys
from service.read_models.journeys import CaseList, CasePage
from service.store.memory import MemoryEventLog
from service.web.reader import LINES, kept
from tests.web.sample import MARLOES, start


class Asked(CaseList):
    """A list that notes what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str | None, int]] = []

    async def page(self, cursor: str | None, limit: int, **_: Any) -> CasePage:
        self.asked.append((cursor, limit))
        return CasePage([], None)


async def test_the_entries_are_those_of_the_log() -> None:
    journeys = Journeys(MemoryEventLog())
    await journeys.obey(MARLOES, uuid4(), (start(),), b"seal")
    pages = kept(State({"journeys": journeys, "case_list": Asked()}))

    assert [entry.number for entry in await pages.entries(MARLOES)] == [1]


async def test_a_journey_that_never_was_has_no_entries() -> None:
    pages = kept(State({"journeys": Journeys(MemoryEventLog()), "case_list": Asked()}))

    assert not await pages.entries(MARLOES)


async def test_the_list_is_read_a_page_at_a_time() -> None:
    asked = Asked()
    pages = kept(State({"journeys": cast("Any", None), "case_list": asked}))

    assert (await pages.list("there")).cases == []
    assert asked.asked == [("there", LINES)]
