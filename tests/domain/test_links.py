"""Which occupation a role is: said at any time, said anew, and gone when it is withdrawn."""

from domain.errors import InvalidOperation
from domain.journey.aggregate import INITIAL, evolve
from domain.journey.commands.roles import LinkRole, PassRole
from domain.journey.events.roles import RoleLinked, RolePassed
from tests.domain.journeys import TEACHER, day, discover, start, uid
from tests.domain.scenario import decide_commands, given


def link(occupation_id: str | None = "teacher", group: str = "2330", on: int = 3) -> LinkRole:
    return LinkRole(happened_on=day(on), role_id=TEACHER, isco_group=group, occupation_id=occupation_id)


def linked(occupation_id: str | None = "teacher", group: str = "2330", on: int = 3) -> RoleLinked:
    return RoleLinked(happened_on=day(on), role_id=TEACHER, isco_group=group, occupation_id=occupation_id)


def test_a_role_is_linked_to_an_occupation_or_only_to_a_group() -> None:
    given(start(), discover()).when(link()).then(linked())
    given(start(), discover()).when(link(None)).then(linked(None))


def test_the_same_link_again_means_nothing_new_and_another_replaces_it() -> None:
    given(start(), discover(), link()).when(link(on=4)).then_nothing()
    given(start(), discover(), link()).when(link("coach", on=4)).then(linked("coach", on=4))
    given(start(), discover(), link()).when(link(None, on=4)).then(linked(None, on=4))


def test_a_link_is_no_older_than_the_last_one_and_than_the_role() -> None:
    given(start(), discover(), link(on=4)).when(link("coach", on=3)).then_refused(
        InvalidOperation, field="happened_on", allowed=_from(4)
    )


def test_a_role_that_is_not_known_is_not_linked() -> None:
    unknown = LinkRole(happened_on=day(3), role_id=uid("nobody knows"), isco_group="2330")

    given(start(), discover()).when(unknown).then_refused(
        InvalidOperation, field="role_id", allowed="the id of a role on the list"
    )


def test_the_last_link_counts() -> None:
    journey = INITIAL
    for event in decide_commands((start(), discover(), link(), link("coach", on=4))):
        journey = evolve(journey, event)

    assert journey.roles[TEACHER].link == linked("coach", on=4)


def test_what_the_atlas_showed_can_be_let_go() -> None:
    passed = PassRole(happened_on=day(3), role_id=TEACHER)

    given(start(), discover(found="atlas"), link()).when(passed).then(
        RolePassed(happened_on=day(3), role_id=TEACHER)
    )


def _from(number: int) -> str:
    return f"{day(number)} or later"
