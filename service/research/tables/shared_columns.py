"""Columns that several tables have."""

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
