"""Every projection is in the catalogue, and independent of every other."""

import pkgutil
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import projections
from projections.catalogue import PROJECTIONS
from projections.fold import Projection

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
SHARED = {"projections.approaches", "projections.learning_model"}
"""The folders that are no projections: several projections share them."""


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(projections.__path__, "projections."):
        yield import_module(found.name)


def test_every_projection_of_a_journey_is_in_the_catalogue() -> None:
    defined = {
        f"{module.__name__}.{name}": each
        for module in modules()
        for name, each in vars(module).items()
        if isinstance(each, Projection)
    }

    listed = list(PROJECTIONS.values())
    assert [name for name, each in defined.items() if not any(each is one for one in listed)] == []


def test_the_contract_of_independence_names_every_projection() -> None:
    contracts = tomllib.loads(PYPROJECT.read_text())["tool"]["importlinter"]["contracts"]
    (named,) = (one["modules"] for one in contracts if one["name"] == "projections do not know each other")
    folders = {
        f"projections.{found.name}" for found in pkgutil.iter_modules(projections.__path__) if found.ispkg
    }

    assert set(named) == folders - SHARED | {"projections.programmes"}
