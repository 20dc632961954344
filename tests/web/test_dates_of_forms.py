"""A date that cannot be is refused in a sentence, in every form and at every address of a page that takes one."""

import re
from pathlib import Path

import pytest

import service.web
from tests.impossible_dates import IMPOSSIBLE
from tests.web.running_pages import pages
from tests.web.sample import MARLOES, uid
from tests.web.test_forms_sent_again import INGRID, OTHER_ROWS, ROWS, Fields, whole_journey

pytestmark = pytest.mark.slow

RANGE = "Enter a date from 1 January 1970 to 4 March 2036."
DAY = re.compile(r"\d{4}-\d\d-\d\d")
DAY_FIELD = re.compile(r'day\(\w+, "([\w-]+)"|name="([\w-]+?)"? type="date"')
LEFT_OUT: dict[str, str] = {
    "/alerts/snooze": "until_silence",
    "/talks": "held_on",
    "/data/change": f"until-{INGRID}",
}
"""Dates that the rows of forms leave out, by the end of the address."""
ASKED_FOR = (
    (f"/clients/{MARLOES}", "since"),
    (f"/clients/{MARLOES}", "until"),
    (f"/clients/{MARLOES}", "known_at"),
    (f"/journeys/{MARLOES}/profile", "on"),
    (f"/journeys/{MARLOES}/profile", "week"),
)
"""Dates and weeks in the addresses of pages."""
TRIED_WITH_ACCOUNTS = {"first_day", "last_day", "starts_on", "ends_on"}
"""Dates of forms that exist only with accounts: `test_deputies.py` and `test_studies_pages.py` try them."""


def dated_fields() -> list[tuple[str, Fields, str]]:
    """Every date of every form: where the form is sent to, what is filled in, and the field."""
    found: list[tuple[str, Fields, str]] = []
    for address, fields in [*((address, fields) for _, _, address, fields in ROWS), *OTHER_ROWS]:
        found += [(address, fields, name) for name, value in fields.items() if DAY.fullmatch(value)]
        found += [(address, fields, name) for end, name in LEFT_OUT.items() if address.endswith(end)]
    return found


DATED = dated_fields()


@pytest.mark.parametrize(("address", "fields", "name"), DATED, ids=[f"{one[0]} {one[2]}" for one in DATED])
async def test_an_impossible_date_is_refused_in_a_sentence(address: str, fields: Fields, name: str) -> None:
    async with pages() as service:
        await service.tell(whole_journey())
        before = len(await service.entries())
        for day in map(str, IMPOSSIBLE):
            shown = await service.send(address, **{**fields, name: day, "command_id": str(uid(day))})

            assert (shown.status, RANGE in shown.text) == (422, True), (day, shown.text)
        assert len(await service.entries()) == before


def test_every_date_of_a_form_is_tried() -> None:
    templates = Path(next(iter(service.web.__path__)), "templates").rglob("*.html")
    named = {one or other for html in templates for one, other in DAY_FIELD.findall(html.read_text("utf-8"))}
    tried = {name for _, _, name in DATED} | {name for _, name in ASKED_FOR} | TRIED_WITH_ACCOUNTS

    assert len(named) > 10
    assert {one for one in named if not any(name.startswith(one) for name in tried)} == set()


@pytest.mark.parametrize(("address", "name"), ASKED_FOR)
@pytest.mark.parametrize("value", [*map(str, IMPOSSIBLE), "99999", "600000"])
async def test_an_address_with_an_impossible_date_is_answered_in_a_sentence(
    address: str, name: str, value: str
) -> None:
    async with pages() as service:
        await service.tell(whole_journey())

        shown = await service.get(address, **{name: value})

    assert shown.status in (400, 404, 422), shown.text
