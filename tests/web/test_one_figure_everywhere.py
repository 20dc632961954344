"""One question, one number: on every page of a client, what is said of a role on one day is printed alike, with and without a step."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from domain.journey.events.weeks import monday_of
from projections.profile.projection import PROFILE
from tests.web.elin import AT, EVERY, TODAY
from tests.web.running_pages import pages, seen
from tests.web.sample import MARLOES, seven_weeks, uid
from tests.web.walk import walked

STATES: Mapping[str, tuple[list[Any], str]] = {**EVERY, "seven weeks": (list(seven_weeks()), "first talk")}
"""A journey of each kind, and the step whose page is looked at."""
OTHER_DAY = re.compile(r"[?&](?:week|on)=")
"""Addresses of pages that show the profile of a day of one's choice."""
COACHS = AT.replace("/journeys/", "/clients/")
STEP = re.compile(r"/(?:steps|experiments)/([0-9a-f-]{36})")
FIGURES = tuple(
    re.compile(one)
    for one in (
        r"(?P<was>\bwas )?(?:(?:[a-z]+ )?(?i:appealing|neutral)),? \(?(?P<appeal>\d+) ± (?P<spread>\d+)",
        r"(?P<was>\bwas )?\b(?i:very small|small|fair|very good|good)(?: chances)?,? \(?(?P<chances>\d+)%",
        r"(?P<potential>\d+) potential(?:, was (?P<potential_without>\d+))?",
        r"Potential (?P<potential>\d+) was \d+ in week",
        r"(?P<appeal_without>\d+) → (?P<appeal>\d+) (?P<chances_without>\d+)% → (?P<chances>\d+)%",
        r"Appeal (?P<appeal>\d+)\. Without this step",
        r"Chances (?P<chances>\d+)%\. Without this step",
        r"Without this step \d+, with it (?P<potential>\d+)",
    )
)
"""How pages print figures; what a step moved is told with what would be without it."""
LISTED: Mapping[str, str] = {
    "/reveal": r"(?:was [a-z]+ |new |level now )?(?P<potential>\d+) (?=\d+ [A-Z]|[A-Z])",
    "/week/close": r"(?:new )?\d+ (?P<potential>\d+)\b",
}
"""How pages print the potential of one role after the other, behind its title."""
DAY = re.compile(r"\b\d{1,2} [A-Z][a-z]{2,8}\b")
Fact = tuple[str, str, str]
"""A role, a measure, and of which step the figure is without; of none where it is as it stands."""


def facts(address: str, text: str, titles: list[str]) -> Iterator[tuple[Fact, int]]:
    """Every figure of a role on a page: it belongs to the role that was named last."""
    step = found[1] if (found := STEP.search(address)) else "another day"
    places = [(one.start(), title) for title in titles for one in re.finditer(rf"(?i)\b{title}\b", text)]
    for pattern in FIGURES:
        for match in pattern.finditer(text):
            _, role = max((one for one in places if one[0] < match.start()), default=(0, ""))
            was = match.groupdict().get("was")
            for measure, figure in match.groupdict().items():
                name, _, without = measure.partition("_")
                if figure and name != "was" and role:
                    yield (role, name, step if was or without else ""), int(figure)
    for place, figure_after in LISTED.items():
        for title in titles if place in address else ():
            for match in re.finditer(rf"(?i:{title}) {figure_after}", text):
                yield (title, "potential", ""), int(match["potential"])


@pytest.mark.parametrize("state", STATES)
async def test_every_page_prints_the_same_figure_for_the_same_question(state: str) -> None:
    told, of = STATES[state]
    html: dict[str, str] = {}
    async with pages() as service:
        await service.tell(told)

        async def look(address: str) -> tuple[int, str]:
            shown = await service.get(address)
            html[address] = shown.html
            return shown.status, shown.html

        first = (f"{AT}/week", f"{AT}/steps/{uid(of)}/reveal", f"{AT}/week/close?monday={monday_of(TODAY)}")
        await walked(look, *first)
        roles = (await service.view(PROFILE, MARLOES)).roles
        for role in roles:
            await look(f"{AT}/profile/roles/{role.role_id}")
            await look(f"{COACHS}/roles/{role.role_id}")
        await look(f"{COACHS}/preparation")

    printed: defaultdict[Fact, defaultdict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for address, page in html.items():
        if not OTHER_DAY.search(address):
            text = seen(page[page.index("<main") : page.index("</main>")]).replace("\u00a0", " ")
            for fact, figure in facts(address, text, [one.title for one in roles]):
                printed[fact][figure].append(address)

            if re.search(r"\bwas (?:\d|first|second|third)", text):
                assert (
                    re.search(r"(?i)without (?:this (?:step|reply)|the entry)", text)
                    or len(DAY.findall(text)) > 1
                ), address
    assert len(html) > 25
    assert {fact: dict(one) for fact, one in printed.items() if len(one) > 1} == {}
    for role in roles:
        # Of a role that was set aside before anything was learned about it, nothing but its distance is said.
        said = 0 if role.standing != "in_play" and role.assumed else 1
        assert len(printed[role.title, "appeal", ""]) == len(printed[role.title, "chances", ""]) == said
    several = [fact for fact, one in printed.items() if sum(map(len, one.values())) > 1]
    assert {measure for _, measure, _ in several} == {"appeal", "spread", "chances", "potential"}
