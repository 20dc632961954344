"""Who may ask what of whom: one line for each operation of the API's description.

`in` is to be let in, whatever the journey then says; 403 is a refusal to somebody who knows of the journey; 404 is one
that does not tell whether there is a journey at all.
"""

from collections.abc import Mapping
from typing import Literal

Answer = Literal["in", 403, 404]
Who = Literal[
    "client",
    "coach_everything",
    "coach_profile",
    "coach_progress",
    "coach_not_granted",
    "deputy_everything",
    "deputy_profile",
    "deputy_asked",
    "deputy_over",
    "other_client",
    "other_coach",
    "manager",
    "researcher",
    "other_researcher",
    "admin",
    "nobody",
    "foreign_client",
    "foreign_coach",
    "foreign_manager",
    "foreign_admin",
]
KNOWING: tuple[Who, ...] = (
    "client",
    "coach_everything",
    "coach_profile",
    "coach_progress",
    "deputy_everything",
    "deputy_profile",
)
ALL: tuple[Who, ...] = Who.__args__  # type: ignore[attr-defined]


def _those(let_in: str, refused: str = "", *, others: Answer = 404) -> dict[Who, Answer]:
    """Who is let in and who is refused, by name; all others are answered alike."""
    named: dict[str, Answer] = dict.fromkeys(let_in.split(), "in")
    named |= dict.fromkeys(refused.split(), 403)
    assert set(named) <= set(ALL)
    return {who: named.get(who, others) for who in ALL}


WHOLE = _those("client coach_everything deputy_everything", "coach_profile coach_progress deputy_profile")
PROFILE = _those("client coach_everything coach_profile deputy_everything deputy_profile", "coach_progress")
STANDING_BY = "coach_everything coach_profile coach_progress deputy_everything deputy_profile"
PROGRESS = _those(f"client {STANDING_BY}")
COACHS = _those("coach_everything deputy_everything", "client coach_profile coach_progress deputy_profile")
OWN = _those("client", STANDING_BY)
TOLD_BY_CLIENT = OWN
TOLD_BY_COACH = _those(STANDING_BY, "client")
TOLD_BY_EITHER = PROGRESS
EVERYBODY = _those(" ".join(ALL))
ANY_ROLE = _those(" ".join(who for who in ALL if who != "nobody"), "nobody")
DEPUTIES = "deputy_everything deputy_profile deputy_asked deputy_over"
COACHES = f"coach_everything coach_profile coach_progress coach_not_granted other_coach {DEPUTIES}"
GLASS = _those(
    "coach_profile coach_progress coach_not_granted other_coach admin deputy_profile deputy_asked deputy_over",
    "client coach_everything deputy_everything",
)
NOT_STUDYING = " ".join(who for who in ALL if who not in {"researcher", "admin", "foreign_admin"})
STUDYING = _those("researcher admin", NOT_STUDYING)
NO_SUCH_ANALYSIS = _those("", NOT_STUDYING)
"""Of an analysis that is not there: for those who might read it like one that is in no study of theirs."""
NO_SUCH_EXPORT = _those("", " ".join(who for who in ALL if who != "researcher"))
"""Of an export that is not there, to be taken out."""

