"""News on the desk: counted in a sentence, gone after the client's page was opened, marked as seen and undone."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest

from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.pulses import RateTrust
from domain.vocabulary import Language
from projections.news.view import KINDS, NewsItem, NewsKind
from service.application.desk import DeskRow
from service.application.desk_news import count_news, looks_of_news
from service.authorization.field_filters import NEWS_OF_PROFILE, NEWS_OF_PROGRESS, filter_news
from service.localization.translator import translator_for
from service.web.desk.labels import NOES
from service.web.desk.lead import build_lead
from service.web.desk.row_texts import build_line, news_lines
from tests.web.running_pages import Pages, Shown, pages
from tests.web.sample import NOON, discover, start, step, uid

TODAY = NOON.date()
BEGUN = TODAY - timedelta(days=10)
ENGLISH = translator_for("en")
LOOKED = datetime(2026, 3, 2, 16, 40, 31, tzinfo=UTC)


def item(kind: NewsKind, **fields: Any) -> NewsItem:
    plain: dict[str, Any] = {
        "on": TODAY,
        "number": 12,
        "position": 40,
        "role": "teacher",
        "experiment_id": uuid4(),
    }
    return NewsItem(kind=kind, **(plain | fields))


def row(*news: NewsItem, looked_at: datetime | None = None, today: date = TODAY) -> DeskRow:
    return DeskRow(
        journey_id=uuid4(),
        called="Elin",
        track="preventive",
        coach_id=None,
        today=today,
        week=1,
        steps=0,
        last_step_on=None,
        last_contact_on=None,
        days_without_step=1,
        days_without_contact=1,
        energy=None,
        trust=None,
        ending=None,
        ends_on=None,
        week_off_until=None,
        after_care=None,
        after_care_due=None,
        group="news_only",
        reasons=(),
        alerts=(),
        needs_me=False,
        news=news,
        looked_at=looked_at,
    )


def lead(*rows: DeskRow, since: Any = "look") -> str:
    found = build_lead(rows, since, ENGLISH)
    assert found
    return f"{found.since} {', '.join(words for _, words in found.counts)}."


@pytest.mark.parametrize("kind", sorted(NOES))
def test_a_no_leads_to_the_noes_and_not_to_what_lifted_the_role_before(kind: NewsKind) -> None:
    role = uuid4()
    found = row(item(kind, role_id=role))

    (tag,) = build_line(found, 0, ENGLISH).tags
    (line,) = news_lines(found.news, found.journey_id, ENGLISH)

    assert tag.page == line.page == f"/clients/{found.journey_id}#after-no"


@pytest.mark.parametrize("kind", [one for one in KINDS if one not in NOES])
def test_news_about_one_role_leads_to_its_story(kind: NewsKind) -> None:
    role, other = uuid4(), uuid4()
    rows = [
        row(*(item(kind, role_id=one) for one in roles)) for roles in ((role, role), (role, other), (None,))
    ]
    pages_of_tags = [[tag.page for tag in build_line(one, 0, ENGLISH).tags] for one in rows]

    assert pages_of_tags == [[f"/clients/{rows[0].journey_id}/roles/{role}"], [""], [""]]


def test_the_lead_counts_each_kind_the_most_weighty_first() -> None:
    moves = [item("big_move", before=43, after=74)] * 3
    told = lead(
        row(item("week_reviewed"), *moves, looked_at=LOOKED), row(item("rejected_close"), looked_at=LOOKED)
    )

    assert told == "Since you looked on Monday at 16:40: one close rejection, 3 big moves, one week reviewed."


@pytest.mark.parametrize(
    ("leads", "text"),
    [
        (False, "Baker on Wed 4 Mar: potential 74, without this entry 43"),
        (True, "Baker came first on Wed 4 Mar: potential 74, without this entry 43"),
    ],
)
def test_a_move_in_a_row_has_its_day(leads: bool, text: str) -> None:
    moved = item("big_move", before=43, after=74, role="Baker", leads=leads)
    line = build_line(row(moved), 0, ENGLISH)
    (beside_its_date,) = news_lines([moved], uuid4(), ENGLISH)

    assert line.reason.replace("\N{NO-BREAK SPACE}", " ") == text
    assert beside_its_date.text == text.replace(" on Wed 4 Mar", "")


def test_nothing_new_is_not_said() -> None:
    assert build_lead([row(looked_at=LOOKED)], "look", ENGLISH) is None


@pytest.mark.parametrize(
    ("looked_at", "opening"),
    [
        (LOOKED, "Since you looked on Monday at 16:40:"),
        (LOOKED.replace(day=4), "Since you looked at 16:40:"),
        (LOOKED - timedelta(days=7), "Since you looked on 23\N{NO-BREAK SPACE}February at 16:40:"),
        (None, "Since you became their coach:"),
    ],
)
def test_the_lead_says_since_when(looked_at: datetime | None, opening: str) -> None:
    assert lead(row(item("offer"), looked_at=looked_at)) == f"{opening} one offer."


def test_of_clients_who_were_looked_at_at_several_times_no_time_is_said() -> None:
    others = [row(item("offer"), looked_at=one) for one in (LOOKED, LOOKED + timedelta(minutes=1))]

    assert lead(*others) == "Since you last looked at each client: 2 offers."
    assert looks_of_news([*others[:1], row(looked_at=NOON)]) == {LOOKED.replace(second=0)}
    assert lead(*others, since="7") == "In the last 7 days: 2 offers."


@pytest.mark.parametrize(
    ("looked_at", "opening"),
    [
        (LOOKED, "Since you looked on Monday at 16:40, or became their coach:"),
        (LOOKED.replace(day=4), "Since you looked at 16:40, or became their coach:"),
    ],
)
def test_beside_clients_whose_page_was_never_opened_one_look_is_said(
    looked_at: datetime, opening: str
) -> None:
    assert lead(row(item("offer"), looked_at=looked_at), row(item("offer"))) == f"{opening} 2 offers."


def test_the_lead_counts_the_four_kinds_that_weigh_most() -> None:
    every = build_lead([row(*map(item, KINDS))], "look", ENGLISH)
    four = build_lead([row(*map(item, KINDS[:4]))], "look", ENGLISH)

    assert every is not None
    assert four is not None
    assert [kind for kind, _ in every.counts] == [kind for kind, _ in four.counts] == list(KINDS[:4])
    assert (every.more, four.more) == (True, False)


@pytest.mark.parametrize("language", get_args(Language))
def test_every_tag_begins_with_a_capital_and_at_most_two_stand_in_a_row(language: Language) -> None:
    for count in (1, 2, 11):
        for kind in KINDS:
            line = build_line(row(*[item(kind)] * count), 0, translator_for(language))
            assert [one.text[0].isupper() or one.text[0].isdigit() for one in line.tags] == [True]
    every = build_line(row(*map(item, KINDS)), 0, translator_for(language))
    assert (len(every.tags), every.more_news) == (2, len(KINDS) - 2)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_counted(kind: NewsKind) -> None:
    one, two = (lead(row(*[item(kind)] * count)).partition(": ")[2] for count in (1, 2))

    assert ("2" in two, one == two) == (True, False)
    assert count_news([row(item(kind))]) == {kind: 1}


@pytest.mark.parametrize("kind", KINDS)
def test_each_sight_sees_its_kinds_of_news(kind: NewsKind) -> None:
    shown = {
        level: filter_news([item(kind, before=1, after=2)], level)
        for level in ("progress", "profile", "everything")
    }

    assert bool(shown["progress"]) is (kind in NEWS_OF_PROGRESS)
    assert bool(shown["profile"]) is (kind in NEWS_OF_PROFILE)
    assert [one.kind for one in shown["everything"]] == [kind]
    assert all(one.experiment_id is None for level in ("progress", "profile") for one in shown[level])
    assert NEWS_OF_PROGRESS <= NEWS_OF_PROFILE


# The page.


async def client(service: Pages, called: str, *more: Any) -> UUID:
    await service.tell([start(called=called, happened_on=BEGUN), *more], uid(called))
    return uid(called)


def offered(called: str) -> list[Any]:
    name = f"letter-{called}"
    return [
        discover("nurse", BEGUN),
        *step(name, "application", "nurse", BEGUN),
        RecordAnswer(happened_on=TODAY, experiment_id=uid(name), answer="offer"),
    ]


def news_of(shown: Shown) -> str:
    found = re.search(r'<p class="lead">(.*?)</p>', shown.html)
    return re.sub(r"<[^>]+>", "", found[1]) if found else ""


async def test_news_is_gone_once_the_page_of_the_client_was_opened() -> None:
    async with pages() as service:
        ans, _ = await client(service, "Ans", *offered("Ans")), await client(service, "Bo", *offered("Bo"))
        before = news_of(await service.get("/desk"))
        again = news_of(await service.get("/desk"))
        await service.get(f"/clients/{ans}/weeks")
        after = news_of(await service.get("/desk"))
        await service.tell([RateTrust(happened_on=TODAY, rating=9)], ans)
        later = news_of(await service.get("/desk"))

    assert "2 offers" in before == again
    assert "one offer," in after
    assert "trust rated once" in later


async def test_a_form_that_is_sent_has_shown_nothing() -> None:
    async with pages() as service:
        ans = await client(service, "Ans", *offered("Ans"))
        await service.http.post(
            f"/clients/{ans}/alerts/acknowledge", data={}, headers={"sec-fetch-site": "same-origin"}
        )

        assert "one offer" in news_of(await service.get("/desk"))


async def test_all_is_marked_as_seen_up_to_what_was_shown_and_undone() -> None:
    async with pages() as service:
        ans = await client(service, "Ans", *offered("Ans"))
        await client(service, "Bo", *offered("Bo"))
        await service.get(f"/clients/{ans}")
        shown = await service.get("/desk")
        await service.tell([RateTrust(happened_on=TODAY, rating=9)], ans)
        form = {name: shown.field(name) for name in ("position", "command_id")}

        first = await service.send("/desk/seen", **form)
        again = await service.send("/desk/seen", **form)
        undone = await service.send("/desk/unseen", marking=first.field("marking"))

    assert "one offer" in news_of(shown)
    assert "Marked as seen." in first.text
    assert news_of(first) == news_of(again)
    assert re.sub(".*: ", "", news_of(first)) == "trust rated once."
    assert "one offer" in news_of(undone)
    assert "trust rated once" in news_of(undone)


@pytest.mark.parametrize("position", ["", "x", "-1", "9" * 40])
async def test_a_place_in_the_log_that_is_none_marks_nothing(position: str) -> None:
    async with pages() as service:
        await client(service, "Ans", *offered("Ans"))
        shown = await service.send("/desk/seen", position=position)

        again = await service.get("/desk")

    assert shown.status == 404
    assert "one offer" in news_of(again)


async def test_a_count_of_the_lead_is_a_filter() -> None:
    async with pages() as service:
        await client(service, "Ans", *offered("Ans"))
        await client(service, "Bo", RateTrust(happened_on=TODAY, rating=9))
        shown = await service.get("/desk")
        offers = await service.get("/desk", news="offer")

    assert 'href="/desk?news=offer"' in shown.html
    assert f"/clients/{uid('Ans')}" in offers.html
    assert f"/clients/{uid('Bo')}" not in offers.html


@pytest.mark.parametrize("mode", ["cors", "same-origin", "no-cors"])
async def test_a_page_that_a_script_fetches_again_is_no_look(mode: str) -> None:
    async with pages() as service:
        ans = await client(service, "Ans", *offered("Ans"))
        await service.http.get(f"/clients/{ans}", headers={"sec-fetch-mode": mode})
        fetched = news_of(await service.get("/desk"))
        await service.http.get(f"/clients/{ans}", headers={"sec-fetch-mode": "navigate"})

        assert ("one offer" in fetched, news_of(await service.get("/desk"))) == (True, "")


async def test_the_panel_tells_all_that_is_new() -> None:
    async with pages() as service:
        ans = await client(service, "Ans", *offered("Ans"), RateTrust(happened_on=TODAY, rating=9))
        shown = await service.get("/desk", open=str(ans))
        panel = re.sub(r"<[^>]+>", "", shown.html[shown.html.index('<div class="panel"') :])

    assert "Offer received: nurse" in panel
    assert "Trust rated" in panel


async def told_as_new(service: Pages, journey_id: UUID) -> str:
    shown = await service.get(f"/clients/{journey_id}")
    found = re.search(r'<section aria-labelledby="new">.*?</section>', shown.html, re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", found[0]) if found else ""


async def test_the_page_of_a_client_begins_with_what_was_new_until_another_day() -> None:
    async with pages() as service:
        ans = await client(service, "Ans", *offered("Ans"))
        await service.get(f"/clients/{ans}/notes")
        first = await told_as_new(service, ans)
        await service.tell([RateTrust(happened_on=TODAY, rating=9)], ans)
        again = await told_as_new(service, ans)
        service.clock.now = NOON + timedelta(days=1)
        tomorrow = await told_as_new(service, ans)

    assert ("Offer received" in first, "Trust rated" in first) == (True, False)
    assert again.index("Offer received") < again.index("Trust rated")
    assert tomorrow == ""


async def test_what_was_marked_as_seen_is_not_told_as_new() -> None:
    async with pages() as service:
        ans = await client(service, "Ans", *offered("Ans"))
        shown = await service.get("/desk")
        await service.send("/desk/seen", position=shown.field("position"))

        assert await told_as_new(service, ans) == ""
