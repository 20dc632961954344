"""What a coach reads of the person: what was agreed, and what to ask where nothing was said yet."""

from tests.web.running_pages import pages
from tests.web.sample import MARLOES, start


async def test_where_nothing_was_said_the_page_says_what_to_ask() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.get(f"/clients/{MARLOES}/person")

    assert "Start with the question they bring." in shown.text
    assert shown.text.count("Ask: ") >= 5
    assert "None chosen. Ask which question they are busy with now." in shown.text