MATRIX: Mapping[str, Mapping[Who, Answer]] = {
    # Each noun with one command; every command's own right is in test_policy.
    "post_journeys_commands": TOLD_BY_CLIENT,
    "post_journeys_commands_course": TOLD_BY_CLIENT,
    "post_journeys_commands_portrait": TOLD_BY_CLIENT,
    "post_journeys_commands_roles": TOLD_BY_EITHER,
    "post_journeys_commands_experiments": TOLD_BY_CLIENT,
    "post_journeys_commands_evidence": TOLD_BY_CLIENT,
    "post_journeys_commands_approaches": TOLD_BY_CLIENT,
    "post_journeys_commands_network": TOLD_BY_CLIENT,
    "post_journeys_commands_pitches": TOLD_BY_CLIENT,
    "post_journeys_commands_weeks": TOLD_BY_CLIENT,
    "post_journeys_commands_coaching": TOLD_BY_COACH,
    "post_journeys_commands_quests": TOLD_BY_COACH,
    "post_journeys_commands_sight": TOLD_BY_CLIENT,
    "post_journeys_commands_entries": TOLD_BY_EITHER,
    "post_journeys_break_glass": GLASS,
    "post_journeys_entries_redaction": _those("client admin", STANDING_BY),
    "get_journeys_events": WHOLE,
    "get_journeys_profile": PROFILE,
    "get_journeys_moves": PROFILE,
    "get_journeys_suggestions": PROFILE,
    "get_journeys_difference": PROFILE,
    "get_journeys_strengths": PROFILE,
    "get_journeys_gaps": PROFILE,
    "get_journeys_skills": PROFILE,
    "get_journeys_network": PROFILE,
    "get_journeys_weeks": PROGRESS,
    "get_journeys_course": PROGRESS,
    "get_journeys_agenda": WHOLE,
    "get_journeys_refusals": WHOLE,
    "get_journeys_doors": WHOLE,
    "get_journeys_pitches": WHOLE,
    "get_journeys_claims": PROFILE,
    "get_journeys_role_stories": PROFILE,
    "get_journeys_portrait": WHOLE,
    "get_journeys_coaching": WHOLE,
    "get_journeys_sight": WHOLE,
    "get_journeys_alerts": COACHS,
    "get_journeys_game": OWN,
    "get_journeys_access_log": OWN,
    "get_journeys_archive": OWN,
    "get_journeys": ANY_ROLE,
    "get_desk": _those(f"{COACHES} foreign_coach", others=403),
    "get_programmes": _those(
        f"{COACHES} manager admin foreign_coach foreign_manager foreign_admin", others=403
    ),
    "get_programmes_one": _those(
        f"{COACHES} manager admin", "client other_client researcher other_researcher nobody foreign_client"
    ),
    "get_programmes_totals": _those("manager", " ".join(w for w in ALL if "manager" not in w)),
    "get_programmes_silences": _those("manager", " ".join(w for w in ALL if "manager" not in w)),
    "get_programmes_workload": _those("manager", " ".join(w for w in ALL if "manager" not in w)),
    "post_programmes_commands": _those("manager", " ".join(w for w in ALL if "manager" not in w)),
    "get_studies": _those("researcher other_researcher admin foreign_admin", others=403),
    "get_studies_definitions": EVERYBODY,
    "get_studies_one": STUDYING,
    "get_studies_decisions": STUDYING,
    "get_studies_participants": STUDYING,
    "get_studies_researchers": STUDYING,
    "get_studies_results": STUDYING,
    "post_studies_commands": STUDYING,
    "get_studies_analyses": STUDYING,
    "get_studies_analyses_one": NO_SUCH_ANALYSIS,
    "get_studies_analyses_results": NO_SUCH_ANALYSIS,
    "get_studies_analyses_results_csv": NO_SUCH_ANALYSIS,
    "post_studies_analyses": STUDYING,
    "post_studies_analyses_cancellation": NO_SUCH_ANALYSIS,
    "post_studies_analyses_release": NO_SUCH_ANALYSIS,
    "post_studies_analyses_refusal": NO_SUCH_ANALYSIS,
    "get_studies_exports": STUDYING,
    "get_studies_exports_one": NO_SUCH_ANALYSIS,
    "get_studies_exports_file": NO_SUCH_EXPORT,
    "post_studies_exports": _those("researcher", " ".join(w for w in ALL if w != "researcher")),
    "post_studies_exports_cancellation": NO_SUCH_EXPORT,
    "get_guidance": EVERYBODY,
    "get_occupations": EVERYBODY,
    "get_occupations_one": EVERYBODY,
    "get_health_live": EVERYBODY,
    "get_health_ready": EVERYBODY,
}
