"""Three unknown roles a week: drawn on Monday, kept or let go, and never a word about other clients."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidOperation
from domain.journey.aggregate import INITIAL, Journey, evolve
from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.coaches import AssignCoach
from domain.journey.commands.course import EmphasisePhase
from domain.journey.commands.endings import RecordEnding
from domain.journey.commands.roles import DiscoverRole, KeepRole, NewRoleInput, PassRole
from domain.journey.commands.weeks import DeclareRest
from domain.journey.decide import UserCommand
from domain.journey.events.roles import RoleKept, RolePassed
from domain.journey.events.weeks import monday_of
from domain.vocabulary import PASSED_DAYS
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.profile.projection import PROFILE
from projections.profile.view import Profile
from service.localization.translator import translator_for
from service.web.profile.unknown_roles import MOST_A_WEEK, unknown_roles
from tests.domain.scenario import decide_commands
from tests.domain.scenario import given as journey_given
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, MONDAY, NOON, day, entries, met, outcome, plan, start, uid

AT = f"/journeys/{MARLOES}"
HERE = f"{AT}/profile/unknown-roles"
TODAY = NOON.date()
WORDS = translator_for("en")
INGRID = AssignCoach(happened_on=MONDAY, coach_id=uid("Ingrid"), name="Ingrid")


def tip(title: str, on: Any = MONDAY) -> DiscoverRole:
    return DiscoverRole(happened_on=on, role_id=uid(title), title=title, distance="far", found="coach")


def mentioned(who: str, title: str) -> list[Any]:
    role = NewRoleInput(role_id=uid(title), title=title, distance="near")
    return [
        plan(f"talk with {who}", "conversation", None, day(2), contact=met(who)),
        *outcome(f"talk with {who}", day(2), roles=(role,)),
    ]


async def told(service: Pages, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kind)]


def journey(*commands: UserCommand) -> Journey:
    known = INITIAL
    for event in decide_commands(commands, today=TODAY + timedelta(days=400)):
        known = evolve(known, event)
    return known


async def test_what_contacts_mentioned_comes_before_what_the_coach_came_across() -> None:
    async with pages() as service:
        await service.tell([start(), INGRID, tip("dike warden"), *mentioned("Farida", "materials buyer")])

        shown = await service.get(HERE)

    assert "Two kinds of work to keep or let go." in shown.text
    assert shown.text.index("Farida mentioned it.") < shown.text.index("Ingrid came across it.")
    assert 'Keep<span class="visually-hidden">: materials buyer</span>' in shown.html
    assert 'Let it go<span class="visually-hidden">: dike warden</span>' in shown.html


async def test_a_role_is_kept_once_and_another_thrown_back() -> None:
    async with pages() as service:
        await service.tell([start(), tip("dike warden"), tip("materials buyer")])

        kept = await service.send(f"{HERE}/keep", role_id=str(uid("materials buyer")))
        again = await service.send(f"{HERE}/keep", role_id=str(uid("materials buyer")))
        empty = await service.send(f"{HERE}/pass", role_id=str(uid("dike warden")))

        events = [*await told(service, RoleKept), *await told(service, RolePassed)]
    assert "Kept: materials buyer. One conversation would tell you more." in kept.text
    assert again.status == 200
    assert "Let go." in empty.text
    assert "No new kinds of work this week." in empty.text
    assert "who works near you whose job I would not know?" in empty.text
    assert [type(one) for one in events] == [RoleKept, RolePassed]


async def test_without_anything_brought_up_the_page_says_what_to_ask() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown, profile = await service.get(HERE), await service.get(f"{AT}/profile")

    assert "No new kinds of work this week." in shown.text
    assert HERE not in profile.html


async def test_the_profile_and_the_week_lead_to_it() -> None:
    async with pages() as service:
        await service.tell([start(), tip("dike warden")])

        profile, week = await service.get(f"{AT}/profile"), await service.get(f"{AT}/week")

    for shown in (profile, week):
        assert f'href="{HERE}"' in shown.html
        assert "Kinds of work to keep or let go" in shown.text


@pytest.mark.parametrize(
    "more",
    [
        [DeclareRest(happened_on=TODAY, monday=monday_of(TODAY))],
        [RecordEnding(happened_on=TODAY, ending="rest")],
        [
            plan("letter", "application", "dike guard", TODAY),
            *outcome("letter", TODAY),
            RecordAnswer(happened_on=TODAY, experiment_id=uid("letter"), answer="rejected_unseen"),
        ],
    ],
    ids=["a week off", "after an ending", "after a no"],
)
async def test_nothing_is_asked_when_something_else_comes_first(more: list[Any]) -> None:
    async with pages() as service:
        await service.tell([start(), tip("dike warden"), tip("dike guard"), *more])

        shown = [await service.get(one) for one in (HERE, f"{AT}/profile", f"{AT}/week")]

    assert "There is nothing to decide here now." in shown[0].text
    assert not any("keep or let go" in one.text for one in shown)


async def test_an_id_of_no_role_is_refused_in_a_sentence() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.send(f"{HERE}/keep", role_id=str(uid("nobody")))

    assert shown.status == 422
    assert "This role has not been discovered yet." in shown.text


# Decisions.


def test_a_role_of_ones_own_is_neither_kept_nor_thrown_back() -> None:
    own = DiscoverRole(happened_on=MONDAY, role_id=uid("own"), title="own", distance="near", found="own")
    journey_given(start(), own).when(PassRole(happened_on=MONDAY, role_id=uid("own"))).then_refused(
        InvalidOperation, field="role_id", allowed="a role that a contact, the coach or the atlas brought up"
    )


def test_a_role_thrown_back_again_within_half_a_year_is_nothing_to_do() -> None:
    thrown = PassRole(happened_on=MONDAY, role_id=uid("a"))
    soon, later = (
        PassRole(happened_on=MONDAY + timedelta(days=days), role_id=uid("a")) for days in (181, 182)
    )
    journey_given(start(), tip("a"), thrown).when(soon).then_nothing()
    journey_given(start(), tip("a"), thrown).when(later).then(
        RolePassed(happened_on=later.happened_on, role_id=uid("a"))
    )


def test_what_was_thrown_back_can_be_kept_after_all() -> None:
    thrown = PassRole(happened_on=MONDAY, role_id=uid("a"))
    journey_given(start(), tip("a"), thrown).when(KeepRole(happened_on=MONDAY, role_id=uid("a"))).then(
        RoleKept(happened_on=MONDAY, role_id=uid("a"))
    )


# Laws.

answers = st.lists(st.tuples(st.integers(0, 7), st.booleans(), st.integers(0, 300)), max_size=8)


@given(st.integers(1, 8), answers, st.integers(0, 300))
def test_they_are_three_at_most_of_those_that_wait_and_the_same_all_week(
    many: int, answered: list[tuple[int, bool, int]], at: int
) -> None:
    tips = [tip(str(one)) for one in range(many)]
    said = [
        (KeepRole if keep else PassRole)(happened_on=MONDAY + timedelta(days=on), role_id=uid(str(which)))
        for which, keep, on in sorted(answered, key=lambda one: one[2])
        if which < many and on <= at
    ]
    known, today = journey(start(), *tips, *said), MONDAY + timedelta(days=at)
    shown = {one.role_id for one in unknown_roles(known, today, WORDS)}

    assert len(shown) <= MOST_A_WEEK
    for role_id in shown:
        answer = known.roles[role_id].answer
        assert answer is None or isinstance(answer, RolePassed)
        assert answer is None or answer.happened_on + timedelta(days=PASSED_DAYS) <= today
    if all(one.happened_on < monday_of(today) for one in said):
        for each in range(7):
            of_day = unknown_roles(known, monday_of(today) + timedelta(days=each), WORDS)
            assert {one.role_id for one in of_day} == shown


def profile(*commands: Any) -> Profile:
    return PROFILE.view(fold(PROFILE, entries([start(), *commands])), TODAY, DEFAULT_PARAMETERS)


def active(*commands: Any) -> set[str]:
    return {one.title for one in profile(*commands).roles if one.standing == "in_play"}


@given(answers)
def test_on_the_list_are_the_tips_whose_last_answer_keeps_them(answered: list[tuple[int, bool, int]]) -> None:
    tips = [tip(str(one)) for one in range(8)]
    ordered = [one for one in sorted(answered, key=lambda one: one[2]) if one[2] <= (TODAY - MONDAY).days]
    said = [
        (KeepRole if keep else PassRole)(happened_on=MONDAY + timedelta(days=on), role_id=uid(str(which)))
        for which, keep, on in ordered
    ]
    last = {str(which): keep for which, keep, _ in ordered}

    assert active(*tips, *said) == {which for which, kept in last.items() if kept}
    assert not {one.role_id for one in profile(*tips, *said).suggestions} - {uid(one) for one in last}


def test_what_was_thrown_back_is_active_again_once_it_is_worked_on() -> None:
    talk = mentioned("Farida", "materials buyer")
    thrown = PassRole(happened_on=day(3), role_id=uid("materials buyer"))
    again = plan("visit", "job_shadow", "materials buyer", day(4))

    assert active(*talk) == {"materials buyer"}
    assert active(*talk, thrown) == set()
    assert not profile(*talk, thrown).suggestions
    assert active(*talk, thrown, again) == {"materials buyer"}


def test_a_tip_is_on_the_list_once_a_step_is_planned_about_it() -> None:
    assert active(tip("dike warden")) == set()
    assert active(tip("dike warden"), plan("visit", "job_shadow", "dike warden", day(2))) == {"dike warden"}


async def test_what_is_kept_leads_to_a_conversation_and_what_waits_for_monday_is_said() -> None:
    async with pages() as service:
        await service.tell([start(), tip("dike warden"), tip("materials buyer", TODAY)])

        kept = await service.send(f"{HERE}/keep", role_id=str(uid("dike warden")))
        list_of_roles = await service.get(f"{AT}/profile")

    assert f"{AT}/plan?kind=conversation&amp;role=dike%20warden" in kept.html
    assert "On Monday you see more kinds of work." in kept.text
    assert "No new kinds of work" not in kept.text
    assert "dike warden" in list_of_roles.text.lower()
    assert "materials buyer" not in list_of_roles.text.lower()


@pytest.mark.parametrize("before", [[], [PassRole(happened_on=TODAY, role_id=uid("dike warden"))]])
async def test_a_role_that_waits_or_was_let_go_is_kept_when_she_adds_it_herself(before: list[Any]) -> None:
    async with pages() as service:
        await service.tell([start(), INGRID, tip("dike warden"), *before])

        added = await service.send(f"{AT}/profile/new-role", role="Dike warden", role_distance="far")

        assert added.status == 200, added.text
        assert [one.role_id for one in await told(service, RoleKept)] == [uid("dike warden")]


def test_a_tip_is_of_the_coach_who_gave_it() -> None:
    later = AssignCoach(happened_on=TODAY, coach_id=uid("Sven"), name="Sven")

    (shown,) = unknown_roles(journey(start(), INGRID, tip("dike warden"), later), TODAY, WORDS)

    assert shown.source == "Ingrid came across it."


@pytest.mark.parametrize(
    ("choice", "kinds"),
    [
        ((), {"conversation", "job_shadow"}),
        ((KeepRole(happened_on=TODAY, role_id=uid("guard")),), {"application"}),
        ((plan("visit", "job_shadow", "guard", TODAY),), {"application"}),
    ],
)
def test_what_was_only_mentioned_is_not_suggested_as_an_application(
    choice: tuple[UserCommand, ...], kinds: set[str]
) -> None:
    phase = EmphasisePhase(happened_on=TODAY, phase="market_approach")
    (suggested,) = profile(*mentioned("Karin", "guard"), phase, *choice).suggestions

    assert suggested.kind in kinds


async def test_a_role_that_was_mentioned_says_on_the_list_that_it_is_not_chosen() -> None:
    async with pages() as service:
        await service.tell([start(), *mentioned("Karin", "guard")])
        before = await service.get(f"{AT}/profile")
        await service.tell([KeepRole(happened_on=TODAY, role_id=uid("guard"))])
        after = await service.get(f"{AT}/profile")

    assert "Karin mentioned it. You have not chosen it yet." in before.text
    assert "not chosen" not in after.text
