"""The codes of the domain as they are stored. They never change their meaning; new ones may be added."""

from typing import Literal

ExperimentKind = Literal[
    "conversation",
    "application",
    "job_shadow",
    "interview",
    "trial",
    "desk_research",
    "follow_up",
    "reflection",
]
KINDS_REQUIRING_ROLE: frozenset[ExperimentKind] = frozenset(
    {"application", "interview", "job_shadow", "trial"}
)
"""Kinds that cannot be planned without a role."""
KINDS_AWAITING_ANSWER: frozenset[ExperimentKind] = frozenset({"application", "interview"})
"""Kinds after which the other side owes an answer; without one, silence is recorded after `SILENCE_DAYS`."""
MEETING_KINDS: frozenset[ExperimentKind] = frozenset({"conversation", "interview", "job_shadow", "trial"})
"""Kinds that meet the people or the work."""
SERIOUS_KINDS: frozenset[ExperimentKind] = frozenset({"application", "interview", "trial"})
"""Kinds that ask for the work itself."""
KINDS_WITHOUT_CONTACT: frozenset[ExperimentKind] = frozenset({"desk_research", "reflection"})
"""Kinds that are done without somebody else."""
KINDS_ALONE: frozenset[ExperimentKind] = frozenset({*KINDS_WITHOUT_CONTACT, "application"})
"""Kinds that nobody waits for on a day. A step of any other kind is an appointment."""
KINDS_WITH_HOURS: frozenset[ExperimentKind] = frozenset({"job_shadow", "trial"})
"""Kinds whose hours count."""

Track = Literal["curative", "preventive", "re_integration"]
Language = Literal["en", "nl", "sv", "nb"]
Distance = Literal["same", "near", "far", "licence"]
Tie = Literal["strong", "medium", "weak", "none"]
Channel = Literal[
    "network",
    "introduced",
    "advert",
    "cold",
    "agency",
    "phone",
    "mail",
    "catalogue",
    "outlook",
    "called_back",
    "other",
]
TestedAspect = Literal["appeal", "odds", "tradeoffs", "strengths", "gaps"]
FiveTries = Literal["no", "perhaps", "probably", "yes"]
"""Whether the client expects an interview from five tries for a role."""
FearOutcome = Literal["happened", "partly", "did_not"]
"""What became of what the client feared of a step."""
BeliefVerdict = Literal["held_up", "did_not", "cannot_tell"]
"""What a step showed of the belief that it was to test."""

ApproachAnswer = Literal[
    "invited", "second_round", "rejected_unseen", "rejected_after_interview", "offer", "called_back"
]
PointHeard = Literal["enough", "not_enough", "not_said"]
"""What was heard on one of the four points of feedback. `well_qualified` is enough when others were stronger still."""
FeedbackVia = Literal["call", "link", "letter"]
WEEKS_PER_RESERVE = 6
"""For so many weeks of a programme there is one reserve week."""
FirstNextWeek = Literal["role", "hirer", "new_role", "usual"]
"""What comes first among the suggestions of a week: one role, people who hire, work not known yet, or the usual order."""
HeardSignal = Literal[
    "market_growing",
    "market_shrinking",
    "vacancies_many",
    "vacancies_none",
    "fresh_outsider",
    "one_of_many",
    "fresh_outsider_from_hirer",
    "one_of_many_from_hirer",
    "requirement_met",
    "requirement_missing",
    "asked_for_cv",
    "referral",
    "resource_bank",
]
AnswerSignal = Literal[
    "invited",
    "no_answer_28d",
    "rejected_unseen",
    "rejected_close",
    "rejected_not_close",
    "called_back",
    "offer",
]
OddsSignal = HeardSignal | AnswerSignal

Witness = Literal["self", "contact", "coach"]

MarketSignal = Literal["market_growing", "market_shrinking", "vacancies_many", "vacancies_none"]
"""What figures and reports say of a market (product, idea 24)."""

Phase = Literal["self", "vision", "market_exploration", "market_approach"]
"""Four lenses on a journey, in any order and as often as the client likes; never gates (product, ideas 12 and 32)."""

Stance = Literal["adviser", "coach", "marketer", "sales_manager"]
"""How the coach works at the moment (product, idea 17)."""

GapDecision = Literal["close", "go_round", "live_with"]
SkillStanding = Literal["has", "partly", "not_yet", "not_known"]
"""How it is with a skill that occupations ask, in the client's own judgement."""

ReflectionTheme = Literal["notice", "results", "success", "values", "other"]
"""What the client wrote about in private; the text itself is never sent (product, idea 13)."""

Quest = Literal[
    "first_light",
    "dream_decoder",
    "three_unknown_roles",
    "ask_the_odds",
    "devils_advocate",
    "walk_a_day",
    "the_other_side",
    "ring_the_no",
    "three_week_knock",
    "trade_off_trail",
    "gap_closer",
    "listening_tour",
    "come_back",
]

StuckRule = Literal[
    "silence",
    "plans_without_steps",
    "steps_without_learning",
    "tunnel",
    "refusals_without_asking",
    "worse_than_feared",
    "too_hopeful",
    "scatter",
    "trust_low",
    "programme_ending",
    "coach_silent",
    "no_session",
    "no_after_interview",
]

RULES_THAT_HURT: frozenset[StuckRule] = frozenset({"worse_than_feared", "trust_low", "no_after_interview"})
"""What hurts a client now: it comes first on a desk, and does not wait for weeks."""

ReaderKind = Literal["coach", "ally", "payer", "researcher"]
"""Who can be granted sight of a journey."""

SightScope = Literal["everything", "profile", "progress"]
"""How much a reader sees: everything, the search profile, or only that there is progress."""

ConsentPurpose = Literal["coaching", "research", "contact_after"]
"""What a consent allows."""

StudyState = Literal["draft", "submitted", "returned", "approved", "closed"]
"""How far a study is; clients are asked while it is approved."""

StudyAccess = Literal["in_place", "extract"]
"""Whether a study's data stay where they are and only results are released, or an export may leave, approved separately."""

LegalGround = Literal["consent", "public_interest", "legitimate_interest"]
"""On what ground in law a study processes personal data; agreeing to the study is asked for on each."""

ArmDraw = Literal["by_person", "by_programme_first"]
"""How arms are drawn: for each person, or first a share for each programme and then each person by that share."""

Ending = Literal[
    "new_work",
    "own_business",
    "education",
    "stayed_and_changed",
    "return_to_work",
    "volunteering",
    "rest",
    "stopped",
]
"""How a track can end (product, idea 34): the aim is wider than a job."""

SOURCES_OF_OTHERS = frozenset({"experiment", "check_in", "coach"})
"""Sources of roles that someone else brought up."""

SOURCES_TO_ANSWER = SOURCES_OF_OTHERS | {"atlas"}
"""Sources of roles that a client may keep or let go: what someone else or the atlas brought up."""

PASSED_DAYS = 182
"""For so many days a role that was let go is not asked about."""

SILENCE_DAYS = 28
"""Days without an answer after which an approach counts as unanswered (product, idea 44)."""

KNOCK_DAYS = 21
"""Days after a refusal when to ask again (product, idea 43)."""

MAX_WEEKLY_GOAL = 3

MAX_EVENTS = 25_000
"""Events of a journey, but for those of the clock: twenty years with twenty a week are 20,000."""

MAX_EVENTS_A_DAY = 1_000
"""Events of a journey that happened on one day."""
