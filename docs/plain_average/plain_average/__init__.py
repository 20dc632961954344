"""The plain average of a client's ratings of each role: what the learning model is compared with."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from domain.history import RecordedEvent
from domain.journey.events.evidence import AppealRated
from service.research.tables.columns import Column, Row, Table


class AverageParameters(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What can be varied."""

    last: Annotated[
        int, Meta(ge=0, description="How many of the last ratings of a role count; 0 for all.")
    ] = 0


class PlainAverage:
    """The model. Its state are all ratings, with their days."""

    name = "plain_average"
    version = "1"
    parameters = AverageParameters
    schema = Table(
        name="roles",
        meaning="What a client's ratings of a role are on average.",
        key=("role_id",),
        columns=(
            Column(name="role_id", kind="string", meaning="The role."),
            Column(name="appeal", kind="number", meaning="The average of its ratings, 0-100."),
            Column(name="ratings", kind="integer", meaning="How many there are."),
        ),
    )

    def initial(self, _: AverageParameters, /) -> tuple[AppealRated, ...]:
        return ()

    def step(self, state: tuple[AppealRated, ...], entry: RecordedEvent, /) -> tuple[AppealRated, ...]:
        return (*state, entry.event) if isinstance(entry.event, AppealRated) else state

    def rows(
        self, state: tuple[AppealRated, ...], week_end: date, parameters: AverageParameters, /
    ) -> Iterator[Row]:
        ratings = dict[UUID, list[int]]()
        for one in state:
            if one.happened_on <= week_end:
                ratings.setdefault(one.role_id, []).append(10 * one.rating)
        for role_id in sorted(ratings):
            counted = ratings[role_id][-parameters.last :]
            yield str(role_id), sum(counted) / len(counted), len(counted)


MODEL = PlainAverage()
