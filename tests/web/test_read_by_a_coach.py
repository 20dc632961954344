"""A client's own pages, read by the coach: no heading speaks to the client, and the page says to whom its "you" speaks."""

import re
from collections import Counter
from html import unescape

import httpx

from domain.messages import capitalize_first
from service.atlas.starter_files import read_starter
from tests.demo import Demo
from tests.web.everybody import without_script
from tests.web.walk import kind_of, links

HEADING = re.compile(r"<(h[1-3]|title|dt|th|summary)\b[^>]*>(.*?)</\1>", re.DOTALL)
SPEAKS = re.compile(r"\b(you|your|yours|yourself)\b", re.IGNORECASE)
OF_EACH_KIND = 6
"""So many pages of each kind are read: steps and rejections have more than one look."""
QUOTED = {
    # What the client rates: the words that were rated.
    "How much you would like it",
    "How you came across",
    # An activity, as an atlas of occupations calls it.
    "Work on your own",
}
SKILLS = {capitalize_first(titles["en"]) for titles in read_starter().skills.values()}
"""As the atlas calls them, whoever reads."""


async def test_no_heading_speaks_to_the_client_where_the_coach_reads(demo: Demo) -> None:
    async with without_script(demo, "coach") as http:
        read = await pages_about_clients(http)
    spoken = {
        (kind_of(address), heading)
        for address, html in read.items()
        for heading in headings(html)
        if SPEAKS.search(heading) and heading not in SKILLS and not any(one in heading for one in QUOTED)
    }
    unsaid = {kind_of(address) for address, html in read.items() if "This page speaks to" not in html}

    assert spoken == set()
    assert unsaid == set()
    assert len({kind_of(one) for one in read}) > 10


async def pages_about_clients(http: httpx.AsyncClient) -> dict[str, str]:
    """Pages of clients, a few of each kind, by their address."""
    found, kinds, ahead, seen = dict[str, str](), Counter[str](), ["/"], {"/"}
    while ahead:
        address = ahead.pop(0)
        if kinds[kind_of(address)] == OF_EACH_KIND:
            continue
        kinds[kind_of(address)] += 1
        answer = await http.get(address, follow_redirects=True)
        assert answer.status_code == 200, address
        if address.startswith("/journeys/"):
            found[address] = answer.text
        new = [one for one in links(answer.text, address) if one not in seen]
        seen.update(new)
        ahead += new
    return found


def headings(html: str) -> list[str]:
    """What stands in headings, on labels of facts and figures, and in the title."""
    bare = (re.sub(r"<[^>]+>", " ", one) for _, one in HEADING.findall(html))
    return [" ".join(unescape(one).split()) for one in bare]
