"""The errors that decisions raise, with messages that a client can read."""

from domain.messages import Message, MessageValue, translatable


class DomainError(Exception):
    """A command that is not allowed: the message, the field at fault, and what is allowed instead."""

    def __init__(
        self, message: str, /, *, field: str = "", allowed: str = "", **values: MessageValue
    ) -> None:
        self.message = message if isinstance(message, Message) else translatable(message, **values)
        """English text, also the message id of its translations; written out where the error is raised."""
        super().__init__(self.message)
        self.field = field
        """Path in the command, such as `role_id` or `learned/odds/0`; empty when the whole command is at fault."""
        self.allowed = allowed if isinstance(allowed, Message) else translatable(allowed)
        """What would be valid, in words; empty when nothing can be said."""
        self.command = 0
        """Place of the command in its batch, from 0."""


class UnknownJourney(DomainError):
    """No journey has this id."""


class JourneyGone(UnknownJourney):
    """The journey with this id was erased."""


class UnknownProgramme(DomainError):
    """No programme has this id."""


class UnknownStudy(DomainError):
    """No study has this id."""


class InvalidOperation(DomainError):
    """A command that conflicts with the present state of the journey, programme or study."""


class InvalidValue(DomainError):
    """A value that no journey, programme or study would allow, such as a date in the future."""
