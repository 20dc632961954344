"""Columns that several tables have."""

from collections.abc import Mapping

from service.research.tables.columns import Column

PSEUDONYM = Column(
    name="pseudonym",
    kind="string",
    meaning="The participant in this study: 32 hexadecimal digits, another in every study.",
)
ARM = Column(
    name="arm",
    kind="string",
    meaning="The group of the study's random assignment; empty if there is none.",
    optional=True,
)
MISSING = "missing"
NUMBER = Column(
    name="number",
    kind="integer",
    meaning="The number of the event in the participant's history, from 1. What was withdrawn leaves a hole.",
)
WEEK = Column(
    name="week",
    kind="integer",
    meaning="The participant's own week: 0 is the calendar week of the start, Monday to Sunday.",
)


def code_column(name: str, meaning: str, *, optional: bool = True) -> Column:
    """A column with the code of something that has an id."""
    return Column(
        name=name,
        kind="string",
        meaning=f"{meaning} A code of 16 hexadecimal digits, the same in every table of this export.",
        optional=optional,
    )


def count_column(name: str, meaning: str, *, optional: bool = False) -> Column:
    """A column that counts something."""
    return Column(name=name, kind="integer", meaning=f"{meaning} A count, 0 or more.", optional=optional)


def integer_column(name: str, meaning: str, *, optional: bool = False) -> Column:
    """A column with a whole number."""
    return Column(name=name, kind="integer", meaning=meaning, optional=optional)


def number_column(name: str, meaning: str, *, optional: bool = False) -> Column:
    """A column with a number that may have decimals."""
    return Column(name=name, kind="number", meaning=meaning, optional=optional)


def day_column(name: str, meaning: str, *, optional: bool = False) -> Column:
    """A column with a study day."""
    return Column(name=name, kind="integer", meaning=f"The study day {meaning}", optional=optional)


def flag_column(name: str, meaning: str, *, optional: bool = False) -> Column:
    """A column that is true or false."""
    return Column(name=name, kind="boolean", meaning=meaning, optional=optional)


def missing_column(reasons: Mapping[str, str]) -> Column:
    """The column that says why values of a row are missing."""
    return Column(
        name=MISSING,
        kind="string",
        meaning="Why values of the row are missing; empty if none is, or if they were simply not given.",
        missing=reasons,
        optional=True,
    )


ISCO = Column(
    name="isco",
    kind="string",
    meaning=(
        "The ISCO-08 code of the role, 4 digits or fewer. Digits are left out until 5 participants of the export share what is "
        "left; empty if none is, or if the role was linked to no occupation."
    ),
    optional=True,
)
