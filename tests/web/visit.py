"""A page in a real browser: what it says on the console, asks for, how wide it is, and which rules of accessibility it breaks.

`SOUNDINGS_TEST_CHECKS` names a file to which every check is appended, so that two versions of the tests can be compared.
"""

import json
import os
from pathlib import Path
from typing import Any, Literal, cast

from playwright.async_api import Browser, CDPSession, Page

from tests.web.walk import kind_of

Scheme = Literal["light", "dark"]
Look = tuple[int, Scheme]
"""Width and colours."""

HEIGHT = 844
AXE = f"globalThis.loadAxe = () => {{ {(Path(__file__).parent / 'vendor' / 'axe.min.js').read_text()} }}"
"""Laid ready in every page, and only run where it is asked for: to hand it over each time would take as long as to run it."""
VIOLATIONS = """async () => {
    loadAxe();
    const found = await axe.run({ resultTypes: ['violations'] });
    return found.violations.map(one => [one.id, one.nodes.map(node => node.html)]);
}"""
"""The rules that a page breaks, and where; what it keeps to would be much to hand over."""
UNFOLD = """async () => {
    const folded = [...document.querySelectorAll('details:not([open])')];
    const unfolded = folded.map(one => new Promise(done => one.addEventListener('toggle', done, { once: true })));
    folded.forEach(one => { one.open = true });
    await Promise.all(unfolded);
    while (document.querySelector('.htmx-request')) await new Promise(done => setTimeout(done, 10));
}"""
"""Opens what is folded away, and waits for what is fetched only then."""
LENGTHEN = """word => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const ours = 'script, style, template, svg, nav.tabs, nav.rooms, nav.axis, .slider, .brand, .figure, .now, .since, .moves td';
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const one of texts.filter(each => each.textContent.trim() && !each.parentElement.closest(ours)))
        one.textContent = `${word} ${one.textContent}`;
    for (const one of document.querySelectorAll('textarea')) one.value = word;
}"""
"""Puts a word before every text of a page, whoever's text it is, but our own marks, tabs and figures, which no one writes."""
LONG_WORD = "Arbeidsmarkedskompetanseutviklingskoordinator"[:44]
ADVICE = "[DOM]"
"""How Chromium begins what it only suggests, such as a field for the name beside one for the password."""


class Visit:
    """A page that was opened, and what it said and asked for on the way."""

    def __init__(self, page: Page, site: str, look: Look) -> None:
        self.page = page
        self.site = site
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self._look = look
        self._looks = [look]
        self._called = self._state = ""
        self._session: CDPSession | None = None
        self._opened = False
        page.on("console", lambda said: self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))

    async def open(self, address: str, *, called: str = "", state: str = "") -> None:
        """Go to a page. What is checked of it is recorded under the kind of page it is, or what it is called."""
        self.describe(called or kind_of(address), state)
        if not self._opened:
            self._opened = True
            await self.page.add_init_script(AXE)
        await self.page.goto(self.site + address)

    def describe(self, called: str, state: str = "") -> None:
        """Say under which name and in which state what is shown now is recorded."""
        self._called, self._state = called, state
        self._looks = [self._look]

    async def look(self, width: int, scheme: Scheme | None = None) -> None:
        """See the page at another width, or in other colours."""
        if width != self._look[0]:
            self._session = self._session or await self.page.context.new_cdp_session(self.page)
            await self._session.send("Emulation.setDeviceMetricsOverride", size(width))
        if scheme and scheme != self._look[1]:
            await self.page.emulate_media(color_scheme=scheme)
        self._look = (width, scheme or self._look[1])
        self._looks.append(self._look)

    async def unfold(self) -> None:
        """Open everything that is folded away."""
        await self.page.evaluate(UNFOLD)

    async def lengthen(self) -> None:
        """Put a word of 44 letters into every text."""
        await self.page.evaluate(LENGTHEN, LONG_WORD)

    async def language(self) -> str | None:
        """The language the page says that it is in."""
        await self._record("lang")
        return await self._spoken()

    async def width(self) -> int:
        """How wide the page is in its window: wider is a fault."""
        await self._record("width")
        window, wide = await self.page.evaluate("[innerWidth, document.documentElement.scrollWidth]")
        assert window == self._look[0]
        return cast("int", wide)

    async def violations(self) -> list[tuple[str, Any]]:
        """What axe-core finds."""
        await self._record("axe")
        found = await self.page.evaluate(VIOLATIONS)
        return [(rule, nodes) for rule, nodes in found]

    async def noise(self) -> list[str]:
        """What the page complained of, and what it asked for elsewhere, in all looks since it was opened."""
        for look in dict.fromkeys(self._looks):
            await self._record("console", look)
            await self._record("requests", look)
        said = [f"says {one}" for one in self.complaints if not one.startswith(ADVICE)]
        asked = [f"asks for {one}" for one in self.asked if not one.startswith((self.site, "data:"))]
        self.complaints.clear()
        self.asked.clear()
        return said + asked

    async def _spoken(self) -> str | None:
        return cast("str | None", await self.page.evaluate("document.documentElement.getAttribute('lang')"))

    async def _record(self, kind: str, look: Look | None = None) -> None:
        if path := os.environ.get("SOUNDINGS_TEST_CHECKS"):
            width, scheme = look or self._look
            language = await self._spoken()
            check = {"page": self._called, "state": self._state, "width": width, "scheme": scheme}
            with Path(path).open("a") as file:
                file.write(json.dumps(check | {"language": language, "kind": kind}) + "\n")


def size(width: int) -> dict[str, Any]:
    """How large a page is told that its window is. The window itself, which nobody sees, stays as it is: that is quicker."""
    return {"width": width, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}


async def new_visit(browser: Browser, site: str, width: int, scheme: Scheme = "light") -> Visit:
    """A page in a window of its own, without motion."""
    page = await browser.new_page(
        viewport={"width": width, "height": HEIGHT}, color_scheme=scheme, reduced_motion="reduce"
    )
    return Visit(page, site, (width, scheme))
