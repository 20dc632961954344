"""The search profile as its client reads it, and what she can tell there."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.journey.commands.roles import ParkRole
from domain.journey.commands.start import DeclareCondition
from domain.journey.decide import UserCommand
from domain.journey.events.evidence import CriterionNamed
from domain.journey.events.gaps import GapClosed, GapDecided
from domain.journey.events.opinions import OddsDisputed, RoleScored
from domain.journey.events.roles import RoleBlocked, RoleDiscovered, RoleJudged, RoleParked, RoleReopened
from projections.learning_model.wording import round_half_up
from projections.profile.projection import PROFILE
from tests.histories import sample_journey
from tests.same_origin import SAME_ORIGIN
from tests.web.running_pages import Pages, Shown, pages
from tests.web.sample import MARLOES, MONDAY, NOON, day, discover, seven_weeks, start, step, uid

AT = f"/journeys/{MARLOES}/profile"
RISK = f"{AT}/roles/{uid('risk manager')}"
GAP = f"{AT}/gaps/{uid('certificate')}"


async def shown(path: str = AT, commands: Sequence[UserCommand] | None = None) -> Shown:
    async with pages() as service:
        await service.tell(seven_weeks() if commands is None else commands)
        return await service.get(path)


async def told(service: Pages, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kind)]


@pytest.mark.parametrize("seed", range(3))
async def test_a_page_shows_whatever_was_lived(seed: int) -> None:
    lived = sample_journey(seed, 120)
    entries = lived.entries()
    last = max(entry.event.happened_on for entry in entries)
    now = datetime(last.year, last.month, last.day, 12, tzinfo=UTC) + timedelta(days=1)

    async with pages(now) as service:
        await service.tell(lived.commands, lived.journey_id)  # type: ignore[arg-type]
        answer = await service.get(f"/journeys/{lived.journey_id}/profile")

    assert answer.status == 200


async def test_the_finding_comes_first() -> None:
    page = await shown()

    assert "<h1>Risk manager leads: " in page.html
    assert "Marloes, week 8, as of 4 March 2026" in page.text
    assert "In effect settled on one role." in page.text


async def test_three_questions_are_answered_from_the_evidence() -> None:
    page = await shown()

    assert "What can I do? Others saw: calm in a crisis and asks what nobody asks" in page.text
    assert "What do I want? Top priorities so far: calm and pay" in page.text
    assert "What am I doing to get there? 6 steps so far" in page.text
    assert "Answer these three in your own words" in page.text


async def test_roles_stand_by_promise_in_words_and_numbers() -> None:
    page = await shown()

    assert "2 active roles" in page.text
    assert page.text.index("Risk manager Tried") < page.text.index("Practice nurse Tried")
    assert "Quite appealing, 68 ± 18" in page.text
    assert "Good, 82%" in page.text


async def test_roles_set_aside_stand_apart_with_their_reason() -> None:
    page = await shown()

    assert "Teacher Parked since 23 January 2026: this is not it" in page.text
    assert "Night manager Ruled out since 23 January 2026: no night shifts" in page.text


async def test_a_hidden_strength_says_who_saw_it() -> None:
    assert "Asks what nobody asks Hidden until others saw it Hugo, Tue 20 Jan" in (await shown()).text


async def test_the_lead_changes_in_a_week_that_is_marked() -> None:
    assert "Week 2 Risk manager took the lead" in (await shown()).text


async def test_the_numbers_say_that_they_are_not_calibrated() -> None:
    assert (
        "How much each entry counts is a proposal that has not been tested on clients yet. The chances are advice"
        in (await shown()).text
    )


async def test_the_drawing_is_also_a_table() -> None:
    row = re.search(r'<th scope="row">Risk manager</th>(.*?)</tr>', (await shown()).html)

    assert row
    assert re.fullmatch(r"<td></td>(<td>\d+</td>){7}", row[1])


async def test_how_wide_the_search_went_is_said_in_words() -> None:
    text = (await shown()).text

    assert "A favourite, in a narrow search" in text
    assert "Tried so far: 3 of 4 roles. One came up along the way." in text


async def test_of_a_search_that_has_only_begun_nothing_is_said_and_roles_are_counted_whole() -> None:
    begun = (await shown(commands=[start(), discover("teacher")])).text
    of_many = (await shown()).text

    assert "A few more steps, and this says how broad your search is." in begun
    assert re.findall(r"[Ii]n effect|tunnel|focused", begun) == []
    assert of_many.count("In effect") == 1
    assert re.findall(r"choosing between \d\.", of_many) == []


async def test_an_experiment_is_told_from_hypothesis_to_conclusion() -> None:
    text = (await shown(f"{AT}?week=2")).text

    assert "Bram Conversation · Teacher Teaching is calmer than the ward → What first talk means" in text
    assert "Thu 15 Jan Expected 8, rated 4 Dread 7, then 2" in text


async def test_the_earlier_weeks_stand_behind_a_link() -> None:
    page = await shown()

    assert "2 earlier weeks" in page.text
    assert f"{AT}?on=2026-03-04&amp;history=all#experiments" in page.html
    assert "Mon 12 Jan" not in page.text


async def test_the_latest_stands_first_and_says_what_became_of_it() -> None:
    text = (await shown(f"{AT}?history=all")).text
    places = [text.rindex(said) for said in ("Fri 27 Feb", "Tue 10 Feb", "Thu 15 Jan", "Mon 12 Jan")]

    assert places == sorted(places)
    for said in (
        "Invited, Fri 13 Feb",
        "No reply in 28 days, Sat 21 Feb",
        "Did not take place",
        "Declined by the other side",
    ):
        assert said in text


PARK = ParkRole(happened_on=day(1, 1), role_id=uid("teacher"), reason="not it")
STATES: dict[str, tuple[list[UserCommand], str]] = {
    "just started": ([start()], "A rough picture is enough to start."),
    "no step yet": ([start(), discover("teacher"), discover("nurse")], "No steps yet"),
    "one role": (
        [start(), discover("teacher"), *step("talk", "conversation", "teacher", MONDAY)],
        "1 active role",
    ),
    "nothing in play": ([start(), discover("teacher"), PARK], "All your roles are parked or ruled out."),
}


@pytest.mark.parametrize("state", STATES)
async def test_every_state_says_what_there_is(state: str) -> None:
    commands, sentence = STATES[state]

    page = await shown(AT, commands)

    assert page.status == 200
    assert sentence in page.text


async def test_a_past_week_shows_what_the_profile_said_at_its_end() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        page = await service.get(f"{AT}?week=3")
        then = await service.journeys.view(PROFILE, MARLOES, on=day(3, 6))

    assert "Marloes, week 3, as of 1 February 2026" in page.text
    for role in then.roles:
        assert f"{role.title.capitalize()}</a>" in page.html
        if role.standing == "in_play":
            assert f"<b>{round_half_up(role.promise)}</b>" in page.html
            assert f"{round_half_up(role.appeal)}&nbsp;±&nbsp;{round_half_up(role.spread)}" in page.html


async def test_a_past_day_knows_nothing_of_what_came_later() -> None:
    page = await shown(f"{AT}?on={day(1, 6)}")

    assert "as of 18 January 2026" in page.text
    assert "Risk manager" not in page.text
    assert "3 active roles" in page.text


async def test_every_week_can_be_reached_by_links_alone() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        address, weeks = f"{AT}?week=1", []
        while address:
            html = (await service.get(address)).html
            weeks += re.findall(r"<title>.*week (\d+)", html)
            following = re.search(r'href="([^"]+)" rel="next"', html)
            address = following[1] if following else ""

    assert weeks == ["1", "2", "3", "4", "5", "6", "7", "8"]


async def test_the_slider_is_a_form_that_needs_no_script() -> None:
    page = await shown(f"{AT}?week=3")

    assert f'<form class="slider" method="get" action="{AT}"' in page.html
    assert 'name="week" min="1" max="8" value="3"' in page.html


async def test_htmx_is_answered_with_what_changes_only() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        whole_page = await service.http.get(f"{AT}?week=3")
        part = await service.http.get(f"{AT}?week=3", headers={"hx-request": "true"})

    assert "HX-Request" in whole_page.headers["vary"]
    assert "HX-Request" in part.headers["vary"]
    assert "<html" not in part.text
    assert 'id="finding" data-live hx-swap-oob="outerHTML">' in part.text
    assert "2 active roles" in part.text
    assert "slider" not in part.text


async def test_a_page_says_how_long_nothing_was_told() -> None:
    assert "Nothing was recorded" not in (await shown()).text
    assert (
        "Nothing was recorded in the 6 weeks before, so older evidence counts less."
        in (await shown(AT, [start()])).text
    )


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("?on=soon", 400, "Write a date as year, month, day"),
        ("?on=2026-02-30", 400, "Write a date as year, month, day"),
        ("?week=third", 400, "Enter a week as a number"),
        ("?week=0", 404, "You can see this journey from 12 January 2026 to 4 March 2026"),
        ("?week=9", 404, "You can see this journey from 12 January 2026 to 4 March 2026"),
        ("?on=2026-01-11", 404, "You can see this journey from 12 January 2026 to 4 March 2026"),
        ("?on=2026-03-09", 404, "You can see this journey from 12 January 2026 to 4 March 2026"),
    ],
)
async def test_a_day_outside_the_journey_is_told_with_a_way_on(
    query: str, status: int, sentence: str
) -> None:
    page = await shown(AT + query)

    assert page.status == status
    assert sentence in page.text
    assert "See today" in page.text


async def test_a_number_leads_to_the_steps_that_moved_it() -> None:
    query = {"role": str(uid("risk manager"))}
    async with pages() as service:
        await service.tell(seven_weeks())
        page = await service.get(f"{AT}/moves", **query)
        part = await service.http.get(f"{AT}/moves", params=query, headers={"hx-request": "true"})

    assert "Changed by 2 steps" in page.text
    assert "Conversation · Hugo Tue 20 Jan Appeal 68. Without this step it would be 50." in page.text
    assert f'href="/journeys/{MARLOES}/experiments/{uid("second talk")}"' in page.html
    assert "<html" not in part.text
    assert "Without this step it would be 50" in part.text


@pytest.mark.parametrize("query", ["", "?role=nothing", f"?role={uid('risk manager')}&on=2026-01-18"])
async def test_moves_of_a_role_that_was_not_there_are_not_found(query: str) -> None:
    assert (await shown(f"{AT}/moves{query}")).status == 404


async def test_the_odds_are_disputed_beside_the_number() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        page = await service.send(f"{RISK}/dispute", why="They only take bankers", own_reach="3")
        profile = await service.get(AT)

        disputed = await told(service, OddsDisputed)
    assert "Saved. It stands below “For and against”." in page.text
    assert "You see the chances differently, about 30%: They only take bankers" in page.text
    assert "You see the chances differently, about 30%: They only take bankers" in profile.text
    assert [(one.why, one.own_reach) for one in disputed] == [("They only take bankers", 0.3)]


async def test_a_dispute_sent_twice_counts_once() -> None:
    form = {"why": "Too few posts", "command_id": str(uid("dispute"))}
    async with pages() as service:
        await service.tell(seven_weeks())
        await service.send(f"{RISK}/dispute", **form)
        page = await service.send(f"{RISK}/dispute", **form)

        disputed = await told(service, OddsDisputed)
    assert page.status == 200
    assert len(disputed) == 1


async def test_a_form_half_filled_in_keeps_what_was_typed_and_opens_where_it_is_wrong() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        page = await service.send(f"{RISK}/dispute", why=" ", own_reach="12")

    assert page.status == 422
    assert "There are 2 problems" in page.text
    assert "Say in a sentence why you see it differently." in page.text
    assert page.html.count("<details open>") == 1


async def test_scores_show_when_rating_and_criteria_disagree() -> None:
    scores = {f"score-{uid(name)}": "0" for name in ("pay", "calm", "meaning")}
    async with pages() as service:
        await service.tell(seven_weeks())
        page = await service.send(f"{RISK}/scores", **scores)
        profile = await service.get(AT)

        scored = await told(service, RoleScored)
    assert "Your rating and your priorities do not match." in page.text
    assert "Your priorities suggest 0, but your rating gives 68." in profile.text
    assert [[score.score for score in one.scores] for one in scored] == [[0, 0, 0]]


async def test_no_score_at_all_asks_for_one() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        page = await service.send(f"{RISK}/scores")

    assert page.status == 422
    assert "Score at least one of your priorities." in page.text


async def test_a_role_is_parked_and_reopened() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        parked = await service.send(f"{RISK}/park", park_reason="Too far from people")
        reopened = await service.send(f"{RISK}/reopen")

        facts = [*await told(service, RoleParked), *await told(service, RoleReopened)]
    assert "Parked. It stays visible with your reason" in parked.text
    assert "Too far from people" in parked.text
    assert "It is active again." in reopened.text
    assert [fact.role_id for fact in facts[-2:]] == [uid("risk manager")] * 2


async def test_a_role_is_ruled_out_by_a_condition_in_its_own_words() -> None:
    nights = DeclareCondition(happened_on=NOON.date(), condition_id=uid("nights"), wording="No nights")
    async with pages() as service:
        await service.tell([*seven_weeks(), nights])
        asked = await service.send(f"{RISK}/block")
        page = await service.send(f"{RISK}/block", condition=str(uid("nights")))

        blocked = (await told(service, RoleBlocked))[-1]
    assert asked.status == 422
    assert "Say why in a sentence. It is shown beside the role." in asked.text
    assert "Ruled out." in page.text
    assert (blocked.reason, blocked.condition_id) == ("No nights", uid("nights"))


async def test_a_distance_is_judged_anew() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        page = await service.send(f"{RISK}/distance", distance="near")

        judged = await told(service, RoleJudged)
    assert "The chances now start from there" in page.text
    assert [one.distance for one in judged] == ["near"]


@pytest.mark.parametrize("path", [f"{AT}/roles/{uid('nobody')}", f"{AT}/gaps/{uid('nothing')}"])
async def test_a_role_or_gap_that_is_not_there_leads_back_to_the_profile(path: str) -> None:
    page = await shown(path)

    assert page.status == 404
    assert "Back to the profile" in page.text


async def test_a_deed_that_there_is_not_is_not_found() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())

        assert (await service.send(f"{RISK}/praise")).status == 404


async def test_a_kind_of_work_is_added() -> None:
    async with pages() as service:
        await service.tell([start()])
        form = await service.get(f"{AT}/new-role")
        page = await service.send(
            f"{AT}/new-role",
            role="gardener",
            role_distance="far",
            appeal="7",
            command_id=form.field("command_id"),
        )

        found = await told(service, RoleDiscovered)
    assert "It is on your list." in page.text
    assert "Gardener Only heard about" in page.text
    assert [(one.title, one.distance, one.source.kind) for one in found] == [("gardener", "far", "own")]


async def test_a_kind_of_work_that_is_known_or_half_told_says_so() -> None:
    async with pages() as service:
        await service.tell([start(), discover("gardener")])
        known = await service.send(f"{AT}/new-role", role=" Gardener ", role_distance="far")
        empty = await service.send(f"{AT}/new-role", role="", appeal="11")

    assert (known.status, empty.status) == (422, 422)
    assert "This role is already on your list." in known.text
    assert "There are 3 problems" in empty.text


async def test_a_wish_is_named_once() -> None:
    async with pages() as service:
        await service.tell([start()])
        page = await service.send(f"{AT}/new-criterion", wording="A short way to work")
        again = await service.send(f"{AT}/new-criterion", wording="a short  way to work")

        named = await told(service, CriterionNamed)
    assert "Saved. Its weight comes from what you choose" in page.text
    assert "A short way to work 100%" in page.text
    assert "This is already on your list." in again.text
    assert len(named) == 1


async def test_a_gap_is_decided_on_and_closed() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        before = await service.get(AT)
        decided = await service.send(GAP, decision="close", how="An evening course", due="2026-06-01")
        closed = await service.send(f"{GAP}/closed")

        decisions, closings = await told(service, GapDecided), await told(service, GapClosed)
    assert "Teaching certificate Can be closed · heard once Teacher Decide what to do" in before.text
    assert "You will close it by 1 June 2026. An evening course" in decided.text
    assert "Closed on 4 March 2026." in closed.text
    assert [(one.decision, one.how) for one in decisions] == [("close", "An evening course")]
    assert len(closings) == 1


async def test_a_gap_asks_for_a_decision_and_a_day_to_come() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        page = await service.send(GAP, how="Later", due="2026-01-01")

    assert page.status == 422
    assert "Choose what you will do about it." in page.text
    assert "This date has passed. Choose one in the future." in page.text
    assert "Later</textarea>" in page.html


@pytest.mark.parametrize(
    "path", [f"{RISK}/dispute", f"{AT}/new-role", f"{AT}/new-criterion", GAP, f"{GAP}/closed"]
)
async def test_nothing_is_told_in_a_journey_that_is_not_there(path: str) -> None:
    async with pages() as service:
        answer = await service.http.post(path, data={"why": "x", "wording": "x"}, headers=SAME_ORIGIN)

        assert answer.status_code == 404
