"""Every address of a step that was withdrawn, or is not open any more, says so or leads on; no form stands there empty."""

from typing import Any
from uuid import UUID

import pytest

from domain.journey.commands.corrections import RetractEntry
from domain.journey.commands.experiment_outcomes import DropExperiment
from domain.journey.events.experiments import ExperimentPlanned
from service.web.page_registry import PAGE_HANDLERS
from tests.web.elin import AT, REVEAL, TODAY, elin, planned, talk
from tests.web.running_pages import Pages, Shown, pages
from tests.web.sample import MARLOES, uid


def addresses() -> list[str]:
    """Of all pages of a step, and of the form that logs it."""
    found = {
        path
        for handler in PAGE_HANDLERS
        if "GET" in getattr(handler, "http_methods", ())
        for path in getattr(handler, "paths", ())
        if "{experiment_id:uuid}" in path
    }
    return sorted({*found, "/journeys/{journey_id:uuid}/log?plan={experiment_id:uuid}"})


def of_step(address: str, step: UUID) -> str:
    return address.replace("{journey_id:uuid}", str(MARLOES)).replace("{experiment_id:uuid}", str(step))


async def opened(address: str, *told: Any) -> Shown:
    async with pages() as service:
        await service.tell(told)
        return await service.get(of_step(address, uid("johan")))


async def withdraw(service: Pages) -> None:
    number = next(one.number for one in await service.entries() if isinstance(one.event, ExperimentPlanned))
    await service.tell([RetractEntry(happened_on=TODAY, number=number, reason="no")])


def test_the_pages_of_a_step_are_known() -> None:
    assert len(addresses()) >= 5


@pytest.mark.parametrize("address", addresses())
async def test_a_step_that_was_withdrawn_is_in_the_history(address: str) -> None:
    async with pages() as service:
        await service.tell([*elin(), planned()])
        await withdraw(service)
        shown = await service.get(of_step(address, uid("johan")))

    assert shown.status == 410
    assert "This entry was withdrawn. It is in your history." in shown.text
    assert f'href="{AT}/history"' in shown.html


@pytest.mark.parametrize("address", addresses())
async def test_a_step_that_never_was_is_not_found(address: str) -> None:
    assert (await opened(address, *elin())).status == 404


async def test_a_plan_that_was_logged_leads_to_what_it_changed() -> None:
    shown = await opened("/journeys/{journey_id:uuid}/log?plan={experiment_id:uuid}", *talk())

    assert shown.path == REVEAL


async def test_a_plan_that_was_dropped_leads_to_its_page() -> None:
    dropped = DropExperiment(happened_on=TODAY, experiment_id=uid("johan"), note="no time")
    shown = await opened(
        "/journeys/{journey_id:uuid}/log?plan={experiment_id:uuid}", *elin(), planned(), dropped
    )

    assert shown.path == f"{AT}/experiments/{uid('johan')}"
