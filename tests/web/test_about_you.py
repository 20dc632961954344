"""About you: what the client told of herself and agreed on, each part with its small form."""

from datetime import timedelta
from typing import Any

import pytest

from domain.journey.commands.agreements import MakeCommitment, SetChallenge
from domain.journey.commands.course import EmphasisePhase
from domain.journey.commands.evidence import StrengthInput
from domain.journey.commands.notes import WriteNote
from domain.journey.events.agreements import ChallengeAnswered, CommitmentSettled
from domain.journey.events.assessments import AssessmentNoted
from domain.journey.events.course import PhaseEmphasised, TrackSet
from domain.journey.events.insights import InsightNamed
from domain.journey.events.intake import IntakeAgreed
from domain.journey.events.start import ConditionDeclared
from domain.journey.events.stories import GoalReached, GoalSet, ReflectionDone, StoryRecorded
from domain.journey.events.vision import DreamDecoded, IdealSketched, QualitySeen, ValueNamed
from domain.vocabulary import Phase
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, MONDAY, discover, outcome, plan, start, uid

AT = f"/journeys/{MARLOES}/about-you"


async def told(service: Pages, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kind)]


def with_a_strength() -> list[Any]:
    calm = StrengthInput(strength_id=uid("calm"), wording="Calm in a crisis", witness="self")
    talk = plan("talk", "conversation", "nurse", MONDAY)
    return [start(), discover("nurse"), talk, *outcome("talk", MONDAY, strengths=(calm,))]


async def test_with_nothing_told_the_page_says_that_little_is_enough() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.get(AT)

    assert "A rough picture is enough to start." in shown.text
    assert "Add what you like, when you like." in shown.text


@pytest.mark.parametrize(
    ("deed", "form", "kind", "words"),
    [
        ("agreement", {"question": "What next?", "aim": "New work"}, IntakeAgreed, "What next?"),
        ("value", {"value": "Being useful"}, ValueNamed, "Being useful"),
        ("dream", {"dream": "Keeper", "dream_qualities": "the sea"}, DreamDecoded, "the sea"),
        ("ideal", {"sketch": "By the water", "sketch_qualities": "air"}, IdealSketched, "By the water"),
        ("story", {"story_title": "The flood", "story": "We moved"}, StoryRecorded, "The flood"),
        ("goal", {"goal": "Know the pay", "goal_due": "2026-05-01"}, GoalSet, "Know the pay"),
        ("reflection", {"theme": "notice"}, ReflectionDone, "You have written once."),
        ("insight", {"insight": "I like audits"}, InsightNamed, "I like audits"),
        ("condition", {"condition": "No nights"}, ConditionDeclared, "No nights"),
        ("phase", {"phase": "market_exploration"}, PhaseEmphasised, "Look at the market"),
        ("track", {"track": "curative"}, TrackSet, "After job loss"),
        ("test", {"instrument": "A test", "tested": "overview"}, AssessmentNoted, "overview"),
    ],
)
async def test_each_small_form_tells_one_thing_that_then_stands_on_the_page(
    deed: str, form: dict[str, str], kind: type, words: str
) -> None:
    async with pages() as service:
        await service.tell([start()])

        empty = await service.send(f"{AT}/{deed}")
        shown = await service.send(f"{AT}/{deed}", **form, command_id=str(uid("form")))
        again = await service.send(f"{AT}/{deed}", **form, command_id=str(uid("form")))

        events = await told(service, kind)
    assert empty.status == 422
    assert 'id="problems"' in empty.html
    assert words in shown.text
    assert shown.path == again.path == f"{AT}?told={deed}"
    assert len(events) == 1


async def test_a_form_that_is_not_right_stands_open_with_all_its_problems() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.send(f"{AT}/agreement", occasion="The ward closed")

    assert shown.status == 422
    assert "There are 2 problems" in shown.text
    assert "The ward closed" in shown.html
    assert 'href="#question"' in shown.html
    assert 'href="#aim"' in shown.html


