"""What a long journey asks for is folded, viewed and rendered beside the event loop, on every page of it."""

import sys
import threading
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import domain.journey.aggregate
import projections.fold
from projections.catalogue import PROJECTIONS
from service.application import folded_journey, journeys, long_work
from service.application.folded_journey import FoldedProjection
from service.web import rendering
from tests.databases import Databases
from tests.web.demo_service import Demo, demo
from tests.web.test_reads_of_the_log import VIEWS
from tests.web.walk import kind_of, walked

pytestmark = pytest.mark.slow

LONG_PAGES = ("/journeys/{id}", "/clients/{id}", "/desk")
ON_THE_LOOP: ContextVar[list[str]] = ContextVar("on the loop")
"""What one request did on the event loop; threads work in a copy of the request's context."""


ROOM = str(Path(projections.fold.__file__).parent)
STATES = tuple({type(one.initial) for one in PROJECTIONS.values()})


def _note_state(frame: FrameType, event: str, _: object) -> None:
    """Notes a function of the projections that is given the whole state of one."""
    code = frame.f_code
    if event != "call" or not code.co_argcount or not code.co_filename.startswith(ROOM):
        return
    if isinstance(frame.f_locals.get(code.co_varnames[0]), STATES):
        ON_THE_LOOP.get([]).append(code.co_qualname)


@contextmanager
def noted_on_the_loop(held: list[str]) -> Generator[None]:
    """Notes what a request computes on the event loop, which is in this thread."""
    token = ON_THE_LOOP.set(held)
    sys.setprofile(_note_state)
    try:
        yield
    finally:
        sys.setprofile(None)
        ON_THE_LOOP.reset(token)


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
                works = list[str]()
                with noted_on_the_loop(works):
                    answer = await browser.get(address, follow_redirects=True)
                if answer.status_code == 200:
                    held.setdefault(kind_of(answer.url.path), []).extend(works)
                return answer.status_code, answer.text

            await walked(look, "/")

    about_one = {kind: works for kind, works in held.items() if kind.startswith(LONG_PAGES)}
    assert {kind: works for kind, works in about_one.items() if works} == {}
    assert len(about_one) > 25


async def test_nor_is_a_view_for_programs(stage: Demo) -> None:
    held: dict[str, list[str]] = {}
    for guest in stage.guests:
        async with stage.as_(guest) as browser:
            listed = await browser.get("/api/v1/journeys")
            for journey in listed.json()["journeys"]:
                for view in VIEWS:
                    with noted_on_the_loop(held.setdefault(view, [])):
                        for on in ("", f"?on={journey['started_on']}"):
                            await browser.get(view.format(journey_id=journey["journey_id"]) + on)

    assert {view: works for view, works in held.items() if works} == {}
