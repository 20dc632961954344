"""What a long journey asks for is folded, viewed and rendered beside the event loop, on every page of it."""

import threading
from collections.abc import AsyncIterator, Callable
from contextvars import ContextVar
from typing import Any

import pytest

import domain.journey.aggregate
import projections.fold
from service.application import folded_journey, journeys, long_work
from service.application.folded_journey import FoldedProjection
from service.web import rendering
from tests.databases import Databases
from tests.web.demo_service import Demo, demo
from tests.web.test_reads_of_the_log import VIEWS
from tests.web.walk import kind_of, walked

pytestmark = pytest.mark.slow

OF_A_JOURNEY = ("/journeys/{id}", "/clients/{id}")
ON_THE_LOOP: ContextVar[list[str]] = ContextVar("on the loop")
"""What one request did on the event loop; threads work in a copy of the request's context."""


def noting(what: str, work: Callable[..., Any]) -> Callable[..., Any]:
    def noted(*given: Any, **more: Any) -> Any:
        if threading.current_thread() is threading.main_thread():
            ON_THE_LOOP.get([]).append(what)
        return work(*given, **more)

    return noted


@pytest.fixture(scope="module")
async def stage(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    """The demo, in which every journey is a long one."""
    viewed = FoldedProjection.view

    def view(self: FoldedProjection, projection: Any, on: Any) -> Any:
        if self.last_view is None or self.last_view[0] != on:
            noting(f"view {projection.name}", lambda: None)()
        return viewed(self, projection, on)

    with pytest.MonkeyPatch.context() as monkeypatch:
        for module in (long_work, journeys, folded_journey):
            monkeypatch.setattr(module, "LONG", 1)
        monkeypatch.setattr(FoldedProjection, "view", view)
        monkeypatch.setattr(rendering, "render_template", noting("render", rendering.render_template))
        for module in (projections.fold, domain.journey.aggregate):
            monkeypatch.setattr(module, "grow", noting("fold", module.grow))
        async with databases.borrowed() as dsn, demo(dsn, tmp_path_factory.mktemp("demo")) as found:
            yield found


async def test_no_page_of_a_long_journey_is_built_on_the_event_loop(stage: Demo) -> None:
    held: dict[str, list[str]] = {}
    for guest in stage.guests:
        async with stage.as_(guest) as browser:

            async def look(address: str, browser: Any = browser) -> tuple[int, str]:
                token = ON_THE_LOOP.set([])
                answer = await browser.get(address, follow_redirects=True)
                if answer.status_code == 200:
                    held.setdefault(kind_of(answer.url.path), []).extend(ON_THE_LOOP.get())
                ON_THE_LOOP.reset(token)
                return answer.status_code, answer.text

            await walked(look, "/")

    about_one = {kind: works for kind, works in held.items() if kind.startswith(OF_A_JOURNEY)}
    assert {kind: works for kind, works in about_one.items() if works} == {}
    assert len(about_one) > 25


async def test_nor_is_a_view_for_programs(stage: Demo) -> None:
    held: dict[str, list[str]] = {}
    for guest in stage.guests:
        async with stage.as_(guest) as browser:
            listed = await browser.get("/api/v1/journeys")
            for journey in listed.json()["journeys"]:
                for view in VIEWS:
                    token = ON_THE_LOOP.set([])
                    for on in ("", f"?on={journey['started_on']}"):
                        await browser.get(view.format(journey_id=journey["journey_id"]) + on)
                    held.setdefault(view, []).extend(ON_THE_LOOP.get())
                    ON_THE_LOOP.reset(token)

    assert {view: works for view, works in held.items() if works} == {}
