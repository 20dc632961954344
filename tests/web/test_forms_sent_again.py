"""Every form that is sent again on a later day, as by a phone that was out of reach, is answered like the first time."""

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

import service.web
from domain.aggregate import CommandBatch
from domain.journey.commands.agreements import MakeCommitment, SetChallenge
from domain.journey.commands.answers import PlanFollowUp, RecordAnswer
from domain.journey.commands.consents import GiveConsent
from domain.journey.commands.endings import PlanAfterCare
from domain.journey.commands.experiment_outcomes import RunExperiment
from domain.journey.commands.feedback import RequestFeedback
from domain.journey.commands.pitches import RevisePitch
from domain.journey.commands.quests import OfferQuest
from domain.journey.commands.roles import LinkRole
from domain.journey.commands.sight import GrantSight
from domain.journey.commands.stories import ReachGoal, SetGoal
from domain.journey.commands.vision import DecodeDream, QualityInput
from domain.journey.events.agreements import ChallengeSet
from domain.journey.events.stories import GoalSet
from domain.journey.events.weeks import monday_of
from service.application.aggregates import stream_id
from service.system_ids import LOCAL_ACTOR, LOCAL_TENANT
from service.web.about_you.forms import ABOUT_YOU_FORMS
from service.web.agenda.forms import AGENDA_FORMS
from service.web.coach_client.alert_forms import ALERT_FORMS
from service.web.coach_client.check_in_forms import CHECK_IN_FORMS
from service.web.coach_client.offer_forms import OFFER_FORMS
from service.web.desk.forms import DESK_FORMS
from service.web.ending.forms import CARE_FORMS, ENDING_FORMS
from service.web.experiments.forms import EXPERIMENT_FORMS
from service.web.form_submission import Form
from service.web.game.forms import GAME_FORMS
from service.web.log.forms import LOG_FORMS
from service.web.near_roles.forms import NEAR_ROLE_FORMS
from service.web.people.forms import PEOPLE_FORMS, PERSON_FORMS
from service.web.pitch.forms import PITCH_FORMS
from service.web.privacy.forms import PRIVACY_FORMS
from service.web.profile.forms import ROLE_FORMS
from service.web.profile.new_item_forms import GAP_FORMS, NEW_ITEM_FORMS
from service.web.profile.unknown_roles import UNKNOWN_ROLE_FORMS
from service.web.programmes.forms import OPENING_FORMS, PROGRAMME_FORMS
from service.web.refusals.call_forms import CALL_FORMS
from service.web.refusals.forms import REFUSAL_FORMS
from service.web.reveal.forms import REVEAL_FORMS
from service.web.role_atlas.forms import ROLE_ATLAS_FORMS
from service.web.role_atlas.outlook import outlook_key
from service.web.studies.forms import STUDY_FORMS
from service.web.week.close_forms import CLOSE_FORMS
from service.web.week.forms import WEEK_FORMS
from service.web.week.plan_forms import PLAN_FORMS
from tests.web.atlas_in_memory import SMALL_OUTLOOK
from tests.web.coached import coached
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, NOON, day, discover, entries, met, outcome, plan, start, uid

AT, CLIENT = f"/journeys/{MARLOES}", f"/clients/{MARLOES}"
TODAY = NOON.date()
MONDAY = monday_of(TODAY)
SILENT_ON = TODAY - timedelta(days=28)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
LATER = timedelta(days=5)
"""Monday of the next week: what was due tomorrow is over by then."""

RISK = f"{AT}/profile/roles/{uid('risk manager')}"
NURSE = f"{AT}/profile/roles/{uid('practice nurse')}"
GAP = f"{AT}/profile/gaps/{uid('certificate')}"
REFUSED, OPEN = f"{AT}/refusals/{uid('refused')}", f"{AT}/refusals/{uid('unanswered')}"
BRAM, INGRID = str(uid("Bram")), str(uid("Ingrid"))

PARAMETER = re.compile(r"\{[^}]*\}")
Fields = dict[str, str]
Row = tuple[Mapping[str, Form[Any]], str, str, Fields]
"""A table of forms, the form's name in it, where it is sent to, and what is filled in."""


