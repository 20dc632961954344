"""Reads the figures that pages print, each by the label that it stands under."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from uuid import UUID
from xml.etree.ElementTree import Element, TreeBuilder

from msgspec import Struct

from domain.messages import capitalize_first
from service.localization.translator import translator_for
from tests.web.told_figures import A_DAY, A_WEEK, Told

ENGLISH = translator_for("en")
VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
APPEAL = re.compile(r"(?i)(?:appealing|neutral|appeal),? \(?(?P<appeal>\d+) ± (?P<spread>\d+)")
CHANCES = re.compile(r"(?i)(?:very small|small|fair|very good|good)(?: chances)?,? \(?(?P<chances>\d+)%")
MOVED = re.compile(r"^(?P<title>.+): potential (?P<now>\d+), without it (?P<without>\d+)$")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tree = TreeBuilder()
        self.tree.start("page", {})
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.tree.end(tag)
        else:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open:
            closed = self._open.pop()
            self.tree.end(closed)
            if closed == tag:
                return

    def handle_data(self, data: str) -> None:
        self.tree.data(data)

    def read(self) -> Element:
        while self._open:
            self.tree.end(self._open.pop())
        self.tree.end("page")
        return self.tree.close()


def page_of(html: str) -> Element:
    """The main part of a page."""
    reader = _Reader()
    reader.feed(html)
    main = reader.read().find(".//main")
    assert main is not None
    return main


def text(element: Element | None) -> str:
    """What is read of an element, in one line."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def parts(element: Element, tag: str, of: str = "") -> list[Element]:
    """The elements within another, perhaps only those of a class."""
    return [one for one in element.iter(tag) if not of or of in one.get("class", "").split()]


def part(element: Element, tag: str, of: str = "") -> Element | None:
    """The first of them."""
    return next(iter(parts(element, tag, of)), None)


def as_of(page: Element) -> date | None:
    """The day that a page says its figures are of: that of the last week where a journey has ended."""
    found = re.search(r"as of (\d+ [A-Z][a-z]+ \d{4})", text(page))
    return datetime.strptime(found[1], "%d %B %Y").replace(tzinfo=UTC).date() if found else None


def _both(cell: str) -> tuple[str, str]:
    """What a cell says of two dates."""
    before, changed, now = cell.partition(" → ")
    return (before, now) if changed else ("" if cell.endswith(" new") else cell, cell)


