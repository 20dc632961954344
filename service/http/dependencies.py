"""What a request's caller may see of journeys, cases and programmes: handlers find it here and nowhere else."""

from typing import Any, cast

from litestar.datastructures import State
from litestar.types import Scope

from service.accounts.caller import Caller
from service.authorization.authorized_caseload import AuthorizedCaseload
from service.authorization.authorized_journeys import AuthorizedJourneys
from service.authorization.authorized_programmes import AuthorizedProgrammeList, AuthorizedProgrammes
from service.authorization.authorizer import ANONYMOUS_CALLER, Authorizer
from service.personal_data.data_subject_requests import DataSubjectRequests


def get_caller(scope: Scope) -> Caller:
    """Who is asking, as the door found out."""
    return cast("dict[str, Any]", scope).get("caller") or ANONYMOUS_CALLER


def get_authorizer(state: State) -> Authorizer | None:
    """Who may do what; None where no accounts are kept."""
    return cast("Authorizer | None", state.get("rights"))


def get_journeys(state: State, scope: Scope) -> AuthorizedJourneys:
    """The journeys as the caller may see them."""
    return AuthorizedJourneys(get_caller(scope), state.journeys, get_authorizer(state))


def get_data_subject_requests(state: State, scope: Scope) -> DataSubjectRequests:
    """What the caller may ask about a journey that is their own."""
    premises = state.premises
    return DataSubjectRequests(
        get_caller(scope), state.journeys, get_authorizer(state), premises, now=premises.now
    )


def get_programmes(state: State, scope: Scope) -> AuthorizedProgrammes:
    """The programmes as the caller may see them."""
    return AuthorizedProgrammes(get_caller(scope), state.programmes, state.journeys, get_authorizer(state))


def get_caseload(state: State, scope: Scope) -> AuthorizedCaseload:
    """The lists of journeys as the caller may see them."""
    return AuthorizedCaseload(get_caller(scope), state.case_list, get_authorizer(state))


def get_programme_list(state: State, scope: Scope) -> AuthorizedProgrammeList:
    """The list of programmes as the caller may see it."""
    return AuthorizedProgrammeList(get_caller(scope), state.programme_list)
