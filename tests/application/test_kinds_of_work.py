"""Which tips are one kind of work: the same on every page, whatever else stands on the lists of clients."""

from hypothesis import given
from hypothesis import strategies as st

from service.application.coach_discoveries import NamedRole, kinds_of_work

ROLES = st.lists(
    st.builds(
        NamedRole,
        title=st.sampled_from(["robot trainer", "Robot Trainer", "manager", "nurse"]),
        occupation_id=st.none() | st.sampled_from(["a", "b"]),
        tip=st.booleans(),
    ),
    max_size=8,
)


@given(ROLES)
def test_what_else_is_on_lists_does_not_change_which_tips_are_one(roles: list[NamedRole]) -> None:
    of_all = [key for key, one in zip(kinds_of_work(roles), roles, strict=True) if one.tip]

    assert of_all == kinds_of_work([one for one in roles if one.tip])


@given(ROLES)
def test_the_order_of_the_roles_does_not_matter(roles: list[NamedRole]) -> None:
    assert kinds_of_work(roles[::-1]) == kinds_of_work(roles)[::-1]


def test_a_name_with_two_links_joins_neither() -> None:
    roles = [NamedRole(title="manager", occupation_id=one) for one in ("a", "b", None)]

    assert kinds_of_work(roles) == ["a", "b", "manager"]
