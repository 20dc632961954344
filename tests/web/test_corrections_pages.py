"""History: every entry in words; and saying again, taking back and undoing what one told."""

import re
from operator import ne
from typing import Any, get_args

import pytest

from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.corrections import CorrectEntry
from domain.journey.commands.experiment_outcomes import RunExperiment
from domain.journey.commands.pulses import RateEnergy
from domain.journey.corrections.events import EntryCorrected, EntryRetracted
from domain.journey.decide import decide
from domain.journey.events.answers import AnswerReceived
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.erasure import ContactForgotten
from domain.journey.events.evidence import OddsSignalHeard
from domain.journey.events.pulses import EnergyRated
from service.web.form_data import FormData
from service.web.history.correction_fields import correction_fields
from service.web.history.entry_commands import command_for_entry
from service.web.history.event_descriptions import NO_SENTENCE, describe_event
from service.web.history.forms import parse_correction, prefilled_form
from service.web.history.labels import field_choices, field_question
from service.web.history.reference_labels import collect_reference_labels
from service.web.history.same_field_commands import command_with_same_fields
from tests.domain.samples import SAMPLES
from tests.histories import sample_journey
from tests.http.running_service import Browser, RunningService, open_service
from tests.web.running_pages import Pages, Shown, pages, seen
from tests.web.sample import MARLOES, NOON, day, discover, plan, seven_weeks, start, step, uid

AT = f"/journeys/{MARLOES}"
TODAY = NOON.date()


async def number_of(service: Pages, kind: str) -> int:
    return next(one.number for one in await service.entries() if type(one.event).__name__ == kind)


async def told(service: Pages, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kind)]


async def a_talk(service: Pages) -> None:
    await service.tell([start(), discover("nurse"), *step("talk", "conversation", "nurse", day(1, 2))])


EVENT_CLASSES = (*get_args(JourneyEvent), EntryCorrected, EntryRetracted, ContactForgotten)


@pytest.mark.parametrize("kind", EVENT_CLASSES)
def test_every_event_has_a_sentence_of_its_own_in_the_history(kind: type) -> None:
    event = next(one for one in SAMPLES if isinstance(one, kind))
    labels = collect_reference_labels(sample_journey(0, 1).journey)

    assert describe_event(event, labels).sentence.text != NO_SENTENCE
    # Its reader may be the client.
    assert "client" not in describe_event(event, labels).sentence.text


@pytest.mark.parametrize("seed", range(4))
def test_a_form_that_is_sent_as_it_came_means_what_was_told(seed: int) -> None:
    lived = sample_journey(seed, 200, corrections=seed % 2 == 1)
    facts = lived.journey.effective_events()
    strange: list[Any] = []
    for number, fact in facts.items():
        correction = command_for_entry(facts, number)
        if correction is None:
            continue
        asked = correction_fields(correction)
        again = parse_correction(
            FormData(prefilled_form(asked)), correction, number, lived.journey, lived.today
        )
        if again is None or ne(again.restated, correction.command):
            strange.append(fact)

    assert strange == []


def test_a_command_found_back_from_an_entry_changes_nothing() -> None:
    lived = sample_journey(1, 200)
    facts = lived.journey.effective_events()
    changes: list[Any] = []
    for number in facts:
        if correction := command_for_entry(facts, number):
            again = CorrectEntry(happened_on=lived.today, number=number, restated=correction.command)
            changes += decide(lived.journey, again, lived.today, by=lived.actor)

    assert changes == []


@pytest.mark.slow
def test_every_field_asks_something_and_every_choice_has_words() -> None:
    for seed in range(4):
        journey = sample_journey(seed, 300).journey
        facts = journey.effective_events()
        for correction in filter(None, (command_for_entry(facts, number) for number in facts)):
            for field in correction_fields(correction):
                asked = field_question(type(correction.command).__name__, field)
                choices = field_choices(field, journey) if field.offered else []

                assert asked
                assert all(words for _, words in choices)


async def test_the_history_tells_the_newest_first_and_goes_on() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        await service.tell([discover(f"work {number}", day(7)) for number in range(20)])

        first = await service.get(f"{AT}/history")
        more = re.search(r'href="(/journeys/[^"]+/history\?before=\d+)"', first.html)
        earlier = await service.get(more[1] if more else "")

    assert first.text.index("work 19") < first.text.index("work 5")
    assert "The journey started." not in first.text
    assert "The journey started." in earlier.text
    assert "Back to the newest" in earlier.text