def whole_journey() -> list[Any]:
    """A journey in which each of the forms has something to be about."""
    on = day(7)
    return [
        *coached(),
        discover("pilot", found="coach", starting_appeal=None),
        LinkRole(happened_on=on, role_id=uid("practice nurse"), isco_group="2221", occupation_id="nurse"),
        RevisePitch(happened_on=on, pitch_id=uid("pitch"), wording="I stay calm"),
        plan("run", "conversation", "practice nurse", TODAY, contact=met("Karin")),
        RunExperiment(happened_on=TODAY, experiment_id=uid("run")),
        plan("unanswered", "application", "risk manager", on),
        *outcome("unanswered", on),
        plan("silent", "application", "risk manager", SILENT_ON),
        *outcome("silent", SILENT_ON),
        plan("offered", "application", "risk manager", on),
        *outcome("offered", on),
        RecordAnswer(happened_on=YESTERDAY, experiment_id=uid("offered"), answer="offer"),
        plan("refused", "interview", "practice nurse", on),
        *outcome("refused", on),
        RecordAnswer(
            happened_on=YESTERDAY,
            experiment_id=uid("refused"),
            answer="rejected_after_interview",
            close=False,
        ),
        plan("asked", "interview", "practice nurse", on),
        *outcome("asked", on),
        RecordAnswer(
            happened_on=on, experiment_id=uid("asked"), answer="rejected_after_interview", close=False
        ),
        RequestFeedback(happened_on=on, experiment_id=uid("asked"), channel="phone"),
        PlanFollowUp(
            happened_on=on, follow_up_id=uid("again"), experiment_id=uid("rung"), due=TODAY, what="Ask Ida"
        ),
        MakeCommitment(happened_on=on, commitment_id=uid("promise"), what="write to Hugo", due=TOMORROW),
        SetChallenge(
            happened_on=on, challenge_id=uid("offered dare"), what="ring two strangers", due=TOMORROW
        ),
        PlanAfterCare(
            happened_on=on, after_care_id=uid("asked how it is"), due=TODAY, what="Is it what you expected?"
        ),
        SetGoal(happened_on=on, goal_id=uid("goal"), wording="know the pay"),
        DecodeDream(
            happened_on=on,
            dream_id=uid("dream"),
            dream="Keeper",
            qualities=(QualityInput(quality_id=uid("sea"), wording="the sea"),),
        ),
        OfferQuest(happened_on=on, quest="ask_the_odds"),
        GrantSight(happened_on=on, reader_id=uid("Ingrid"), reader="ally", name="Ingrid", scope="progress"),
        GiveConsent(happened_on=on, consent_id=uid("consent"), purpose="research", wording=1),
    ]


