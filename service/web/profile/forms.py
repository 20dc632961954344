"""What a client tells of one role: her own view of the odds, her scores, how far it is, and whether it is in play."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import get_args
from uuid import UUID

from domain.journey.aggregate import Journey
from domain.journey.decide import Command
from domain.journey.opinions import DisputeOdds, ScoreGiven, ScoreRole
from domain.journey.roles import BlockRole, JudgeRole, ParkRole, ReopenRole
from domain.vocabulary import Distance
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.form_data import Answers

MOST = 500
TENTHS = 10
"""A chance is told in tenths, a score in tens of a hundred: by one touch."""

WITHOUT_WHY = marked("Say in a sentence why you see it otherwise.")
WITHOUT_REASON = marked("Say in a sentence why: it stays beside the role.")
WITHOUT_SCORE = marked("Score at least one of your wishes.")
WITHOUT_DISTANCE = marked("Say how far this work is from what you did.")
NO_SUCH_CONDITION = marked("Choose one of your conditions.")

RECEIPTS: Mapping[str, str] = MappingProxyType(
    {
        "dispute": marked(
            "Noted. It stands beside the number, which only moves by what you hear from the market."
        ),
        "scores": marked("Scored. You see now what your wishes would make of this work."),
        "park": marked("Parked. It stays in view with your reason, and you can reopen it at any time."),
        "block": marked(
            "Ruled out. It stays in view with the reason, and you can reopen it when that changes."
        ),
        "reopen": marked("It is in play again."),
        "distance": marked("Noted. The odds start from there, and what you heard still counts."),
    }
)
"""What can be told, and what is said once it was."""


def command(deed: str, answers: Answers, journey: Journey, role_id: UUID, today: date) -> Command | None:
    """What a form about a role means; None while something is not right, or for a deed that there is not."""
    match deed:
        case "dispute":
            return _dispute(answers, role_id, today)
        case "scores":
            return _scores(answers, journey, role_id, today)
        case "park":
            reason = answers.text("park_reason", needed=spoken().gettext(WITHOUT_REASON), most=MOST)
            return ParkRole(happened_on=today, role_id=role_id, reason=reason) if reason else None
        case "block":
            return _block(answers, journey, role_id, today)
        case "reopen":
            return ReopenRole(happened_on=today, role_id=role_id)
        case "distance":
            asked = spoken().gettext(WITHOUT_DISTANCE)
            distance = answers.one_of("distance", get_args(Distance), needed=asked)
            return JudgeRole(happened_on=today, role_id=role_id, distance=distance) if distance else None
        case _:
            return None


def _dispute(answers: Answers, role_id: UUID, today: date) -> DisputeOdds | None:
    why = answers.text("why", needed=spoken().gettext(WITHOUT_WHY), most=MOST)
    tenths = answers.number("own_reach", 0, TENTHS)
    if why is None or answers.problems:
        return None
    own = None if tenths is None else tenths / TENTHS
    return DisputeOdds(happened_on=today, role_id=role_id, why=why, own_reach=own)


def _scores(answers: Answers, journey: Journey, role_id: UUID, today: date) -> ScoreRole | None:
    given = {key: answers.number(field(key), 0, TENTHS) for key in journey.evidence.criteria}
    scores = tuple(
        ScoreGiven(criterion_id=key, score=tenths * TENTHS)
        for key, tenths in given.items()
        if tenths is not None
    )
    if not scores and not answers.problems:
        first = next(map(field, given), "")
        answers.complain(first, spoken().gettext(WITHOUT_SCORE))
    return None if answers.problems else ScoreRole(happened_on=today, role_id=role_id, scores=scores)


def field(criterion_id: UUID) -> str:
    """What the field for the score of a wish is called."""
    return f"score-{criterion_id}"


def tenths(scores: Iterable[tuple[UUID, int]]) -> dict[UUID, int]:
    """Scores of 0-100 as they stand in the form."""
    return {key: (score + TENTHS // 2) // TENTHS for key, score in scores}


def _block(answers: Answers, journey: Journey, role_id: UUID, today: date) -> BlockRole | None:
    condition = answers.id("condition")
    if condition and condition not in journey.started.conditions:
        answers.complain("condition", spoken().gettext(NO_SUCH_CONDITION))
    reason = answers.text("block_reason", most=MOST)
    if reason is None and condition and "condition" not in answers.problems:
        reason = journey.started.conditions[condition]
    if reason is None:
        answers.complain("block_reason", spoken().gettext(WITHOUT_REASON))
        return None
    if answers.problems:
        return None
    return BlockRole(happened_on=today, role_id=role_id, reason=reason, condition_id=condition)


def where(deed: str) -> Mapping[str, str]:
    """The fields of a form, by those of its command."""
    return {"reason": f"{deed}_reason", "condition_id": "condition"}
