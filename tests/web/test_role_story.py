"""A role's whole story as a page: for its client, and in the third person for a coach."""

import re
from datetime import timedelta
from typing import Any

import pytest

from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.evidence import GapInput, OddsSignalInput
from domain.journey.commands.experiment_outcomes import CancelExperiment, RefuseExperiment
from domain.journey.commands.market import NoteMarketSignal
from domain.journey.commands.roles import ParkRole
from domain.journey.commands.weeks import DeclareRest
from projections.learning_model.wording import round_half_up
from projections.role_story.projection import ROLE_STORY
from projections.role_story.view import RoleStory
from service.localization.code_labels import KINDS, SIGNALS
from tests.web.running_pages import Pages, Shown, pages, seen
from tests.web.sample import MARLOES, NOON, day, discover, met, outcome, plan, seven_weeks, start, uid

OWN, COACHS = f"/journeys/{MARLOES}/profile/roles", f"/clients/{MARLOES}/roles"
ALONE: list[Any] = [start(), discover("nurse")]
"""A role of which nothing was heard yet."""
TALKED: list[Any] = [
    *ALONE,
    plan("talk", "conversation", "nurse", day(1, 1), contact=met("Anouk")),
    *outcome("talk", day(1, 1), appeal=9, odds=(OddsSignalInput(signal="fresh_outsider"),)),
]


async def story_of(service: Pages, role: str) -> RoleStory:
    return next(one for one in (await service.view(ROLE_STORY)).roles if one.role_id == uid(role))


def heading(shown: Shown) -> str:
    return (
        seen(shown.html[shown.html.index("<h1>") : shown.html.index("</h1>")]).replace("\u00a0", " ").strip()
    )


def shown_moves(story: RoleStory) -> list[str]:
    """The moves as the page prints them."""
    return [
        f"without it, and with it: {round_half_up(one.before.promise)} → {round_half_up(one.now.promise)}"
        for one in story.entries
        if one.before and one.effect == "moved" and one.kind != "faded"
    ]


@pytest.mark.parametrize("at", [OWN, COACHS])
async def test_every_entry_stands_with_what_it_moved_and_leads_to_its_step(at: str) -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        stories = (await service.view(ROLE_STORY)).roles
        for story in stories:
            shown = await service.get(f"{at}/{story.role_id}")

            assert shown.status == 200
            for entry in story.entries:
                if entry.experiment_id:
                    assert f'href="/journeys/{MARLOES}/experiments/{entry.experiment_id}"' in shown.html
                if entry.kind == "step" and entry.step:
                    assert KINDS[entry.step] in shown.text
                assert all(
                    SIGNALS[one].lower() in shown.text.lower()
                    for one in entry.heard
                    if entry.kind != "market"
                )
            for move in shown_moves(story):
                assert move in shown.text
            assert shown.text.count("without it, and with it:") == len(shown_moves(story))


async def test_the_headline_is_the_biggest_move_and_the_standfirst_says_what_it_rests_on() -> None:
    async with pages() as service:
        await service.tell(TALKED)
        shown, story = await service.get(f"{OWN}/{uid('nurse')}"), await story_of(service, "nurse")

    assert heading(shown) == "The conversation on 13 January lifted nurse from 54 to 69."
    assert str(story.headline) in shown.text
    assert "It rests on one conversation." in shown.text


async def test_every_link_to_a_form_of_the_page_opens_it_under_the_name_of_the_link() -> None:
    async with pages() as service:
        await service.tell(TALKED)
        shown = await service.get(f"{OWN}/{uid('nurse')}")
        links = re.findall(r'<a href="([^"#]+\?open=[^"#]+)#([^"]+)">([^<]+)</a>', shown.html)
        opened = [(await service.get(at), anchor, name) for at, anchor, name in links]

    assert len(opened) == 2
    for page, anchor, name in opened:
        assert f'href="#{anchor}"' not in shown.html
        assert re.search(rf'<details open>\s*<summary id="{anchor}">{name}</summary>', page.html)


