"""The models that can be replayed, by name: the projections of the service, and those that installed packages offer."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from importlib.metadata import EntryPoint, entry_points
from typing import Any, cast

from msgspec import Struct

from domain.history import RecordedEvent
from projections.catalogue import PROJECTIONS
from projections.fold import Projection, fold_more
from projections.learning_model.parameters import Parameters
from service.research.replaying.model import GROUP, ResearchModel
from service.research.tables.columns import Table


class ModelError(Exception):
    """Raised for a model that is not there, cannot be used, or breaks a law. The message names it."""


class JourneyModel(Struct, frozen=True, kw_only=True):
    """A model as it is replayed: a projection of the service, or a model of a package."""

    name: str
    version: str
    parameters: type[Struct]
    projection: Projection[Any, Any] | None = None
    offered: Any = None
    """A `ResearchModel`, where it is no projection."""
    package: str | None = None
    """Which package it comes from; None for a projection of the service."""

    def fold(self, entries: Sequence[RecordedEvent], parameters: Struct) -> Any:
        """The state after a journey's entries, corrections applied."""
        if self.projection:
            return fold_more(self.projection, self.projection.initial, entries)
        model: ResearchModel = self.offered
        state = model.initial(parameters)
        for entry in entries:
            state = model.step(state, entry)
        return state

    def view(self, state: Any, on: date, parameters: Struct) -> Any:
        """What it says of a day: the projection's view, or the rows of the model's table under the table's name."""
        if self.projection:
            return self.projection.view(state, on, cast("Parameters", parameters))
        model: ResearchModel = self.offered
        return {model.schema.name: list(_named(model.schema, model.rows(state, on, parameters)))}


def _named(schema: Table, rows: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield dict(zip(schema.column_names, row, strict=True))


def find_model(reference: str) -> JourneyModel:
    """The model of a reference: a name, or NAME@VERSION. Raises `ModelError`."""
    name, _, version = reference.partition("@")
    model = _find(name)
    if version and version != model.version:
        raise ModelError(f"{name} is version {model.version} here: {reference} cannot be replayed")
    return model


def model_names() -> tuple[str, ...]:
    """The names of all models, those of packages too."""
    return tuple(sorted({*PROJECTIONS, *(one.name for one in _offered())}))


def _find(name: str) -> JourneyModel:
    offered = [one for one in _offered() if one.name == name]
    if len(offered) + (name in PROJECTIONS) > 1:
        raise ModelError(f"more than one model is called {name}: {', '.join(one.value for one in offered)}")
    if name in PROJECTIONS:
        projection = PROJECTIONS[name]
        return JourneyModel(
            name=name,
            version=str(projection.version),
            parameters=Parameters,
            projection=projection,
        )
    if not offered:
        raise ModelError(f"there is no model {name}; there are {', '.join(model_names())}")
    return _loaded(offered[0])


def _offered() -> tuple[EntryPoint, ...]:
    # A package that is found twice, as in a folder on the path and installed, is one.
    return tuple({(one.name, one.value): one for one in entry_points(group=GROUP)}.values())


def _loaded(entry: EntryPoint) -> JourneyModel:
    try:
        model = entry.load()
    except (ImportError, AttributeError) as error:
        raise ModelError(f"the model {entry.name} cannot be loaded from {entry.value}: {error}") from error
    missing = [one for one in _PARTS if not hasattr(model, one)]
    if missing:
        raise ModelError(f"the model {entry.name} ({entry.value}) has no {', '.join(missing)}")
    if model.name != entry.name:
        raise ModelError(f"the model {entry.name} ({entry.value}) calls itself {model.name}")
    return JourneyModel(
        name=entry.name,
        version=str(model.version),
        parameters=model.parameters,
        package=entry.dist.name if entry.dist else entry.module,
        offered=model,
    )


_PARTS = ("name", "version", "parameters", "schema", "initial", "step", "rows")