OF_AFTER_CARE: Fields = {"journey_id": str(MARLOES), "after_care_id": str(uid("asked how it is"))}
ROWS: tuple[Row, ...] = (
    *(
        (ABOUT_YOU_FORMS, name, f"{AT}/about-you/{name}", fields)
        for name, fields in {
            "agreement": {"question": "What next?", "aim": "New work"},
            "questions": {"can": "Listen", "want": "Calm"},
            "value": {"value": "Being useful"},
            "phase": {"phase": "market_approach"},
            "track": {"track": "curative"},
            "dream": {"dream": "Baker", "dream_qualities": "bread\nthe sea"},
            "ideal": {"sketch": "By the water", "sketch_qualities": "air"},
            "quality": {"quality_id": str(uid("sea")), "offered_by": str(uid("risk manager"))},
            "story": {"story_title": "The flood", "story": "We moved"},
            "goal": {"goal": "Know the way", "goal_due": str(TOMORROW)},
            "reached": {"goal_id": str(uid("goal"))},
            "reflection": {"theme": "notice"},
            "insight": {"insight": "I like audits"},
            "condition": {"condition": "No nights"},
            "test": {"instrument": "A test", "tested": "overview"},
            "challenge": {"challenge_id": str(uid("offered dare")), "challenge_answer": "accepted"},
            "commitment": {"commitment_id": str(uid("promise")), "kept": "yes"},
        }.items()
    ),
    *(
        (AGENDA_FORMS, name, f"{AT}/agenda/{name}/{uid(about)}", fields)
        for name, about, fields in (
            ("follow-up", "again", {"conclusion": "A place in May", "on": str(TODAY), "channel": "phone"}),
            ("ring", "unanswered", {}),
            ("promise", "promise", {"kept": "no"}),
            ("challenge", "offered dare", {"answer": "met"}),
            ("goal", "goal", {}),
        )
    ),
    (
        EXPERIMENT_FORMS,
        "conclusion",
        f"{AT}/experiments/{uid('run')}/conclusion",
        {"conclusion": "So", "next_step": "Ask", "next_due": str(TOMORROW)},
    ),
    (EXPERIMENT_FORMS, "learned", f"{AT}/experiments/{uid('rung')}/learned", {"strength": "asks on"}),
    (EXPERIMENT_FORMS, "accept", f"{AT}/experiments/{uid('offered')}/accept", {}),
    (EXPERIMENT_FORMS, "decline", f"{AT}/experiments/{uid('offered')}/decline", {"why": "Too far"}),
    (EXPERIMENT_FORMS, "time", f"{AT}/experiments/{uid('offered')}/time", {"answer_by": str(TOMORROW)}),
    (
        EXPERIMENT_FORMS,
        "follow-up",
        f"{AT}/experiments/{uid('rung')}/follow-up",
        {"what": "Ask how it went", "due": str(TOMORROW)},
    ),
    *(
        (GAME_FORMS, name, f"{AT}/game/{name}", fields)
        for name, fields in {
            "take": {"quest": "walk_a_day"},
            "decline": {"quest": "walk_a_day"},
            "drop": {"quest": "walk_a_day"},
            "off": {},
        }.items()
    ),
    *(
        (ENDING_FORMS, name, f"{AT}/ending/{name}", fields)
        for name, fields in {
            "ended": {
                "ending": "education",
                "ended_on": str(TODAY),
                "ending_note": "In September I start",
            },
            "proposed": {
                "care": "two_weeks",
                "care_date-two_weeks": str(TOMORROW),
                "care_question-two_weeks": "Is it what you expected?",
            },
            "care": {"care_date": str(TOMORROW), "care_question": "How is it there?"},
        }.items()
    ),
    *(
        (CARE_FORMS, name, f"{AT}/ending/{name}/{uid('asked how it is')}", fields)
        for name, fields in {
            "answer": {"answer": "Better than I feared", "trust": "8"},
            "later": {},
            "moved": {"moved_date": str(TOMORROW), "moved_question": "And the pay?"},
            "dropped": {},
        }.items()
    ),
    (
        PEOPLE_FORMS,
        "add",
        f"{AT}/people/add",
        {"name": "Olav", "closeness": "weak", "employer": "Havenzicht"},
    ),
    (PEOPLE_FORMS, "introduction", f"{AT}/people/introduction", {"introduced": BRAM}),
    (PEOPLE_FORMS, "lead", f"{AT}/people/lead", {"lead": "A place in May", "channel": "phone"}),
    (PERSON_FORMS, "phone", f"{AT}/people/{BRAM}/phone", {"phone": "031-390 06 12"}),
    (PERSON_FORMS, "card", f"{AT}/people/{BRAM}/card", {"how_to_help": "Ask whom I met"}),
    *(
        (PITCH_FORMS, name, f"{AT}/pitch/{name}", fields)
        for name, fields in {
            "version": {"wording": "Calm in a crisis", "follows": str(uid("pitch"))},
            "landed": {"tried_step": str(uid("run")), "tried_pitch": str(uid("pitch")), "landed": "7"},
            "sent": {"sent_step": str(uid("unanswered")), "cv": "Energy 1", "sent_pitch": str(uid("pitch"))},
            "seen": {"seen_step": str(uid("run")), "seen_by": "The head of the ward"},
        }.items()
    ),
    *(
        (PRIVACY_FORMS, name, f"{AT}/data/{name}", fields)
        for name, fields in {
            "sight": {"name": "Karin", "reader": "ally", "scope": "profile", "until": str(TOMORROW)},
            "change": {"reader_id": INGRID, f"scope-{INGRID}": "profile"},
            "withdraw": {"reader_id": INGRID},
            "consent": {"purpose": "coaching"},
            "take-back": {"consent_id": str(uid("consent"))},
            "plan": {"weekly_goal": "3", "programme_end": "2026-08-31", "locale": "nl"},
            "trust": {"trust": "7"},
            "asking": {"ask_trust": "no"},
        }.items()
    ),
    *(
        (ROLE_FORMS, name, f"{RISK}/{name}", fields)
        for name, fields in {
            "dispute": {"why": "They only take bankers", "own_reach": "3"},
            "scores": {f"score-{uid('pay')}": "4"},
            "park": {"park_reason": "Too far from people"},
            "block": {"block_reason": "No nights"},
            "distance": {"distance": "near"},
            "link": {"atlas_link": "2263"},
            "market": {
                "market_signal": "vacancies_many",
                "market_source": "The forecast of the agency",
                "market_published": str(YESTERDAY),
                "market_address": "https://example.org/forecast",
            },
        }.items()
    ),
    (ROLE_FORMS, "reopen", f"{AT}/profile/roles/{uid('teacher')}/reopen", {}),
    (ROLE_ATLAS_FORMS, "skill", f"{NURSE}/skill", {"skill_id": "stay-calm", "standing": "has"}),
    (ROLE_ATLAS_FORMS, "outlook", f"{NURSE}/outlook", {"outlook": outlook_key(SMALL_OUTLOOK)}),
    *(
        (UNKNOWN_ROLE_FORMS, name, f"{AT}/profile/unknown-roles/{name}", {"role_id": str(uid("pilot"))})
        for name in ("keep", "pass")
    ),
    *(
        (
            NEAR_ROLE_FORMS,
            "answer",
            f"{AT}/profile/near-roles/answer",
            {"occupation_id": "dispatcher", "distance": "far", "answer": answer},
        )
        for answer in ("keep", "plan", "pass")
    ),
    (GAP_FORMS, "gap", GAP, {"decision": "close", "how": "A course", "due": str(TOMORROW)}),
    (GAP_FORMS, "closed", f"{GAP}/closed", {}),
    (NEW_ITEM_FORMS, "role", f"{AT}/profile/new-role", {"role": "gardener", "role_distance": "far"}),
    (NEW_ITEM_FORMS, "criterion", f"{AT}/profile/new-criterion", {"wording": "A short way to work"}),
    *(
        (REFUSAL_FORMS, name, f"{REFUSED}/{name}", fields)
        for name, fields in {
            "leave": {},
            "pause": {},
            "ask": {"channel": "phone", "asked_on": str(TODAY)},
            "change": {"change": "Ring before writing"},
            "papers": {"until": str(TOMORROW)},
            "knock": {"due": str(TOMORROW), "what": "Ring again"},
            "knocked": {"knock_channel": "phone", "knocked_on": str(TODAY), "knock_conclusion": "In May"},
        }.items()
    ),
    (
        REFUSAL_FORMS,
        "feedback",
        f"{AT}/refusals/{uid('asked')}/feedback",
        {"usable": "no", "scope": "post", "heard_on": str(TODAY)},
    ),
    *(
        (CALL_FORMS, name, f"{REFUSED}/{address}", fields)
        for name, address, fields in (
            (
                "call",
                "call",
                {
                    "heard_competence": "not_enough",
                    "competence": "audits",
                    "use_competence": "gap",
                    "heard_requirements": "not_enough",
                    "requirements": "a course",
                    "use_requirements": "pitch",
                    "pitch": "Calm in a crisis",
                    "kept": "date",
                    "kept_until": str(TOMORROW),
                    "again": "yes",
                    "again_on": str(TOMORROW),
                    "change": "Ring before writing",
                },
            ),
            ("missed", "call/missed", {"missed_when": "date", "missed_on": str(TOMORROW)}),
            ("later", "call/later", {"later_when": "date", "later_on": str(TOMORROW)}),
            ("phone", "call/phone", {"who": "Ida", "phone": "031-390 06 12"}),
        )
    ),
    (REVEAL_FORMS, "verdict", f"{AT}/steps/{uid('first talk')}/verdict", {"verdict": "held_up"}),
    (REFUSAL_FORMS, "silence", f"{AT}/refusals/{uid('silent')}/silence", {}),
    (REFUSAL_FORMS, "answer", f"{OPEN}/answer", {"answer": "invited", "answered_on": str(TODAY)}),
    (
        LOG_FORMS,
        "logged",
        f"{AT}/log",
        {
            "kind": "desk_research",
            "happened": "run",
            "on": str(TODAY),
            "conclusion": "So",
            "next_step": "Ask",
            "next_due": str(TODAY),
        },
    ),
    (
        LOG_FORMS,
        "logged",
        f"{AT}/log",
        {"plan": str(uid("interview")), "conclusion": "So", "next_step": "Ask"},
    ),
    *(
        (WEEK_FORMS, name, f"{AT}/week/{name}", fields)
        for name, fields in {
            "intention": {"intention": "Two calls"},
            "order": {},
            "goal": {"weekly_goal": "3"},
            "rest": {"reason": "Flu", "remind_of": str(uid("interview"))},
            "drop": {"experiment_id": str(uid("interview"))},
            "park": {"role_id": str(uid("practice nurse"))},
            "energy": {"energy": "6"},
            "trust": {"trust": "7"},
            "asking": {"ask_trust": "no"},
            "choice": {"choice": f"{uid('calm')}.{uid('pay')}"},
            "verdict": {"experiment_id": str(uid("first talk")), "verdict": "held_up"},
            "challenge": {"challenge_id": str(uid("offered dare")), "answer": "accepted"},
            "take": {"quest": "walk_a_day"},
            "decline": {"quest": "ask_the_odds"},
        }.items()
    ),
    (
        CLOSE_FORMS,
        "closed",
        f"{AT}/week/close",
        {
            "monday": str(MONDAY),
            "conclusion": "Calls go well",
            "energy": "6",
            "first": "hirer",
            "missing": str(uid("run")),
            f"conclusion-{uid('run')}": "So",
            "drop": f"park.{uid('practice nurse')}",
            f"reason-{uid('practice nurse')}": "Suggested three times, never tried",
        },
    ),
    (
        PLAN_FORMS,
        "planned",
        f"{AT}/plan",
        {
            "kind": "job_shadow",
            "role": "risk manager",
            "planned_for": str(TODAY),
            "expected": "5",
            "five_tries": "perhaps",
            "hypothesis": "They only want bankers",
            "dread_before": "6",
            "feared": "They laugh",
        },
    ),
    (ALERT_FORMS, "acted", f"{CLIENT}/alerts/acknowledge", {"rule": "silence", "move_silence": "Rang"}),
    (ALERT_FORMS, "snoozed", f"{CLIENT}/alerts/snooze", {"rule": "silence"}),
    (
        CHECK_IN_FORMS,
        "talked",
        f"{CLIENT}/talks",
        {"conclusion": "One call first", "what_2": "ring Bram", "due_2": str(TOMORROW)},
    ),
    (
        CHECK_IN_FORMS,
        "withdrawn",
        f"{CLIENT}/talks/withdraw",
        {"check_in_id": str(uid("second talk with the coach"))},
    ),
    (
        CHECK_IN_FORMS,
        "settled",
        f"{CLIENT}/commitments/settle",
        {"commitment_id": str(uid("promise")), "kept": "yes"},
    ),
    (CHECK_IN_FORMS, "written", f"{CLIENT}/notes", {"text": "Ask about sleep.", "readers": "self"}),
    (CHECK_IN_FORMS, "written_shared", f"{CLIENT}/notes", {"text": "Ask about work.", "readers": "both"}),
    (CHECK_IN_FORMS, "written_deputy", f"{CLIENT}/notes", {"text": "Ask when.", "readers": "deputy"}),
    (CHECK_IN_FORMS, "shared", f"{CLIENT}/notes/share", {"note_id": str(uid("private"))}),
    (CHECK_IN_FORMS, "stance", f"{CLIENT}/stance", {"stance": "sales_manager"}),
    (OFFER_FORMS, "offered", f"{CLIENT}/suggestions", {"steps": f"{uid('practice nurse')}.conversation"}),
    (OFFER_FORMS, "challenged", f"{CLIENT}/challenges", {"what": "ring a stranger", "due": str(TOMORROW)}),
    (
        OFFER_FORMS,
        "care",
        f"{CLIENT}/after-care",
        {"care_date": str(TOMORROW), "care_question": "Is it what you expected?"},
    ),
    (OFFER_FORMS, "quest", f"{CLIENT}/quests", {"quest": "the_other_side"}),
    (OFFER_FORMS, "discovered", f"{CLIENT}/discoveries", {"title": "Dike warden", "distance": "far"}),
    (DESK_FORMS, "seen", "/desk/acknowledge", {"journey_id": str(MARLOES), "rule": "silence"}),
    (
        DESK_FORMS,
        "aside",
        "/desk/snooze",
        {"journey_id": str(MARLOES), "rule": "silence", "until": str(TOMORROW)},
    ),
    (DESK_FORMS, "session", "/desk/session", {"journey_id": str(MARLOES), "minutes": "20"}),
    (DESK_FORMS, "challenge", "/desk/challenge", {"journey_id": str(MARLOES), "what": "ring a stranger"}),
    (DESK_FORMS, "quest", "/desk/quest", {"journey_id": str(MARLOES), "quest": "the_other_side"}),
    (DESK_FORMS, "message", "/desk/message", {"journey_id": str(MARLOES), "rule": "silence"}),
    (DESK_FORMS, "heard", "/desk/after-care", OF_AFTER_CARE | {"answer": "She likes it"}),
    (DESK_FORMS, "asked", "/desk/after-care/asked", OF_AFTER_CARE | {"again_on": str(TOMORROW)}),
)
GOAL_ENTRY = next(one.number for one in entries(whole_journey()) if isinstance(one.event, GoalSet))
CHALLENGE_ENTRY = next(one.number for one in entries(whole_journey()) if isinstance(one.event, ChallengeSet))
OTHER_ROWS: tuple[tuple[str, Fields], ...] = (
    (
        "/start",
        {"called": "Jo", "track": "preventive", "time_zone": "Europe/Oslo", "programme_end": str(TOMORROW)},
    ),
    (
        f"{AT}/entries/2",
        {
            "happened_on": "2026-01-12",
            "title": "schoolmaster",
            "distance": "near",
            "found": "intake",
            "starting_appeal": "6",
        },
    ),
    (f"{AT}/entries/{GOAL_ENTRY}/back", {}),
    ("/desk/seen", {"position": "1"}),
    ("/desk/unseen", {"marking": str(uid("marking"))}),
    ("/desk/undo", {"journey_id": str(MARLOES), "entry": str(CHALLENGE_ENTRY)}),
    ("/desk/discoveries", {"title": "Harbour pilot", "distance": "far", "journey_id": str(MARLOES)}),
)
"""Forms that are in no table."""
OFFER: Fields = {"name": "Onward", "tracks": "preventive", "languages": "nl", "time_zone": "Europe/Oslo"}
IN_TESTS_OF_THEIR_OWN = (
    *OPENING_FORMS.values(),
    *PROGRAMME_FORMS.values(),
    GAME_FORMS["on"],
    WEEK_FORMS["reserve"],
    PRIVACY_FORMS["deputy"],
    PRIVACY_FORMS["deputy-end"],
    PRIVACY_FORMS["study"],
    *STUDY_FORMS.values(),
    NEAR_ROLE_FORMS["undo"],
    ROLE_ATLAS_FORMS["uncounted"],
    ROLE_ATLAS_FORMS["skills"],
    ROLE_FORMS["unlink"],
    NEAR_ROLE_FORMS["undo"],
)


