"""What a coach reads of the person: what was agreed, and what to ask where nothing was said yet."""

import re

from tests.web.refused import no_today
from tests.web.running_pages import pages
from tests.web.sample import MARLOES, discover, start


async def test_where_nothing_was_said_the_page_says_what_to_ask() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.get(f"/clients/{MARLOES}/person")

    assert "Start with the question they bring." in shown.text
    assert shown.text.count("Ask: ") >= 5
    assert "None chosen. Ask what they are busy with now." in shown.text


async def test_a_coaching_style_is_suggested_with_its_reason_beside_the_choice() -> None:
    async with pages() as service:
        await service.tell([start()])
        before = await service.get(f"/clients/{MARLOES}/notes")
        await service.tell([discover("risk manager"), *no_today()])
        after = await service.get(f"/clients/{MARLOES}/notes")

    adviser = "What might fit now: Adviser. They have not met anyone in a role yet. Most of it is imagined."
    assert f"{adviser} You decide. Work as" in before.text
    assert (
        "What might fit now: Coach. A no came. Care comes first, plans come later. You decide." in after.text
    )
    assert not re.search(r'name="stance"[^>]* checked', after.html)