async def test_an_entry_is_said_again_and_shows_what_it_said_before() -> None:
    async with pages() as service:
        await a_talk(service)
        number = await number_of(service, "ExperimentConcluded")

        form = await service.get(f"{AT}/entries/{number}")
        shown = await service.send(
            f"{AT}/entries/{number}",
            happened_on=form.field("happened_on"),
            conclusion="it is calm there",
            command_id=form.field("command_id"),
            reason_for_it="I mixed two talks up",
        )
        step_page = await service.get(f"{AT}/experiments/{uid('talk')}")
        history = await service.get(f"{AT}/history")

        corrected = await told(service, EntryCorrected)
    assert "what talk means" in form.html
    assert "Corrected. The earlier wording stays in the history." in shown.text
    assert "it is calm there" in step_page.text
    assert "Corrected on 4 March" in step_page.text
    assert "<summary>Earlier wording</summary>" in step_page.html
    assert "what talk means" in step_page.text
    assert "I mixed two talks up" in history.text
    assert f'href="{AT}/entries/{number}"' in history.html
    assert [one.number for one in corrected] == [number]


async def test_sending_a_correction_twice_counts_once() -> None:
    async with pages() as service:
        await a_talk(service)
        number = await number_of(service, "ExperimentConcluded")
        form = await service.get(f"{AT}/entries/{number}")
        again = {
            "happened_on": form.field("happened_on"),
            "conclusion": "it is calm there",
            "command_id": form.field("command_id"),
        }

        shown = [await service.send(f"{AT}/entries/{number}", **again) for _ in range(2)]

        corrected = await told(service, EntryCorrected)
    assert [one.status for one in shown] == [200, 200]
    assert len(corrected) == 1


async def test_a_correction_that_says_the_same_or_nothing_says_so() -> None:
    async with pages() as service:
        await a_talk(service)
        number = await number_of(service, "ExperimentConcluded")

        same = await service.send(
            f"{AT}/entries/{number}", happened_on=str(day(1, 2)), conclusion="what talk means"
        )
        nothing = await service.send(f"{AT}/entries/{number}", happened_on="soon", conclusion="")

        corrected = await told(service, EntryCorrected)
    assert "That is what it already says." in same.text
    assert "There are 2 problems" in nothing.text
    assert 'href="#conclusion"' in nothing.html
    assert corrected == []


async def test_a_refused_correction_stands_beside_its_field_and_keeps_what_was_typed() -> None:
    async with pages() as service:
        await a_talk(service)
        number = await number_of(service, "ExperimentConcluded")

        shown = await service.send(
            f"{AT}/entries/{number}", happened_on=str(day(1, 0)), conclusion="said too early"
        )

    assert shown.status == 422
    assert 'href="#happened_on"' in shown.html
    assert "said too early" in shown.html


async def test_whoever_follows_withdraw_can_withdraw_at_once() -> None:
    async with pages() as service:
        await a_talk(service)
        history = await service.get(f"{AT}/history")
        ways = re.findall(r'href="([^"]+)">Withdraw<', history.html)
        opened = [await service.get(one) for one in ways]

    assert ways
    for way, shown in zip(ways, opened, strict=True):
        forms = re.findall(r'<form class="form" method="post" action="([^"]+)"', shown.html)
        # What cannot be withdrawn says why.
        assert forms == ([] if 'class="notice"' in shown.html else [way])
    assert any('action="' + way in shown.html for way, shown in zip(ways, opened, strict=True))


async def test_taking_back_tells_what_hangs_on_it_and_is_undone() -> None:
    async with pages() as service:
        await a_talk(service)
        number = await number_of(service, "ExperimentRun")

        asked = await service.get(f"{AT}/entries/{number}")
        shown = await service.send(f"{AT}/entries/{number}/back", back_reason="")
        retraction = await number_of(service, "EntryRetracted")
        undone = await service.send(f"{AT}/entries/{retraction}/back")

        retracted = await told(service, EntryRetracted)
        journey = await service.journeys.get(MARLOES)
    assert "One other entry is withdrawn with it:" in asked.text
    assert "Withdraw all of these" in asked.text
    assert "Withdrawn on 4 March" in shown.text
    assert f"{AT}/entries/{retraction}/back" in shown.html
    assert "Undone. It says what it said before." in undone.text
    assert len(retracted) == 2
    assert journey.experiments[uid("talk")].concluded is not None


async def test_undoing_a_correction_brings_the_first_wording_back() -> None:
    async with pages() as service:
        await a_talk(service)
        number = await number_of(service, "ExperimentConcluded")
        await service.send(f"{AT}/entries/{number}", happened_on=str(day(1, 2)), conclusion="calm")
        correction = await number_of(service, "EntryCorrected")

        shown = await service.send(f"{AT}/entries/{correction}/back")

        journey = await service.journeys.get(MARLOES)
    concluded = journey.experiments[uid("talk")].concluded
    assert "Undo the correction" not in shown.text
    assert concluded
    assert concluded.conclusion == "what talk means"


async def test_what_others_need_is_not_taken_back() -> None:
    async with pages() as service:
        await a_talk(service)
        number = await number_of(service, "RoleDiscovered")

        asked = await service.get(f"{AT}/entries/{number}")
        shown = await service.send(f"{AT}/entries/{number}/back")

    assert "depends on this one" in asked.text
    assert shown.status == 422