async def test_a_move_that_was_undone_is_no_headline() -> None:
    undone = [
        plan("again", "conversation", "nurse", day(2, 1), contact=met("Bert")),
        *outcome("again", day(2, 1), appeal=1, odds=(OddsSignalInput(signal="one_of_many"),)),
    ]
    async with pages() as service:
        await service.tell([*TALKED, *undone])
        shown = await service.get(f"{OWN}/{uid('nurse')}")

    assert heading(shown) == "The conversation on 20 January lowered nurse from 69 to 57."


async def test_a_role_nothing_was_heard_of_is_only_imagined() -> None:
    async with pages() as service:
        await service.tell(ALONE)
        shown = await service.get(f"{OWN}/{uid('nurse')}")

    assert heading(shown) == "Nurse is only imagined so far."
    assert "One conversation tells more than any advert." in shown.text


async def test_a_parked_role_says_why_first_and_keeps_its_story() -> None:
    async with pages() as service:
        await service.tell([*TALKED, ParkRole(happened_on=day(2), role_id=uid("nurse"), reason="too far")])
        shown = await service.get(f"{OWN}/{uid('nurse')}")

    assert heading(shown) == "Parked since 19 January 2026: too far"
    assert "The conversation on 13 January lifted nurse from 54 to 69." in shown.text


async def test_a_week_off_a_fact_and_weeks_without_news_stand_on_their_days() -> None:
    fact = NoteMarketSignal(
        happened_on=day(2, 2),
        signal_id=uid("fact"),
        role_id=uid("nurse"),
        signal="market_growing",
        published=day(1),
        source="Labour Office",
    )
    async with pages() as service:
        await service.tell([*TALKED, DeclareRest(happened_on=day(3), monday=day(3)), fact])
        shown, story = await service.get(f"{OWN}/{uid('nurse')}"), await story_of(service, "nurse")

    assert [one.kind for one in story.entries] == ["faded", "week_off", "market", "step", "added"]
    [faded, *_] = story.entries
    assert (faded.since, faded.on) == (day(2, 2), NOON.date())
    assert "A planned week off" in shown.text
    assert "The market is growing" in shown.text
    assert "Labour Office, published 12 January 2026, added Wed 21 Jan" in shown.text
    assert "Nothing that moves it was heard for 6 weeks: older evidence counts less." in shown.text
    assert faded.before
    before, now = round_half_up(faded.before.promise), round_half_up(faded.now.promise)
    assert f"{before} on Wed 21 Jan, {now} on Wed 4 Mar." in shown.text


@pytest.mark.parametrize(
    ("ended", "said"),
    [(CancelExperiment, "Did not take place."), (RefuseExperiment, "Declined by the other side.")],
)
async def test_a_step_that_did_not_take_place_is_told_as_that(ended: Any, said: str) -> None:
    gone = [
        plan("later", "job_shadow", "nurse", day(2), contact=met("Hugo")),
        ended(happened_on=day(2, 1), experiment_id=uid("later")),
    ]
    async with pages() as service:
        await service.tell([*TALKED, *gone])
        for at in (OWN, COACHS):
            shown = await service.get(f"{at}/{uid('nurse')}")

            assert re.search(rf"Job shadowing · Hugo \d+ {said} ", shown.text)
            assert "It did not move it." not in shown.text


async def test_a_turning_point_names_its_week() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        stories = (await service.view(ROLE_STORY)).roles
        for story in stories:
            shown = await service.get(f"{OWN}/{story.role_id}")
            for turn in story.turns:
                words = {
                    "took_lead": "took the lead",
                    "lost_lead": "took the lead",
                    "appeal_word": "Appeal: from",
                    "reach_word": "Chances: from",
                    "rejected": "Rejected",
                }
                assert re.search(rf"Week {turn.week} [^.]*{words[turn.kind]}", shown.text)

    assert {turn.kind for story in stories for turn in story.turns} >= {
        "took_lead",
        "appeal_word",
        "reach_word",
    }


