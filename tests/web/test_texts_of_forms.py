"""What nobody could read is refused, or left out, in every field of every form; nothing of it is recorded."""

from collections.abc import Iterator

import msgspec
import pytest

from domain.text import has_controls, is_visible
from tests.odd_texts import COMMANDING, UNSEEN
from tests.web.running_pages import pages
from tests.web.sample import uid
from tests.web.test_forms_sent_again import OTHER_ROWS, ROWS, Fields, whole_journey

pytestmark = pytest.mark.slow

FORMS = [
    (address, fields)
    for address, fields in [*((address, fields) for _, _, address, fields in ROWS), *OTHER_ROWS]
    if fields
]


@pytest.mark.parametrize(("address", "fields"), FORMS, ids=[address for address, _ in FORMS])
async def test_nothing_that_nobody_could_read_is_recorded(address: str, fields: Fields) -> None:
    async with pages() as service:
        await service.tell(whole_journey())
        before = len(await service.entries())
        for name in fields:
            for text in (COMMANDING[0], COMMANDING[-1], UNSEEN[-1]):
                shown = await service.send(
                    address, **{**fields, name: text, "command_id": str(uid(name + text))}
                )

                assert shown.status in (200, 404, 422), (name, text)
                assert shown.status != 422 or 'role="alert"' in shown.html, (name, shown.html)
        recorded = [msgspec.to_builtins(one.event) for one in (await service.entries())[before:]]

    assert [text for text in _texts(recorded) if has_controls(text) or (text and not is_visible(text))] == []


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            yield from (text for one in value.values() for text in _texts(one))
        case list() | tuple():
            yield from (text for one in value for text in _texts(one))
        case _:
            pass
