"""What the handlers are given by the application: of journeys and programmes only what the caller may see."""

from typing import Any

from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation
from litestar.types import Scope

from service.authorization.authorized_caseload import AuthorizedCaseload
from service.authorization.authorized_journeys import AuthorizedJourneys
from service.authorization.authorized_programmes import AuthorizedProgrammeList, AuthorizedProgrammes
from service.http.dependencies import get_caseload, get_journeys, get_programme_list, get_programmes
from service.processes.scheduler import Scheduler
from service.read_models.projector import Projector
from service.settings import Settings

JourneysDependency = NamedDependency[SkipValidation[AuthorizedJourneys]]
CaseListDependency = NamedDependency[SkipValidation[AuthorizedCaseload]]
ProjectorDependency = NamedDependency[SkipValidation[Projector]]
ProgrammesDependency = NamedDependency[SkipValidation[AuthorizedProgrammes]]
ProgrammeListDependency = NamedDependency[SkipValidation[AuthorizedProgrammeList]]
SchedulerDependency = NamedDependency[SkipValidation[Scheduler]]
SettingsDependency = NamedDependency[SkipValidation[Settings]]


def _journeys(state: State, scope: Scope) -> Any:
    return get_journeys(state, scope)


def _case_list(state: State, scope: Scope) -> Any:
    return get_caseload(state, scope)


def _projector(state: State) -> Any:
    return state.projector


def _programmes(state: State, scope: Scope) -> Any:
    return get_programmes(state, scope)


def _programme_list(state: State, scope: Scope) -> Any:
    return get_programme_list(state, scope)


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
