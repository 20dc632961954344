"""What somebody may not do, though they know of it."""

from service.authorization.policy import AuthorizationDecision


class Forbidden(Exception):
    """An act that is not theirs; of a request with several commands, which one."""

    def __init__(self, verdict: AuthorizationDecision, command: int | None = None) -> None:
        super().__init__(verdict.message)
        self.verdict = verdict
        self.command = command
