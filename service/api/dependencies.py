"""What the handlers are given by the application: of journeys and programmes only what the caller may see."""

from typing import Any, cast

from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation
from litestar.types import Scope

from service.accounts.caller import Caller
from service.projector import Projector
from service.rights.cases import CasesSeen
from service.rights.programmes import ProgrammeListSeen, ProgrammesSeen
from service.rights.rights import NOBODY, Rights
from service.rights.seen import JourneysSeen
from service.scheduler import Scheduler
from service.settings import Settings

Knows = NamedDependency[SkipValidation[JourneysSeen]]
Lists = NamedDependency[SkipValidation[CasesSeen]]
Projects = NamedDependency[SkipValidation[Projector]]
Offers = NamedDependency[SkipValidation[ProgrammesSeen]]
ProgrammeLists = NamedDependency[SkipValidation[ProgrammeListSeen]]
Times = NamedDependency[SkipValidation[Scheduler]]
Configures = NamedDependency[SkipValidation[Settings]]


def caller_of(scope: Scope) -> Caller:
    """Who is asking, as the door found out."""
    return cast("dict[str, Any]", scope).get("caller") or NOBODY


def rights_of(state: State) -> Rights | None:
    """Who may do what; None where no accounts are kept."""
    return cast("Rights | None", state.get("rights"))


def journeys_of(state: State, scope: Scope) -> JourneysSeen:
    """The journeys as the caller may see them."""
    return JourneysSeen(caller_of(scope), state.journeys, rights_of(state))


def programmes_of(state: State, scope: Scope) -> ProgrammesSeen:
    """The programmes as the caller may see them."""
    return ProgrammesSeen(caller_of(scope), state.programmes, state.journeys)


def _journeys(state: State, scope: Scope) -> Any:
    return journeys_of(state, scope)


def _case_list(state: State, scope: Scope) -> Any:
    return CasesSeen(caller_of(scope), state.case_list, rights_of(state))


def _projector(state: State) -> Any:
    return state.projector


def _programmes(state: State, scope: Scope) -> Any:
    return programmes_of(state, scope)


def _programme_list(state: State, scope: Scope) -> Any:
    return ProgrammeListSeen(caller_of(scope), state.programme_list)


def _scheduler(state: State) -> Any:
    return state.scheduler


def _settings(state: State) -> Any:
    return state.settings


DEPENDENCIES = {
    "journeys": Provide(_journeys, sync_to_thread=False),
    "case_list": Provide(_case_list, sync_to_thread=False),
    "projector": Provide(_projector, sync_to_thread=False),
    "offers": Provide(_programmes, sync_to_thread=False),
    "programme_list": Provide(_programme_list, sync_to_thread=False),
    "scheduler": Provide(_scheduler, sync_to_thread=False),
    "settings": Provide(_settings, sync_to_thread=False),
}
