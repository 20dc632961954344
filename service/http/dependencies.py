"""What a request's caller may see of journeys, cases and programmes: handlers find it here and nowhere else."""

from typing import Any, cast

from litestar.datastructures import State
from litestar.types import Scope

from service.accounts.caller import Caller
from service.authorization.authorized_journeys import JourneysSeen
from service.authorization.authorized_programmes import ProgrammeListSeen, ProgrammesSeen
from service.authorization.authorizer import NOBODY, Rights
from service.authorization.cases import CasesSeen
from service.personal_data.data_subject_requests import PersonalRights


def caller_of(scope: Scope) -> Caller:
    """Who is asking, as the door found out."""
    return cast("dict[str, Any]", scope).get("caller") or NOBODY


def rights_of(state: State) -> Rights | None:
    """Who may do what; None where no accounts are kept."""
    return cast("Rights | None", state.get("rights"))


def journeys_of(state: State, scope: Scope) -> JourneysSeen:
    """The journeys as the caller may see them."""
    return JourneysSeen(caller_of(scope), state.journeys, rights_of(state))


def personal_of(state: State, scope: Scope) -> PersonalRights:
    """What the caller may ask about a journey that is their own."""
    premises = state.premises
    return PersonalRights(caller_of(scope), state.journeys, rights_of(state), premises, now=premises.now)


def programmes_of(state: State, scope: Scope) -> ProgrammesSeen:
    """The programmes as the caller may see them."""
    return ProgrammesSeen(caller_of(scope), state.programmes, state.journeys, rights_of(state))


def cases_of(state: State, scope: Scope) -> CasesSeen:
    """The lists of journeys as the caller may see them."""
    return CasesSeen(caller_of(scope), state.case_list, rights_of(state))


def programme_list_of(state: State, scope: Scope) -> ProgrammeListSeen:
    """The list of programmes as the caller may see it."""
    return ProgrammeListSeen(caller_of(scope), state.programme_list)