def tables() -> Iterator[Mapping[str, Form[Any]]]:
    """The tables of forms of all pages."""
    for module in pkgutil.walk_packages(service.web.__path__, "service.web."):
        for found in vars(importlib.import_module(module.name)).values():
            if isinstance(found, Mapping) and found and isinstance(next(iter(found.values())), Form):
                yield found


async def events_after_each(
    service: Pages, address: str, fields: Fields, form: str = "form"
) -> tuple[list[str], list[int]]:
    """Where a form leads when it is sent, and sent again on a later day, and how many events there are then."""
    paths, counts = [], []
    for moment in (NOON, NOON + LATER):
        service.clock.now = moment
        shown = await service.send(address, **fields, command_id=str(uid(form)))
        assert shown.status == 200, shown.text
        paths.append(shown.path)
        counts.append(len(await service.entries()))
        if address.startswith((AT, CLIENT)):
            assert shown.must_know == counts[0], "the page it leads to must know what it recorded"
    return paths, counts


@pytest.mark.parametrize(
    ("forms", "name", "address", "fields"),
    ROWS,
    ids=[f"{one[1]} {one[2].rpartition(str(MARLOES))[2]}" for one in ROWS],
)
async def test_a_form_sent_again_later_is_answered_like_the_first(
    forms: Mapping[str, Form[Any]], name: str, address: str, fields: Fields
) -> None:
    async with pages() as service:
        await service.tell(whole_journey())
        before = len(await service.entries())

        paths, counts = await events_after_each(service, address, fields)

    assert name in forms
    assert paths[0] == paths[1]
    assert before < counts[0] == counts[1]


