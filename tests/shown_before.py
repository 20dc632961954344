"""What views show of today that they did not show when the samples of `written_before/` were made, left out again.

A field that came later is dropped, and so is an alert that there was no rule for. What is computed otherwise on purpose
is dropped from the answers of both times.
"""

import json
from collections.abc import Mapping
from typing import Any

import msgspec

ADDED: Mapping[str, tuple[str, ...]] = {
    "profile": (
        "suggestion_order",
        "scope.tried",
        "forecasts.expected",
        "forecasts.invited",
        "forecasts.five_tries",
        "forecasts.five_tries_brier",
        "forecasts.liking_rated",
        "forecasts.liking_gap",
        "roles.assumed",
        "roles.market.replaced_on",
        "roles.market.weak",
    ),
    "difference": (
        "scope.tried",
        "scope.tried_before",
        "difference.scope.tried",
        "difference.scope.tried_before",
        "roles.changes.promise_before",
        "difference.roles.changes.promise_before",
    ),
    "game": (
        "momentum_word",
        "reserve_weeks_left",
        "accepted_quest",
        "quest_choices",
        "quests.until",
        "steps.coming_back",
    ),
    "strengths": ("strengths.observations.example", "strengths.confirmed_by.example"),
    "guidance": ("unknown_jobs",),
    "caseload": ("roles_waiting", "after_care", "deputies", "last_entry_on"),
    "sight": ("deputies",),
    "coaches": ("coaches.accents", "coaches.languages", "coaches.about"),
    "desk": (
        "rows.after_care",
        "rows.after_care_due",
        "rows.ends_on",
        "rows.week_off_until",
        "rows.group",
        "rows.reasons",
        "rows.news",
        "rows.looked_at",
        "rows.deputy",
        "rows.after_care_next",
        "rows.after_care_id",
    ),
    "course": (
        *(f"{of}.{one}" for of in ("after_care", "after_care_past") for one in ("answered_on", "answer")),
    ),
    "network": ("channels.channels.talks", "channels.channels.invited"),
    "refusals": (
        "care",
        "care_since",
        "care_until",
        "refusals.flow.feedback.heard",
        "refusals.flow.feedback.via",
    ),
}
"""Fields that came later, by view."""
OTHERWISE: Mapping[str, tuple[str, ...]] = {
    # Below: one thing is due once, and only what was planned from a next step, or its person, settles it.
    "agenda": (),
    # A reply teaches the same, whatever it is: a second round, or one to a step without a role, taught nothing.
    "game": ("total", "level", "steps.learn", "steps.points"),
    # What is planned is not suggested again.
    # Of a search with little behind it nothing is said.
    "profile": ("suggestions", "focus.quadrant"),
    # Who has had no session for long needs the coach, too.
    "desk": ("rows.needs_me",),
    # Neither an application nor a call is a meeting.
    "network": ("contacts", "unmet"),
    # An approach that the other side refused itself was made, and answered.
    "refusals": ("mix.made", "mix.answered", "mix.answered_share"),
    # A role that is new in a plan moves from where the plan put it, not from nowhere.
    # What is learned from a step counts on its own day, whenever the step was.
    # A week may be closed although an application has no conclusion.
    "weeks": ("weeks.moved", "weeks.may_close"),
    "difference": (
        "words",
        "movers",
        "difference.movers",
        # Roles that are printed alike are level.
        *(
            f"{of}{one}"
            for of in ("", "difference.")
            for one in ("order.leader_changed", "roles.changes.before.place", "roles.changes.after.place")
        ),
        *(f"{of}focus.{one}" for of in ("", "difference.") for one in ("quadrant", "quadrant_before")),
    ),
    "moves": (
        "moves.size",
        "moves.roles.promise_before",
        "moves.roles.appeal_before",
        "moves.roles.reach_before",
    ),
}
"""Fields that are computed otherwise on purpose, by view."""
KEPT_AFTER_A_NO = {"0198c0de-0000-7000-8000-000000000901", "412b3209-c2da-5e32-9011-58c9c1974e21"}
"""The journeys in which details are kept on file after a no that was not close: that raises no chances any more."""
CHANCES: Mapping[str, tuple[str, ...]] = {
    "profile": (
        "focus",
        *(f"roles.{one}" for one in ("alpha", "evidence", "odds", "promise", "reach", "share")),
    ),
    "difference": tuple(
        f"{of}{one}"
        for of in ("", "difference.")
        for one in (
            "focus",
            "roles.changes.evidence",
            *(
                f"roles.changes.{when}.{figure}"
                for when in ("before", "after")
                for figure in ("odds", "promise", "reach")
            ),
        )
    ),
    "moves": ("moves.roles.promise", "moves.roles.reach"),
}
"""What their chances show in, by view."""
ITEMS_OTHERWISE = {"next_step", "follow_up", "silence", "knock", "ask_why"}
"""Kinds of what is due that are settled otherwise."""
NEW_RULES = {"no_session", "no_after_interview"}
"""Rules that alert to what was no reason then."""


def shown_before(view: str, answer: Any) -> Any:
    """An answer of today as it would have been, but for what is computed otherwise."""
    if isinstance(answer, list):
        return _without_new_alerts(answer) if view == "alerts" else answer
    for one in (answer, *answer.get("rows", ())):
        if "alerts" in one:
            one["alerts"] = _without_new_alerts(one["alerts"])
    for path in ADDED.get(view, ()):
        _drop(answer, path.split("."))
    return without_changed(view, answer)


def rows_before(view: str, rows: str) -> str:
    """Lines of a replay as they would have been, but for what is computed otherwise."""
    return "".join(
        msgspec.json.encode(row | {"view": shown_before(view, row["view"])}, order="deterministic").decode()
        + "\n"
        for row in map(json.loads, rows.splitlines())
    )


def without_changed(view: str, answer: Any) -> Any:
    """An answer of then or now without what is computed otherwise."""
    for path in OTHERWISE.get(view, ()):
        _drop(answer, path.split("."))
    if answer.get("journey_id") in KEPT_AFTER_A_NO:
        for path in CHANCES.get(view, ()):
            _drop(answer, path.split("."))
    if view == "agenda" and "items" in answer:
        answer["items"] = [one for one in answer["items"] if one["kind"] not in ITEMS_OTHERWISE]
    if view == "desk" and "rows" in answer:
        # In whichever order they need the coach.
        answer["rows"].sort(key=lambda row: row["journey_id"])
    if view == "moves":
        # Of earlier steps that something was told of since; whichever moved more.
        taken = (move for move in answer["moves"] if move["on"] > answer["since"])
        answer["moves"] = sorted(taken, key=lambda move: move["experiment_id"])
    return answer


def _without_new_alerts(alerts: list[Any]) -> list[Any]:
    """The alerts as they were, without the reason and the act in a few words."""
    return [
        {name: value for name, value in one.items() if name not in ("brief", "short_move", "again_on")}
        for one in alerts
        if one.get("rule") not in NEW_RULES
    ]


def _drop(value: Any, path: list[str]) -> None:
    if isinstance(value, list):
        for one in value:
            _drop(one, path)
    elif isinstance(value, dict):
        first, *rest = path
        if rest:
            _drop(value.get(first), rest)
        else:
            value.pop(first, None)