async def test_the_start_is_corrected_and_never_taken_back() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.get(f"{AT}/entries/1")

    assert "Save the correction" in shown.text
    assert "/entries/1/back" not in shown.html


async def test_a_plan_names_another_role() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse"), discover("teacher")])
        await service.tell([plan("talk", "conversation", "nurse", day(1, 2))])
        number = await number_of(service, "ExperimentPlanned")

        await service.send(
            f"{AT}/entries/{number}",
            happened_on=str(day(1, 2)),
            kind="conversation",
            role_id=str(uid("teacher")),
        )

        journey = await service.journeys.get(MARLOES)
    assert journey.experiments[uid("talk")].planned.role_id == uid("teacher")


@pytest.mark.parametrize("told_as", ["the step's own", "heard in the call", "told again as one to the call"])
async def test_what_else_was_heard_with_an_answer_is_kept_when_its_note_is_corrected(told_as: str) -> None:
    """However the answer was told: by itself, in a call, or once more through the call."""
    letter, call = uid("letter"), uid("call")
    no: dict[str, Any] = {"happened_on": day(3), "experiment_id": letter, "answer": "rejected_unseen"}
    in_call = no | {"happened_on": day(4), "experiment_id": call}
    answers = {
        "the step's own": [RecordAnswer(**no, also_heard=("one_of_many",))],
        "heard in the call": [
            RecordAnswer(**no | {"happened_on": day(4)}, also_heard=("one_of_many",), heard_in=call)
        ],
        "told again as one to the call": [
            RecordAnswer(**no),
            RecordAnswer(**in_call, also_heard=("one_of_many",)),
        ],
    }
    async with pages() as service:
        await service.tell(
            [
                start(),
                discover("nurse"),
                *step("letter", "application", "nurse", day(2)),
                plan("call", "follow_up", "nurse", day(4), refers_to=letter),
                RunExperiment(happened_on=day(4), experiment_id=call),
                *answers[told_as],
            ]
        )
        before = await service.journeys.get(MARLOES)
        number = [one.number for one in await service.entries() if isinstance(one.event, AnswerReceived)][-1]
        form = await service.get(f"{AT}/entries/{number}")

        shown = await service.send(
            f"{AT}/entries/{number}",
            happened_on=form.field("happened_on"),
            answer="rejected_unseen",
            also_heard=["one_of_many"],
            note="by phone",
            command_id=form.field("command_id"),
        )

        after = await service.journeys.get(MARLOES)
        signals = [
            [one.signal for one in each.effective_events().values() if isinstance(one, OddsSignalHeard)]
            for each in (before, after)
        ]
    assert 'value="one_of_many" checked' in form.html
    assert "Corrected." in shown.text
    assert "one_of_many" in signals[0]
    assert signals[0] == signals[1]


async def test_what_is_not_there_is_not_found() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown: list[Shown] = [
            await service.get(f"{AT}/entries/99"),
            await service.get(f"/journeys/{uid('stranger')}/history"),
        ]

    assert [one.status for one in shown] == [404, 404]


async def begun(service: RunningService) -> tuple[Browser, str]:
    await service.person()
    browser = service.browser()
    await browser.sign_in()
    journey_id = str(uid("redaction"))
    told_on = {"happened_on": "2026-05-20"}
    begin = {
        "type": "StartJourney",
        "called": "Anna",
        "track": "curative",
        "locale": "nl",
        "time_zone": "UTC",
    }
    agreed = {"type": "AgreeIntake", "question": "What suits?", "aim": "a canary of an aim"}
    body = {"command_id": str(uid("begun")), "commands": [told_on | begin, told_on | agreed]}
    answer = await browser.json("POST", f"/journeys/{journey_id}/commands", body)
    assert answer.status_code == 201, answer.text
    return browser, f"/journeys/{journey_id}"


async def test_wrong_words_that_were_corrected_are_removed_for_good(database: str) -> None:
    async with open_service(database) as service:
        browser, at = await begun(service)
        before = await browser.get(f"{at}/entries/2")
        corrected = await browser.post(
            f"{at}/entries/2", happened_on="2026-05-20", question="What suits?", aim="the right aim"
        )
        offered_ = await browser.get(f"{at}/entries/2")

        await browser.post(f"{at}/entries/2/removal", field="aim")

        after = await browser.get(f"{at}/entries/2")
        refused = await browser.post(f"{at}/entries/2/removal", field="question")
    assert "Delete words for good" not in before.text
    assert corrected.status_code == 303
    assert "Delete words for good" in offered_.text
    assert "a canary of an aim" not in after.text
    assert "the right aim" in seen(after.text)
    assert refused.status_code == 422


def test_a_command_class_may_be_renamed() -> None:
    rated, name = EnergyRated(happened_on=day(3), rating=7), RateEnergy.__name__
    before = command_with_same_fields(rated)
    RateEnergy.__name__ = "SayEnergy"
    try:
        assert command_with_same_fields(rated) == before
    finally:
        RateEnergy.__name__ = name
