"""Whatever code asks of the journeys and programmes in somebody's name is refused to whom they are not for."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import date
from inspect import getmembers, isasyncgenfunction, iscoroutinefunction
from uuid import UUID, uuid4

import pytest

from domain.aggregate import CommandBatch
from domain.errors import UnknownJourney, UnknownStudy
from domain.history import RecordedEvent
from domain.journey.commands.pulses import RateEnergy
from domain.programme.aggregate import Programme
from domain.study.commands import CloseStudy
from projections.fold import Projection
from service.authorization.authorized_journeys import AuthorizedJourneys
from service.authorization.authorized_programmes import AuthorizedProgrammes
from service.authorization.authorized_studies import AuthorizedStudies
from service.authorization.errors import Forbidden
from service.http.dependencies import get_analyses, get_exports, get_journeys, get_programmes, get_studies
from service.research.authorized_analyses import AuthorizedAnalyses
from service.research.authorized_exports import AuthorizedExports
from service.research.export_making import AskedExport
from tests.authorization.people import ServiceWithPeople, service_with_people
from tests.authorization.story import PEOPLE, Told, told
from tests.cast import ADA, ANS, FOREIGN_CLIENT, FOREIGN_STAFF, HANNA, INGRID, PIETER, SVEN
from tests.databases import Databases

BATCH = CommandBatch.of(uuid4(), [RateEnergy(happened_on=date(2026, 5, 1), rating=5)])
CLOSING = CommandBatch.of(uuid4(), [CloseStudy(happened_on=date(2026, 5, 1))])
STRANGERS = (ANS, SVEN, HANNA, PIETER, ADA, FOREIGN_CLIENT, FOREIGN_STAFF)
WITHOUT_ROLE = (ANS, PIETER, FOREIGN_CLIENT)


OF_JOURNEYS: dict[str, Callable[[AuthorizedJourneys, Told], Awaitable[object]]] = {
    "load": lambda journeys, world: journeys.load("read_line", world.journey_for("client")),
    "load_fullest": lambda journeys, world: journeys.load_fullest(
        ("read_page", "read_line"), world.journey_for("client")
    ),
    "submit": lambda journeys, world: journeys.submit(world.journey_for("client"), BATCH),
    "recorded_result": lambda journeys, world: journeys.recorded_result(world.journey_for("client"), BATCH),
}
OF_PROGRAMMES: dict[str, Callable[[AuthorizedProgrammes, UUID, Programme], Awaitable[object]]] = {
    "get": lambda programmes, programme_id, _: programmes.get("read_programmes", programme_id),
    "submit": lambda programmes, programme_id, _: programmes.submit(programme_id, BATCH),
    "recorded_result": lambda programmes, programme_id, _: programmes.recorded_result(programme_id, BATCH),
    "figures": lambda programmes, _, programme: programmes.figures(programme, date(2026, 5, 1)),
}
OF_STUDIES: dict[str, Callable[[AuthorizedStudies, UUID], Awaitable[object]]] = {
    "all": lambda studies, _: studies.all(),
    "listed": lambda studies, study_id: studies.listed(study_id),
    "look_up": lambda studies, study_id: studies.look_up(study_id),
    "published_definition": lambda studies, study_id: studies.published_definition(study_id),
    "researchers": lambda studies, study_id: studies.researchers(study_id),
    "get": lambda studies, study_id: studies.get(study_id),
    "definition": lambda studies, study_id: studies.definition(study_id),
    "attrition": lambda studies, study_id: studies.attrition(study_id),
    "attritions": lambda studies, _: studies.attritions([]),
    "count_of_research": lambda studies, _: studies.count_of_research(),
    "submit": lambda studies, study_id: studies.submit(study_id, CLOSING),
    "recorded_result": lambda studies, study_id: studies.recorded_result(study_id, CLOSING),
}
OF_ANALYSES: dict[str, Callable[[AuthorizedAnalyses, UUID], Awaitable[object]]] = {
    "of_study": lambda analyses, study_id: analyses.of_study(study_id),
    "count_waiting": lambda analyses, _: analyses.count_waiting(),
    "get": lambda analyses, study_id: analyses.get(study_id, uuid4()),
    "for_decision": lambda analyses, study_id: analyses.for_decision(study_id, uuid4()),
    "ask": lambda analyses, study_id: analyses.ask(study_id, b"{}"),
    "run": lambda analyses, study_id: analyses.run(study_id, b"{}"),
    "study_of": lambda analyses, _: analyses.study_of(uuid4()),
    "cancel": lambda analyses, study_id: analyses.cancel(study_id, uuid4()),
    "release": lambda analyses, study_id: analyses.release(study_id, uuid4()),
    "refuse": lambda analyses, study_id: analyses.refuse(study_id, uuid4(), "no"),
}
OF_EXPORTS: dict[str, Callable[[AuthorizedExports, UUID], Awaitable[object]]] = {
    "of_study": lambda exports, study_id: exports.of_study(study_id),
    "get": lambda exports, study_id: exports.get(study_id, uuid4()),
    "ask": lambda exports, study_id: exports.ask(study_id, AskedExport()),
    "cancel": lambda exports, study_id: exports.cancel(study_id, uuid4()),
    "take_out": lambda exports, study_id: exports.take_out(study_id, uuid4()),
}
FOR_EVERY_RESEARCHER = {
    "study_of",
    "all",
    "listed",
    "look_up",
    "published_definition",
    "recorded_result",
    "count_waiting",
    "attritions",
    "count_of_research",
}
"""What a researcher may ask of a study that others work on."""
FOR_EVERYBODY = {"published"}
"""What is no secret in the organisation."""
NOT_TRIED = {
    "access_records",
    "check",
    "run_long",
    "run_long_list",
    "view",
    "break_glass",
    "head",
    "wait_for",
}
"""Some take a journey that was loaded, or what was found of it; breaking the glass is for some of the strangers; positions of the log
are no secret."""


@pytest.fixture(scope="module")
async def world(databases: Databases) -> AsyncIterator[tuple[ServiceWithPeople, Told]]:
    async with databases.borrowed() as dsn, service_with_people(dsn) as running:
        yield running, await told(running)


@pytest.mark.parametrize("name", OF_JOURNEYS)
async def test_a_journey_seems_not_to_exist(world: tuple[ServiceWithPeople, Told], name: str) -> None:
    service, journeys = world
    for stranger in STRANGERS:
        with pytest.raises(UnknownJourney):
            await OF_JOURNEYS[name](get_journeys(service.app.state.services, stranger), journeys)


async def test_nothing_is_folded_for_a_stranger(world: tuple[ServiceWithPeople, Told]) -> None:
    service, journeys = world
    folded = list[RecordedEvent]()

    def evolve(_state: None, event: RecordedEvent) -> None:
        folded.append(event)

    unfolded = Projection[None, None](
        name="unfolded", version=1, initial=None, evolve=evolve, view=lambda _state, _on, _parameters: None
    )
    for somebody in (*STRANGERS, INGRID):
        seen = get_journeys(service.app.state.services, somebody)
        with suppress(UnknownJourney):
            assert folded == []
            await seen.load("read_line", journeys.journey_for("coach_everything"), unfolded)

    assert folded


@pytest.mark.parametrize("name", OF_PROGRAMMES)
async def test_a_programme_is_for_those_with_a_role_in_it(
    world: tuple[ServiceWithPeople, Told], name: str
) -> None:
    service, journeys = world
    services, programme_id = service.app.state.services, journeys.programme
    programme = await get_programmes(services, HANNA).get("read_programmes", programme_id)
    for somebody in WITHOUT_ROLE:
        with pytest.raises(Forbidden):
            await OF_PROGRAMMES[name](get_programmes(services, somebody), programme_id, programme)


@pytest.mark.parametrize("name", OF_STUDIES)
async def test_a_study_is_for_researchers_and_administrators(
    world: tuple[ServiceWithPeople, Told], name: str
) -> None:
    service, journeys = world
    for somebody in (ANS, HANNA, SVEN, FOREIGN_CLIENT):
        with pytest.raises(Forbidden):
            await OF_STUDIES[name](get_studies(service.app.state.services, somebody), journeys.study)


@pytest.mark.parametrize("name", OF_ANALYSES)
async def test_an_analysis_is_for_researchers_and_administrators(
    world: tuple[ServiceWithPeople, Told], name: str
) -> None:
    service, journeys = world
    for somebody in (ANS, HANNA, SVEN, FOREIGN_CLIENT):
        with pytest.raises(Forbidden):
            await OF_ANALYSES[name](get_analyses(service.app.state.services, somebody), journeys.study)


@pytest.mark.parametrize("name", OF_EXPORTS)
async def test_an_export_is_for_researchers_and_administrators(
    world: tuple[ServiceWithPeople, Told], name: str
) -> None:
    service, journeys = world
    for somebody in (ANS, HANNA, SVEN, FOREIGN_CLIENT):
        with pytest.raises(Forbidden):
            await OF_EXPORTS[name](get_exports(service.app.state.services, somebody), journeys.study)


@pytest.mark.parametrize(
    "name", sorted((OF_STUDIES.keys() | OF_ANALYSES.keys() | OF_EXPORTS.keys()) - FOR_EVERY_RESEARCHER)
)
async def test_a_study_is_for_its_own_researchers(world: tuple[ServiceWithPeople, Told], name: str) -> None:
    service, journeys = world
    services, stranger = service.app.state.services, PEOPLE["other_researcher"]
    if name in OF_STUDIES:
        with pytest.raises(Forbidden, match="not one of the researchers"):
            await OF_STUDIES[name](get_studies(services, stranger), journeys.study)
    if name in OF_ANALYSES:
        with pytest.raises(Forbidden, match="not one of the researchers"):
            await OF_ANALYSES[name](get_analyses(services, stranger), journeys.study)
    if name in OF_EXPORTS:
        with pytest.raises(Forbidden, match="not one of the researchers"):
            await OF_EXPORTS[name](get_exports(services, stranger), journeys.study)


async def test_every_researcher_reads_the_title_the_state_and_the_question(
    world: tuple[ServiceWithPeople, Told],
) -> None:
    service, journeys = world
    studies = get_studies(service.app.state.services, PEOPLE["other_researcher"])

    known = await studies.listed(journeys.study)

    assert (known.definition, known.state, bool(known.title), bool(known.question)) == (
        None,
        "submitted",
        True,
        True,
    )
    assert await studies.all() == [known]
    with pytest.raises(UnknownStudy):
        await studies.published_definition(journeys.study)


def test_every_method_is_tried() -> None:
    assert methods(AuthorizedExports) == OF_EXPORTS.keys()
    assert methods(AuthorizedJourneys) == OF_JOURNEYS.keys() | NOT_TRIED
    assert methods(AuthorizedProgrammes) == OF_PROGRAMMES.keys()
    assert methods(AuthorizedAnalyses) == OF_ANALYSES.keys()
    assert methods(AuthorizedStudies) == OF_STUDIES.keys() | FOR_EVERYBODY


def methods(kind: type) -> set[str]:
    """The public methods that read or write."""
    return {
        name
        for name, one in getmembers(kind)
        if not name.startswith("_") and (iscoroutinefunction(one) or isasyncgenfunction(one))
    }
