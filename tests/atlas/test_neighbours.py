"""What lies near shares named skills; what surprises comes first, with few teachers and few of one group."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from service.atlas.neighbours import (
    NEAREST,
    NEAREST_ELSEWHERE,
    SHARED_AT_LEAST,
    neighbours,
)
from service.atlas.ranking import (
    ELSEWHERE_OF_TEN,
    MAJOR_GROUP_APART,
    SAME_MINOR_GROUP_AT_MOST,
    SAME_UNIT_GROUP_AT_MOST,
    TEACHER_GROUPS,
    TEACHERS_AT_MOST,
    Candidate,
    isco_distance,
    rank,
    surprise,
)

SKILLS = st.sampled_from([f"skill {number}" for number in range(12)])
ATLASES = st.dictionaries(
    st.sampled_from([f"occupation {number}" for number in range(12)]),
    st.dictionaries(SKILLS, st.booleans(), max_size=8),
)
GROUPS = {f"occupation {number}": f"{number % 10}{number % 3}11" for number in range(12)}
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        from_id=st.sampled_from("ab"),
        occupation_id=st.sampled_from([f"occupation {number}" for number in range(30)]),
        isco_group=st.sampled_from(["2320", "2310", "2355", "2221", "2222", "2223", "2224", "5411", "9333"]),
        similarity=st.floats(0, 1),
        shared=st.integers(3, 30),
        isco_distance=st.integers(0, 4),
    ),
    max_size=40,
)


def test_the_distance_is_counted_from_the_first_digit_that_differs() -> None:
    assert [isco_distance("2221", other) for other in ("2221", "2222", "2212", "2321", "5321")] == [
        0,
        1,
        2,
        3,
        4,
    ]


@given(ATLASES)
def test_neighbours_share_enough_and_see_each_other_alike(atlas: dict[str, dict[str, bool]]) -> None:
    found = list(neighbours(atlas, GROUPS))

    by_pair = {(one.occupation_id, one.neighbour_id): one for one in found}
    assert len(by_pair) == len(found)
    for (one, other), near in by_pair.items():
        assert one != other
        assert near.shared == len(atlas[one].keys() & atlas[other].keys()) >= SHARED_AT_LEAST
        assert 0 <= near.similarity <= 1
        assert near.isco_distance == isco_distance(GROUPS[one], GROUPS[other])
        assert by_pair[other, one].similarity == near.similarity


@given(ATLASES)
def test_neighbours_do_not_depend_on_the_order_of_what_is_read(atlas: dict[str, dict[str, bool]]) -> None:
    turned = {one: dict(reversed(own.items())) for one, own in reversed(atlas.items())}

    assert list(neighbours(turned, GROUPS)) == list(neighbours(atlas, GROUPS))


def test_those_of_other_major_groups_are_kept_beside_the_nearest() -> None:
    skills = {f"skill {number}": True for number in range(5)}
    near = {f"near {number}": dict(skills) for number in range(40)}
    far = {f"far {number}": skills | {f"own {number}": True} for number in range(40)}
    # So that few of all share what these eighty do.
    others = {f"other {number}": {f"other skill {number}": True} for number in range(2000)}
    groups = dict.fromkeys(near, "2221") | dict.fromkeys(far, "5411") | dict.fromkeys(others, "9111")

    found = [one for one in neighbours(near | far | others, groups) if one.occupation_id == "near 0"]

    elsewhere = [one for one in found if one.isco_distance == MAJOR_GROUP_APART]
    assert len(elsewhere) == NEAREST_ELSEWHERE
    assert len(found) == NEAREST + NEAREST_ELSEWHERE


def test_a_skill_that_hundreds_share_is_none_that_two_have_in_common() -> None:
    everybody = {"speak": True, "write": True, "listen": True}
    atlas = {f"occupation {number}": dict(everybody) for number in range(500)}

    assert list(neighbours(atlas, dict.fromkeys(atlas, "1111"))) == []


@given(CANDIDATES, st.integers(1, 12))
def test_a_list_has_few_teachers_few_of_one_group_and_each_once(
    candidates: list[Candidate], limit: int
) -> None:
    ranked = rank(candidates, without=["occupation 3"], limit=limit)

    ids = [one.occupation_id for one in ranked]
    assert len(ids) == len(set(ids)) <= limit
    assert "occupation 3" not in ids
    groups = [one.isco_group for one in ranked]
    minor = [group[:3] for group in groups]
    teachers = sum(group.startswith(TEACHER_GROUPS) for group in groups)
    assert teachers <= TEACHERS_AT_MOST
    assert all(groups.count(group) <= 2 * SAME_UNIT_GROUP_AT_MOST for group in groups)
    assert all(minor.count(group) <= 2 * SAME_MINOR_GROUP_AT_MOST for group in minor)
    # More of one group only where there are no others.
    if any(groups.count(group) > SAME_UNIT_GROUP_AT_MOST for group in groups) or any(
        minor.count(group) > SAME_MINOR_GROUP_AT_MOST for group in minor
    ):
        for one in candidates:
            assert (
                one.occupation_id in {*ids, "occupation 3"}
                or groups.count(one.isco_group) >= SAME_UNIT_GROUP_AT_MOST
                or minor.count(one.isco_group[:3]) >= SAME_MINOR_GROUP_AT_MOST
                or (one.isco_group.startswith(TEACHER_GROUPS) and teachers == TEACHERS_AT_MOST)
            )
    assert [surprise(one) for one in ranked] == sorted(map(surprise, ranked), reverse=True)


def test_three_of_ten_are_of_other_major_groups_however_little_they_share() -> None:
    near = [_candidate(f"26{number}1", 0.9, isco_distance=2) for number in range(1, 10)]
    near += [_candidate(f"25{number}1", 0.8, isco_distance=2) for number in range(1, 5)]
    far = [_candidate(f"5{number}11", 0.01, isco_distance=4) for number in range(1, 6)]

    ranked = rank([*near, *far], limit=10)

    assert len(ranked) == 10
    assert [one.isco_distance for one in ranked] == [2] * 7 + [4] * ELSEWHERE_OF_TEN


def test_a_list_is_filled_from_few_groups_where_there_are_no_others() -> None:
    alike = [
        replace(_candidate(group, 0.9, isco_distance=4), occupation_id=f"{group} {number}")
        for group in ("2635", "3412", "5311")
        for number in range(6)
    ]

    assert len(rank(alike, limit=10)) == 10


def test_common_skills_count_where_little_else_is_shared_with_other_major_groups() -> None:
    everybody = {"speak": True, "write": True, "listen": True}
    atlas = {f"occupation {number}": dict(everybody) for number in range(500)}
    groups = dict.fromkeys(atlas, "1111") | {f"occupation {number}": "5411" for number in range(3)}

    found = [one for one in neighbours(atlas, groups) if one.occupation_id == "occupation 9"]

    assert [one.neighbour_id for one in found] == ["occupation 0", "occupation 1", "occupation 2"]
    assert all(one.isco_distance == MAJOR_GROUP_APART and one.shared == SHARED_AT_LEAST for one in found)


def _candidate(group: str, similarity: float, *, isco_distance: int) -> Candidate:
    return Candidate(
        from_id="a",
        occupation_id=f"occupation {group}",
        isco_group=group,
        similarity=similarity,
        shared=3,
        isco_distance=isco_distance,
    )


@given(CANDIDATES)
def test_the_order_of_candidates_makes_no_difference(candidates: list[Candidate]) -> None:
    once = {(one.from_id, one.occupation_id): one for one in candidates}.values()

    assert rank(reversed(list(once)), limit=10) == rank(once, limit=10)