async def test_an_earlier_day_knows_nothing_of_what_came_later() -> None:
    async with pages() as service:
        await service.tell([*TALKED, discover("baker", on=day(3))])
        before = await service.get(f"{OWN}/{uid('nurse')}?on={day(1)}")
        baker = await service.get(f"{OWN}/{uid('baker')}?on={day(2)}")
        at_the_coach = await service.get(f"{COACHS}/{uid('baker')}?week=1")

    assert "Nurse is only imagined so far." in before.text
    assert "as of 12 January" in before.text
    assert f'href="{OWN}/{uid("nurse")}">See today' in before.html
    assert "What do you think?" not in before.text, "what is told today is no part of an earlier day"
    assert (baker.status, at_the_coach.status) == (404, 404)


async def test_after_a_no_the_client_reads_words_and_opens_the_figures() -> None:
    async with pages() as service:
        await service.tell([*TALKED, *no_today()])
        own, coachs = (
            await service.get(f"{OWN}/{uid('nurse')}"),
            await service.get(f"{COACHS}/{uid('nurse')}"),
        )

    assert heading(own) == "Nurse"
    before_the_figures = own.html[own.html.index("<main") : own.html.index("Show the figures")]
    assert "→" not in before_the_figures
    assert "±" not in before_the_figures
    assert "±" in own.html
    assert "lifted nurse from" in coachs.text


def no_today() -> list[Any]:
    today = NOON.date()
    return [
        plan("letter", "application", "nurse", today - timedelta(days=9)),
        *outcome("letter", today - timedelta(days=9)),
        RecordAnswer(happened_on=today, experiment_id=uid("letter"), answer="rejected_unseen"),
    ]


async def test_a_coach_reads_the_third_person_and_no_form() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        shown = await service.get(f"{COACHS}/{uid('risk manager')}")
        evolution = await service.get(f"/clients/{MARLOES}")

    main = shown.html[shown.html.index("<main") : shown.html.index("</main>")]
    assert "They would like it" in shown.text
    assert not re.search(r"\b(?:made you|You (?:have|would|rated|see)|Your own)\b", seen(main))
    assert "<form" not in main
    assert f'href="{COACHS}/{uid("risk manager")}"' in evolution.html


@pytest.mark.parametrize("at", [OWN, COACHS])
async def test_a_gap_is_called_one_and_an_axis_that_begins_later_says_why(at: str) -> None:
    async with pages() as service:
        await service.tell(
            [
                *ALONE,
                discover("baker", on=day(3)),
                plan("oven", "conversation", "baker", day(3, 1), contact=met("Bram")),
                *outcome(
                    "oven",
                    day(3, 1),
                    appeal=7,
                    gaps=(GapInput(gap_id=uid("night"), wording="night work", closable=True),),
                ),
            ]
        )
        baker, nurse = [await service.get(f"{at}/{uid(role)}") for role in ("baker", "nurse")]

    assert re.search(r"Gap: Night work\s*, nothing decided yet", baker.text)
    assert "Week 3 On the list" in baker.text
    assert not re.search(r"Week \d+ On the list", nurse.text)
    back = f'href="/clients/{MARLOES}">Back to the client'
    assert (back in baker.html) == (at == COACHS)


async def test_what_to_ask_next_is_about_the_claim_with_the_fewest_sources_and_leads_to_a_plan() -> None:
    async with pages() as service:
        await service.tell(TALKED)
        own, coachs = (
            await service.get(f"{OWN}/{uid('nurse')}"),
            await service.get(f"{COACHS}/{uid('nurse')}"),
        )

    assert "Ask someone who hires for it: what do you look for first?" in own.text
    assert "belief=has_what_is_asked" in own.html
    assert "Ask someone who hires for it: what do you look for first?" in coachs.text
    assert "belief=" not in coachs.html