async def test_a_challenge_is_taken_met_and_may_be_declined() -> None:
    one, other = (
        SetChallenge(happened_on=MONDAY, challenge_id=uid(name), what=name) for name in ("Ring", "Sing")
    )
    async with pages() as service:
        await service.tell([start(), one, other])

        asked = await service.get(AT)
        await service.send(f"{AT}/challenge", challenge_id=str(uid("Ring")), challenge_answer="accepted")
        await service.send(f"{AT}/challenge", challenge_id=str(uid("Sing")), challenge_answer="declined")
        shown = await service.send(f"{AT}/challenge", challenge_id=str(uid("Ring")), challenge_answer="met")

        answers = await told(service, ChallengeAnswered)
    assert "There are 2 challenges to answer." in asked.text
    assert "Finished" in shown.text
    assert [one.answer for one in answers] == ["accepted", "declined", "met"]


@pytest.mark.parametrize(("kept", "word"), [("yes", "done"), ("no", "dropped")])
async def test_a_commitment_is_kept_or_let_go(kept: str, word: str) -> None:
    made = MakeCommitment(happened_on=MONDAY, commitment_id=uid("made"), what="Rewrite it", due=MONDAY)
    async with pages() as service:
        await service.tell([start(), made])

        open_ = await service.get(AT)
        shown = await service.send(f"{AT}/commitment", commitment_id=str(uid("made")), kept=kept)

        settled = await told(service, CommitmentSettled)
    assert "One commitment is still open." in open_.text
    assert "date passed" in open_.text
    assert f"Rewrite it {word}" in shown.text
    assert [one.kept for one in settled] == [kept == "yes"]


async def test_what_the_coach_shared_is_read_and_what_she_kept_to_herself_is_not() -> None:
    notes = [
        WriteNote(happened_on=MONDAY, note_id=uid("shared"), text="You smiled", shared=True),
        WriteNote(happened_on=MONDAY, note_id=uid("own"), text="Ask about the smile"),
    ]
    async with pages() as service:
        await service.tell([start(), *notes])

        shown = await service.get(AT)

    assert "You smiled" in shown.text
    assert "Ask about the smile" not in shown.text


async def test_a_goal_is_reached() -> None:
    async with pages() as service:
        await service.tell([start()])
        await service.send(f"{AT}/goal", goal="Know the pay")
        goal = (await told(service, GoalSet))[0]

        shown = await service.send(f"{AT}/reached", goal_id=str(goal.goal_id))

        reached = await told(service, GoalReached)
    assert "One goal reached" in shown.text
    assert [one.goal_id for one in reached] == [goal.goal_id]


async def test_a_goal_for_a_day_that_is_over_is_refused() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.send(f"{AT}/goal", goal="Know the pay", goal_due="2026-02-01")

    assert shown.status == 422
    assert "This date has passed." in shown.text


async def test_qualities_stand_on_lines_of_their_own_or_with_commas_between_them() -> None:
    async with pages() as service:
        await service.tell([start()])
        await service.send(
            f"{AT}/dream", dream="Keeper", dream_qualities="travel, freedom,the sea\nat 1,5 metres; calm"
        )
        (decoded,) = await told(service, DreamDecoded)

    wordings = [one.wording for one in decoded.qualities]
    assert wordings == ["travel", "freedom", "the sea", "at 1,5 metres", "calm"]


async def test_a_quality_keeps_its_id_from_dream_to_ideal_and_is_found_in_a_role() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse")])
        await service.send(f"{AT}/dream", dream="Keeper", dream_qualities="The sea\n\nwatching  over others")
        await service.send(f"{AT}/ideal", sketch="A quay", sketch_qualities="the sea\nTHE SEA")
        dream, ideal = (await told(service, DreamDecoded))[0], (await told(service, IdealSketched))[0]

        asked = await service.get(AT)
        await service.send(
            f"{AT}/quality",
            quality_id=str(dream.qualities[0].quality_id),
            offered_by=str(uid("nurse")),
        )

        found = await told(service, QualitySeen)
    assert [one.wording for one in dream.qualities] == ["The sea", "watching over others"]
    assert ideal.qualities == dream.qualities[:1]
    assert "In none of your roles yet: something to ask about." in asked.text
    assert [(one.role_id, one.quality_id) for one in found] == [(uid("nurse"), dream.qualities[0].quality_id)]