@pytest.mark.parametrize(("address", "fields"), OTHER_ROWS)
async def test_so_is_a_form_of_no_table(address: str, fields: Fields) -> None:
    async with pages() as service:
        await service.tell(whole_journey())

        paths, counts = await events_after_each(service, address, fields)

    assert paths[0] == paths[1]
    assert counts[0] == counts[1]


async def test_so_is_the_form_that_switches_the_game_on_again() -> None:
    async with pages() as service:
        await service.tell(whole_journey())
        await service.send(f"{AT}/game/off")

        paths, counts = await events_after_each(service, f"{AT}/game/on", {})

    assert (paths[0], counts[0]) == (paths[1], counts[1])


async def test_so_is_the_form_that_uses_a_reserve_week_for_a_week_without_a_step() -> None:
    async with pages() as service:
        await service.tell([start(happened_on=MONDAY - timedelta(weeks=1))])

        paths, counts = await events_after_each(service, f"{AT}/week/reserve", {})

    assert paths[0] == paths[1]
    assert counts == [2, 2]


async def test_so_are_the_forms_of_a_programme() -> None:
    async with pages() as service:
        await service.tell(whole_journey())

        opened, _ = await events_after_each(service, "/programmes", OFFER)
        programme, _, _ = opened[0].partition("?")
        led = [
            (await events_after_each(service, f"{programme}/{name}", fields, name))[0]
            for name, fields in (
                ("adjust", OFFER | {"name": "Forward"}),
                ("enrol", {"journey_id": str(MARLOES)}),
                ("end", {"ended_id": str(MARLOES), "ending": "new_work"}),
            )
        ]

    assert opened[0] == opened[1]
    assert [first for first, _ in led] == [again for _, again in led]


