"""Example requests of one journey and its programme, by group of commands; each can be sent as it stands, in this order."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any


def _id(number: int) -> str:
    return f"0198c0de-0000-7000-8000-{number:012d}"


JOURNEY, PROGRAMME = _id(901), _id(902)
ROLE, OTHER_ROLE, TALK, APPLICATION = _id(11), _id(12), _id(21), _id(22)
CALM, PAY, STRENGTH, GAP = _id(31), _id(32), _id(33), _id(34)
PITCH, ANOUK, COACH, QUALITY = _id(41), _id(42), _id(43), _id(44)


def _body(number: int, *commands: dict[str, Any]) -> dict[str, Any]:
    return {"command_id": _id(number), "commands": list(commands)}


def _command(tag: str, happened_on: str, /, **fields: Any) -> dict[str, Any]:
    return {"type": tag, "happened_on": happened_on, **fields}


COURSE = _body(
    1,
    _command(
        "StartJourney",
        "2026-01-12",
        called="Marloes",
        track="preventive",
        locale="nl-NL",
        time_zone="Europe/Amsterdam",
        weekly_goal=2,
        programme_end="2026-07-10",
    ),
    _command("EmphasisePhase", "2026-01-12", phase="market_exploration"),
)
ROLES = _body(
    2,
    _command(
        "DiscoverRole",
        "2026-01-12",
        role_id=ROLE,
        title="risk manager in healthcare",
        distance="far",
        found="intake",
        starting_appeal=6,
    ),
    _command("DiscoverRole", "2026-01-13", role_id=OTHER_ROLE, title="teacher of nursing", distance="near"),
    _command(
        "NoteMarketSignal",
        "2026-01-13",
        signal_id=_id(13),
        role_id=ROLE,
        signal="market_growing",
        published="2025-12-01",
        source="labour market forecast to 2030",
    ),
)
PORTRAIT = _body(
    3,
    _command(
        "AgreeIntake",
        "2026-01-12",
        question="What else can a nurse do after nineteen years?",
        aim="Two or three kinds of work that were tried out, and one of them begun.",
    ),
    _command(
        "DecodeDream",
        "2026-01-12",
        dream_id=_id(45),
        dream="Harbour pilot.",
        qualities=[{"quality_id": QUALITY, "wording": "guiding others through danger"}],
    ),
    _command(
        "SetGoal", "2026-01-12", goal_id=_id(46), wording="Three talks with strangers", due="2026-02-15"
    ),
)
NETWORK = _body(
    4,
    _command(
        "AddContact", "2026-01-13", contact_id=ANOUK, name="Anouk", tie="weak", relation="a friend's sister"
    ),
    _command(
        "InviteAlly",
        "2026-01-13",
        contact_id=ANOUK,
        how_to_help="Ask me on Fridays whom I met, not what I found.",
    ),
    _command(
        "NoteLead",
        "2026-01-13",
        lead_id=_id(47),
        channel="network",
        what="they look for somebody",
        role_id=ROLE,
    ),
)
PITCHES = _body(
    5,
    _command(
        "RevisePitch",
        "2026-01-13",
        pitch_id=PITCH,
        wording="I saw what goes wrong on wards, and I can write it down.",
    ),
)
WEEKS = _body(
    6, _command("PlanWeek", "2026-01-13", monday="2026-01-12", intention="one talk, one application")
)
EXPERIMENTS = _body(
    7,
    _command(
        "PlanExperiment",
        "2026-01-14",
        experiment_id=TALK,
        kind="conversation",
        role_id=ROLE,
        hypothesis="I would like the investigating.",
        tests=["appeal", "odds"],
        forecast={"appeal": 6},
        plan={"when": "Friday at ten", "where": "at her office"},
        dread_before=6,
        contact={"contact_id": ANOUK, "tie": "weak", "in_role": True},
    ),
    _command("RunExperiment", "2026-01-16", experiment_id=TALK, hours=1, dread_after=2),
    _command(
        "ConcludeExperiment",
        "2026-01-16",
        experiment_id=TALK,
        conclusion="More writing than I thought, and I would like that.",
        learned={"appeal": 8, "odds": [{"signal": "fresh_outsider"}]},
        next_step={"what": "apply at the hospital", "due": "2026-01-20"},
    ),
    _command("PlanExperiment", "2026-01-17", experiment_id=APPLICATION, kind="application", role_id=ROLE),
    _command("RunExperiment", "2026-01-17", experiment_id=APPLICATION),
)
EVIDENCE = _body(
    8,
    _command(
        "RecordEvidence",
        "2026-01-16",
        experiment_id=TALK,
        learned={
            "tradeoffs": [
                {
                    "winner": {"criterion_id": CALM, "wording": "calm"},
                    "loser": {"criterion_id": PAY, "wording": "pay"},
                    "met_in_reality": True,
                }
            ],
            "strengths": [
                {"strength_id": STRENGTH, "wording": "stays calm", "hidden": True, "witness": "contact"}
            ],
            "gaps": [{"gap_id": GAP, "wording": "a course in audits", "closable": True}],
        },
    ),
    _command("DecideGap", "2026-01-17", gap_id=GAP, decision="close", how="evening course", due="2026-05-01"),
    _command(
        "JudgeSkill",
        "2026-01-17",
        skill_id="audit-techniques",
        title="carry out an audit",
        standing="not_yet",
        evidence={"kind": "gap", "id": GAP},
    ),
)
APPROACHES = _body(
    9,
    _command(
        "NotePapersSent", "2026-01-17", experiment_id=APPLICATION, pitch_id=PITCH, cv="January, two pages"
    ),
    _command("RecordAnswer", "2026-01-30", experiment_id=APPLICATION, answer="rejected_unseen"),
    _command("PauseAfterRefusal", "2026-01-30", experiment_id=APPLICATION),
    _command("RequestFeedback", "2026-02-02", experiment_id=APPLICATION, channel="phone"),
    _command(
        "ReceiveFeedback",
        "2026-02-02",
        experiment_id=APPLICATION,
        usable=True,
        points={"requirements": "they wanted audit experience"},
    ),
    _command(
        "ConcludeRefusal", "2026-02-02", experiment_id=APPLICATION, change="name the audits I sat in on"
    ),
    _command("KeepOnFile", "2026-02-02", experiment_id=APPLICATION, until="2026-08-01"),
    _command(
        "PlanFollowUp",
        "2026-02-02",
        follow_up_id=_id(48),
        experiment_id=APPLICATION,
        due="2026-02-20",
        what="knock again",
    ),
)
COACHING = _body(
    10,
    _command("AssignCoach", "2026-01-12", coach_id=COACH, name="Ingrid"),
    _command("SetStance", "2026-01-12", stance="coach"),
    _command("HoldCheckIn", "2026-01-19", check_in_id=_id(49), minutes=30, conclusion="one stranger a week"),
    _command("RateTrust", "2026-01-19", rating=8),
    _command("SetChallenge", "2026-01-19", challenge_id=_id(50), what="ring somebody you do not know"),
    _command("AnswerChallenge", "2026-01-20", challenge_id=_id(50), answer="accepted"),
)
QUESTS = _body(
    11,
    _command("OfferQuest", "2026-01-12", quest="first_light"),
    _command("TakeQuest", "2026-01-13", quest="first_light"),
)
SIGHT = _body(
    12,
    _command("GrantSight", "2026-01-12", reader_id=COACH, reader="coach", name="Ingrid", scope="everything"),
    _command("GiveConsent", "2026-01-12", consent_id=_id(51), purpose="coaching", wording=1),
)
ENTRIES = _body(
    13,
    _command(
        "CorrectEntry",
        "2026-02-02",
        number=1,
        restated=_command(
            "StartJourney",
            "2026-01-12",
            called="Marloes",
            track="preventive",
            locale="nl-NL",
            time_zone="Europe/Amsterdam",
            weekly_goal=3,
            programme_end="2026-07-10",
        ),
        reason="three steps a week were agreed",
    ),
)

EXAMPLE_BY_GROUP: Mapping[str, Any] = MappingProxyType(
    {
        "course": COURSE,
        "roles": ROLES,
        "portrait": PORTRAIT,
        "network": NETWORK,
        "pitches": PITCHES,
        "weeks": WEEKS,
        "experiments": EXPERIMENTS,
        "evidence": EVIDENCE,
        "approaches": APPROACHES,
        "coaching": COACHING,
        "quests": QUESTS,
        "sight": SIGHT,
        "entries": ENTRIES,
    }
)
"""In the order in which they can be sent for one journey."""

OPEN_PROGRAMME_EXAMPLE = _body(
    21,
    _command(
        "OpenProgramme",
        "2026-01-05",
        name="Second career in care",
        tracks=["preventive", "curative"],
        languages=["nl", "en"],
        time_zone="Europe/Amsterdam",
    ),
    _command("JoinAsCoach", "2026-01-05", coach_id=COACH, name="Ingrid"),
    _command("ChooseQuests", "2026-01-05", quests=["first_light", "ask_the_odds"]),
    _command("SetStanceQuestions", "2026-01-05", stance="coach", questions=["What surprised you this week?"]),
)
DRAFT_STUDY_EXAMPLE = _body(
    23,
    _command(
        "DraftStudy",
        "2026-01-05",
        title="What clients learn of their chances",
        question="Do guesses come nearer to what happens?",
        plan="Compare each guess before a step with the answer to it, over the weeks of the search.",
        variables=["forecasts.forecast", "person_week.week"],
        starts_on="2026-01-05",
        ends_on="2026-12-31",
        who="Everybody who looks for work.",
        legal_ground="consent",
        invitation=[
            {"language": "en", "text": "May we read your guesses and the answers, without your name?"}
        ],
    ),
    _command("SubmitStudy", "2026-01-05"),
)
ENROLMENT_EXAMPLE = _body(22, _command("EnrolJourney", "2026-02-02", journey_id=JOURNEY, coach_id=COACH))

START_EXAMPLE = _body(1, COURSE["commands"][0], ROLES["commands"][0])
CONVERSATION_EXAMPLE = _body(
    2,
    {name: value for name, value in EXPERIMENTS["commands"][0].items() if name != "contact"},
    *EXPERIMENTS["commands"][1:3],
)
COMMAND_EXAMPLES: Mapping[str, Any] = MappingProxyType(
    {
        "start": {"summary": "A journey starts, with its first role", "value": START_EXAMPLE},
        "talk": {"summary": "A conversation, from plan to conclusion", "value": CONVERSATION_EXAMPLE},
    }
)
PROGRAMME_EXAMPLES: Mapping[str, Any] = MappingProxyType(
    {
        "open": {"summary": "A programme is opened", "value": OPEN_PROGRAMME_EXAMPLE},
        "enrol": {"summary": "A journey is enrolled in it", "value": ENROLMENT_EXAMPLE},
    }
)
STUDY_EXAMPLES: Mapping[str, Any] = MappingProxyType(
    {"draft": {"summary": "A study is drafted and submitted", "value": DRAFT_STUDY_EXAMPLE}}
)
