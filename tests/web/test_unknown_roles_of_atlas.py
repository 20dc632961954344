"""What the atlas adds to the unknown roles of a week: drawn on Monday, the same all week, and away once answered."""

from collections.abc import Collection
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.journey.commands.roles import DiscoverRole
from domain.journey.decide import UserCommand
from domain.journey.events.weeks import monday_of
from domain.vocabulary import PASSED_DAYS, Language
from service.localization.locales import LANGUAGES
from service.localization.translator import translator_for
from service.web.near_roles.earlier_journey import known_on_monday
from service.web.near_roles.left_out import LeftOut
from service.web.near_roles.linked_roles import linked_roles
from service.web.near_roles.of_the_week import draw_of_week, drawn_from
from service.web.near_roles.page import occupations_of
from service.web.profile.unknown_roles import MOST_A_WEEK, places_left, unknown_roles
from tests.web.atlas_in_memory import SMALL_ATLAS, AtlasInMemory, Known
from tests.web.sample import MONDAY, day, discover, start, uid
from tests.web.test_near_roles import LINKED, TODAY, WORDS, journey, link
from tests.web.unknown_roles_drawn import date_time, draw, drawn, dream, in_the_log, let_go


async def test_three_near_roles_fill_the_week() -> None:
    assert sorted(await drawn(*LINKED)) == ["dispatcher", "midwife", "park ranger"]
    assert len(await drawn(*LINKED, places=1)) == 1
    assert await drawn(*LINKED, places=0) == []


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

    assert shown == [one for one in first if one not in dict(answers)][: max(0, 2 - len(answers))]


async def test_an_atlas_that_is_loaded_in_the_week_does_not_ask_for_more_than_three() -> None:
    on = day(3)
    known = journey(*LINKED, *let_go("midwife", on), *let_go("dispatcher", on))
    skills = ("a", "b", "c")
    of_group = {"nurse": "2221", "diver": "7541", "cook": "5120", "driver": "8322"}
    another = AtlasInMemory(
        [Known(occupation_id=one, isco_group=group, skills=skills) for one, group in of_group.items()]
    )

    before, shown = (
        await draw(journey(*LINKED), on, atlas=another),
        await draw(known, on + timedelta(days=1), atlas=another),
    )

    assert (len(before), len(shown)) == (3, 1)


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
    shown = await draw(journey(start(locale="en-GB"), dream("being outdoors")), TODAY)

    assert [(one.occupation.title.text, one.qualities) for one in shown] == [
        ("park ranger", ("Being outdoors",))
    ]


async def test_an_empty_atlas_adds_nothing() -> None:
    assert await draw(journey(*LINKED), TODAY, atlas=AtlasInMemory()) == ()


LATE = (
    (discover("my bakery"), link("my bakery", "baker", "7512")),
    (DiscoverRole(happened_on=MONDAY, role_id=uid("guard"), title="guard", distance="far", found="coach"),),
    (dream("baking and working with food"),),
    let_go("midwife", TODAY),
    let_go("park ranger", MONDAY),
)
"""What may be told in a week, some of it of a day before."""


@given(
    late=st.lists(st.sampled_from(LATE), max_size=4, unique_by=id),
    week=st.integers(3, 6),
    language=st.sampled_from(LANGUAGES),
)
async def test_whatever_is_recorded_in_the_week_and_whoever_reads_it_nothing_else_is_drawn(
    late: list[tuple[UserCommand, ...]], week: int, language: Language
) -> None:
    on = day(week)
    before, after = journey(*LINKED), journey(*LINKED, *(one for some in late for one in some))
    first = len(before.authored_events)
    recorded = [date_time(MONDAY)] * first
    recorded += [date_time(on)] * (len(after.authored_events) - first)
    then = known_on_monday(after, in_the_log(after, recorded), monday_of(on))
    assert places_left(then, on) == MOST_A_WEEK
    on_monday = await draw(before, monday_of(on))

    shown = await draw_of_week(
        SMALL_ATLAS,
        after,
        drawn_from(after, in_the_log(after, recorded), then),
        on,
        translator_for(language),
        places=places_left(then, on),
        left_out=LeftOut(),
    )

    assert unknown_roles(after, on, WORDS, then=then) == ()
    titles = [one.occupation.title.text for one in shown]
    answered = {"midwife", "park ranger"} if late else set[str]()
    expected = [one.occupation.title.text for one in on_monday]
    assert [one for one in expected if one in titles] == titles
    assert set(expected) - set(titles) <= answered


async def test_fewer_places_are_the_first_of_more() -> None:
    for week in range(2, 8):
        every = await drawn(*LINKED, on=day(week))
        assert [await drawn(*LINKED, on=day(week), places=most) for most in (1, 2)] == [every[:1], every[:2]]


async def test_a_dream_is_read_in_the_language_of_the_journey() -> None:
    known = journey(start(locale="nl-NL"), dream("buiten zijn"))

    for language in LANGUAGES:
        shown = await draw(known, TODAY, words=translator_for(language))
        assert [one.occupation.title.text for one in shown] == ["park ranger"]


async def test_a_journey_that_was_brought_here_this_week_goes_by_the_days_of_its_entries() -> None:
    known = journey(*LINKED)
    recorded = [date_time(TODAY)] * len(known.authored_events)

    then = known_on_monday(known, in_the_log(known, recorded), monday_of(TODAY))

    assert then.roles == known.roles


async def test_occupations_of_any_number_of_groups_are_asked_for_once() -> None:
    asked: list[tuple[str, ...]] = []

    class Counting(AtlasInMemory):
        async def in_groups(self, codes: Collection[str], limit: int = 20) -> dict[str, tuple[str, ...]]:
            asked.append(tuple(codes))
            return await super().in_groups(codes, limit)

    groups = ("2221", "2222", "4222", "5419", "7512")
    known = journey(start(), *(each for one in groups for each in (discover(one), link(one, None, one))))

    await occupations_of(Counting(), linked_roles(known.roles))

    assert asked == [groups]
