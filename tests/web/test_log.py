"""Log: from the form to its events, and back to the page."""

import re
from datetime import date
from typing import Any

import pytest

from domain.journey.commands.evidence import NameCriterion
from domain.journey.commands.pitches import RevisePitch
from domain.journey.events.evidence import AppealRated, OddsSignalHeard, StrengthObserved, TradeoffMade
from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentConcluded,
    ExperimentPlanned,
    ExperimentRun,
)
from domain.journey.events.network import ContactAdded, ContactPhoneSet, EmployerNamed
from domain.journey.events.pitches import ApplicationSent
from domain.journey.events.roles import RoleDiscovered
from projections.totals.projection import JOURNEY_CONTRIBUTION
from tests.web.elin import (
    ADVISER,
    AT,
    CALC,
    REVEAL,
    elin,
    planned,
)
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, NOON, day, discover, plan, start, uid

LOG = f"/journeys/{MARLOES}/log"
TODAY = NOON.date()
COMMAND = "0196c1d6-0000-7000-8000-000000000001"
TALK: dict[str, Any] = {
    "kind": "conversation",
    "role": "Nurse",
    "who": "Karin",
    "position": "both",
    "tie": "weak",
    "happened": "run",
    "appeal": "7",
    "odds": "fresh_outsider",
    "dread_before": "6",
    "dread_after": "2",
    "conclusion": "It is calmer than I thought",
    "next_step": "Ask Karin for a day along",
    "command_id": COMMAND,
}


async def settled(service: Pages, *more: Any) -> None:
    await service.tell([start(), discover("nurse"), *more])


async def told(service: Pages) -> list[Any]:
    return [entry.event for entry in await service.entries()]


def one_of(kind: type, events: list[Any]) -> Any:
    return next(one for one in events if isinstance(one, kind))


async def test_a_talk_is_logged_with_all_it_taught() -> None:
    async with pages() as service:
        await settled(service)

        shown = await service.send(LOG, **TALK)

        events = await told(service)
    planned: Any = one_of(ExperimentPlanned, events)
    run: Any = one_of(ExperimentRun, events)
    concluded: Any = one_of(ExperimentConcluded, events)
    signal: Any = one_of(OddsSignalHeard, events)
    assert shown.status == 200
    assert shown.path == f"/journeys/{MARLOES}/steps/{planned.experiment_id}/reveal"
    assert "Saved. Conversation with Karin, today. Change or add" in shown.text
    assert "Nurse 68 potential, was 54" in shown.text
    assert (planned.role_id, planned.dread_before) == (uid("nurse"), 6)
    assert planned.meeting.in_role
    assert planned.meeting.can_hire
    assert (run.happened_on, run.dread_after) == (TODAY, 2)
    assert concluded.next_step.what == "Ask Karin for a day along"
    assert signal.signal == "fresh_outsider_from_hirer"
    assert {ContactAdded, AppealRated} <= {type(one) for one in events}


async def test_the_number_of_whom_a_step_was_with_is_noted_with_it() -> None:
    async with pages() as service:
        await settled(service)

        shown = await service.send(LOG, **TALK, phone="031-390 06 12")
        wordy = await service.send(LOG, **TALK, phone="none")

        events = await told(service)
    added: Any = one_of(ContactAdded, events)
    noted: Any = one_of(ContactPhoneSet, events)
    assert shown.status == 200
    assert (noted.contact_id, noted.phone) == (added.contact_id, "031-390 06 12")
    assert (wordy.status, 'id="phone-error"' in wordy.html) == (422, True)


@pytest.mark.parametrize(("typed", "hours"), [("3.5", 3.5), ("3,5", 3.5), ("6", 6.0), ("0.25", 0.25)])
async def test_part_of_an_hour_is_taken_with_a_comma_or_a_point(typed: str, hours: float) -> None:
    async with pages() as service:
        await settled(service)

        await service.send(LOG, **TALK | {"kind": "job_shadow", "hours": typed})

        run: Any = one_of(ExperimentRun, await told(service))
    assert run.hours == hours


