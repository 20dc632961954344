"""The error of an action that is not allowed."""

from service.authorization.policy import AuthorizationDecision


class Forbidden(Exception):
    """Raised for an action that is not allowed on something the caller may know of.

    `command` is the index of the command in a batch, if it concerns one.
    """

    def __init__(self, decision: AuthorizationDecision, command: int | None = None) -> None:
        super().__init__(decision.message)
        self.decision = decision
        self.command = command
