"""For and against a role on its page: who agrees, who contradicts, and what a next step could test."""

from typing import Any

from domain.journey.commands.evidence import OddsSignalInput
from domain.journey.commands.market import NoteMarketSignal
from domain.vocabulary import HeardSignal
from projections.claims.projection import CLAIM_NAMES, CLAIMS
from service.web.role_story.claims import CLAIM_TITLES
from tests.web.running_pages import Pages, Shown, pages
from tests.web.sample import MARLOES, day, discover, met, outcome, plan, seven_weeks, start, uid

AT = f"/journeys/{MARLOES}"


async def role_page(service: Pages, role: str) -> Shown:
    return await service.get(f"{AT}/profile/roles/{uid(role)}")


def talk(name: str, who: str, signal: HeardSignal) -> list[Any]:
    """A conversation about nursing, and what was heard in it."""
    on = day(1, 1)
    return [
        plan(name, "conversation", "nurse", on, contact=met(who)),
        *outcome(name, on, odds=(OddsSignalInput(signal=signal),)),
    ]


async def test_every_claim_stands_with_its_sources_and_their_steps() -> None:
    async with pages() as service:
        await service.tell(
            [
                start(),
                discover("nurse"),
                *talk("one", "Anouk", "fresh_outsider"),
                *talk("two", "Bert", "fresh_outsider"),
                *talk("three", "Carla", "one_of_many"),
            ]
        )
        shown = await role_page(service, "nurse")

    assert all(title in shown.text for title in CLAIM_TITLES.values())
    assert "Newcomers are welcome 2 agree, 1 contradicts" in shown.text
    for name, who in (("one", "Anouk"), ("two", "Bert"), ("three", "Carla")):
        assert f'<a href="{AT}/experiments/{uid(name)}">{who}</a>' in shown.html
    assert shown.html.count('aria-label="agrees"') == 2
    assert shown.html.count('aria-label="contradicts"') == 1


async def test_an_open_claim_leads_to_a_plan_with_its_belief_and_a_settled_one_does_not() -> None:
    async with pages() as service:
        await service.tell(
            [
                start(),
                discover("nurse"),
                *talk("one", "Anouk", "fresh_outsider"),
                *talk("two", "Bert", "fresh_outsider"),
            ]
        )
        shown = await role_page(service, "nurse")
        planning = await service.get(f"{AT}/plan?kind=conversation&role=nurse&belief=there_is_work")

    links = [f"plan?kind=conversation&amp;role=nurse&amp;belief={one}" for one in CLAIM_NAMES]
    assert [link in shown.html for link in links] == [False, True, True, True, True]
    assert 'value="there_is_work" checked' in planning.html


async def test_a_fact_about_the_market_and_a_gap_stand_where_they_belong() -> None:
    fact = NoteMarketSignal(
        happened_on=day(7),
        signal_id=uid("fact"),
        role_id=uid("risk manager"),
        signal="vacancies_none",
        published=day(6),
        source="Labour Office",
    )
    async with pages() as service:
        await service.tell([*seven_weeks(), fact])
        risk, teacher = await role_page(service, "risk manager"), await role_page(service, "teacher")

    assert "Labour Office" in risk.text
    assert "There is work 1 contradicts, no one else asked yet" in risk.text
    assert f'<a href="{AT}/profile/gaps/{uid("certificate")}">Teaching certificate</a>' in teacher.html
    assert "belief=" not in teacher.html, "a parked role is not tested"


async def test_the_page_says_what_the_api_says() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        view = await service.view(CLAIMS)
        for role in view.roles:
            shown = await service.get(f"{AT}/profile/roles/{role.role_id}")

            for one in role.claims:
                assert f"{CLAIM_TITLES[one.claim]} {one.words}" in shown.text