@pytest.mark.parametrize("page", ["week", "about-you", "profile", "agenda"])
async def test_no_two_forms_of_a_page_pass_for_one(page: str) -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse"), discover("baker")])
        shown = await service.get(f"{AT}/{page}")
        refused = await service.send(f"{AT}/week/goal", weekly_goal="9")
    for html in (shown.html, refused.html):
        sent_under = re.findall(r'name="command_id" value="([^"]+)"', html)
        assert len(set(sent_under)) == len(sent_under)


def test_every_form_is_tried() -> None:
    known = {id(form) for table in tables() for form in table.values()}
    tried = {id(forms[name]) for forms, name, _, _ in ROWS}

    assert known - tried == {id(one) for one in IN_TESTS_OF_THEIR_OWN}


WITHOUT_COMMANDS = {
    "/a/{secret:str}",
    "/language",
    "/s/{secret:str}",
    "/journeys/{journey_id:uuid}/ask/{purpose:str}/{about_id:uuid}",
    "/journeys/{journey_id:uuid}/ask/{purpose:str}/{about_id:uuid}/withdraw",
    "/journeys/{journey_id:uuid}/replies/{link_id:uuid}/discard",
    "/journeys/{journey_id:uuid}/replies/{link_id:uuid}/later",
    "/people/invitations",
    "/people/invitations/{invitation_id:uuid}/{what:str}",
    "/people/requests/{request_id:uuid}/{what:str}",
    "/people/{person_id:uuid}/{what:str}",
    "/settings/name",
    "/settings/retention",
    "/journeys/{journey_id:uuid}/agenda/feed",
    "/journeys/{journey_id:uuid}/agenda/feed/alarms",
    "/journeys/{journey_id:uuid}/agenda/feed/off",
    "/journeys/{journey_id:uuid}/agenda/weekly",
    "/journeys/{journey_id:uuid}/agenda/weekly/off",
    "/journeys/{journey_id:uuid}/data/restriction",
    "/journeys/{journey_id:uuid}/data/study-later",
    "/journeys/{journey_id:uuid}/data/lifting",
    "/journeys/{journey_id:uuid}/data/erase",
    "/journeys/{journey_id:uuid}/data/keeping",
    "/journeys/{journey_id:uuid}/people/{contact_id:uuid}/forget",
    "/journeys/{journey_id:uuid}/entries/{number:int}/removal",
}
"""Addresses whose forms record no command."""
ELSEWHERE = {
    "/desk/cover",
    "/desk/cover/end",
    "/journeys/{journey_id:uuid}/ask/{purpose:str}/{about_id:uuid}/sent",
    "/journeys/{journey_id:uuid}/data/coach",
    "/journeys/{journey_id:uuid}/replies/{link_id:uuid}/keep",
    "/programmes",
    "/programmes/{programme_id:uuid}/{what:str}",
    "/studies",
    "/studies/{study_id:uuid}/analyses",
    "/studies/{study_id:uuid}/analyses/{analysis_id:uuid}/{decision:str}",
    "/studies/{study_id:uuid}/data",
    "/studies/{study_id:uuid}/data/{export_id:uuid}/cancel",
    "/studies/{study_id:uuid}/{form_name:str}",
}
"""With accounts, in `test_privacy_page.py`, `test_deputies.py`, `reply_links/`, and those of studies, analyses and exports; and above."""