@pytest.mark.parametrize("typed", ["0", "1001", "three", "3.5.1", "-1", "nan", "1e3"])
async def test_hours_that_cannot_be_are_refused_beside_the_field(typed: str) -> None:
    async with pages() as service:
        await settled(service)

        shown = await service.send(LOG, **TALK | {"kind": "job_shadow", "hours": typed})

    assert shown.status == 422
    assert "Enter a number from 0.25 to 1,000." in shown.text


async def test_saving_twice_counts_once() -> None:
    async with pages() as service:
        await settled(service)

        first = await service.send(LOG, **TALK)
        again = await service.send(LOG, **TALK)

        runs = [one for one in await told(service) if isinstance(one, ExperimentRun)]
    assert first.path == again.path
    assert len(runs) == 1


async def test_a_form_that_was_saved_and_then_changed_says_so_and_keeps_what_was_typed() -> None:
    async with pages() as service:
        await settled(service)
        await service.send(LOG, **TALK)

        shown = await service.send(LOG, **TALK | {"conclusion": "Something else"})
        saved = await service.send(
            LOG, **TALK | {"conclusion": "Something else", "command_id": shown.field("command_id")}
        )

        runs = [one for one in await told(service) if isinstance(one, ExperimentRun)]
    assert shown.status == 422
    assert "This form was already saved and then changed" in shown.text
    assert "Something else" in shown.html
    assert shown.field("command_id") != COMMAND
    assert saved.status == 200
    assert len(runs) == 2


async def test_everything_that_is_missing_is_said_at_once_and_nothing_typed_is_lost() -> None:
    async with pages() as service:
        await settled(service)
        before = len(await told(service))

        shown = await service.send(LOG, kind="trial", who="Karin", appeal="12", command_id=COMMAND)

        events = len(await told(service))
    assert shown.status == 422
    assert "There are 4 problems" in shown.text
    for link in ('href="#role"', 'href="#appeal"', 'href="#conclusion"', 'href="#next_step"'):
        assert link in shown.html
    assert shown.field("who") == "Karin"
    assert events == before


@pytest.mark.parametrize("page", ["log", "plan"])
async def test_what_a_form_may_say_is_missing_is_asked_on_its_page_from_the_start(page: str) -> None:
    async with pages() as service:
        await settled(service)

        opened = await service.get(f"{AT}/{page}")
        wrong = {"kind": "conversation", "role": "Beekeeper", "next_due": "2020-01-01", "if_then": "Ring"}
        sent = await service.send(f"{AT}/{page}", **wrong)

    missing = re.findall(r'href="#([^"]+)"', sent.html.partition('id="problems"')[2].partition("<form")[0])
    assert "role_distance" in missing
    assert [one for one in missing if f'id="{one}"' not in opened.html] == []


async def test_a_role_that_is_new_comes_onto_the_list_with_its_distance() -> None:
    async with pages() as service:
        await settled(service)

        shown = await service.send(LOG, **TALK | {"role": "Beekeeper", "role_distance": "far"})

        found = [one.title for one in await told(service) if isinstance(one, RoleDiscovered)]
    assert shown.status == 200
    assert found == ["nurse", "Beekeeper"]


async def test_a_plan_is_logged_without_telling_it_again() -> None:
    async with pages() as service:
        await settled(service, plan("walk", "job_shadow", "nurse", TODAY))

        offered = await service.get(LOG)
        form = await service.get(LOG, plan=str(uid("walk")))
        shown = await service.send(
            LOG,
            plan=str(uid("walk")),
            happened="cancelled",
            conclusion="Moved to May",
            next_step="Ring in May",
            command_id=COMMAND,
        )

        plans = [one for one in await told(service) if isinstance(one, ExperimentPlanned)]
        cancelled = [one for one in await told(service) if isinstance(one, ExperimentCancelled)]
    assert "Job shadowing · nurse" in offered.text
    assert "How did it go?" in form.text
    assert shown.status == 200
    assert "Saved. Job shadowing, today." in shown.text
    assert "They called it off. It counts as a step." in shown.text
    assert (len(plans), len(cancelled)) == (1, 1)


