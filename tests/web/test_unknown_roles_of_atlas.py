"""What the atlas adds to the unknown roles of a week: drawn on Monday, the same all week, and away once answered."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.roles import DiscoverRole, PassRole
from domain.journey.commands.vision import DecodeDream, QualityInput
from domain.journey.decide import UserCommand
from domain.journey.events.roles import RoleDiscovered, RolePassed
from domain.journey.events.weeks import monday_of
from domain.vocabulary import PASSED_DAYS
from service.web.near_roles.of_the_week import draw_of_week
from service.web.profile.unknown_roles import MOST_A_WEEK
from tests.web.atlas_in_memory import SMALL_ATLAS, AtlasInMemory
from tests.web.running_pages import pages
from tests.web.sample import MARLOES, MONDAY, day, outcome, plan, start, uid
from tests.web.test_near_roles import LINKED, TODAY, WORDS, journey, link, told

AT = f"/journeys/{MARLOES}"
HERE = f"{AT}/profile/unknown-roles"
NEXT_MONDAY = MONDAY + timedelta(days=7)


async def drawn(*commands: UserCommand, on: date = TODAY, places: int = MOST_A_WEEK) -> list[str]:
    found = await draw_of_week(SMALL_ATLAS, journey(*commands), on, WORDS, places=places)
    return [one.occupation.title.text for one in found]


def let_go(title: str, on: date) -> tuple[UserCommand, ...]:
    brought = DiscoverRole(happened_on=on, role_id=uid(title), title=title, distance="far", found="atlas")
    group = {"midwife": "2222", "dispatcher": "4222", "park ranger": "5419"}[title]
    return brought, link(title, title, group, on), PassRole(happened_on=on, role_id=uid(title))


def dream(*wordings: str, on: date = MONDAY) -> DecodeDream:
    qualities = tuple(QualityInput(quality_id=uid(one), wording=one) for one in wordings)
    return DecodeDream(happened_on=on, dream_id=uid("dream"), dream="Forester", qualities=qualities)


async def test_three_near_roles_fill_the_week() -> None:
    assert sorted(await drawn(*LINKED)) == ["dispatcher", "midwife", "park ranger"]
    assert len(await drawn(*LINKED, places=1)) == 1
    assert await drawn(*LINKED, places=0) == []


async def test_what_was_linked_in_the_week_counts_from_the_next_monday() -> None:
    assert await drawn(*LINKED, on=MONDAY) == []
    assert await drawn(*LINKED, on=NEXT_MONDAY - timedelta(days=1)) == []
    assert len(await drawn(*LINKED, on=NEXT_MONDAY)) == 3


@given(
    st.lists(
        st.tuples(st.sampled_from(["midwife", "dispatcher", "park ranger"]), st.integers(0, 6)),
        max_size=3,
        unique_by=lambda one: one[0],
    )
)
async def test_an_answer_makes_the_list_of_the_week_shorter_and_not_other(
    answers: list[tuple[str, int]],
) -> None:
    on = day(3)
    first = await drawn(*LINKED, on=on, places=2)
    answered = sorted(answers, key=lambda one: one[1])
    commands = [one for title, after in answered for one in let_go(title, on + timedelta(days=after))]

    shown = await drawn(*LINKED, *commands, on=on + timedelta(days=6), places=2)

    assert shown == [one for one in first if one not in dict(answers)]


async def test_others_take_their_turn_the_next_week() -> None:
    one, other = [await drawn(*LINKED, on=day(week), places=1) for week in (2, 3)]

    assert one != other


async def test_what_was_let_go_stays_away_for_half_a_year() -> None:
    gone = let_go("midwife", day(2))
    back = monday_of(day(2) + timedelta(days=PASSED_DAYS)) + timedelta(days=7)

    for on in (day(3), monday_of(day(2) + timedelta(days=PASSED_DAYS - 1))):
        assert "midwife" not in await drawn(*LINKED, *gone, on=on)
    assert "midwife" in await drawn(*LINKED, *gone, on=back)


async def test_a_dream_fills_what_near_roles_leave_open() -> None:
    shown = await draw_of_week(
        SMALL_ATLAS, journey(start(), dream("being outdoors")), TODAY, WORDS, places=MOST_A_WEEK
    )

    assert [(one.occupation.title.text, one.qualities) for one in shown] == [
        ("park ranger", ("Being outdoors",))
    ]


async def test_an_empty_atlas_adds_nothing() -> None:
    assert await draw_of_week(AtlasInMemory(), journey(*LINKED), TODAY, WORDS, places=3) == ()


async def test_the_profile_and_the_week_lead_to_what_the_page_counts() -> None:
    tip = DiscoverRole(happened_on=MONDAY, role_id=uid("guard"), title="guard", distance="far", found="coach")
    async with pages() as service:
        await service.tell([*LINKED, tip])
        shown = [await service.get(one) for one in (HERE, f"{AT}/profile", f"{AT}/week")]

    assert "Three kinds of work to keep or let go." in shown[0].text
    assert all("Kinds of work to keep or let go" in one.text for one in shown[1:])
    assert shown[0].html.count("<h2>") == 3
    assert "Near Nurse. Both ask for:" in shown[0].text


async def test_near_a_tip_that_waits_nothing_is_drawn_and_it_has_its_name_in_the_atlas() -> None:
    tip = DiscoverRole(
        happened_on=MONDAY, role_id=uid("baker"), title="bakker", distance="far", found="coach"
    )
    linked = link("baker", "baker", "7512")
    assert await drawn(start(), tip, linked) == []
    async with pages() as service:
        await service.tell([start(), tip, linked])
        shown = await service.get(HERE)

    assert "<h2>Baker</h2>" in shown.html
    assert "bakker" not in shown.html


async def test_an_answer_on_the_page_leads_back_to_it() -> None:
    async with pages() as service:
        await service.tell(LINKED)
        shown = await service.send(
            f"{AT}/profile/near-roles/answer",
            occupation_id="midwife",
            distance="licence",
            answer="pass",
            page="unknown",
        )
        events = await told(service, RoleDiscovered, RolePassed)

    assert shown.path.startswith(HERE)
    assert "Let go." in shown.text
    assert "Two kinds of work to keep or let go." in shown.text
    assert isinstance(events[-1], RolePassed)


async def test_while_care_comes_first_nothing_is_shown() -> None:
    applied: list[Any] = [
        plan("letter", "application", "nurse", TODAY),
        *outcome("letter", TODAY),
        RecordAnswer(happened_on=TODAY, experiment_id=uid("letter"), answer="rejected_unseen"),
    ]
    async with pages() as service:
        await service.tell([*LINKED, *applied])
        shown = await service.get(HERE)

    assert "There is nothing to decide here now." in shown.text
    assert "Midwife" not in shown.text