class Reader(Struct, frozen=True):
    """Reads the pages of one client."""

    where: str
    roles: Mapping[str, UUID]
    """By title, as it stands at the beginning of a line."""
    days: Mapping[str, date]
    """By how they are printed: long, and short."""
    started_on: date
    today: date

    def told(self, about: object, measure: str, figure: str, *at: object) -> Iterator[Told]:
        """A figure, if one is printed."""
        if found := re.match(r"\d+", figure):
            yield Told((about, measure, *(at or (self.today,))), self.where, int(found[0]))

    def sunday(self, number: int) -> date:
        """The last day of a week that is shown."""
        monday = self.started_on - timedelta(days=self.started_on.weekday())
        return min(monday + number * A_WEEK - A_DAY, self.today)

    def believed(self, role_id: UUID, words: str, *at: object) -> Iterator[Told]:
        """Appeal and chances as they are told in words."""
        if found := APPEAL.search(words):
            yield from self.told(role_id, "appeal", found["appeal"], *at)
            yield from self.told(role_id, "spread", found["spread"], *at)
        if found := CHANCES.search(words):
            yield from self.told(role_id, "chances", found["chances"], *at)

    def sentences(self, page: Element) -> Iterator[Told]:
        """What changed, in sentences that begin with a role."""
        for line in page.iter("li"):
            title, _, words = text(line).partition(": ")
            if title in self.roles:
                yield from self.believed(self.roles[title], words.partition("was ")[0])
        for line in (*page.iter("li"), *page.iter("span")):
            if (found := MOVED.match(text(line).rpartition(" · ")[2])) and found["title"] in self.roles:
                day = self._week_of(page, line)
                yield from self.told(self.roles[found["title"]], "potential", found["now"], day)

    def _week_of(self, page: Element, line: Element) -> date:
        for week in page.iter("li"):
            if week.get("id", "").startswith("week-") and line in list(week.iter()):
                return self.sunday(int(week.get("id", "")[5:]))
        return self.today

    def profile(self, page: Element) -> Iterator[Told]:
        """The client's own profile."""
        for place, one in enumerate(parts(page, "li")):
            role = one.get("id", "").removeprefix("role-")
            if ID.fullmatch(role):
                yield from self.told(UUID(role), "potential", text(part(one, "b")))
                for belief in parts(one, "span", "one"):
                    words = text(belief)
                    yield from self.believed(
                        UUID(role), words.removeprefix("Appeal ").removeprefix("Chances ")
                    )
            elif part(one, "span", "figure") is not None and place and "active" not in text(one):
                yield from self.weight(text(part(one, "span")), text(part(one, "span", "figure")))

    def map(self, page: Element) -> Iterator[Told]:
        """The list beside the map, and the figures in both of its drawings."""
        for one in parts(page, "li"):
            role = one.get("id", "").removeprefix("role-")
            if ID.fullmatch(role):
                yield from self.told(UUID(role), "potential", text(part(one, "b")))
                for line in parts(one, "p"):
                    appeal, _, chances = text(line).removeprefix("Appeal: ").partition(". Chances: ")
                    yield from self.believed(UUID(role), appeal)
                    yield from self.believed(UUID(role), chances)
        for link in (one for svg in parts(page, "svg", "sea") for one in svg.iter("a")):
            if found := ID.findall(link.get("href", "").partition("/roles/")[2]):
                yield from self.told(UUID(found[0]), "potential", text(part(link, "text", "depth")))

    def weight(self, wording: str, figure: str) -> Iterator[Told]:
        """What a priority counts for."""
        if figure.endswith("%"):
            yield from self.told(wording, "weight", figure)

    def story(self, page: Element, role_id: UUID) -> Iterator[Told]:
        """The page of a role, for the client and for the coach."""
        yield from self.believed(role_id, text(part(page, "p", "standfirst")))
        for row in parts(page, "div", "row"):
            name = text(part(row, "p", "name"))
            if name in {"Potential", "Appeal", "Chances"}:
                yield from self.told(role_id, name.lower(), text(part(row, "b")))
        numbers = next(one for one in page.iter("table"))
        weeks = [self.sunday(int(text(one))) for one in list(numbers.iter("th"))[1:] if text(one).isdigit()]
        for line in numbers.iter("tr"):
            cells = [text(one) for one in line.iter("td")]
            name = text(part(line, "th"))
            for on, cell in zip(weeks, cells, strict=True) if name != "Steps" and cells else ():
                yield from self.told(role_id, name.lower(), cell, on)
        for entry in parts(parts(page, "ol", "entrylist")[0], "li"):
            day = text(part(entry, "p", "day")).split(" \u2013 ")[-1]
            yield from self.told(role_id, "potential", text(part(entry, "b")), self.days[day])

    def evolution(self, page: Element) -> Iterator[Told]:
        """The first page of a coach about a client."""
        for row in parts(page, "div", "row"):
            name, now = part(row, "p", "name"), text(part(row, "b"))
            link = part(name, "a") if name is not None else None
            if name is not None and link is not None and (found := ID.findall(link.get("href", ""))):
                yield from self.told(UUID(found[-1]), "potential", now)
                appeal = text(part(name, "small")).removeprefix("appeal ")
                yield from self.told(UUID(found[-1]), "appeal", appeal)
            elif text(name).endswith(" weight"):
                yield from self.weight(text(name).removesuffix(" weight"), now)
            elif text(name).startswith("Dread"):
                yield Told(("dread", self.today), self.where, float(now))
        for line in page.iter("tr"):
            title, _, measure = text(part(line, "th")).rpartition(", ")
            if title in self.roles and measure in {"potential", "appeal"}:
                cells = [text(one) for one in line.iter("td")]
                for number, cell in enumerate(cells, 1):
                    yield from self.told(self.roles[title], measure, cell, self.sunday(number))
        yield from self._side_by_side(page)
        yield from self.sentences(page)

    def _side_by_side(self, page: Element) -> Iterator[Told]:
        """Each cell holds the figures of both dates, or one figure that is the same; of what is new the latter."""
        roles, small = (
            [one for one in parts(page, "table", "sides") if part(one, "caption") is not None],
            parts(page, "table", "sides"),
        )
        days = [self.days[one] for one in text(parts(small[-1], "th")[1]).split(" → ")]
        for line in [line for table in roles for line in parts(table, "tr")[1:]]:
            role_id = self.roles[text(part(line, "th"))]
            potential, appeal, chances, _ = (_both(text(one)) for one in line.iter("td"))
            for place, on in enumerate(days):
                yield from self.told(role_id, "potential", potential[place], on)
                yield from self.told(role_id, "appeal", appeal[place], on)
                yield from self.told(role_id, "spread", appeal[place].partition("± ")[2], on)
                yield from self.told(role_id, "chances", chances[place], on)
        for table in small:
            if text(part(table, "th")) == "Priorities" and days[1] == self.today:
                for line in list(table.iter("tr"))[1:]:
                    yield from self.weight(text(part(line, "th")), _both(text(part(line, "td")))[1])

    def closing(self, page: Element, monday: date) -> Iterator[Told]:
        """The page that closes a week."""
        table = part(page, "table", "then")
        for line in table.iter("tr") if table is not None else ():
            title = text(part(line, "th")).removesuffix(" new")
            cells = [text(one) for one in line.iter("td")]
            if cells and title in self.roles:
                yield from self.told(
                    self.roles[title], "potential", cells[1], min(monday + A_WEEK - A_DAY, self.today)
                )

    def reveal(self, page: Element, step_id: object) -> Iterator[Told]:
        """The page of what a step changed; after a reply its figures are without that reply alone."""
        step = "without this step" in text(page)
        for one in parts(page, "li"):
            title, total = text(part(one, "h3")), part(one, "p", "total")
            found = re.match(r"(\d+)%? ?(potential|appeal|chances)(?:, was (\d+))?", text(total))
            if found and title in self.roles:
                yield from self.told(self.roles[title], found[2], found[1])
                if found[3] and step:
                    yield from self.told(
                        self.roles[title], found[2], found[3], self.today, "without", step_id
                    )
                for words in parts(one, "dl", "words"):
                    for measure in words.iter("div"):
                        bare = re.sub(r"was .*", "", text(measure))
                        yield from self.believed(self.roles[title], re.sub("^(Appeal|Chances) ", "", bare))
        for order in parts(page, "ol", "order"):
            for one in order.iter("li"):
                title = text(list(one)[1])
                if title in self.roles:
                    yield from self.told(self.roles[title], "potential", text(part(one, "span", "figure")))


def reader(where: str, titles: Mapping[UUID, str], started_on: date, today: date) -> Reader:
    """A reader of the pages of a client; roles of the same title are left out."""
    named = [capitalize_first(one) for one in titles.values()]
    days = [started_on + timedelta(days=one) for one in range((today - started_on).days + 1)]
    return Reader(
        where=where,
        roles={
            capitalize_first(title): key
            for key, title in titles.items()
            if named.count(capitalize_first(title)) == 1
        },
        days={
            printed.replace("\u00a0", " "): day
            for day in days
            for printed in (ENGLISH.short_day(day), ENGLISH.month_day(day))
        },
        started_on=started_on,
        today=today,
    )
