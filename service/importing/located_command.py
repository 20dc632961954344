"""A command that was read in a file, with its place there."""

from msgspec import Struct

from domain.journey.decide import UserCommand


class LocatedCommand(Struct, frozen=True, kw_only=True):
    """A command and its location in the file."""

    command: UserCommand
    where: str