async def test_every_address_of_a_form_is_tried() -> None:
    async with pages() as service:
        assert service.app
        taking = {one.path for one in service.app.routes if "POST" in getattr(one, "methods", ())}
    sent = [*(address for _, _, address, _ in ROWS), *(address for address, _ in OTHER_ROWS)]
    tried = {
        path
        for path in taking
        if any(re.fullmatch(PARAMETER.sub("[^/]+", path), address) for address in sent)
    }

    assert taking - tried == WITHOUT_COMMANDS | ELSEWHERE


async def test_the_same_fields_at_another_address_are_another_form() -> None:
    async with pages() as service:
        await service.tell(
            [*whole_journey(), SetGoal(happened_on=TODAY, goal_id=uid("other"), wording="rest")]
        )
        form = {"command_id": str(uid("form"))}

        first = await service.send(f"{AT}/agenda/goal/{uid('goal')}", **form)
        other = await service.send(f"{AT}/agenda/goal/{uid('other')}", **form)

    assert first.status == 200
    assert (other.status, "This form was already saved and then changed." in other.text) == (422, True)


async def test_a_form_that_an_earlier_version_knew_by_its_commands_is_recognized() -> None:
    async with pages() as service:
        await service.tell(whole_journey())
        reached = ReachGoal(happened_on=TODAY, goal_id=uid("goal"))
        batch = CommandBatch.of(uid("form"), [reached])
        await service.journeys.commands.execute(stream_id(LOCAL_TENANT, MARLOES), [batch], LOCAL_ACTOR)
        before = len(await service.entries())

        shown = await service.send(f"{AT}/agenda/goal/{uid('goal')}", command_id=str(uid("form")))

        assert len(await service.entries()) == before
    assert shown.path == f"{AT}/agenda?told=goal"
