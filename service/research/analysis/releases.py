"""What of an analysis may be let out, with the reasons where it may not, and the sets behind it. Needs no research tools."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

Status: TypeAlias = Literal["released", "suppressed", "refused"]
"""All of it, part of it, or none of it may be let out."""
Label: TypeAlias = str | int | float | bool | None
SMALLEST_P = 0.001
"""Smaller p-values are not told apart where people read them."""


class Finding(Struct, frozen=True, kw_only=True):
    """A rule that an output, or a cell of it, does not meet."""

    rule: str
    where: str
    """The name of an output or a variable, as the specification has it."""
    why: str
    """A sentence. Neither it nor the place has anything of the data in it: a label is the value of somebody."""
    of_cell: bool = False
    """Whether it is about cells that are left out, and not about the output as a whole."""


class KnownSet(Struct, frozen=True, kw_only=True):
    """A set behind a figure that was let out, or is to be."""

    space: str
    """Only sets of one space can be added and subtracted."""
    members: Mapping[int, str]
    """By digest of a member, whose it is."""
    gone: int = 0
    """People who were in it and have been erased: nobody knows any more who they were."""


class ReleasableOutput(Struct, frozen=True, kw_only=True):
    """An output by the rules: rounded, without what was suppressed, and why."""

    name: str
    type: str
    status: Status
    lines: tuple[Mapping[str, Label], ...] = ()
    findings: tuple[Finding, ...] = ()
