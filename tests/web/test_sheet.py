"""What stands on the sheet before a session, in which order, and what makes room when there is too much."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.journey.commands.agreements import AnswerChallenge
from domain.journey.commands.check_ins import HoldCheckIn
from domain.journey.commands.coaches import SetStance
from domain.journey.commands.endings import RecordEnding
from domain.journey.commands.intake import AgreeIntake
from domain.journey.commands.pulses import RateTrust
from domain.journey.commands.quests import TakeQuest
from domain.journey.commands.stories import RecordStory
from domain.journey.commands.weeks import ReviewWeek
from projections.news.view import KINDS, NewsItem, NewsKind
from projections.profile.view import ForecastsView
from service.localization.translator import translator_for
from service.web.coach_client.sheet import ROWS_OF_A_PAGE, SheetLine, SheetSection, fit_on_page, rows_on_paper
from service.web.coach_client.sheet_news import IN_REPLIES, news_in_words
from service.web.coach_client.sheet_standing import guesses_section
from tests.web.coached import coached
from tests.web.refused import CHANGE, POINTS, no_today, refused
from tests.web.running_pages import Shown, pages
from tests.web.sample import MARLOES, NOON, day, discover, plan, start, uid

AT = f"/clients/{MARLOES}/preparation"
SINCE = date(2026, 2, 9)
TODAY = NOON.date()
LINES = st.lists(
    st.builds(
        SheetLine,
        lead=st.text("abc", max_size=40),
        text=st.text("abc ", min_size=1, max_size=400),
        points=st.lists(st.text("ab ", max_size=80), max_size=4).map(tuple),
        on=st.none() | st.dates(SINCE - timedelta(40), SINCE + timedelta(30)),
    ),
    min_size=1,
    max_size=9,
)
SECTIONS = st.lists(
    st.builds(
        SheetSection,
        name=st.just("name"),
        heading=st.just("heading"),
        lines=LINES.map(tuple),
        kept=st.integers(0, 2),
        numbered=st.booleans(),
    ),
    max_size=16,
)


def headings(shown: Shown) -> list[str]:
    return re.findall(r'<h2 id="([\w-]+)">', shown.html)


def rows_of(sections: Sequence[SheetSection]) -> float:
    return sum(rows_on_paper(one, [line.rows for line in one.lines]) for one in sections)


@given(SECTIONS)
def test_lines_leave_only_when_there_is_no_room_and_are_counted(sections: list[SheetSection]) -> None:
    fitted = fit_on_page(sections, SINCE, ROWS_OF_A_PAGE)

    assert len(fitted) == len(sections)
    for before, after in zip(sections, fitted, strict=True):
        assert [one.text for one in after.lines] == [one.text for one in before.lines]
        assert after.printed >= min(before.kept, len(before.lines))
        assert not (before.numbered and after.more)
    if rows_of(sections) <= ROWS_OF_A_PAGE:
        assert not any(one.more for one in fitted)
        assert rows_of(fitted) <= ROWS_OF_A_PAGE
    elif rows_of(fitted) > ROWS_OF_A_PAGE:
        assert all(one.numbered or one.printed <= one.kept for one in fitted)


def test_the_oldest_lines_leave_first_and_what_is_open_stays_longest() -> None:
    old, new = (SheetLine(text="x" * 45, on=SINCE + timedelta(days)) for days in (-3, 3))
    open_ = SheetLine(text="x" * 45)
    sections = [
        SheetSection(name="dated", heading="", lines=(new, new, old)),
        SheetSection(name="open", heading="", lines=(open_,) * 3),
    ]

    for rows in range(20, 5, -1):
        dated, undated = fit_on_page(sections, SINCE, rows)
        if dated.more or undated.more:
            assert dated.printed < 3
        if dated.printed < 2:
            assert undated.printed <= 2
        if undated.printed < 2:
            assert dated.printed == 1


async def test_everything_stands_in_the_order_of_a_session() -> None:
    async with pages() as service:
        await service.tell(
            [
                *coached(),
                *refused(),
                AnswerChallenge(happened_on=day(6), challenge_id=uid("dare"), answer="accepted"),
                TakeQuest(happened_on=day(6), quest="walk_a_day"),
                ReviewWeek(happened_on=day(8), monday=day(7), conclusion="ask at night", first="hirer"),
                AgreeIntake(happened_on=day(1), question="What else?", aim="two trials"),
                RecordStory(happened_on=day(3), story_id=uid("s"), title="the power cut", story="I counted."),
            ]
        )
        shown = await service.get(AT)

    assert headings(shown) == [
        *("news", "happened", "replies", "after-no", "planned", "agreed", "conclusions", "alerts"),
        *("contradictions", "strengths", "intake", "stories", "pulses", "questions", "tries"),
    ]
    text = shown.text.replace("\xa0", " ")
    for piece in (
        "Interview · risk manager · Lindome Omsorg, Tue 17 Feb Rejected after an interview, and it was close.",
        f"How they came across: Clear, {POINTS['self_presentation']}.",
        f"The one change for next time: {CHANGE} Call again from 10 March.",
        "Challenge accepted Ring a stranger",
        "Quest accepted A Day in Their Shoes",
        "Week 7 Ask at night First after that: someone who hires.",
        "Risk manager. Employers respond: 3 agree, 1 contradicts.",
        "Their question What else?",
        "Story The power cut",
        "Energy 8 on 25 February, 7 on 21 January",
        "New since the last session",
        "One week reviewed.",
    ):
        assert piece in text


@pytest.mark.parametrize("kind", [one for one in KINDS if one not in IN_REPLIES and one != "week_reviewed"])
def test_every_kind_of_news_is_a_sentence_about_the_client(kind: NewsKind) -> None:
    item = NewsItem(
        kind=kind, on=SINCE, number=3, position=9, role="baker", before=59, after=72, words="They pay less."
    )
    text = news_in_words(item, translator_for("en"))

    assert text.endswith(".")
    assert not re.search(r"%\(|\byou", text, re.IGNORECASE)
    if kind == "big_move":
        assert text == "Baker: potential 72 that day; without this entry it would have been 59."


async def test_what_was_recorded_after_the_last_session_is_news() -> None:
    held, after = day(7), day(7, 1)
    async with pages() as service:
        await service.tell(
            [
                *coached(),
                ReviewWeek(happened_on=held, monday=day(6), conclusion="ask at night"),
                HoldCheckIn(happened_on=held, check_in_id=uid("third talk")),
                ReviewWeek(happened_on=after, monday=day(7), conclusion="ask in the morning"),
                RateTrust(happened_on=day(6, 3), rating=5),
            ]
        )
        shown = await service.get(AT)

    text = (
        shown.text.replace("\xa0", " ")
        .partition("New since the last session")[2]
        .partition("What happened")[0]
    )
    assert "One week reviewed." in text
    assert "rated" not in text
    assert "Trust 5 on 19 February" in shown.text.replace("\xa0", " ")


def test_guesses_are_held_against_what_happened_from_four_cases_on() -> None:
    nothing = ForecastsView(
        answered=3,
        brier=None,
        expected=None,
        invited=None,
        five_tries=3,
        five_tries_brier=None,
        liking_rated=3,
        liking_gap=None,
        dread_rated=3,
        dread_before=None,
        dread_after=None,
    )
    known = replace(
        nothing,
        liking_rated=4,
        liking_gap=-1.2,
        expected=0.6,
        invited=0.25,
        dread_before=5.8,
        dread_after=2.6,
    )
    sections = [guesses_section(one, translator_for("en")) for one in (nothing, known)]

    assert [[line.text for line in one.lines] for one in sections] == [
        [],
        [
            "They like steps 1.2 points less than they guess (4 steps).",
            "Dread is 5.8 before and 2.6 after, on average over 3 steps.",
            "They expected an interview in 60% of applications. It came in 25%.",
        ],
    ]


async def test_after_a_no_care_and_the_four_points_come_first() -> None:
    async with pages() as service:
        await service.tell([*coached(), *refused(), *no_today()])
        shown = await service.get(AT)

    assert headings(shown)[:2] == ["after-no", "phrases"]
    assert "Rather: How is this for you? Rather not: I know how you feel." in shown.text
    assert CHANGE in shown.text


async def test_the_first_session_starts_with_the_question() -> None:
    async with pages() as service:
        await service.tell([start(), SetStance(happened_on=day(1), stance="coach")])
        shown = await service.get(AT)

    assert "First session: start with the question." in shown.text
    assert headings(shown)[0] == "intake"


async def test_what_is_planned_and_what_is_overdue_stand_on_the_sheet_and_on_the_first_page() -> None:
    async with pages() as service:
        await service.tell(
            [
                start(),
                discover("nurse"),
                plan(
                    "talk",
                    "interview",
                    "nurse",
                    day(1),
                    planned_for=TODAY + timedelta(days=3),
                    what="the second round",
                ),
                plan("old", "conversation", "nurse", day(1), planned_for=TODAY - timedelta(days=4)),
            ]
        )
        shown = [await service.get(one) for one in (AT, f"/clients/{MARLOES}")]

    for page in shown:
        text = page.text.replace("\xa0", " ")
        assert "Coming up, and overdue" in text
        assert "Interview · Nurse · The second round" in text
        assert "Sat 7 Mar" in text
        assert "date passed" in text.lower()
    assert "No commitments are open." not in shown[0].text


async def test_the_sheet_of_a_journey_that_ended_begins_no_first_session() -> None:
    async with pages() as service:
        await service.tell([start(), RecordEnding(happened_on=TODAY, ending="new_work")])
        sheet, weeks = await service.get(AT), await service.get(f"/clients/{MARLOES}/weeks")
        service.clock.now += timedelta(weeks=3)
        later = await service.get(f"/clients/{MARLOES}/weeks")

    for sentence in (
        "First session",
        "Nothing is agreed yet",
        "No commitments are open",
        "New since the last session",
    ):
        assert sentence not in sheet.text
    assert "Week 8" not in sheet.text.split("The journey ended")[0]
    assert weeks.text.count("No step.") == later.text.count("No step.")


def test_there_is_no_cut_while_there_is_room() -> None:
    long, short = SheetLine(text="word " * 40), SheetLine(text="word")
    (wide,) = fit_on_page([SheetSection(name="", heading="", lines=(long, short))], SINCE, 20)
    (narrow,) = fit_on_page([SheetSection(name="", heading="", lines=(long, short))], SINCE, 5.3)

    assert wide.lines[0].most_rows == 5
    assert narrow.lines == (long, short)


def test_what_is_spare_leaves_before_anything_else() -> None:
    old = SheetLine(text="x", on=SINCE - timedelta(days=90))
    spare = SheetSection(name="spare", heading="", lines=(SheetLine(text="x"),) * 5, spare=True)
    dated, phrases = fit_on_page([SheetSection(name="dated", heading="", lines=(old,) * 3), spare], SINCE, 12)

    assert (dated.more, phrases.more > 0) == (0, True)
