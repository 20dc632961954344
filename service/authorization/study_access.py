"""Who works on a study: its researchers, and administrators; other researchers know of it."""

from domain.study.aggregate import Study
from service.accounts.caller import Caller
from service.authorization.actions import OrganisationAction
from service.authorization.authorized_programmes import require_role_for
from service.authorization.errors import Forbidden
from service.authorization.policy import AuthorizationDecision

NOT_OF_STUDY = AuthorizationDecision(allowed=False, why="not_of_study", level="counts")
NOT_LEADING = AuthorizationDecision(allowed=False, why="not_leading", level="counts")


def works_on(caller: Caller, study: Study) -> bool:
    """Whether the caller is one of a study's researchers, an administrator, or alone here."""
    return _looks_after_all(caller) or caller.person_id in study.researchers


def leads(caller: Caller, study: Study) -> bool:
    """Whether the caller may say who works on a study: the first of its researchers, or an administrator."""
    return _looks_after_all(caller) or study.researchers[:1] == (caller.person_id,)


def require_work_on(caller: Caller, action: OrganisationAction, study: Study) -> None:
    """Raises `Forbidden` unless the caller's roles include an action and the caller works on the study."""
    require_role_for(caller, action)
    if not works_on(caller, study):
        raise Forbidden(NOT_OF_STUDY)


def _looks_after_all(caller: Caller) -> bool:
    return caller.way == "local" or "admin" in caller.roles
