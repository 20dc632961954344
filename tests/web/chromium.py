"""A real browser, and pages on a port of their own."""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from playwright.async_api import Browser, BrowserContext, Playwright

UNUSED = (
    # Two pages of its own in each window, for suggestions in an address bar that nobody sees.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    # A new frame for each page that is gone to: a sixth of what it costs to go there.
    "RenderDocument",
    # What Playwright turns off: of two lists Chromium heeds the last.
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
"""What of Chromium no test needs; without it a window opens in half the time."""
UNOPTIMIZED = "--no-opt --no-maglev"
"""Scripts are compiled plainly: a page is gone before it would have paid to optimise them."""


PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is Chromium without windows, which takes a quarter less time; a whole one does, too."""


def program() -> str:
    """Where the machine's Chromium is; a test on CI fails without one."""
    for name in PROGRAMS:
        if found := shutil.which(name):
            return found
    if os.environ.get("CI") == "true":
        pytest.fail("CI needs a Chromium, such as Debian's package `chromium-headless-shell`")
    pytest.skip("no Chromium on this machine; Debian's packages are `chromium-headless-shell` and `chromium`")


@asynccontextmanager
async def launched(playwright: Playwright) -> AsyncIterator[Browser]:
    """The machine's Chromium, until the block ends."""
    arguments = [
        "--disable-gpu",
        "--disable-background-networking",
        f"--disable-features={','.join(UNUSED)}",
        f"--js-flags={UNOPTIMIZED}",
    ]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    browser = await playwright.chromium.launch(executable_path=program(), args=arguments)
    yield browser
    await browser.close()


@asynccontextmanager
async def served(app: Any, listening: socket.socket | None = None) -> AsyncIterator[str]:
    """An application, started already, on a port of its own; its address."""
    with listening or socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(
            uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
        )
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await serving


@asynccontextmanager
async def phone(browser: Browser, **chosen: Any) -> AsyncIterator[BrowserContext]:
    """A browser of a phone's size, with nothing kept from before."""
    context = await browser.new_context(viewport={"width": 390, "height": 844}, **chosen)
    yield context
    await context.close()