async def test_two_wishes_are_put_against_each_other_and_the_choice_is_met_in_reality() -> None:
    async with pages() as service:
        calm, near = (
            NameCriterion(happened_on=day(1), criterion_id=uid(one), wording=one) for one in ("calm", "near")
        )
        await settled(service, calm, near)

        form = await service.get(LOG)
        await service.send(
            LOG, **TALK | {"pair": [str(uid("calm")), str(uid("near"))], "tradeoff": str(uid("near"))}
        )

        made = [one for one in await told(service) if isinstance(one, TradeoffMade)]
    assert "If you could have only one of these, which?" in form.text
    assert [(one.winner, one.loser, one.met_in_reality) for one in made] == [(uid("near"), uid("calm"), True)]


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("2026-03-05", "This date is in the future."),
        ("2026-01-02", "Your journey started on"),
        ("soon", "Enter a date, such as"),
    ],
)
async def test_a_day_that_cannot_be_is_said_beside_it(on: str, sentence: str) -> None:
    async with pages() as service:
        await settled(service)

        shown = await service.send(LOG, **TALK | {"on": on})

    assert shown.status == 422
    assert sentence in shown.text
    assert f'value="{on}"' in shown.html


async def test_a_strength_and_work_never_heard_of_come_along() -> None:
    async with pages() as service:
        await settled(service)

        await service.send(
            LOG, **TALK | {"strength": "Patience", "heard_of": "Ward planner", "heard_of_distance": "near"}
        )

        strength = next(one for one in await told(service) if isinstance(one, StrengthObserved))
        found = [one.title for one in await told(service) if isinstance(one, RoleDiscovered)]
    assert (strength.wording, strength.witness) == ("Patience", "contact")
    assert found == ["nurse", "Ward planner"]


async def test_what_others_say_of_a_role_without_the_role_asks_for_it() -> None:
    async with pages() as service:
        await settled(service)

        shown = await service.send(LOG, **TALK | {"role": ""})

    assert shown.status == 422
    assert "Choose the role this is about." in shown.text


async def test_the_first_step_of_a_journey_can_be_logged_on_its_first_day() -> None:
    async with pages() as service:
        await service.tell([start(happened_on=date(2026, 3, 4))])

        shown = await service.send(LOG, **TALK | {"role_distance": "near"})

    assert "Saved. Conversation with Karin, today." in shown.text


def interactions(form: dict[str, Any]) -> int:
    """One for each field that is filled in or chosen, and one to save."""
    return len(form) + 1


async def test_the_shortest_log_of_a_conversation_is_five_interactions() -> None:
    form = {"kind": "conversation", "role": ADVISER, "conclusion": "Calm", "next_step": "Ring Ida"}
    async with pages() as service:
        await service.tell(elin())
        shown = await service.send(f"{AT}/log", **form, command_id=str(uid("log")))

    assert interactions(form) == 5
    assert shown.path.endswith("/reveal")


async def test_the_shortest_log_of_a_planned_step_is_three_interactions() -> None:
    form = {"conclusion": "Calm", "next_step": "Ring Ida"}
    async with pages() as service:
        await service.tell([*elin(), planned()])
        shown = await service.send(f"{AT}/log", plan=str(uid("johan")), **form, command_id=str(uid("log")))

    assert interactions(form) == 3
    assert shown.path == REVEAL


