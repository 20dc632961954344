"""Which commands the forms of each page send: every form of one journey is sent, and what it has executed is noted."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from domain.aggregate import CommandBatch
from service.application.command_handler import CommandHandler
from tests.web.running_pages import pages
from tests.web.sample import NOON, uid
from tests.web.test_forms_sent_again import AT, CLIENT, OTHER_ROWS, ROWS, whole_journey
from tests.web.walk import kind_of, walked

OF_JOURNEYS = (AT, CLIENT, "/desk", "/start")
ACTION = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*\baction="([^"]+)"')
IN_OTHER_WAYS = (
    (f"{AT}/log", {"plan": str(uid("interview")), "happened": "refused", "on": str(NOON.date())}),
    (f"{AT}/log", {"plan": str(uid("interview")), "happened": "cancelled", "on": str(NOON.date())}),
    (f"{AT}/data/plan", {"weekly_goal": "3", "time_zone": "Europe/Oslo"}),
)
"""What the same forms send when they are filled in otherwise."""


class Executed:
    """Executes as before, and notes the names of the commands."""

    def __init__(self, handler: CommandHandler[Any]) -> None:
        self.names = set[str]()
        self._execute = handler.execute

    async def execute(self, stream: Any, batches: Sequence[CommandBatch], *more: Any) -> Any:
        self.names |= {type(one).__name__ for batch in batches for one in batch.commands}
        return await self._execute(stream, batches, *more)


async def commands_by_page() -> Mapping[str, set[str]]:
    """By the kind of page: what is sent by its forms. One that was seen nowhere belongs to the page above its address."""
    forms, sent = await _forms_by_page(), await _commands_by_address()
    for address in sent.keys() - set[str]().union(*forms.values()):
        above = [page for page in forms if address.startswith(f"{page}/")]
        if above:
            forms[max(above, key=len)].add(address)
    return {page: set[str]().union(*(sent.get(one, ()) for one in seen)) for page, seen in forms.items()}


async def _commands_by_address() -> Mapping[str, set[str]]:
    sent = defaultdict[str, set[str]](set)
    rows = [*((address, fields) for _, _, address, fields in ROWS), *OTHER_ROWS, *IN_OTHER_WAYS]
    for address, fields in rows:
        async with pages() as service:
            await service.tell(whole_journey())
            executed = Executed(service.journeys.commands)
            vars(service.journeys.commands)["execute"] = executed.execute
            shown = await service.send(address, **fields)
        assert shown.status == 200, (address, shown.text)
        sent[kind_of(address)] |= executed.names
    return sent


async def _forms_by_page() -> dict[str, set[str]]:
    found = defaultdict[str, set[str]](set)
    async with pages() as service:
        await service.tell(whole_journey())

        async def look(address: str) -> tuple[int, str]:
            if not address.startswith(OF_JOURNEYS):
                return 200, ""
            shown = await service.get(address)
            page, _, _ = kind_of(address).partition("?")
            found[page] |= {kind_of(unescape(one)) for one in ACTION.findall(shown.html)}
            return shown.status, shown.html

        await walked(look, f"{AT}/week", CLIENT, "/desk", "/start")
    return found
