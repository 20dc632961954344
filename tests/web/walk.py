"""Walking through the pages: from one to the next by their links, each kind of page once."""

import re
from collections.abc import Awaitable, Callable
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

Look = Callable[[str], Awaitable[tuple[int, str]]]
"""Fetches a page, with where redirects lead: its status and its HTML."""

LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]+)')
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
NUMBER = re.compile(r"(?<=[/=])\d[\d-]*")
NO_PAGE = re.compile(r"^/(api|schema|static|demo|health|problems|calendar)\b|\.(zip|ics|csv|json)$|^/live\b")
MOST = 80
"""More kinds of pages than somebody can reach: an address of no known kind would be walked without end."""


def kind_of(address: str) -> str:
    """What a page shows, whichever one it is of: ids and numbers are left out, and of a query the names count."""
    parts = urlsplit(address)
    names = "&".join(sorted(name for name, _ in parse_qsl(parts.query, keep_blank_values=True)))
    path = NUMBER.sub("{n}", ID.sub("{id}", parts.path))
    return f"{path}?{names}" if names else path


async def walked(look: Look, *first: str) -> dict[str, str]:
    """Every kind of page that links lead to from the first ones, with one address of each.

    Fails on a link that leads nowhere, and when there are more kinds than are walked.
    """
    found: dict[str, str] = {}
    ahead = list(first)
    broken: list[str] = []
    while ahead:
        address = ahead.pop(0)
        if kind_of(address) in found:
            continue
        if len(found) == MOST:
            raise AssertionError(f"more than {MOST} kinds of pages, such as {address}")
        status, html = await look(address)
        if status != 200:
            broken.append(f"{status} {address}")
            continue
        found[kind_of(address)] = address
        ahead += [link for link in links(html, address) if kind_of(link) not in found]
    if broken:
        raise AssertionError(f"links that lead nowhere: {broken}")
    return found


def links(html: str, address: str) -> list[str]:
    """The pages of ours that a page leads to."""
    led = (urlsplit(urljoin(f"http://here{address}", unescape(link))) for link in LINK.findall(html))
    ours = (f"{one.path}?{one.query}" if one.query else one.path for one in led if one.netloc == "here")
    return [one for one in ours if not NO_PAGE.search(urlsplit(one).path)]