@pytest.mark.parametrize(
    ("kind", "happened", "kept"),
    [
        ("application", "run", "I sent it."),
        ("conversation", "cancelled", "They called it off."),
        ("conversation", "refused", "They declined."),
    ],
)
async def test_what_leaves_nothing_to_conclude_asks_for_no_conclusion(
    kind: str, happened: str, kept: str
) -> None:
    form = {"kind": kind, "role": ADVISER, "happened": happened}
    async with pages() as service:
        await service.tell(elin())
        bare = await service.send(f"{AT}/log", **form, command_id=str(uid("bare")))
        without = [one for one in await told(service) if isinstance(one, ExperimentConcluded)]
        close = await service.get(f"{AT}/week/close")
        await service.send(f"{AT}/log", **form, next_step="Ring Ida", command_id=str(uid("more")))
        more = one_of(ExperimentConcluded, await told(service))

    assert bare.path.endswith("/reveal")
    assert "Write what you conclude" not in bare.text
    assert without == []
    assert "no conclusion yet" not in close.text
    assert (more.conclusion, more.next_step.what) == (kept, "Ring Ida")


async def test_nobody_is_asked_whether_an_application_took_place() -> None:
    sent = plan("johan", "application", ADVISER, TODAY)
    async with pages() as service:
        await service.tell([*elin(), sent])
        form = await service.get(f"{AT}/log", plan=str(uid("johan")))
        await service.send(f"{AT}/log", plan=str(uid("johan")), happened="cancelled")
        events = await told(service)

    assert "Did it take place?" not in form.text
    assert "What is your conclusion? optional" in form.text
    assert one_of(ExperimentRun, events).experiment_id == uid("johan")


APPLICATION: dict[str, Any] = {
    "kind": "application",
    "role": "Nurse",
    "employer": "Lindome Omsorg",
    "cv": "Energy 1",
    "sent_pitch": str(uid("calm")),
    "command_id": COMMAND,
}
CALM = RevisePitch(happened_on=day(2), pitch_id=uid("calm"), wording="I stay calm.")


async def test_an_application_is_logged_with_the_employer_the_cv_and_the_pitch_at_once() -> None:
    async with pages() as service:
        await settled(service, CALM)

        shown = await service.send(LOG, **APPLICATION)
        again = await service.send(LOG, **APPLICATION)

        entries = await service.entries()
        events = [one.event for one in entries]
        contribution = await service.view(JOURNEY_CONTRIBUTION)
    sent, planned = one_of(ApplicationSent, events), one_of(ExperimentPlanned, events)
    of_form = {one.command_id for one in entries if one.event in (sent, planned)}
    assert (sent.experiment_id, sent.cv, sent.pitch_id) == (planned.experiment_id, "Energy 1", uid("calm"))
    assert one_of(EmployerNamed, events).employer_id == planned.employer_id
    assert len(of_form) == 1
    assert "CV: Energy 1" in shown.text
    assert "Pitch: “I stay calm.”" in shown.text
    assert (again.path, len([one for one in events if isinstance(one, ApplicationSent)])) == (shown.path, 1)
    assert [one.employer for one in contribution.approaches] == ["Lindome Omsorg"]


async def test_what_was_sent_last_is_offered_first() -> None:
    other = RevisePitch(happened_on=day(2), pitch_id=uid("other"), wording="I keep wards calm.")
    async with pages() as service:
        await settled(service, CALM, other, plan("letter", "application", "nurse", TODAY))
        for cv, pitch in (("Quality", "other"), ("Energy 1", "calm")):
            fields = {**APPLICATION, "cv": cv, "sent_pitch": str(uid(pitch)), "command_id": str(uid(cv))}
            await service.send(LOG, **fields)

        page, of_plan = await service.get(LOG), await service.get(LOG, plan=str(uid("letter")))

    for shown in (page, of_plan):
        cvs = shown.html.partition('<datalist id="cvs-sent">')[2].partition("</datalist>")[0]
        assert re.findall('value="([^"]*)"', cvs) == ["Energy 1", "Quality"]
        offered = shown.html.partition('<select id="sent_pitch"')[2].partition("</select>")[0]
        assert re.findall('value="([^"]*)"', offered) == ["", str(uid("calm")), str(uid("other"))]
    assert 'name="employer"' in page.html


