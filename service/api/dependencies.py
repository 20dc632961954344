"""What the handlers are given by the application: of journeys and programmes only what the caller may see."""

from typing import Any

from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation
from litestar.types import Scope

from service.authorization.authorized_journeys import JourneysSeen
from service.authorization.authorized_programmes import ProgrammeListSeen, ProgrammesSeen
from service.authorization.cases import CasesSeen
from service.http.dependencies import cases_of, journeys_of, programme_list_of, programmes_of
from service.processes.scheduler import Scheduler
from service.read_models.projector import Projector
from service.settings import Settings

Knows = NamedDependency[SkipValidation[JourneysSeen]]
Lists = NamedDependency[SkipValidation[CasesSeen]]
Projects = NamedDependency[SkipValidation[Projector]]
Offers = NamedDependency[SkipValidation[ProgrammesSeen]]
ProgrammeLists = NamedDependency[SkipValidation[ProgrammeListSeen]]
Times = NamedDependency[SkipValidation[Scheduler]]
Configures = NamedDependency[SkipValidation[Settings]]


def _journeys(state: State, scope: Scope) -> Any:
    return journeys_of(state, scope)


def _case_list(state: State, scope: Scope) -> Any:
    return cases_of(state, scope)


def _projector(state: State) -> Any:
    return state.projector


def _programmes(state: State, scope: Scope) -> Any:
    return programmes_of(state, scope)


def _programme_list(state: State, scope: Scope) -> Any:
    return programme_list_of(state, scope)


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
