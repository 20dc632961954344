"""What a journey refuses, in sentences a client can read."""


class DomainError(Exception):
    """A wish that is not allowed: which field, what is wrong with it, and what is allowed instead."""

    def __init__(self, message: str, *, field: str = "", allowed: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        """Path inside the command, such as `role_id` or `learned/odds/0`; empty when the whole command is meant."""
        self.allowed = allowed
        self.command = 0
        """Which command of a request was refused, from 0."""


class UnknownJourney(DomainError):
    """There is no journey with that id yet."""


class UnknownProgramme(DomainError):
    """There is no programme with that id yet."""


class IllegalStep(DomainError):
    """What the journey so far does not allow: a conflict with its state."""


class InvalidValue(DomainError):
    """A value that no journey would allow, such as a date in the future."""