async def test_a_planned_application_is_logged_with_its_papers_and_no_other_step_has_any() -> None:
    async with pages() as service:
        await settled(service, CALM, plan("letter", "application", "nurse", TODAY))

        await service.send(LOG, plan=str(uid("letter")), cv="Energy 1")
        extra = {"cv": "Energy 1", "employer": "Lindome", "sent_pitch": str(uid("calm"))}
        talked = await service.send(LOG, **{**TALK, **extra})

        events = await told(service)
    assert talked.status == 200
    assert [one.experiment_id for one in events if isinstance(one, ApplicationSent)] == [uid("letter")]
    assert [one for one in events if isinstance(one, EmployerNamed)] == []


async def test_a_pitch_that_was_written_later_cannot_have_been_sent() -> None:
    late = RevisePitch(happened_on=TODAY, pitch_id=uid("late"), wording="I keep wards calm.")
    async with pages() as service:
        await settled(service, late)

        fields = {**APPLICATION, "on": str(day(7)), "sent_pitch": str(uid("late"))}
        shown = await service.send(LOG, **fields)

        events = await told(service)
    assert shown.status == 422
    assert 'id="sent_pitch-error">Choose a version that you had by that day.' in shown.html
    assert shown.field("cv") == "Energy 1"
    assert not any(isinstance(one, ExperimentPlanned) for one in events)


async def test_the_log_asks_for_their_words_before_the_conclusion_and_what_became_of_a_fear() -> None:
    async with pages() as service:
        await service.tell([*elin(), planned()])
        bare = await service.get(f"{AT}/log")
        form = await service.get(f"{AT}/log", plan=str(uid("johan")))
        await service.send(
            f"{AT}/log",
            plan=str(uid("johan")),
            note=CALC,
            fear="partly",
            conclusion="Calm",
            next_step="Ring Ida",
        )
        run: Any = next(one.event for one in await service.entries() if isinstance(one.event, ExperimentRun))

    asked = "What did they say? Their own words, if you remember them."
    assert bare.text.index(asked) < bare.text.index("What is your conclusion?")
    assert "Did what you feared happen?" not in bare.text
    assert "You feared: that I would waste his time" in form.text
    assert (run.note, run.fear) == (CALC, "partly")


async def test_what_somebody_is_to_the_work_is_not_chosen_beforehand_and_stays_as_it_was_known() -> None:
    again = {**TALK, "command_id": "0196c1d6-0000-7000-8000-000000000002", "conclusion": "Still calm"}
    async with pages() as service:
        await settled(service)
        form = await service.get(LOG)
        await service.send(LOG, **TALK)
        await service.send(LOG, **{key: one for key, one in again.items() if key != "position"})
        plans = [one for one in await told(service) if isinstance(one, ExperimentPlanned)]

    assert 'name="position"' in form.html
    assert not re.search(r'name="position" value="\w+" checked', form.html)
    assert [(one.meeting.in_role, one.meeting.can_hire) for one in plans if one.meeting] == [(True, True)] * 2


async def test_a_plan_that_another_tab_has_logged_leads_to_what_was_logged() -> None:
    fields = {"plan": str(uid("walk")), "happened": "cancelled", "conclusion": "Moved to May"}
    async with pages() as service:
        await settled(service, plan("walk", "job_shadow", "nurse", TODAY))
        await service.send(LOG, **fields)
        again = await service.send(LOG, **fields)
        ended = [one for one in await told(service) if isinstance(one, ExperimentCancelled)]

    assert len(ended) == 1
    assert again.status == 422
    assert "There is a problem" in again.text
    assert "This step is logged already." in again.text
    assert f"/steps/{uid('walk')}/reveal" in again.html
