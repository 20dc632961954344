"""Which action of a case an answer is about, of which role that was, and whether a refusal was close."""

from domain.errors import InvalidValue
from service.importing.case_format import CaseAction, CaseFile


class CaseAnswers:
    """The answers of a case, as its actions tell them: at once, or in a later call about the approach."""

    def __init__(self, case: CaseFile) -> None:
        self._actions = case.actions
        self._by_id = {action.id: action for action in case.actions}

    def answered_action(self, action: CaseAction) -> CaseAction:
        """The action that an outcome answers: what a follow-up refers to, or the action itself.

        A follow-up that tells the same as the one it refers to tells it again of the same approach.
        """
        about, passed = action, {action.id}
        while (earlier := self._followed_up(about)) and earlier.id not in passed:
            about = earlier
            passed.add(about.id)
            if about.outcome != action.outcome:
                break
        return about

    def require_role_referred_to(self, action: CaseAction) -> None:
        """Raises `InvalidValue` where an action names another role than what it refers to."""
        other, passed = self._referred_to(action), {action.id}
        while other and other.role is None and other.id not in passed:
            passed.add(other.id)
            other = self._referred_to(other)
        if action.role and other and other.role and other.role != action.role:
            raise InvalidValue(
                "The action %(action)s is about the role %(role)s, but the action it refers to is about %(other)s.",
                field="refers_to",
                action=action.id,
                role=action.role,
                other=other.role,
                allowed="an action about the same role, or nothing",
            )

    def is_close(self, action: CaseAction) -> bool:
        """Whether a refusal after an interview was close; where it says nothing of it, as was said before."""
        odds = action.signals.odds
        if "rejected_close" in odds or "rejected_not_close" in odds:
            return "rejected_close" in odds
        before = self._actions[: self._actions.index(action)]
        about = self.answered_action(action)
        same = [one for one in before if one.outcome == action.outcome and self.answered_action(one) is about]
        return bool(same) and self.is_close(same[-1])

    def _followed_up(self, action: CaseAction) -> CaseAction | None:
        return self._referred_to(action) if action.kind == "follow_up" else None

    def _referred_to(self, action: CaseAction) -> CaseAction | None:
        return self._by_id.get(action.refers_to) if action.refers_to else None
