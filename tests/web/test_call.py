"""The call about a refusal: the number, the script, and everything that came of it in one form."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from domain.journey.commands.corrections import RetractEntry
from domain.journey.commands.experiments import PlanExperiment
from domain.journey.commands.network import ContactInput, SetContactPhone
from domain.journey.commands.pitches import RevisePitch
from domain.journey.commands.refusals import AgreeFeedback, PauseAfterRefusal
from domain.journey.events.answers import FollowUpPlanned
from domain.journey.events.evidence import GapFound, OddsSignalHeard, StrengthObserved
from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentConcluded,
    ExperimentPlanned,
    ExperimentRun,
)
from domain.journey.events.feedback import FeedbackReceived, FeedbackRequested
from domain.journey.events.network import ContactAdded, ContactPhoneSet
from domain.journey.events.pitches import PitchRevised
from domain.journey.events.refusals import KeptOnFile, RefusalConcluded
from projections.approaches.knocks import working_day_after
from projections.guidance import GUIDANCE
from service.localization.feedback_labels import FEEDBACK_POINTS
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, NOON, plan, uid
from tests.web.test_refusals_pages import approach, refused

AT = f"/journeys/{MARLOES}/refusals/{uid('interview')}"
CALL = f"{AT}/call"
TODAY = NOON.date()
IN_THREE_WEEKS = TODAY + timedelta(days=21)
KARIN = ContactInput(contact_id=uid("Karin"), tie="weak", can_hire=True, name="Karin Ekström")
NUMBER = "031-390 06 12"
LEFT_OPEN = {"again_on": str(IN_THREE_WEEKS)}
HEARD = {
    "heard_competence": "not_enough",
    "competence": "audits in more than one place",
    "heard_requirements": "not_enough",
    "requirements": "internal auditor course",
    "heard_well_qualified": "enough",
    "heard_self_presentation": "not_said",
}


def refused_by_karin(*more: Any) -> list[Any]:
    """An interview with Karin, which ended in a no."""
    made = [
        PlanExperiment(**{**_fields(one), "contact": KARIN}) if isinstance(one, PlanExperiment) else one
        for one in refused()
    ]
    return [*made, *more]


def _fields(command: PlanExperiment) -> dict[str, Any]:
    return {name: getattr(command, name) for name in command.__struct_fields__}


def with_number(*more: Any) -> list[Any]:
    return refused_by_karin(SetContactPhone(happened_on=TODAY, contact_id=uid("Karin"), phone=NUMBER), *more)


async def told(service: Pages, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kind)]


async def test_the_number_the_script_and_the_four_questions_are_at_hand() -> None:
    async with pages() as service:
        await service.tell(with_number(AgreeFeedback(happened_on=TODAY, experiment_id=uid("interview"))))

        shown = await service.get(CALL)

    assert "Karin Ekström said you may call." in shown.text
    assert 'href="tel:0313900612"' in shown.html
    assert f"{NUMBER} Call Karin Ekström" in shown.text
    for said in (*(one.says for one in GUIDANCE.call), *(one.asks for one in GUIDANCE.four_questions)):
        assert said.text in shown.text
    assert '<nav class="tabs"' not in shown.html
    assert f'href="{AT}">Leave the call' in shown.html


async def test_nothing_is_filled_in_for_her() -> None:
    async with pages() as service:
        await service.tell(refused_by_karin())

        shown = await service.get(CALL)

    assert "Call Karin Ekström when you are ready." in shown.text
    assert " checked" not in shown.html
    assert "Enter a phone number" in shown.text
    assert 'name="who"' not in shown.html


async def test_a_call_is_saved_with_all_that_came_of_it_at_once() -> None:
    async with pages() as service:
        await service.tell(with_number())
        before = len(await service.entries())

        shown = await service.send(
            CALL,
            **HEARD,
            **LEFT_OPEN,
            kept="3",
            again="yes",
            use_competence="pitch",
            use_requirements="gap",
            change="Open with the two audits",
            dread_before="8",
            dread_after="3",
        )

        entries = await service.entries()
        call, ran = (await told(service, ExperimentPlanned))[-1], (await told(service, ExperimentRun))[-1]
        concluded = (await told(service, ExperimentConcluded))[-1]
        asked, heard = await told(service, FeedbackRequested), await told(service, FeedbackReceived)
        kept, again = await told(service, KeptOnFile), await told(service, FollowUpPlanned)
        gaps = await told(service, GapFound)
        refusal = await told(service, RefusalConcluded)
    assert shown.status == 200
    assert len({one.command_id for one in entries[before:]}) == 1
    assert (call.kind, call.refers_to, call.role_id) == ("follow_up", uid("interview"), uid("nurse"))
    assert (call.meeting.contact_id, call.channel, call.dread_before) == (uid("Karin"), "phone", 8)
    assert (ran.experiment_id, ran.dread_after) == (call.experiment_id, 3)
    assert (concluded.experiment_id, concluded.conclusion) == (
        call.experiment_id,
        "Open with the two audits",
    )
    assert [(one.experiment_id, one.channel) for one in asked] == [(call.experiment_id, "phone")]
    said = heard[0]
    assert (said.experiment_id, said.usable, said.via, said.kept_on_file) == (
        call.experiment_id,
        True,
        "call",
        True,
    )
    assert (said.heard.competence, said.heard.requirements) == ("not_enough", "not_enough")
    assert (said.heard.well_qualified, said.heard.self_presentation) == ("enough", "not_said")
    assert said.points.competence == "audits in more than one place"
    assert said.note == "To show better in my pitch: audits in more than one place"
    assert [(one.experiment_id, one.until) for one in kept] == [(uid("interview"), date(2026, 6, 4))]
    assert [(one.experiment_id, one.due) for one in again] == [(uid("interview"), IN_THREE_WEEKS)]
    assert [(one.wording, one.role_id, one.source.id) for one in gaps] == [
        ("internal auditor course", uid("nurse"), call.experiment_id)
    ]
    assert [one.change for one in refusal] == ["Open with the two audits"]


async def test_a_call_that_was_saved_leads_to_what_it_changed() -> None:
    went_on = PauseAfterRefusal(happened_on=TODAY, experiment_id=uid("interview"), skipped=True)
    async with pages() as service:
        await service.tell(refused_by_karin(went_on))
        form = {**HEARD, "use_requirements": "gap", "command_id": str(uid("form"))}

        shown = await service.send(CALL, **form)
        again = await service.send(CALL, **form)

        call = (await told(service, ExperimentPlanned))[-1]
    assert shown.path.startswith(f"/journeys/{MARLOES}/steps/{call.experiment_id}/reveal")
    assert again.path == shown.path
    assert "For asking 10" in shown.text


async def test_a_call_about_a_step_that_was_withdrawn_says_so() -> None:
    async with pages() as service:
        await service.tell(refused_by_karin())
        planned = next(
            one.number for one in await service.entries() if isinstance(one.event, ExperimentPlanned)
        )
        await service.tell([RetractEntry(happened_on=TODAY, number=planned)])

        shown, refusal = await service.get(CALL), await service.get(AT)

    for page in (shown, refusal):
        assert page.status == 410
        assert "This entry was withdrawn. It is in your history." in page.text
        assert f"/journeys/{MARLOES}/history" in page.html


async def test_strong_competition_moves_nothing() -> None:
    async with pages() as service:
        await service.tell(refused_by_karin())
        before = len(await told(service, OddsSignalHeard))

        shown = await service.send(CALL, heard_well_qualified="enough", use_competence="chances")

        signals = await told(service, OddsSignalHeard)
        gaps, strengths = await told(service, GapFound), await told(service, StrengthObserved)
    assert shown.status == 200
    assert len(signals) == before
    assert gaps == strengths == []


async def test_what_they_missed_becomes_what_she_makes_of_it() -> None:
    async with pages() as service:
        await service.tell(
            [
                *refused_by_karin(),
                RevisePitch(happened_on=TODAY, pitch_id=uid("pitch"), wording="Calm in a crisis"),
            ]
        )

        await service.send(
            CALL,
            **{
                **HEARD,
                "heard_self_presentation": "not_enough",
                "self_presentation": "Too modest about the ward",
            },
            use_competence="strength",
            use_requirements="ask",
            use_self_presentation="pitch",
            pitch="Calm in a crisis, and I led the ward",
        )

        strengths = await told(service, StrengthObserved)
        concluded = (await told(service, ExperimentConcluded))[-1]
        pitches, heard = await told(service, PitchRevised), await told(service, FeedbackReceived)
    assert [(one.wording, one.witness, one.contact_id) for one in strengths] == [
        ("audits in more than one place", "contact", uid("Karin"))
    ]
    assert concluded.next_step.what == "Ask someone else: internal auditor course"
    assert concluded.conclusion == "I asked for feedback."
    assert (pitches[-1].wording, pitches[-1].follows) == (
        "Calm in a crisis, and I led the ward",
        uid("pitch"),
    )
    assert heard[0].note is None


async def test_a_requirement_that_is_missing_changes_the_chances_only_when_she_says_so() -> None:
    async with pages() as service:
        await service.tell(refused_by_karin())

        await service.send(CALL, **HEARD, use_requirements="chances")

        signals = await told(service, OddsSignalHeard)
    assert [one.signal for one in signals[-1:]] == ["requirement_missing"]
    assert signals[-1].role_id == uid("nurse")


async def test_empty_phrases_are_kept_as_such() -> None:
    async with pages() as service:
        await service.tell(refused_by_karin())

        shown = await service.send(CALL, empty="yes", again="no", **LEFT_OPEN)

        heard, again = await told(service, FeedbackReceived), await told(service, FollowUpPlanned)
    assert shown.status == 200
    assert [(one.usable, one.via) for one in heard] == [(False, "call")]
    assert again == []


@pytest.mark.parametrize(
    ("form", "field", "sentence"),
    [
        ({}, "heard_competence", "Tap at least one answer, or choose “Only empty phrases”."),
        (
            {"heard_competence": "not_said"},
            "heard_competence",
            "Tap at least one answer, or choose “Only empty phrases”.",
        ),
        (
            {"empty": "yes", "heard_requirements": "enough"},
            "heard_requirements",
            "You wrote something here, so it was not only empty phrases.",
        ),
        (
            {"heard_competence": "not_enough", "use_competence": "gap"},
            "competence",
            "Skills and experience: say in a few words what they missed.",
        ),
        (
            {"heard_competence": "enough", "kept": "date"},
            "kept_until",
            "Enter the date until which they keep them.",
        ),
        (
            {"heard_competence": "enough", "kept": "date", "kept_until": "2026-03-03"},
            "kept_until",
            "This date has passed. Choose today or later.",
        ),
    ],
)
async def test_what_is_missing_is_asked_for_beside_its_field(
    form: dict[str, str], field: str, sentence: str
) -> None:
    async with pages() as service:
        await service.tell(refused_by_karin())
        before = len(await service.entries())

        shown = await service.send(CALL, change="Call sooner", **form)

        after = len(await service.entries())
    assert shown.status == 422
    assert f'href="#{field}">{sentence}' in shown.html
    assert f'id="{field}-error"' in shown.html
    assert shown.field("change") or "Call sooner" in shown.html
    assert before == after


async def test_the_script_fits_a_no_without_an_interview() -> None:
    """Whoever was refused unseen was seen by nobody."""
    assert all("seeing me" not in str(one.says) for one in GUIDANCE.call)


async def test_every_point_without_words_is_named() -> None:
    missed = ("competence", "requirements", "self_presentation")
    form = {f"heard_{one}": "not_enough" for one in missed} | {f"use_{one}": "gap" for one in missed}
    async with pages() as service:
        await service.tell(refused_by_karin())
        shown = await service.send(CALL, **form)

    labels: dict[str, str] = dict(zip(map(str, FEEDBACK_POINTS), FEEDBACK_POINTS.values(), strict=True))
    for point in missed:
        assert f'href="#{point}">{labels[point]}: say in a few words what they missed.' in shown.html


async def test_without_anybody_a_name_and_a_number_plan_the_call() -> None:
    async with pages() as service:
        await service.tell(refused())
        asked = await service.get(CALL)

        nameless = await service.send(f"{CALL}/phone", phone=NUMBER)
        shown = await service.send(f"{CALL}/phone", who="Karin", phone=NUMBER, dread_of_call="7")
        await service.send(CALL, heard_competence="enough")

        added, numbers = await told(service, ContactAdded), await told(service, ContactPhoneSet)
        plans, ran = await told(service, ExperimentPlanned), await told(service, ExperimentRun)
    assert "Call them when you are ready." in asked.text
    assert (nameless.status, "Enter a name. A first name is enough." in nameless.text) == (422, True)
    assert shown.path == CALL
    assert "Call Karin when you are ready." in shown.text
    assert 'href="tel:0313900612"' in shown.html
    assert [(one.name, one.employer_id) for one in added] == [("Karin", uid("Sint Jans"))]
    assert [one.phone for one in numbers] == [NUMBER]
    assert (plans[-1].refers_to, plans[-1].dread_before) == (uid("interview"), 7)
    assert plans[-1].meeting.contact_id == added[0].contact_id
    assert [one.experiment_id for one in ran[-1:]] == [plans[-1].experiment_id]
    assert len(plans) == 2


async def test_a_number_is_noted_or_changed_for_whom_the_approach_was_with() -> None:
    async with pages() as service:
        await service.tell(refused_by_karin())

        first = await service.send(f"{CALL}/phone", phone=NUMBER)
        wordy = await service.send(f"{CALL}/phone", phone="later")
        other = await service.send(f"{CALL}/phone", phone="+46 (0)31 390 06 13")

        numbers = await told(service, ContactPhoneSet)
    assert NUMBER in first.text
    assert (wordy.status, 'id="phone-error"' in wordy.html) == (422, True)
    assert 'href="tel:+46313900613"' in other.html
    assert [(one.contact_id, one.phone) for one in numbers] == [
        (uid("Karin"), NUMBER),
        (uid("Karin"), "+46 (0)31 390 06 13"),
    ]


async def test_a_bad_moment_is_another_day_on_the_list() -> None:
    async with pages() as service:
        await service.tell(refused_by_karin())

        asked = await service.send(f"{CALL}/later")
        dateless = await service.send(f"{CALL}/later", later_when="date")
        shown = await service.send(f"{CALL}/later", later_when="3")

        planned, ran = await told(service, FollowUpPlanned), await told(service, ExperimentRun)
    assert (asked.status, 'id="later_when-error"' in asked.html) == (422, True)
    assert (dateless.status, 'id="later_on-error"' in dateless.html) == (422, True)
    assert "Saved. It is on your to-do list." in shown.text
    assert [(one.due, one.what) for one in planned] == [
        (working_day_after(TODAY, 3), "Call and ask for feedback")
    ]
    assert len(ran) == 1


@pytest.mark.parametrize("ahead", range(7))
async def test_another_day_to_call_is_never_in_a_weekend(ahead: int) -> None:
    async with pages(NOON + timedelta(days=ahead)) as service:
        await service.tell(refused_by_karin())
        for chosen in ("1", "3", "7"):
            await service.send(f"{CALL}/later", later_when=chosen)

        due = [one.due for one in await told(service, FollowUpPlanned)]
    assert len(due) == 3
    assert all(one.weekday() < 5 for one in due)
    assert due == sorted(due)


async def test_nobody_answered_keeps_the_dread_and_the_courage() -> None:
    async with pages() as service:
        await service.tell(refused_by_karin())

        shown = await service.send(
            f"{CALL}/missed", missed_before="8", missed_after="4", missed_when="date", missed_on="2026-03-09"
        )

        plans, off = await told(service, ExperimentPlanned), await told(service, ExperimentCancelled)
        again = await told(service, FollowUpPlanned)
    assert "it still counts as a step" in shown.text
    assert (plans[-1].refers_to, plans[-1].dread_before) == (uid("interview"), 8)
    assert [(one.experiment_id, one.dread_after) for one in off] == [(plans[-1].experiment_id, 4)]
    assert [one.due for one in again] == [date(2026, 3, 9)]


async def test_a_call_that_was_planned_is_the_one_that_is_made() -> None:
    planned = plan(
        "call",
        "follow_up",
        "nurse",
        TODAY,
        refers_to=uid("interview"),
        planned_for=TODAY + timedelta(days=2),
        dread_before=6,
        feared="They laugh",
        contact=ContactInput(contact_id=uid("Karin"), tie="weak"),
    )
    async with pages() as service:
        await service.tell(with_number(planned))
        shown = await service.get(CALL)

        form = {"heard_competence": "enough", "fear": "did_not", "plan": shown.field("plan")}
        first = await service.send(CALL, command_id=str(uid("form")), **form)
        again = await service.send(CALL, command_id=str(uid("form")), **form)

        plans, ran = await told(service, ExperimentPlanned), await told(service, ExperimentRun)
    assert "You feared “They laugh”. Did it happen?" in shown.text
    assert 'name="dread_before"' not in shown.html
    assert len(plans) == 2
    assert [(one.experiment_id, one.fear) for one in ran[-1:]] == [(uid("call"), "did_not")]
    assert first.path == again.path


async def test_a_knock_in_three_weeks_is_another_call() -> None:
    knock = plan("knock", "follow_up", "nurse", TODAY, refers_to=uid("interview"), planned_for=IN_THREE_WEEKS)
    async with pages() as service:
        await service.tell(with_number(knock))

        await service.send(CALL, heard_competence="enough")

        ran = await told(service, ExperimentRun)
    assert uid("knock") not in [one.experiment_id for one in ran]


async def test_a_call_of_a_phone_that_was_out_of_reach_is_of_its_own_day() -> None:
    later = {"heard_competence": "enough", "written_on": str(TODAY - timedelta(days=1))}
    ahead = {"heard_competence": "enough", "written_on": str(TODAY + timedelta(days=1))}
    async with pages() as service:
        await service.tell(refused_by_karin())

        await service.send(CALL, command_id=str(uid("one")), **later)
        await service.send(CALL, command_id=str(uid("other")), **ahead)
        again = await service.send(CALL, command_id=str(uid("one")), heard_competence="enough")

        ran = await told(service, ExperimentRun)
    assert [one.happened_on for one in ran[1:]] == [TODAY - timedelta(days=1), TODAY]
    assert again.status == 200


def chosen_in(html: str, name: str) -> re.Match[str] | None:
    """What a list to pick from says."""
    options = html.partition(f'<select id="{name}"')[2].partition("</select>")[0]
    return re.search(r'<option value="([^"]+)" selected', options)


async def test_what_was_heard_is_read_in_the_history_and_after_the_refusal_and_kept_by_a_correction() -> None:
    async with pages() as service:
        await service.tell(refused_by_karin())
        await service.send(CALL, **HEARD)
        number = next(
            one.number for one in await service.entries() if isinstance(one.event, FeedbackReceived)
        )

        history, refusal = await service.get(f"/journeys/{MARLOES}/history"), await service.get(AT)
        entry = f"/journeys/{MARLOES}/entries/{number}"
        form = await service.get(entry)
        picked = re.findall(r'<select id="([\w-]+)".*?</select>', form.html, re.DOTALL)
        fields = dict(re.findall(r'name="([\w-]+)" value="([^"]*)" checked', form.html))
        fields |= {name: found[1] for name in picked if (found := chosen_in(form.html, name))}
        shown = await service.send(
            entry,
            **fields | {"happened_on": str(TODAY), "points-competence": "audits abroad"},
            command_id=form.field("command_id"),
        )

        journey = await service.journeys.get(MARLOES)
    for page in (history, refusal):
        assert "In a call" in page.text
        assert "audits in more than one place" in page.text
    assert "Skills and experience: Not enough" in history.text
    assert "Requirements and languages One missing · internal auditor course" in refusal.text
    assert "Strong competition Yes" in refusal.text
    assert "/plan?kind=conversation&amp;role=nurse&amp;belief=internal%20auditor%20course" in refusal.html
    assert "Corrected." in shown.text
    (heard,) = journey.feedback.received.values()
    assert (heard.points.competence, heard.heard.competence, heard.via) == (
        "audits abroad",
        "not_enough",
        "call",
    )


@pytest.mark.parametrize("who", ["interview", "nobody"])
async def test_there_is_no_call_without_a_no(who: str) -> None:
    async with pages() as service:
        await service.tell(approach())
        at = f"/journeys/{MARLOES}/refusals/{uid(who)}/call"

        shown, sent = await service.get(at), await service.send(at, heard_competence="enough")
        named = await service.send(f"{at}/dance")

    assert [one.status for one in (shown, sent, named)] == [404, 404, 404]
