"""The codebook knows every event and field there is."""

from typing import get_args

import msgspec

from domain.journey.corrections.events import AnyJourneyEvent
from domain.sensitivity import field_sensitivities
from service.personal_data.archive.codebook import CLASS_CODES, EVENT_TYPES, build_codebook
from service.personal_data.archive.codebook_markdown import codebook_markdown
from service.personal_data.archive.field_meanings import MEANINGS, UNITS

FIELDS = [
    (kind.name, field)
    for kind in (*build_codebook().events, *build_codebook().groups)
    for field in kind.fields
]


def test_every_event_of_a_journey_is_in_it() -> None:
    tags = {str(one.__struct_config__.tag) for one in get_args(AnyJourneyEvent)}

    assert tags <= {one.name for one in build_codebook().events}


def test_every_event_and_group_says_what_it_means() -> None:
    silent = [one.name for one in (*build_codebook().events, *build_codebook().groups) if not one.meaning]

    assert silent == []


def test_every_field_says_what_it_means() -> None:
    """A sentence below the field in the domain, or one among the meanings; ids say it by their names."""
    from_names = [
        f"{kind}.{field.name}"
        for kind, field in FIELDS
        if field.meaning.endswith(", by id.")
        and not field.name.endswith(("_id", "_ids"))
        and field.name not in MEANINGS
    ]

    assert from_names == []


def test_no_meaning_and_no_unit_is_left_of_a_field_that_is_gone() -> None:
    names = {field.name for _, field in FIELDS}

    assert (set(MEANINGS) - names, set(UNITS) - names) == (set(), set())


def test_every_number_has_a_unit() -> None:
    without = [f"{kind}.{field.name}" for kind, field in FIELDS if "number" in field.holds and not field.unit]

    assert without == []


def test_every_field_has_the_class_that_the_domain_declares() -> None:
    told = {
        (kind.name, field.name): field.sensitivity
        for kind in build_codebook().events
        for field in kind.fields
    }

    declared = {
        (str(event.__struct_config__.tag), path): CLASS_CODES[found]
        for event in EVENT_TYPES
        for path, found in field_sensitivities(event)
        if "." not in path and found is not None
    }
    assert {at: told[at] for at in declared} == declared


def test_a_field_of_codes_names_them() -> None:
    holds = next(field.holds for kind, field in FIELDS if (kind, field.name) == ("SightGranted", "scope"))

    assert holds == "one of `everything`, `profile`, `progress`"


def test_the_text_to_read_has_all_of_it() -> None:
    text = codebook_markdown(build_codebook())

    missing = [name for name in (*(kind for kind, _ in FIELDS), *build_codebook().tables) if name not in text]
    assert missing == []


def test_it_can_be_read_by_programs() -> None:
    again = msgspec.json.decode(msgspec.json.encode(build_codebook()), type=type(build_codebook()))

    assert build_codebook() == again
