"""What the handlers are given by the application."""

from typing import Any

from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from service.journeys import Journeys
from service.programmes import Programmes
from service.projector import Projector
from service.read_models.journeys import CaseList
from service.read_models.programmes import ProgrammeList
from service.scheduler import Scheduler
from service.settings import Settings

Knows = NamedDependency[SkipValidation[Journeys]]
Lists = NamedDependency[SkipValidation[CaseList]]
Projects = NamedDependency[SkipValidation[Projector]]
Offers = NamedDependency[SkipValidation[Programmes]]
ProgrammeLists = NamedDependency[SkipValidation[ProgrammeList]]
Times = NamedDependency[SkipValidation[Scheduler]]
Configures = NamedDependency[SkipValidation[Settings]]


def _journeys(state: State) -> Any:
    return state.journeys


def _case_list(state: State) -> Any:
    return state.case_list


def _projector(state: State) -> Any:
    return state.projector


def _programmes(state: State) -> Any:
    return state.programmes


def _programme_list(state: State) -> Any:
    return state.programme_list


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
