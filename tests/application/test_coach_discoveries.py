"""What a coach came across over all her clients: counted once a client, by programme, and with what became of it."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.journey.aggregate import INITIAL, evolve
from domain.journey.commands.roles import DiscoverRole, KeepRole, LinkRole, PassRole
from domain.journey.decide import UserCommand
from domain.journey.events.evidence import UserSourceKind
from service.application.coach_discoveries import (
    CoachDiscovery,
    CoachedClient,
    TipAnswer,
    coach_discoveries,
)
from tests.domain.scenario import decide_commands
from tests.web.sample import MONDAY, day, plan, start, uid


def tip(title: str, on: date = MONDAY, found: UserSourceKind = "coach") -> DiscoverRole:
    return DiscoverRole(happened_on=on, role_id=uid(title), title=title, distance="far", found=found)


def link(title: str, occupation_id: str, on: date = MONDAY) -> LinkRole:
    return LinkRole(happened_on=on, role_id=uid(title), isco_group="5419", occupation_id=occupation_id)


def client(
    called: str, *commands: UserCommand, programmes: tuple[str, ...] = (), by: UUID | None = None
) -> CoachedClient:
    journey = INITIAL
    for event in decide_commands((start(), *commands), today=MONDAY + timedelta(days=400)):
        journey = evolve(journey, event, by)
    return CoachedClient(journey_id=uid(called), called=called, journey=journey, programmes=programmes)


def answers(one: CoachDiscovery) -> dict[str, TipAnswer]:
    return {each.called: each.answer for each in one.tips}


def test_a_tip_counts_once_for_each_client_and_in_the_programme_of_each() -> None:
    (found,) = coach_discoveries(
        [
            client("Ada", tip("dike warden"), programmes=("Spring",)),
            client("Bo", tip("Dike Warden"), programmes=("Spring", "Outplacement")),
            client("Cas", tip("dike warden")),
            client("Dea", tip("dike warden", found="own")),
        ]
    )

    assert [one.called for one in found.tips] == ["Ada", "Bo", "Cas"]
    assert found.programmes == (("Spring", 2), ("Outplacement", 1))


def test_what_became_of_it_is_what_the_client_last_said_or_did() -> None:
    role = uid("guard")
    (found,) = coach_discoveries(
        [
            client("Ada", tip("guard"), KeepRole(happened_on=MONDAY, role_id=role)),
            client("Bo", tip("guard"), PassRole(happened_on=MONDAY, role_id=role)),
            client("Cas", tip("guard"), plan("talk", "conversation", "guard", day(2))),
            client("Dea", tip("guard")),
        ]
    )

    assert answers(found) == {"Ada": "kept", "Bo": "let_go", "Cas": "kept", "Dea": "waiting"}
    assert [found.count(one) for one in ("kept", "let_go", "waiting")] == [2, 1, 1]


def test_only_what_this_very_coach_brought_is_hers() -> None:
    hers, other = uid("coach"), uid("deputy, coach of before, or the client in a coach's name")
    clients = [client("Ada", tip("guard"), by=hers), client("Bo", tip("guard"), by=other)]

    (found,) = coach_discoveries(clients, hers)

    assert [one.called for one in found.tips] == ["Ada"]


def test_what_was_let_go_and_then_worked_on_is_kept_and_what_was_planned_before_is_let_go() -> None:
    gone = PassRole(happened_on=day(2), role_id=uid("guard"))
    (found,) = coach_discoveries(
        [
            client("Ada", tip("guard"), gone, plan("talk", "conversation", "guard", day(3))),
            client("Bo", tip("guard"), plan("talk", "conversation", "guard", MONDAY), gone),
        ]
    )

    assert answers(found) == {"Ada": "kept", "Bo": "let_go"}


def test_the_same_occupation_is_the_same_work_under_other_words() -> None:
    (found,) = coach_discoveries(
        [
            client("Ada", tip("park ranger"), link("park ranger", "ranger")),
            client("Bo", tip("boswachter"), link("boswachter", "ranger")),
            client("Cas", tip("Park Ranger")),
        ]
    )

    assert (found.occupation_id, found.isco_group, len(found.tips)) == ("ranger", "5419", 3)


def test_what_was_given_last_comes_first() -> None:
    found = coach_discoveries([client("Ada", tip("guard"), tip("pilot", day(3)), tip("baker", day(2)))])

    assert [one.title for one in found] == ["pilot", "baker", "guard"]


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.sampled_from(["guard", "pilot"]), st.sampled_from(["A", "B"])),
        max_size=8,
        unique_by=lambda one: one[:2],
    )
)
def test_every_tip_is_in_exactly_one_discovery(given_tips: list[tuple[int, str, str]]) -> None:
    by_client: dict[int, list[str]] = {}
    for number, title, _ in given_tips:
        by_client.setdefault(number, []).append(title)
    clients = [
        client(f"client {number}", *(tip(title) for title in titles), programmes=("A",))
        for number, titles in by_client.items()
    ]

    found = coach_discoveries(clients)

    told: list[tuple[UUID, UUID]] = [(each.journey_id, each.role_id) for one in found for each in one.tips]
    assert sorted(told) == sorted((uid(f"client {number}"), uid(title)) for number, title, _ in given_tips)
    assert all(dict(one.programmes).get("A", 0) == len(one.tips) for one in found)
