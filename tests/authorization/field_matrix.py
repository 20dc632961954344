"""Which fields of an answer are for whom, wherever not all who are let in see all of it.

A path covers what is inside it; `[standing=blocked]` picks out those of a list. A field of these answers that no path
covers has been overlooked. All other answers are shown whole or not at all, and must hold nothing by which one reader
sees more than another.
"""

from collections.abc import Mapping

from tests.authorization.matrix import Who

Readers = frozenset[Who]

EVERYTHING: Readers = frozenset({"client", "coach_everything", "deputy_everything"})
PROFILE: Readers = EVERYTHING | {"coach_profile", "deputy_profile"}
PROGRESS: Readers = PROFILE | {"coach_progress"}
CLIENT: Readers = frozenset({"client"})
COACH: Readers = frozenset({"coach_everything", "deputy_everything"})
COACHES: Readers = PROGRESS - {"client"}
LEADING: Readers = frozenset({"manager"})
IN_ORGANISATION: Readers = COACHES | {
    "coach_not_granted",
    "deputy_asked",
    "deputy_over",
    "other_coach",
    "manager",
    "admin",
}


def _fields(*groups: tuple[Readers, str], within: str = "") -> dict[str, Readers]:
    return {f"{within}{path}": readers for readers, paths in groups for path in paths.split()}


PARTLY_SHOWN: Mapping[str, Mapping[str, Readers]] = {
    "get_journeys_profile": _fields(
        (
            PROFILE,
            "journey_id on week called track locale started_on programme_end steps questions focus scope",
        ),
        (PROFILE, "criteria strengths gaps forecasts suggestions suggestion_order"),
    )
    | _fields(
        (PROFILE, "role_id title distance standing reason since new appeal spread appeal_word"),
        (
            PROFILE,
            "spread_word alpha beta odds reach reach_word promise share contact met evidence assumed isco_group",
        ),
        (PROFILE, "disputed scored predicted_appeal qualities market offered asks"),
        within="roles[].",
    )
    | _fields((EVERYTHING, "roles[].condition roles[standing=blocked].reason")),
    "get_journeys_difference": _fields((PROFILE, "journey_id words"))
    | _fields(
        (PROFILE, "since until order criteria strengths gaps focus scope dread steps movers roles.entered"),
        (PROFILE, "roles.left roles.back roles.changes"),
        (EVERYTHING, "roles.entered[standing=blocked].reason roles.left[standing=blocked].reason"),
        (EVERYTHING, "movers[].replied_on"),
        within="difference.",
    ),
    "get_journeys_weeks": _fields((PROGRESS, "on open"))
    | _fields(
        (PROGRESS, "number monday plan.made learned.counts rest goal done open may_close"),
        (PROFILE, "plan.intention plan.steps steps moved insights suggestions review"),
        (
            PROFILE,
            "learned.ratings learned.tradeoffs learned.strengths learned.gaps learned.roles",
        ),
        (EVERYTHING, "learned.signals moved[].replied_on"),
        within="weeks[].",
    ),
    "get_journeys_claims": _fields((PROFILE, "on"))
    | _fields((PROFILE, "role_id title"), within="roles[].")
    | _fields(
        (PROFILE, "claim agree contradict words gap_ids"), (EVERYTHING, "sources"), within="roles[].claims[]."
    ),
    "get_journeys_skills": _fields((PROFILE, "on"))
    | _fields((PROFILE, "skill_id title standing on times role_ids"), within="skills[].")
    | _fields((EVERYTHING, "skills[title=rowing].shown_by")),
    "get_journeys_role_stories": _fields((PROFILE, "on"))
    | _fields(
        (
            PROFILE,
            "role_id title on added_on standing figures place level_with active headline rests_on weeks",
        ),
        (PROFILE, "turns"),
        (EVERYTHING, "turns[kind=rejected]"),
        within="roles[].",
    )
    | _fields(
        (PROFILE, "kind on since before now effect step"),
        (EVERYTHING, "experiment_id contact_id other_steps signal_id published rating heard answer close"),
        within="roles[].entries[].",
    ),
    "get_journeys_course": _fields(
        (
            PROGRESS,
            "on started track tracks good_endings phase phases loops steps plan plans game_on game_since",
        ),
        (PROGRESS, "ending.ending ending.on ending.good days_since_programme_end start_speed"),
        (EVERYTHING, "ending.note after_care after_care_past"),
    ),
    "get_journeys_coaching": _fields(
        (EVERYTHING, "on coach earlier_coaches stance check_ins last_contact days_since_contact notes"),
        (EVERYTHING, "commitments challenges quests trust energy discoveries"),
        (COACH, "alerts to_show median_days_to_contact notes[shared_since=None]"),
    ),
    # Which entries of a history: test_a_history_lacks_the_coachs_own_for_its_client.
    "get_journeys_events": _fields((EVERYTHING, "journey_id events next")),
    "get_journeys": _fields((PROGRESS, "next"))
    | _fields(
        (PROGRESS, "journey_id called track locale time_zone weekly_goal started_on programme_end steps"),
        (PROGRESS, "last_step_on version position"),
        (PROFILE, "roles_known roles_in_play"),
        within="journeys[].",
    ),
    "get_desk": _fields(
        (COACHES, "journey_id called track coach_id today week steps last_step_on last_contact_on"),
        (
            COACHES,
            "days_without_step days_without_contact ending ends_on week_off_until alerts needs_me looked_at",
        ),
        (COACHES, "news[kind=week_reviewed]"),
        (COACHES - {"coach_progress"}, "news[kind=new_role] news[kind=big_move]"),
        (
            COACH,
            "news[kind=offer] news[kind=belief_dropped] news[kind=ended] news[].experiment_id news[].words",
        ),
        (COACHES, "group deputy"),
        # The journey ended: of the reasons only aftercare that is due is left, which not all may read.
        (COACH, "energy trust after_care after_care_due after_care_id after_care_next reasons"),
        within="rows[].",
    ),
    "get_programmes_one": _fields(
        (
            IN_ORGANISATION,
            "programme_id name opened_on tracks languages time_zone game questions quests coaches",
        ),
        (IN_ORGANISATION, "ended"),
        (LEADING, "journeys"),
    ),
}
