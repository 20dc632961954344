"""What a journey refuses, in sentences a client can read."""

from domain.messages import Message, MessageValue, translatable


class DomainError(Exception):
    """A wish that is not allowed: which field, what is wrong with it, and what is allowed instead."""

    def __init__(
        self, message: str, /, *, field: str = "", allowed: str = "", **values: MessageValue
    ) -> None:
        self.message = message if isinstance(message, Message) else translatable(message, **values)
        """English by itself, and told in other languages; written out where it is raised, with the values of its places."""
        super().__init__(self.message)
        self.field = field
        """Path inside the command, such as `role_id` or `learned/odds/0`; empty when the whole command is meant."""
        self.allowed = allowed if isinstance(allowed, Message) else translatable(allowed)
        """What would be right, in words; empty when nothing is known."""
        self.command = 0
        """Which command of a request was refused, from 0."""


class UnknownJourney(DomainError):
    """There is no journey with that id yet."""


class JourneyGone(UnknownJourney):
    """There was one, and all that was told in it is gone for good."""


class UnknownProgramme(DomainError):
    """There is no programme with that id yet."""


class InvalidOperation(DomainError):
    """What the journey so far does not allow: a conflict with its state."""


class InvalidValue(DomainError):
    """A value that no journey would allow, such as a date in the future."""