async def test_a_dream_without_a_quality_and_one_with_too_many_ask_again() -> None:
    many = "\n".join(f"quality {number}" for number in range(13))
    async with pages() as service:
        await service.tell([start()])

        none = await service.send(f"{AT}/dream", dream="Keeper", dream_qualities_offered="yes")
        too_many = await service.send(f"{AT}/dream", dream="Keeper", dream_qualities=many)
        too_long = await service.send(f"{AT}/dream", dream="Keeper", dream_qualities="x" * 201)

    assert "Name at least one quality it stands for." in none.text
    assert "Name at most twelve" in too_many.text
    assert "longer than 200 characters" in too_long.text


async def test_a_story_shows_strengths_and_a_test_points_at_the_same_ones() -> None:
    async with pages() as service:
        await service.tell(with_a_strength())

        await service.send(
            f"{AT}/story", story_title="The flood", story="We moved", story_strengths=[str(uid("calm"))]
        )
        await service.send(f"{AT}/test", instrument="A test", tested="calm in a CRISIS\nOverview")

        story, test = (await told(service, StoryRecorded))[0], (await told(service, AssessmentNoted))[0]
    assert story.strength_ids == (uid("calm"),)
    assert test.strengths[0].strength_id == uid("calm")
    assert [one.wording for one in test.strengths] == ["calm in a CRISIS", "Overview"]


async def test_of_what_was_written_in_private_nothing_is_sent() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.get(AT)
        form = shown.html.split(f'action="{AT}/reflection"')[1].split("</form>")[0]

    assert "<textarea" not in form
    assert 'type="text"' not in form


async def test_strangers_and_deeds_of_no_name_are_not_found() -> None:
    async with pages() as service:
        await service.tell([start()])

        stranger = await service.get(f"/journeys/{uid('stranger')}/about-you")
        deed = await service.send(f"{AT}/dance")

    assert (stranger.status, deed.status) == (404, 404)


async def test_coming_back_to_a_phase_is_said_as_good() -> None:
    phases: tuple[Phase, ...] = ("self", "vision", "self", "market_approach", "self")
    went = [
        EmphasisePhase(happened_on=MONDAY + timedelta(days=on), phase=one) for on, one in enumerate(phases)
    ]
    async with pages() as service:
        await service.tell([start(), *went[:1]])
        once = await service.get(AT)
        await service.tell(went[1:3])
        again = await service.get(AT)
        await service.tell(went[3:])
        often = await service.get(AT)

    assert "You came back to it" not in once.text
    assert "You came back to it once. That is good" in again.text
    assert "You came back to it 2 times. That is good" in often.text


async def test_another_track_brings_its_own_good_endings_at_once() -> None:
    async with pages() as service:
        await service.tell([start(track="curative")])
        before = await service.get(f"/journeys/{MARLOES}/ending")
        await service.send(f"{AT}/track", track="re_integration")
        after = await service.get(f"/journeys/{MARLOES}/ending")

    assert before.html.index('value="new_work"') < before.html.index('value="return_to_work"')
    assert after.html.index('value="return_to_work"') < after.html.index('value="new_work"')


@pytest.mark.parametrize(
    ("name", "whole", "part"),
    [
        ("questions", {"can": "listen", "want": "calm", "move": "ring Ida"}, {"can": "plan"}),
        (
            "agreement",
            {"question": "What suits me?", "aim": "new work", "occasion": "tired"},
            {"question": "What else?", "aim": "work"},
        ),
    ],
)
async def test_what_was_saved_in_another_window_is_not_replaced_unseen(
    name: str, whole: dict[str, str], part: dict[str, str]
) -> None:
    async with pages() as service:
        await service.tell([start()])
        seen_at = (await service.get(AT)).field("seen")
        await service.send(f"{AT}/{name}", seen=seen_at, **whole)

        late = await service.send(f"{AT}/{name}", seen=seen_at, **part)
        knowing = await service.send(f"{AT}/{name}", seen=late.field("seen"), **part)

    assert late.status == 422
    assert "in another window" in late.text
    assert knowing.status == 200
