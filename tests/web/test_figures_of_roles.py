"""Figures of roles: in words alone after a no on every page, and none of what was put aside untried."""

from datetime import timedelta
from typing import Any

import pytest

from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.roles import DiscoverRole, ParkRole, PassRole
from projections.profile.projection import PROFILE
from tests.web.running_pages import pages
from tests.web.sample import MARLOES, MONDAY, NOON, discover, outcome, plan, start, uid

AT = f"/journeys/{MARLOES}"
TODAY = NOON.date()
SHOW = "Show the figures"
SENT = TODAY - timedelta(days=9)


def no_today() -> list[Any]:
    return [
        start(),
        discover("nurse"),
        discover("carer", distance="same"),
        plan("talk", "conversation", "nurse", MONDAY),
        *outcome("talk", MONDAY, appeal=9),
        plan("letter", "application", "nurse", SENT),
        *outcome("letter", SENT),
        RecordAnswer(happened_on=TODAY, experiment_id=uid("letter"), answer="rejected_unseen"),
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/profile",
        "/map",
        f"/profile/roles/{uid('nurse')}",
        f"/profile/moves?role={uid('nurse')}",
        f"/experiments/{uid('talk')}",
    ],
)
async def test_on_the_day_of_a_no_every_page_reads_in_words_until_the_figures_are_opened(path: str) -> None:
    async with pages() as service:
        await service.tell(no_today()[:-1])
        before = await service.get(AT + path)
        await service.tell(no_today()[-1:])
        after = await service.get(AT + path)

    main = after.html[after.html.index("<main") :]
    at_once = main.partition(SHOW)[0] + main.partition("</details>")[2] if SHOW in main else main
    assert SHOW not in before.html
    for figure in ("±", "potential</span>", "→</span>", 'class="belief"', 'class="moves"'):
        assert figure not in at_once, figure


async def test_of_what_was_let_go_or_ruled_out_untried_no_figure_is_shown() -> None:
    heard = DiscoverRole(
        happened_on=MONDAY, role_id=uid("pilot"), title="pilot", distance="far", found="atlas"
    )
    told = [
        start(),
        discover("nurse"),
        heard,
        PassRole(happened_on=MONDAY, role_id=uid("pilot")),
        discover("guard"),
        ParkRole(happened_on=MONDAY, role_id=uid("guard"), reason="nights"),
        plan("talk", "conversation", "nurse", MONDAY),
        *outcome("talk", MONDAY, appeal=9),
        ParkRole(happened_on=MONDAY, role_id=uid("nurse"), reason="later"),
    ]
    async with pages() as service:
        await service.tell(told)
        profile, drawn = await service.get(f"{AT}/profile"), await service.get(f"{AT}/map")
        page = await service.get(f"{AT}/profile/roles/{uid('pilot')}")
        roles = (await service.view(PROFILE)).roles

    assert {one.title: one.assumed for one in roles} == {"nurse": False, "pilot": True, "guard": True}
    aside = profile.html[
        profile.html.index('class="asidelist"') : profile.html.index(
            "</section>", profile.html.index('class="asidelist"')
        )
    ]
    assert "Pilot" in aside
    assert aside.count("±") == 1
    assert drawn.html[drawn.html.index("<main") :].count("±") == 1
    opening = page.html[page.html.index("<h1") : page.html.index("</header>", page.html.index("<h1"))]
    assert "±" not in opening
    assert "let go on" in opening


async def test_the_work_that_she_does_is_not_only_heard_about_and_not_to_be_tried() -> None:
    async with pages() as service:
        await service.tell([start(), discover("carer", distance="same"), discover("nurse")])
        page = await service.get(f"{AT}/profile")

    carer = page.html[page.html.index(f'id="role-{uid("carer")}"') :].partition('class="promise"')[0]
    assert "Only heard about" not in carer
    assert page.html.count("Only heard about") == 1
    assert "Not tried yet: nurse. Try or park." in page.text
