"""Pseudonyms, shifts and codes of a study, and occupation codes that enough participants share."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from service.encryption.keyring import DEVELOPMENT_KEYRING
from service.research.exports.coarsening import FEWEST_PARTICIPANTS, UNSEEN, count_codes
from service.research.exports.layout import (
    EVENTS_IN_BUCKET,
    bucket_count,
    bucket_of,
    bucket_of_path,
    table_path,
)
from service.research.exports.pseudonyms import (
    MAX_SHIFT,
    coded_id,
    coded_uuid,
    coded_uuid_text,
    pseudonym,
    shift_weeks,
)

ONE, OTHER = (DEVELOPMENT_KEYRING.study_key(UUID(int=1), UUID(int=study)) for study in (2, 3))


@given(st.uuids())
def test_two_studies_have_nothing_in_common(journey_id: UUID) -> None:
    names = {pseudonym(ONE, journey_id), pseudonym(OTHER, journey_id), coded_uuid(ONE, journey_id).hex}

    assert len(names) == 3
    assert all(len(one) == 32 for one in names)
    assert coded_id(ONE, "role", journey_id) != coded_id(ONE, "contact", journey_id)
    assert journey_id.hex not in names
    assert coded_uuid_text(ONE, str(journey_id)) == str(coded_uuid(ONE, journey_id))


def test_shifts_go_both_ways_and_no_further_than_half_a_year() -> None:
    shifts = {shift_weeks(ONE, uuid4()) for _ in range(3000)}

    assert shifts == set(range(-MAX_SHIFT, MAX_SHIFT + 1))


@given(st.lists(st.sets(st.from_regex(r"\A[0-9]{1,4}\Z")), max_size=30))
def test_a_code_is_shown_as_far_as_enough_participants_share_it(codes: list[set[str]]) -> None:
    coarsening = count_codes(codes)

    for code in set().union(*codes):
        shown = coarsening.shown(code)
        assert code.startswith(shown)
        sharing = [own for own in codes if any(one.startswith(shown) for one in own)]
        assert shown == UNSEEN or len(sharing) >= FEWEST_PARTICIPANTS
        if shown != code:
            longer = code[: len(shown) + 1]
            assert sum(any(one.startswith(longer) for one in own) for own in codes) < FEWEST_PARTICIPANTS


def test_buckets_are_a_power_of_two_and_a_participant_stays_in_one() -> None:
    assert [bucket_count(one) for one in (0, EVENTS_IN_BUCKET, EVENTS_IN_BUCKET + 1)] == [1, 1, 2]
    assert bucket_count(9 * EVENTS_IN_BUCKET) == 16
    assert {bucket_of(pseudonym(ONE, uuid4()), 4) for _ in range(200)} == {0, 1, 2, 3}
    assert bucket_of_path(table_path("spells", 7)) == 7
    assert bucket_of_path("stata/spells.dta") is None
