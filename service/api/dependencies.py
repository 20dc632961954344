"""What the handlers are given by the application."""

from typing import Any

from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from service.journeys import Journeys
from service.projector import Projector
from service.read_models.journeys import CaseList
from service.settings import Settings

Knows = NamedDependency[SkipValidation[Journeys]]
Lists = NamedDependency[SkipValidation[CaseList]]
Projects = NamedDependency[SkipValidation[Projector]]
Configures = NamedDependency[SkipValidation[Settings]]


def _journeys(state: State) -> Any:
    return state.journeys


def _case_list(state: State) -> Any:
    return state.case_list


def _projector(state: State) -> Any:
    return state.projector


def _settings(state: State) -> Any:
    return state.settings


DEPENDENCIES = {
    "journeys": Provide(_journeys, sync_to_thread=False),
    "case_list": Provide(_case_list, sync_to_thread=False),
    "projector": Provide(_projector, sync_to_thread=False),
    "settings": Provide(_settings, sync_to_thread=False),
}
