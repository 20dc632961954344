"""Requests to try the API with."""

from typing import Any

ROLE = "0198c0de-0000-7000-8000-000000000011"
TALK = "0198c0de-0000-7000-8000-000000000021"

START: dict[str, Any] = {
    "command_id": "0198c0de-0000-7000-8000-000000000001",
    "commands": [
        {
            "type": "StartJourney",
            "happened_on": "2026-01-12",
            "called": "Marloes",
            "track": "preventive",
            "locale": "nl-NL",
            "time_zone": "Europe/Amsterdam",
            "weekly_goal": 2,
            "programme_end": "2026-07-10",
        },
        {
            "type": "DiscoverRole",
            "happened_on": "2026-01-12",
            "role_id": ROLE,
            "title": "risk manager in healthcare",
            "distance": "far",
            "starting_appeal": 6,
        },
    ],
}
TALKED: dict[str, Any] = {
    "command_id": "0198c0de-0000-7000-8000-000000000002",
    "commands": [
        {
            "type": "PlanExperiment",
            "happened_on": "2026-01-14",
            "experiment_id": TALK,
            "kind": "conversation",
            "role_id": ROLE,
            "hypothesis": "I would like the investigating.",
            "tests": ["appeal", "odds"],
        },
        {"type": "RunExperiment", "happened_on": "2026-01-16", "experiment_id": TALK, "hours": 1},
        {
            "type": "ConcludeExperiment",
            "happened_on": "2026-01-16",
            "experiment_id": TALK,
            "conclusion": "More writing than I thought, and I would like that.",
            "learned": {"appeal": 8, "odds": [{"signal": "fresh_outsider"}]},
        },
    ],
}
EXAMPLES: dict[str, Any] = {
    "start": {"summary": "A journey begins, with a role in view", "value": START},
    "talk": {"summary": "A conversation, from plan to conclusion", "value": TALKED},
}
