"""Who knows each other: chains of people who led to each other, whom to ask next, and the question that leads on."""

from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.journey.commands.network import AddContact
from domain.journey.events.network import ContactAdded
from projections.guidance import GUIDANCE
from projections.network.projection import NETWORK
from service.web.people.chains import MAX_CHAINS, chains_of, leaders_by_contact, who_knows_whom
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, MONDAY, NOON, day, discover, met, outcome, plan, start, uid

AT = f"/journeys/{MARLOES}"
PEOPLE = f"{AT}/people"
IDS = [uid(f"person {number}") for number in range(8)]
QUESTION = GUIDANCE.unknown_jobs.says.text


def talk(name: str, week: int, after: str | None = None) -> list[Any]:
    planned = plan(
        f"talk with {name}",
        "conversation",
        "nurse",
        day(week),
        contact=met(name),
        refers_to=uid(f"talk with {after}") if after else None,
    )
    return [planned, *outcome(f"talk with {name}", day(week))]


def added(name: str, named_by: str | None = None) -> AddContact:
    return AddContact(
        happened_on=MONDAY,
        contact_id=uid(name),
        name=name,
        tie="weak",
        introduced_by=uid(named_by) if named_by else None,
    )


KNOWN = [
    start(),
    discover("nurse"),
    *talk("Karin", 1),
    *talk("Hugo", 2, after="Karin"),
    added("Ida", "Hugo"),
    added("Olav", "Karin"),
    *talk("Bram", 3),
]


async def found(service: Pages) -> Any:
    return who_knows_whom(await service.journeys.get(MARLOES), await service.view(NETWORK))


async def test_people_who_led_to_each_other_are_chains() -> None:
    async with pages() as service:
        await service.tell(KNOWN)

        knows, shown = await found(service), await service.get(PEOPLE)

    assert [[one.name for one in chain] for chain in knows.chains] == [
        ["Karin", "Olav"],
        ["Karin", "Hugo", "Ida"],
    ]
    assert "Karin → Hugo → Ida" in shown.text


async def test_whoever_was_named_is_asked_first_then_whoever_led_to_no_one() -> None:
    async with pages() as service:
        await service.tell(KNOWN)

        knows, shown = await found(service), await service.get(PEOPLE)

    assert [(one.name, one.named_by) for one in knows.to_ask] == [
        ("Olav", "Karin"),
        ("Ida", "Hugo"),
        ("Bram", None),
    ]
    assert "through Karin, not met yet" in shown.text
    assert "led to no one yet" in shown.text
    assert f"Ask in every conversation: “{QUESTION}”" in shown.text


async def test_whoever_led_to_somebody_is_not_asked_again_first() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse"), *talk("Karin", 1), *talk("Hugo", 2, after="Karin")])

        knows = await found(service)

    assert [one.name for one in knows.to_ask] == ["Hugo"]


async def test_somebody_is_added_with_who_named_them() -> None:
    async with pages() as service:
        await service.tell(KNOWN)

        shown = await service.send(f"{PEOPLE}/add", name="Elsa", closeness="none", named_by=str(uid("Ida")))
        unknown = await service.send(f"{PEOPLE}/add", name="Eva", closeness="none", named_by=str(uid("no")))

        contacts = [one.event for one in await service.entries() if isinstance(one.event, ContactAdded)]
    assert "Karin → Hugo → Ida → Elsa" in shown.text
    assert unknown.status == 422
    assert 'id="named_by-error"' in unknown.html
    assert (contacts[-1].name, contacts[-1].introduced_by) == ("Elsa", uid("Ida"))


async def test_without_a_chain_one_question_is_offered_and_without_people_none() -> None:
    async with pages() as service:
        await service.tell([start()])
        empty = await service.get(PEOPLE)
        await service.tell([added("Karin")])
        one = await service.get(PEOPLE)

    assert "Who knows each other" not in empty.text
    assert "You have not written down yet who led you to someone else." in one.text
    assert QUESTION in one.text


async def test_nobody_led_to_themselves_however_it_was_recorded() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse"), added("Ida"), added("Karin", "Ida")])
        await service.tell([*talk("Karin", 1), *talk("Ida", 2, after="Karin")])

        journey = await service.journeys.get(MARLOES)

    assert leaders_by_contact(journey) == {uid("Ida"): uid("Karin")}


@pytest.mark.parametrize("kind", ["plan", "step"])
async def test_the_questions_for_every_conversation_stand_where_it_is_prepared(kind: str) -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse"), plan("talk", "conversation", "nurse", NOON.date())])

        shown = await service.get(f"{AT}/plan" if kind == "plan" else f"{AT}/experiments/{uid('talk')}")

    assert QUESTION in shown.text
    assert GUIDANCE.in_every_talk.says.text in shown.text


leaders_of_some = st.dictionaries(st.sampled_from(IDS), st.sampled_from(IDS), max_size=8)


@given(leaders_of_some)
def test_every_chain_follows_who_led_to_whom_and_names_nobody_twice(leaders: dict[UUID, UUID]) -> None:
    chains = chains_of(leaders)

    for chain in chains:
        assert len(chain) >= 2
        assert len(set(chain)) == len(chain)
        assert all(leaders[after] == before for before, after in pairwise(chain))
    ends = [chain[-1] for chain in chains]
    assert len(ends) == len(set(ends))
    assert set(ends) == set(leaders) - set(leaders.values())


async def test_few_chains_are_shown_and_the_rest_is_counted() -> None:
    many = [added(f"Person {number}", "Karin") for number in range(MAX_CHAINS + 2)]
    async with pages() as service:
        await service.tell([start(), discover("nurse"), *talk("Karin", 1), *many])

        shown = await service.get(PEOPLE)

    assert "2 older chains are not shown." in shown.text
    assert shown.text.count("Karin → ") == MAX_CHAINS
