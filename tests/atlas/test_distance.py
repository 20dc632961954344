"""How different an occupation is from the work a client knows: proposed out of likeness, ISCO groups and licences."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from service.atlas.distance import AskedWork, KnownWork, propose_distance

CLOSER = ("licence", "far", "near", "same")
"""From the most different to the least."""
ids = st.sampled_from(["nurse", "midwife", "baker", "planner"])
groups = st.sampled_from(["2221", "2222", "2310", "7512", "222", "2", "4322"])
works = st.builds(
    KnownWork,
    title=st.sampled_from(["a", "b", "c"]),
    isco_group=groups,
    occupation_id=st.none() | ids,
    similarity=st.floats(0, 1),
    shared=st.integers(0, 40),
    needs_licence=st.booleans(),
)
asked_works = st.builds(
    AskedWork,
    isco_group=groups,
    occupation_id=st.none() | ids,
    needs_licence=st.booleans(),
    asked=st.integers(0, 60),
)


def nurse(**fields: object) -> KnownWork:
    return replace(KnownWork(title="nurse", isco_group="2221", occupation_id="nurse"), **fields)


def test_without_work_that_she_knows_nothing_is_proposed() -> None:
    assert propose_distance(AskedWork(isco_group="2221"), ()) is None


def test_the_very_occupation_is_the_same() -> None:
    found = propose_distance(
        AskedWork(isco_group="2221", occupation_id="nurse", needs_licence=True), [nurse()]
    )

    assert found
    assert (found.distance, found.reason) == ("same", "same_occupation")


def test_what_shares_much_is_similar_in_whichever_part_of_the_list() -> None:
    asked = AskedWork(isco_group="1342", occupation_id="quality", asked=22)
    found = propose_distance(asked, [nurse(similarity=0.4, shared=14)])

    assert found
    assert (found.distance, found.reason, found.nearest.shared, found.asked) == (
        "near",
        "shares_skills",
        14,
        22,
    )


def test_a_group_alone_says_how_near_it_is() -> None:
    other = nurse(occupation_id=None)

    near, far = (propose_distance(AskedWork(isco_group=code), [other]) for code in ("2221", "7512"))
    assert near
    assert far
    assert (near.distance, near.reason) == ("near", "same_group")
    assert (far.distance, far.reason) == ("far", "shares_few")


def test_a_licence_is_needed_unless_she_works_under_it_already() -> None:
    midwife = AskedWork(isco_group="2222", occupation_id="midwife", needs_licence=True)
    ward = AskedWork(isco_group="2221", occupation_id="ward nurse", needs_licence=True)
    licensed, unlicensed = (nurse(similarity=0.9, needs_licence=one) for one in (True, False))

    found = [
        propose_distance(asked, [own])
        for asked, own in ((midwife, licensed), (ward, unlicensed), (ward, licensed))
    ]
    assert [(one.distance, one.reason) for one in found if one] == [
        ("licence", "licence"),
        ("licence", "licence"),
        ("near", "shares_skills"),
    ]


@given(asked_works, st.lists(works, min_size=1, max_size=4))
def test_only_the_very_occupation_that_she_did_is_the_same(asked: AskedWork, known: list[KnownWork]) -> None:
    found = propose_distance(asked, known)

    did = asked.occupation_id is not None and asked.occupation_id in {one.occupation_id for one in known}
    assert found
    assert (found.distance == "same") is did


@given(asked_works, st.lists(works, min_size=1, max_size=4))
def test_it_is_compared_with_some_of_her_work_in_any_order(asked: AskedWork, known: list[KnownWork]) -> None:
    found, turned = propose_distance(asked, known), propose_distance(asked, known[::-1])

    assert found
    assert turned
    assert found.nearest in known
    assert (found.distance, found.reason) == (turned.distance, turned.reason)


@given(asked_works, st.lists(works, min_size=1, max_size=4), works)
def test_more_work_that_she_knows_never_brings_it_further_away(
    asked: AskedWork, known: list[KnownWork], more: KnownWork
) -> None:
    before, after = propose_distance(asked, known), propose_distance(asked, [*known, more])

    assert before
    assert after
    assert CLOSER.index(after.distance) >= CLOSER.index(before.distance)


@given(asked_works, works, st.floats(0, 1))
def test_what_is_more_alike_is_never_further_away(asked: AskedWork, known: KnownWork, more: float) -> None:
    alike = replace(known, similarity=max(known.similarity, more))
    before, after = propose_distance(asked, [known]), propose_distance(asked, [alike])

    assert before
    assert after
    assert CLOSER.index(after.distance) >= CLOSER.index(before.distance)


@given(asked_works, st.lists(works, min_size=1, max_size=4))
def test_a_licence_is_proposed_only_where_one_is_needed(asked: AskedWork, known: list[KnownWork]) -> None:
    found = propose_distance(asked, known)

    assert found
    if found.distance == "licence":
        assert asked.needs_licence
