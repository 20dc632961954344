"""A page in a real browser: what it says on the console, asks for, how wide it is, and which rules of accessibility it breaks.

`SOUNDINGS_TEST_CHECKS` names a file to which every check is appended, so that two versions of the tests can be compared.
"""

import json
import os
from pathlib import Path
from typing import Any, Literal, cast

from playwright.async_api import Browser, Page

from tests.web.walk import kind_of

Scheme = Literal["light", "dark"]
Look = tuple[int, Scheme]
"""Width and colours."""

HEIGHT = 844
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
VIOLATIONS = """async () => {
    const found = await axe.run({ resultTypes: ['violations'] });
    return found.violations.map(one => [one.id, one.nodes.map(node => node.html)]);
}"""
"""The rules that a page breaks, and where; what it keeps to would be much to hand over."""
UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true })"
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
        page.on("console", lambda said: self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))

    async def open(self, address: str, *, called: str = "", state: str = "") -> None:
        """Go to a page. What is checked of it is recorded under the kind of page it is, or what it is called."""
        self.describe(called or kind_of(address), state)
        await self.page.goto(self.site + address)

    def describe(self, called: str, state: str = "") -> None:
        """Say under which name and in which state what is shown now is recorded."""
        self._called, self._state = called, state
        self._looks = [self._look]

    async def look(self, width: int, scheme: Scheme | None = None) -> None:
        """See the page at another width, or in other colours."""
        if width != self._look[0]:
            await self.page.set_viewport_size({"width": width, "height": HEIGHT})
        if scheme and scheme != self._look[1]:
            await self.page.emulate_media(color_scheme=scheme)
        self._look = (width, scheme or self._look[1])
        self._looks.append(self._look)

    async def unfold(self) -> None:
        """Open everything that is folded away."""
        await self.page.evaluate(UNFOLD)

    async def language(self) -> str | None:
        """The language the page says that it is in."""
        await self._record("lang")
        return await self.page.get_attribute("html", "lang")

    async def width(self) -> int:
        """How wide the page is in its window: wider is a fault."""
        await self._record("width")
        return cast("int", await self.page.evaluate("document.documentElement.scrollWidth"))

    async def violations(self) -> list[tuple[str, Any]]:
        """What axe-core finds; it is evaluated, not added, so that the page's policy is not in its way."""
        await self._record("axe")
        await self.page.evaluate(AXE)
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

    async def _record(self, kind: str, look: Look | None = None) -> None:
        if path := os.environ.get("SOUNDINGS_TEST_CHECKS"):
            width, scheme = look or self._look
            language = await self.page.get_attribute("html", "lang")
            check = {"page": self._called, "state": self._state, "width": width, "scheme": scheme}
            with Path(path).open("a") as file:
                file.write(json.dumps(check | {"language": language, "kind": kind}) + "\n")


async def new_visit(browser: Browser, site: str, width: int, scheme: Scheme = "light") -> Visit:
    """A page in a window of its own, without motion."""
    page = await browser.new_page(
        viewport={"width": width, "height": HEIGHT}, color_scheme=scheme, reduced_motion="reduce"
    )
    return Visit(page, site, (width, scheme))
