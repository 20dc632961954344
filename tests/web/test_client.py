"""A coach at one client's pages: what moved, two dates compared, alerts, talks, notes and offers."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.course import EmphasisePhase
from domain.journey.commands.endings import RecordEnding
from domain.journey.commands.evidence import OddsSignalInput
from domain.journey.commands.experiment_outcomes import RunExperiment
from domain.journey.commands.offers import DeclineOffer
from domain.journey.commands.quests import DeclineQuest, OfferQuest, TakeQuest
from domain.journey.events.agreements import ChallengeSet, CommitmentMade, CommitmentSettled
from domain.journey.events.alerts import AlertAcknowledged, AlertSnoozed
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.coaches import CoachStanceSet
from domain.journey.events.notes import NoteShared, NoteWritten
from domain.journey.events.quests import QuestOffered
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.suggestions import SuggestionOffered
from projections.learning_model.wording import round_half_up
from projections.profile.projection import PROFILE
from projections.weeks.projection import WEEKS
from tests.web.coached import coached
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, NOON, day, discover, met, outcome, plan, start, uid

AT = f"/clients/{MARLOES}"
TODAY = NOON.date()


async def told(service: Pages, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kind)]


async def test_what_moved_most_since_the_last_talk_is_the_headline() -> None:
    async with pages() as service:
        await service.tell(coached())

        shown = await service.get(AT)

    assert shown.status == 200
    assert "Since your last session, on 9 February" in shown.text.replace("\xa0", " ")
    assert "Biggest change: potential of Risk manager rose from 72 to 75." in shown.text


async def test_the_evolution_shows_roles_wishes_dread_and_energy_and_the_same_as_a_table() -> None:
    async with pages() as service:
        await service.tell(coached())

        shown = await service.get(AT)

    for row in (
        "Risk manager, potential",
        "Practice nurse, appeal",
        "Calm, weight",
        "Dread after",
        "Energy",
    ):
        assert row in shown.text
    assert "Risk manager took the lead" in shown.text


async def test_strengths_gaps_courage_and_people_stand_with_what_is_known_of_them() -> None:
    async with pages() as service:
        await service.tell(coached())

        shown = await service.get(AT)

    assert "Asks what nobody asks seen by others first Hugo" in shown.text
    assert "Teaching certificate Work around it: train in companies" in shown.text
    assert "Conversation · practice nurse Tue 17 Feb 6 1" in shown.text.replace("\xa0", " ")
    assert "People met: 3" in shown.text
    assert "Ida hires for it" in shown.text


async def test_any_two_dates_are_compared_in_words() -> None:
    async with pages() as service:
        await service.tell(coached())

        shown = await service.get(AT, since="2026-01-18", until="2026-01-24")

    assert "From 18 January 2026 to 24 January 2026" in shown.text.replace("\xa0", " ")
    assert "Risk manager is now in the lead, ahead of practice nurse." in shown.text
    assert shown.field("since") == "2026-01-18"


async def test_dates_outside_the_journey_are_all_named_and_stay_as_they_were_typed() -> None:
    async with pages() as service:
        await service.tell(coached())

        shown = await service.get(AT, since="2025-12-01", until="soon")

    assert shown.status == 422
    assert "There are 2 problems" in shown.text
    assert "Choose a date from 12 January 2026 to 4 March 2026." in shown.text.replace("\xa0", " ")
    assert shown.field("until") == "soon"


async def test_dates_the_wrong_way_round_are_compared_all_the_same() -> None:
    async with pages() as service:
        await service.tell(coached())

        turned = await service.get(AT, since="2026-01-24", until="2026-01-18")

    assert "From 18 January 2026 to 24 January 2026" in turned.text.replace("\xa0", " ")


async def test_a_journey_that_just_began_says_what_there_is_to_say() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = [await service.get(AT + path) for path in ("", "/weeks", "/notes", "/offers", "/preparation")]

    assert [one.status for one in shown] == [200] * 5
    assert "No steps in this period." in shown[0].text
    assert "Nobody met yet" in shown[0].text
    assert "You have not had a session yet." in shown[2].text


async def test_who_is_no_client_has_no_pages() -> None:
    async with pages() as service:
        shown = await service.get(f"/clients/{uuid4()}")

    assert shown.status == 404


async def test_an_alert_says_why_and_what_might_help_and_takes_what_was_done() -> None:
    async with pages() as service:
        await service.tell(coached())

        before = await service.get(AT)
        after = await service.send(
            f"{AT}/alerts/acknowledge",
            command_id=before.field("command_id"),
            rule="silence",
            move_silence="rang, no answer",
        )

        moves = [(one.rule, one.move) for one in await told(service, AlertAcknowledged)]
    assert "Gone quiet" in before.text
    assert "Call without reproach" in before.text
    assert "you recorded: rang, no answer" in after.text
    assert moves == [("silence", "rang, no answer")]


async def test_an_alert_is_laid_aside_until_a_day_that_lies_ahead() -> None:
    async with pages() as service:
        await service.tell(coached())

        behind = await service.send(f"{AT}/alerts/snooze", rule="silence", until_silence="2026-03-01")
        ahead = await service.send(f"{AT}/alerts/snooze", rule="silence", until_silence="2026-03-20")

        until = [str(one.until) for one in await told(service, AlertSnoozed)]
    assert behind.status == 422
    assert 'id="until_silence-error"' in behind.html
    assert "snoozed until 20 March" in ahead.text.replace("\xa0", " ")
    assert until == ["2026-03-20"]


async def test_weeks_stand_with_their_steps_and_conclusions() -> None:
    async with pages() as service:
        await service.tell(coached())

        shown = await service.get(f"{AT}/weeks")

    assert "Of 8 weeks, 1 were reviewed." in shown.text
    assert "People are kinder than feared" in shown.text
    assert "a planned week off" in shown.text


async def test_a_talk_is_noted_with_what_was_agreed_in_one_form() -> None:
    async with pages() as service:
        await service.tell([start()])

        form = await service.get(f"{AT}/notes")
        shown = await service.send(
            f"{AT}/talks",
            command_id=form.field("command_id"),
            held_on="2026-03-03",
            minutes="20",
            conclusion="one call first",
            what_1="ring Bram",
            due_1="2026-03-10",
            what_2="",
        )

        held, made = await told(service, CheckInHeld), await told(service, CommitmentMade)
    assert "Session saved." in shown.text
    assert "You spoke yesterday." in shown.text
    assert [(one.minutes, one.conclusion) for one in held] == [(20, "one call first")]
    assert [(one.what, str(one.due)) for one in made] == [("ring Bram", "2026-03-10")]


async def test_a_form_sent_twice_counts_once() -> None:
    async with pages() as service:
        await service.tell([start()])
        talk = {"command_id": str(uuid4()), "held_on": "2026-03-03", "what_1": "ring Bram"}

        shown = [await service.send(f"{AT}/talks", **talk) for _ in range(2)]

        held = await told(service, CheckInHeld)
    assert [one.status for one in shown] == [200, 200]
    assert len(held) == 1


async def test_everything_wrong_with_a_talk_is_said_at_once_and_nothing_typed_is_lost() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.send(
            f"{AT}/talks", held_on="2026-03-05", due_1="2026-03-10", conclusion="one call first"
        )
        refused = await service.send(
            f"{AT}/talks", held_on="2026-03-03", what_2="ring Bram", due_2="2026-03-01"
        )

    assert shown.status == refused.status == 422
    assert "Save a session after it has taken place." in shown.text
    assert "Enter what was agreed for that date." in shown.text
    assert shown.field("conclusion") == "one call first"
    assert 'id="due_2-error"' in refused.html


async def test_an_alert_that_was_dealt_with_is_not_counted_as_active() -> None:
    async with pages() as service:
        await service.tell(coached())
        before = await service.get(AT)
        rules = re.findall(r'name="rule" value="(\w+)"', before.html)
        after = [await service.send(f"{AT}/alerts/acknowledge", rule=rule) for rule in dict.fromkeys(rules)]

    counted = [re.findall(r"Active alerts: (\w+)|Dealt with", one.text) for one in (before, *after)]
    assert counted == [["2"], ["one"], [""]]


async def test_a_step_from_before_the_period_stands_with_the_reply_that_moved_it() -> None:
    asked = (day(3), TODAY)
    async with pages() as service:
        await service.tell(
            [
                start(),
                discover("nurse"),
                plan("sent", "application", "nurse", day(1)),
                *outcome("sent", day(1)),
                RecordAnswer(happened_on=day(4), experiment_id=uid("sent"), answer="invited"),
            ]
        )
        shown = await service.get(AT, since=asked[0].isoformat(), until=asked[1].isoformat())

    assert "Application · nurse Mon 12 Jan · Reply, Mon 2 Feb" in shown.text.replace("\xa0", " ")


async def test_a_style_that_was_chosen_is_not_suggested() -> None:
    async with pages() as service:
        await service.tell(
            [
                start(),
                discover("nurse"),
                plan("sent", "application", "nurse", day(1)),
                *outcome("sent", day(1)),
                RecordAnswer(
                    happened_on=TODAY,
                    experiment_id=uid("sent"),
                    answer="rejected_after_interview",
                    close=True,
                ),
            ]
        )
        before = await service.get(f"{AT}/notes")
        after = await service.send(f"{AT}/stance", stance="coach")

    assert "What might fit now: Coach." in before.text
    assert "What might fit now" not in after.text


async def test_what_was_agreed_is_settled_with_one_press() -> None:
    async with pages() as service:
        await service.tell(coached())

        shown = await service.send(f"{AT}/commitments/settle", commitment_id=str(uid("ask")), kept="no")

        settled = [(one.commitment_id, one.kept) for one in await told(service, CommitmentSettled)]
    assert "Ask two people agreed on 9 February by 23 February dropped" in shown.text.replace("\xa0", " ")
    assert settled[-1] == (uid("ask"), False)


async def test_a_note_is_private_until_it_is_shared() -> None:
    async with pages() as service:
        await service.tell([start()])

        empty = await service.send(f"{AT}/notes", text="  ")
        kept = await service.send(f"{AT}/notes", text="Ask about sleep.", readers="self")
        note = (await told(service, NoteWritten))[0]
        shared = await service.send(f"{AT}/notes/share", note_id=str(note.note_id))

        sharings = await told(service, NoteShared)
    assert "Write something first." in empty.text
    assert "Ask about sleep. 4 March 2026 only you" in kept.text.replace("\xa0", " ")
    assert "Ask about sleep. 4 March 2026 shared" in shared.text.replace("\xa0", " ")
    assert [one.note_id for one in sharings] == [note.note_id]


async def test_a_note_that_is_not_there_is_not_shared() -> None:
    async with pages() as service:
        await service.tell(coached())

        shown = await service.send(f"{AT}/notes/share", note_id=str(uuid4()))

    assert shown.status == 422
    assert "You have no such note." in shown.text


async def test_a_stance_brings_its_own_questions() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.send(f"{AT}/stance", stance="sales_manager")

        taken = [one.stance for one in await told(service, CoachStanceSet)]
    assert "Your coaching style: Sales manager" in shown.text
    assert "Who will you approach this week" in shown.text
    assert taken == ["sales_manager"]


async def test_next_steps_are_offered_with_the_weeks_plan() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse")])

        none = await service.send(f"{AT}/suggestions")
        shown = await service.send(f"{AT}/suggestions", steps=f"{uid('nurse')}.conversation")

        offered = [one for event in await told(service, SuggestionOffered) for one in event.offers]
    assert "Choose at least one." in none.text
    assert "Conversation · nurse suggested this week" in shown.text
    assert [(one.role_id, one.kind) for one in offered] == [(uid("nurse"), "conversation")]


async def test_challenges_and_quests_are_offered_and_wait_for_an_answer() -> None:
    async with pages() as service:
        await service.tell([start()])

        await service.send(f"{AT}/challenges", what="ring a stranger", due="2026-03-10")
        shown = await service.send(f"{AT}/quests", quest="walk_a_day")

        set_, offered = await told(service, ChallengeSet), await told(service, QuestOffered)
    assert "2 suggestions are waiting for a reply." in shown.text
    assert [one.what for one in set_] == ["ring a stranger"]
    assert [one.quest for one in offered] == ["walk_a_day"]


async def test_a_quest_whose_time_has_passed_is_not_offered() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.get(f"{AT}/offers")

    assert "First Light" not in shown.text
    assert "A Day in Their Shoes" in shown.text


async def test_a_coach_puts_a_kind_of_work_on_the_list_once() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse")])

        shown = await service.send(f"{AT}/discoveries", title="Dike warden", distance="far")
        again = await service.send(f"{AT}/discoveries", title="NURSE", distance="")

        found = (await told(service, RoleDiscovered))[-1]
    assert "It is on your client's list now" in shown.text
    assert (found.title, found.distance, found.source.kind) == ("Dike warden", "far", "coach")
    assert again.status == 422
    assert "This role is already on the list." in again.text
    assert "Say how different it is" in again.text


async def test_the_headline_names_the_leader_before_a_newcomer() -> None:
    """The newcomer moved more than any role that was known, and the leader stands where it stood."""
    new = [
        discover("lock keeper", on=TODAY, starting_appeal=5),
        plan("canal", "conversation", "lock keeper", TODAY, contact=met("Ida")),
        *outcome("canal", TODAY, appeal=9, odds=(OddsSignalInput(signal="fresh_outsider_from_hirer"),)),
    ]
    async with pages() as service:
        await service.tell([*coached(), *new])
        since = TODAY - timedelta(days=1)
        shown = await service.get(f"{AT}?since={since}")
        roles = (await service.view(PROFILE)).roles

    leader, newcomer = roles[0], next(one for one in roles if one.title == "lock keeper")
    assert leader.title != newcomer.title
    assert (
        f"{leader.title.capitalize()} leads with {round_half_up(leader.promise)}. "
        f"New: lock keeper, with {round_half_up(newcomer.promise)}."
    ) in shown.text
    assert "Biggest change: " not in shown.text


@pytest.mark.parametrize("page", ["", "/weeks"])
async def test_a_change_whose_printed_figures_are_equal_is_not_named(page: str) -> None:
    """Some of the adverts that were read moved a role by less than a point."""
    read = [
        one
        for rating in range(5, 10)
        for one in (
            plan(f"advert-{rating}", "desk_research", "risk manager", TODAY),
            *outcome(f"advert-{rating}", TODAY, appeal=rating),
        )
    ]
    async with pages() as service:
        await service.tell([*coached(), *read])
        weeks = await service.view(WEEKS)
        shown = await service.get(f"{AT}{page}")

    moved = [role for week in weeks.weeks for one in week.moved for role in one.roles]
    assert any(round_half_up(one.promise) == round_half_up(one.promise_before or -1) for one in moved)
    named = re.findall(r"potential (\d+), without it (\d+)", shown.text)
    assert named
    assert all(before != now for before, now in named)


async def test_an_offer_that_waits_stands_on_the_changes_until_it_is_answered() -> None:
    offer = RecordAnswer(happened_on=NOON.date(), experiment_id=uid("offered letter"), answer="offer")
    sent = [plan("offered letter", "application", "risk manager", day(7)), *outcome("offered letter", day(7))]
    async with pages() as service:
        await service.tell([*coached(), *sent, offer])
        before = await service.get(AT)
        await service.tell([DeclineOffer(happened_on=NOON.date(), experiment_id=uid("offered letter"))])
        after = await service.get(AT)

    assert "An offer waits for their answer" in before.text
    assert "An offer waits for their answer" not in after.text


@pytest.mark.parametrize("page", ["", "/weeks", "/notes", "/offers", "/preparation"])
async def test_every_page_of_a_client_names_the_phase_and_says_how_the_journey_ended(page: str) -> None:
    at = f"/clients/{MARLOES}{page}"
    async with pages() as service:
        await service.tell([*coached(), EmphasisePhase(happened_on=TODAY, phase="market_approach")])
        before = await service.get(at)
        await service.tell([RecordEnding(happened_on=TODAY, ending="own_business")])
        after = await service.get(at)

    assert "phase: Meet the market" in before.text
    assert "The journey ended" not in before.text
    assert "The journey ended on 4 March 2026: Own business." in after.text
    assert "phase:" not in after.text


async def test_a_rise_in_a_role_that_a_no_came_to_is_no_success() -> None:
    no = RecordAnswer(
        happened_on=TODAY, experiment_id=uid("letter"), answer="rejected_after_interview", close=True
    )
    async with pages() as service:
        await service.tell(
            [
                start(),
                discover("teacher"),
                plan("letter", "application", "teacher", day(1)),
                *outcome("letter", day(1)),
                no,
            ]
        )

        shown = await service.get(AT)

    assert "Potential of Teacher: " in shown.text
    assert "Biggest change:" not in shown.text


async def test_a_day_is_enough_for_a_session_and_one_that_was_a_slip_is_withdrawn_where_it_stands() -> None:
    async with pages() as service:
        await service.tell(coached())
        bare = await service.send(f"{AT}/talks", held_on=str(TODAY), conclusion=" ")
        undated = await service.send(f"{AT}/talks", held_on="", conclusion="A slip")
        told_of = await service.send(f"{AT}/talks", held_on=str(TODAY), conclusion="A slip")
        (form,) = re.findall(r'A slip.*?name="check_in_id" value="([^"]+)"', told_of.html, re.DOTALL)
        withdrawn = await service.send(f"{AT}/talks/withdraw", check_in_id=form)
        unknown = await service.send(f"{AT}/talks/withdraw", check_in_id=str(uuid4()))

    assert [one.status for one in (bare, undated, told_of, withdrawn, unknown)] == [200, 422, 200, 200, 404]
    assert ("Undone." in withdrawn.text, "A slip" in withdrawn.text) == (True, False)


@pytest.mark.parametrize(("rule", "days"), [("silence", 29), ("worse_than_feared", 8)])
async def test_an_alert_is_snoozed_for_four_weeks_and_one_that_hurts_for_one(rule: str, days: int) -> None:
    until = [str(TODAY + timedelta(days=one)) for one in (days, days - 1)]
    async with pages() as service:
        await service.tell(coached())
        late, last = [
            await service.send(f"{AT}/alerts/snooze", rule=rule, **{f"until_{rule}": one}) for one in until
        ]

    too_late = "This can be snoozed until"
    assert (too_late in late.text, too_late in last.text) == (True, False)


async def quests_of(service: Pages, *more: Any) -> tuple[dict[str, str], set[str], bool]:
    """What became of the quests that were offered, those that can be, and whether an offer waits."""
    await service.tell(more)
    shown = await service.get(f"{AT}/offers")
    section = re.search(r'<section aria-labelledby="quests".*?</section>', shown.html, re.DOTALL)
    assert section
    made = re.findall(r'<h3>([^<]+) <span class="tag[^"]*">([^<]+)</span>', section[0])
    free = re.findall(r'name="quest" value="([^"]+)"', section[0])
    return dict(made), set(free), "once it is done or dropped" in section[0]


async def test_what_the_coach_reads_of_quests_is_what_the_client_finds() -> None:
    walk, gap = [dict[str, Any](happened_on=TODAY, quest=one) for one in ("walk_a_day", "gap_closer")]
    async with pages() as service:
        begun = await quests_of(service, start(), discover("nurse"), TakeQuest(**walk))
        offered = await quests_of(service, OfferQuest(**gap))
        of_client = await service.get(f"/journeys/{MARLOES}/game")
        dropped = await quests_of(service, DeclineQuest(**walk))
        done = await quests_of(
            service,
            plan("a day", "job_shadow", "nurse", TODAY),
            RunExperiment(happened_on=TODAY, experiment_id=uid("a day"), dread_after=2, hours=8),
        )
        let_go = await quests_of(service, TakeQuest(**gap), DeclineQuest(**gap))

    assert begun[0] == {}
    assert ("walk_a_day" in begun[1], begun[2]) == (False, True)
    assert offered[0] == {"Gap Closer": "no reply yet"}
    assert ("gap_closer" in offered[1], offered[2]) == (False, True)
    assert "Gap Closer" in of_client.text
    assert (dropped[0], "walk_a_day" in dropped[1], dropped[2]) == (offered[0], True, False)
    assert "walk_a_day" not in done[1]
    assert (let_go[0], "gap_closer" in let_go[1]) == ({"Gap Closer": "dropped"}, True)
