"""Papers and pitch: the version that lands best, where everything went, and the forms that say so."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.journey.commands.answers import RecordAnswer, RecordSilence
from domain.journey.commands.feedback import FourPointsInput, ReceiveFeedback, RequestFeedback
from domain.journey.commands.pitches import NotePapersSent, RevisePitch, TryPitch
from domain.journey.commands.refusals import PauseAfterRefusal
from domain.journey.events.pitches import ApplicationSent, MadeVisible, PitchRevised, PitchTried
from projections.pitches.view import Pitches, PitchTry, PitchVersion, ReplyCounts
from service.localization.translator import translator_for
from service.web.pitch.finding import FEWEST_TRIES, mean_landing, pitch_finding
from service.web.shortened import shortened
from tests.web.elin import heading
from tests.web.running_pages import Pages, Shown, pages
from tests.web.sample import MARLOES, MONDAY, NOON, day, discover, met, outcome, plan, start, uid

AT = f"/journeys/{MARLOES}"
PITCH = f"{AT}/pitch"
TODAY = NOON.date()
ENGLISH = translator_for("en")
NONE_SENT = ReplyCounts(sent=0, replied=0, invited=0, silent=0, waiting=0)


def version(name: str, wording: str, on: date = MONDAY, follows: str | None = None) -> RevisePitch:
    follows_id = uid(follows) if follows else None
    return RevisePitch(happened_on=on, pitch_id=uid(name), wording=wording, follows=follows_id)


def tried(name: str, pitch: str, landed: int) -> list[Any]:
    attempt = TryPitch(happened_on=day(2), experiment_id=uid(name), pitch_id=uid(pitch), landed=landed)
    return [*talk(name), attempt]


def talk(name: str, on: date | None = None) -> list[Any]:
    on = on or day(2)
    return [plan(name, "conversation", "nurse", on, contact=met(name)), *outcome(name, on)]


def application(name: str) -> list[Any]:
    return [plan(name, "application", "nurse", day(3)), *outcome(name, day(3))]


def papers(name: str, pitch: str | None = "calm", cv: str | None = "Energy 1") -> list[Any]:
    sent = NotePapersSent(
        happened_on=day(3), experiment_id=uid(name), pitch_id=uid(pitch) if pitch else None, cv=cv
    )
    return [*application(name), sent]


def replied(name: str, answer: Any, on: date | None = None, **more: Any) -> RecordAnswer:
    return RecordAnswer(happened_on=on or day(4), experiment_id=uid(name), answer=answer, **more)


CALM = version("calm", "I stay calm in a crisis.")
KEEP = version("keep", "I keep a ward calm in a crisis.", day(2), follows="calm")
BEGUN: list[Any] = [start(), discover("nurse")]
FIVE = [CALM, *(one for name in ("a", "b", "c", "d", "e") for one in papers(name))]
ALL_KINDS = [
    *FIVE,
    replied("a", "invited"),
    replied("b", "rejected_unseen"),
    replied("c", "called_back"),
    RecordSilence(happened_on=day(7), experiment_id=uid("d")),
]


async def shown(*told: Any) -> Shown:
    async with pages() as service:
        await service.tell([*BEGUN, *told])
        return await service.get(PITCH)


async def told(service: Pages, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kind)]


async def test_without_a_pitch_the_page_says_how_to_begin() -> None:
    page = await shown()

    assert heading(page) == "One sentence about what you bring."
    assert "Try it on someone who is kind first." in page.text
    assert page.field("wording") == ""


async def test_a_version_is_written_and_the_next_one_starts_from_it() -> None:
    async with pages() as service:
        await service.tell(BEGUN)

        first = await service.send(f"{PITCH}/version", wording="I stay calm in a crisis.")
        written = await told(service, PitchRevised)
        second = await service.send(
            f"{PITCH}/version", wording="I keep a ward calm in a crisis.", follows=str(written[0].pitch_id)
        )

        versions = await told(service, PitchRevised)
    assert "Saved. Earlier versions stay, with what came of them." in first.text
    assert heading(second) == "2 versions, not tried yet."
    assert [one.follows for one in versions] == [None, versions[0].pitch_id]
    assert "left out: stay" in second.text
    assert "added: keep a ward" in second.text
    assert "<ins>" in second.html
    assert "<del>" in second.html


@pytest.mark.parametrize(
    ("form", "fields", "field", "sentence"),
    [
        ("version", {"wording": " "}, "wording", "Fill this in."),
        ("version", {"wording": "x " * 251}, "wording", "Use at most 500 characters."),
        (
            "version",
            {"wording": "I stay  calm in a crisis.", "follows": str(uid("calm"))},
            "wording",
            "This is the version you have. Change at least one word.",
        ),
        ("landed", {"tried_pitch": str(uid("calm")), "landed": "7"}, "tried_step", "Choose the step."),
        ("landed", {"tried_step": str(uid("one"))}, "landed", "Choose a number from 0 to 10."),
        (
            "landed",
            {"tried_step": str(uid("one")), "tried_pitch": str(uid("late")), "landed": "7"},
            "tried_pitch",
            "Choose a version that you had by that day.",
        ),
        (
            "sent",
            {"sent_step": str(uid("letter")), "sent_pitch": str(uid("late"))},
            "sent_pitch",
            "Choose a version that you had by that day.",
        ),
        (
            "sent",
            {"sent_step": str(uid("letter"))},
            "cv",
            "Name the CV, or choose a version of your pitch.",
        ),
        (
            "seen",
            {"seen_step": str(uid("one"))},
            "seen_by",
            "Say who noticed you. A first name or a job is enough.",
        ),
        ("seen", {"seen_by": "Ove"}, "seen_step", "Choose the step."),
    ],
)
async def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    form: str, fields: dict[str, str], field: str, sentence: str
) -> None:
    async with pages() as service:
        late = version("late", "I keep wards calm.", day(6))
        await service.tell([*BEGUN, CALM, late, *talk("one"), *application("letter")])
        before = len(await service.entries())

        page = await service.send(f"{PITCH}/{form}", **fields)

        after = len(await service.entries())
    assert page.status == 422
    assert f'id="{field}-error">{sentence}' in page.html
    assert before == after
    for name, typed in fields.items():
        assert (typed.strip() or "wording") in page.html, name


async def test_how_it_landed_what_was_sent_and_who_noticed_stand_on_the_page() -> None:
    async with pages() as service:
        await service.tell([*BEGUN, CALM, *talk("one"), *application("letter")])

        landed = await service.send(
            f"{PITCH}/landed", tried_step=str(uid("one")), tried_pitch=str(uid("calm")), landed="8"
        )
        sent = await service.send(
            f"{PITCH}/sent", sent_step=str(uid("letter")), cv="Energy 1", sent_pitch=str(uid("calm"))
        )
        seen = await service.send(f"{PITCH}/seen", seen_step=str(uid("one")), seen_by="The head of the ward")

        of_talk = await service.get(f"{AT}/experiments/{uid('one')}")
        of_letter = await service.get(f"{AT}/experiments/{uid('letter')}")
        tries, papers_out = await told(service, PitchTried), await told(service, ApplicationSent)
        noticed = await told(service, MadeVisible)
    assert heading(landed) == "One version, one try."
    assert "landed at 8 of 10, tried once" in landed.text
    assert f'href="{AT}/experiments/{uid("one")}"' in landed.html
    assert "Energy 1" in sent.text
    assert "no reply yet" in sent.text
    assert "The head of the ward" in seen.text
    assert "You tried “I stay calm in a crisis.”. It landed at 8 out of 10." in of_talk.text
    assert "CV: Energy 1" in of_letter.text
    assert "Pitch: “I stay calm in a crisis.”" in of_letter.text
    assert [(one.experiment_id, one.landed) for one in tries] == [(uid("one"), 8)]
    assert [(one.cv, one.pitch_id) for one in papers_out] == [("Energy 1", uid("calm"))]
    assert [one.to for one in noticed] == ["The head of the ward"]


async def test_a_step_leads_to_the_form_that_is_open_for_it() -> None:
    async with pages() as service:
        await service.tell([*BEGUN, CALM, *talk("one"), *application("letter")])

        letter = await service.get(f"{AT}/experiments/{uid('letter')}")
        conversation = await service.get(f"{AT}/experiments/{uid('one')}")
        page = await service.get(PITCH, sent_step=str(uid("letter")))

    assert f'href="{PITCH}?sent_step={uid("letter")}#form-sent"' in letter.html
    assert f'href="{PITCH}?tried_step={uid("one")}#form-landed"' in conversation.html
    assert f'<option value="{uid("letter")}" selected>' in page.html
    assert 'id="form-sent" open' in page.html
    assert 'id="form-landed" open' not in page.html


async def test_from_five_approaches_on_replies_are_counted_and_a_no_is_one_of_them() -> None:
    counted = await shown(*ALL_KINDS, PauseAfterRefusal(happened_on=day(4), experiment_id=uid("b")))
    listed = await shown(*FIVE[:-3], replied("b", "rejected_unseen"))

    for words in (
        "Sent 5 times",
        "3 replied",
        "One of them invited you",
        "One has not replied yet",
        "One never replied",
    ):
        assert counted.text.count(words) == 2, "of the version and of the CV"
    assert "they replied" in listed.text
    assert "no reply yet" in listed.text
    assert "Sent 4 times" not in listed.text
    for page in (counted, listed):
        assert "ejected" not in page.text
        assert "danger" not in page.html


async def test_while_a_no_is_fresh_replies_are_told_in_words() -> None:
    fresh = await shown(*ALL_KINDS, replied("e", "rejected_unseen", TODAY))

    assert "replied yet" not in fresh.text
    assert "Sent 5 times" not in fresh.text
    assert "they replied" in fresh.text


async def test_what_was_heard_in_a_call_is_to_be_worked_in_until_a_new_version() -> None:
    note = "To show better in my pitch: audits"
    heard = [
        *application("letter"),
        replied("letter", "rejected_unseen"),
        RequestFeedback(happened_on=day(4), experiment_id=uid("letter"), channel="phone"),
        ReceiveFeedback(
            happened_on=day(4),
            experiment_id=uid("letter"),
            usable=True,
            via="call",
            points=FourPointsInput(competence="audits"),
            note=note,
        ),
    ]
    async with pages() as service:
        await service.tell([*BEGUN, CALM, *heard])
        before = await service.get(PITCH)

        after = await service.send(
            f"{PITCH}/version", wording="I do audits and stay calm.", follows=str(uid("calm"))
        )

    assert "To work into your pitch" in before.text
    assert note in before.text
    assert "To work into your pitch" not in after.text
    assert "What you had heard by then" in after.text
    assert "Skills and experience: audits" in after.text


async def test_a_plan_to_try_it_is_filled_in() -> None:
    async with pages() as service:
        await service.tell([*BEGUN, CALM])

        page = await service.get(PITCH)
        address = page.html.partition(f'href="{AT}/plan?')[2].partition('"')[0].replace("&amp;", "&")
        form = await service.get(f"{AT}/plan?{address}")

    assert form.field("what") == "Try my pitch: “I stay calm in a crisis.”"
    assert 'value="conversation" checked' in form.html


async def test_the_pitch_is_found_under_more_and_from_the_call() -> None:
    no = plan("interview", "interview", "nurse", day(3), contact=met("Karin"))
    async with pages() as service:
        rejected = replied("interview", "rejected_after_interview", close=True)
        await service.tell([*BEGUN, CALM, no, *outcome("interview", day(3)), rejected])

        more = await service.get(f"{AT}/more")
        call = await service.get(f"{AT}/refusals/{uid('interview')}/call")

    for page in (more, call):
        assert f'href="{PITCH}"' in page.html


def pitch(name: str, *landed: int) -> PitchVersion:
    mean = sum(landed) / len(landed) if landed else None
    tries = tuple(
        PitchTry(experiment_id=uid(f"{name} {number}"), kind="conversation", on=MONDAY, landed=one)
        for number, one in enumerate(landed)
    )
    return PitchVersion(
        pitch_id=uid(name),
        wording=name,
        since=MONDAY,
        follows=None,
        tries=tries,
        landed=mean,
        approaches=(),
        replies=NONE_SENT,
        difference=(),
        heard_before=(),
    )


def finding(*versions: PitchVersion) -> str:
    return pitch_finding(Pitches(on=MONDAY, versions=versions, cvs=(), to_work_in=()), ENGLISH)


@pytest.mark.parametrize(
    ("versions", "said"),
    [
        ((pitch("A"), pitch("B", 7, 8, 9)), "2 versions, 3 tries."),
        ((pitch("A", 7, 7, 7, 7),), "“A” lands at 7 of 10 on average, 4 times."),
        ((pitch("A", 7, 7, 7, 7, 7), pitch("B", 3)), "“A” lands at 7 of 10 on average, 5 times."),
        ((pitch("A", 7, 7, 7, 7, 7), pitch("B", 3, 3, 3, 3)), "“A” lands best: 7 of 10 on average, 5 times."),
        ((pitch("A", 7, 7, 7, 7), pitch("B", 10)), "“A” lands at 7 of 10 on average, 4 times."),
        (
            (pitch("A", 7, 7, 7, 7), pitch("B", 7, 7, 7, 8)),
            "“A” and “B” land equally well: 7 of 10 on average.",
        ),
    ],
)
def test_the_heading_says_which_version_lands_best_once_that_can_be_said(
    versions: tuple[PitchVersion, ...], said: str
) -> None:
    assert finding(*versions) == said


@given(st.lists(st.lists(st.integers(0, 10), max_size=6), min_size=1, max_size=4))
def test_no_version_is_called_best_that_another_may_equal(landed: list[list[int]]) -> None:
    versions = [pitch(f"V{number}", *some) for number, some in enumerate(landed)]

    said = finding(*versions)

    if "lands best" in said:
        (best,) = (one for one in versions if f"“{one.wording}”" in said)
        others = [one for one in versions if len(one.tries) >= FEWEST_TRIES and one is not best]
        assert others
        assert len(best.tries) >= FEWEST_TRIES
        assert all(mean_landing(one) < mean_landing(best) for one in others)


async def test_many_versions_and_steps_stay_a_light_page() -> None:
    many = [
        version(f"v{number}", f"I bring {number} " + "calm " * 90, MONDAY + timedelta(days=number // 4))
        for number in range(40)
    ]
    async with pages() as service:
        await service.tell([*BEGUN, *many, *(one for name in range(40) for one in talk(f"t{name}"))])

        page = await service.get(PITCH)

    assert page.status == 200
    assert page.html.count("<option") < 200


# Trying one.


async def test_a_planned_try_asks_in_its_log_how_it_landed() -> None:
    async with pages() as service:
        await service.tell([*BEGUN, CALM])
        what = f"Try my pitch: “{CALM.wording}”"
        trial = plan("trial", "conversation", "nurse", TODAY, contact=met("trial"), what=what)
        await service.tell([trial, plan("other", "conversation", "nurse", TODAY, contact=met("other"))])
        form, other = [await service.get(f"{AT}/log", plan=str(uid(one))) for one in ("trial", "other")]
        logged = {"conclusion": "It works", "next_step": "Say it again", "happened": "run"}
        landed = {"landed": "8", "tried_pitch": str(uid("calm"))}

        shown = await service.send(f"{AT}/log", plan=str(uid("trial")), **logged, **landed)

        [attempt] = await told(service, PitchTried)
    assert f'value="{uid("calm")}" selected' in form.html
    assert f'value="{uid("calm")}" selected' not in other.html
    assert 'name="landed"' in other.html
    assert shown.status == 200
    assert (attempt.experiment_id, attempt.pitch_id, attempt.landed) == (uid("trial"), uid("calm"), 8)


async def test_how_a_pitch_landed_needs_its_version_and_no_number_records_nothing() -> None:
    logged = {"conclusion": "It works", "next_step": "Say it again", "happened": "run"}
    async with pages() as service:
        await service.tell(
            [*BEGUN, CALM, plan("trial", "conversation", "nurse", TODAY, contact=met("trial"))]
        )

        without = await service.send(f"{AT}/log", plan=str(uid("trial")), **logged, landed="8")
        chosen = await service.send(
            f"{AT}/log", plan=str(uid("trial")), **logged, tried_pitch=str(uid("calm"))
        )

        assert not await told(service, PitchTried)
    assert 'id="tried_pitch-error">Choose the version.' in without.html
    assert chosen.status == 200


async def test_few_tries_are_told_as_they_were_and_not_compared() -> None:
    page = await shown(CALM, KEEP, *tried("one", "calm", 8), *tried("two", "keep", 5))

    assert heading(page) == "2 versions, 2 tries."
    assert "landed at 8 of 10, tried once" in page.text
    assert "lands best" not in page.text


async def test_a_step_is_offered_only_with_the_versions_of_its_day() -> None:
    async with pages() as service:
        await service.tell([*BEGUN, CALM, KEEP, *talk("one", day(1)), *talk("two", day(3))])

        early = await service.get(PITCH, tried_step=str(uid("one")))
        late = await service.get(PITCH, tried_step=str(uid("two")))
        open_ = await service.get(PITCH)

    def offered(page: Shown) -> list[str]:
        (versions,) = re.findall(r'<select id="tried_pitch".*?</select>', page.html, re.DOTALL)
        return re.findall(r'<option value="([^"]*)"', versions)

    calm, keep = str(uid("calm")), str(uid("keep"))
    assert (offered(early), offered(late), offered(open_)) == ([calm], [keep, calm], ["", keep, calm])


def test_a_version_without_spaces_is_called_by_its_first_characters() -> None:
    assert shortened("私" * 80) == "私" * 59 + "…"
