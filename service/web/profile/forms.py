"""What a client tells of one role: her own view of the odds, her scores, how far it is, and whether it is in play."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import get_args
from uuid import UUID

from domain.journey.aggregate import Journey
from domain.journey.commands.opinions import CriterionScoreInput, DisputeOdds, ScoreRole
from domain.journey.commands.roles import BlockRole, JudgeRole, ParkRole, ReopenRole
from domain.journey.decide import UserCommand
from domain.vocabulary import Distance
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData

MAX_TEXT_LENGTH = 500
TENTHS = 10
"""A chance is told in tenths, a score in tens of a hundred: by one touch."""

REASON_REQUIRED_FOR_DISPUTE = gettext_noop("Say in a sentence why you see it otherwise.")
REASON_REQUIRED = gettext_noop("Say in a sentence why: it stays beside the role.")
SCORE_REQUIRED = gettext_noop("Score at least one of your wishes.")
DISTANCE_REQUIRED = gettext_noop("Say how far this work is from what you did.")
NO_SUCH_CONDITION = gettext_noop("Choose one of your conditions.")

CONFIRMATIONS: Mapping[str, str] = MappingProxyType(
    {
        "dispute": gettext_noop(
            "Noted. It stands beside the number, which only moves by what you hear from the market."
        ),
        "scores": gettext_noop("Scored. You see now what your wishes would make of this work."),
        "park": gettext_noop("Parked. It stays in view with your reason, and you can reopen it at any time."),
        "block": gettext_noop(
            "Ruled out. It stays in view with the reason, and you can reopen it when that changes."
        ),
        "reopen": gettext_noop("It is in play again."),
        "distance": gettext_noop("Noted. The odds start from there, and what you heard still counts."),
    }
)
"""What can be told, and what is said once it was."""


def parse_role_form(
    deed: str, form: FormData, journey: Journey, role_id: UUID, today: date
) -> UserCommand | None:
    """What a form about a role means; None while something is not right, or for a deed that there is not."""
    match deed:
        case "dispute":
            return _dispute(form, role_id, today)
        case "scores":
            return _scores(form, journey, role_id, today)
        case "park":
            reason = form.text(
                "park_reason", needed=current_translator().gettext(REASON_REQUIRED), most=MAX_TEXT_LENGTH
            )
            return ParkRole(happened_on=today, role_id=role_id, reason=reason) if reason else None
        case "block":
            return _block(form, journey, role_id, today)
        case "reopen":
            return ReopenRole(happened_on=today, role_id=role_id)
        case "distance":
            asked = current_translator().gettext(DISTANCE_REQUIRED)
            distance = form.choice("distance", get_args(Distance), needed=asked)
            return JudgeRole(happened_on=today, role_id=role_id, distance=distance) if distance else None
        case _:
            return None


def _dispute(form: FormData, role_id: UUID, today: date) -> DisputeOdds | None:
    why = form.text(
        "why", needed=current_translator().gettext(REASON_REQUIRED_FOR_DISPUTE), most=MAX_TEXT_LENGTH
    )
    tenths = form.number("own_reach", 0, TENTHS)
    if why is None or form.errors:
        return None
    own = None if tenths is None else tenths / TENTHS
    return DisputeOdds(happened_on=today, role_id=role_id, why=why, own_reach=own)


def _scores(form: FormData, journey: Journey, role_id: UUID, today: date) -> ScoreRole | None:
    given = {key: form.number(score_field(key), 0, TENTHS) for key in journey.evidence.criteria}
    scores = tuple(
        CriterionScoreInput(criterion_id=key, score=tenths * TENTHS)
        for key, tenths in given.items()
        if tenths is not None
    )
    if not scores and not form.errors:
        first = next(map(score_field, given), "")
        form.add_error(first, current_translator().gettext(SCORE_REQUIRED))
    return None if form.errors else ScoreRole(happened_on=today, role_id=role_id, scores=scores)


def score_field(criterion_id: UUID) -> str:
    """What the field for the score of a wish is called."""
    return f"score-{criterion_id}"


def scores_in_tenths(scores: Iterable[tuple[UUID, int]]) -> dict[UUID, int]:
    """Scores of 0-100 as they stand in the form."""
    return {key: (score + TENTHS // 2) // TENTHS for key, score in scores}


def _block(form: FormData, journey: Journey, role_id: UUID, today: date) -> BlockRole | None:
    condition = form.uuid("condition")
    if condition and condition not in journey.started.conditions:
        form.add_error("condition", current_translator().gettext(NO_SUCH_CONDITION))
    reason = form.text("block_reason", most=MAX_TEXT_LENGTH)
    if reason is None and condition and "condition" not in form.errors:
        reason = journey.started.conditions[condition]
    if reason is None:
        form.add_error("block_reason", current_translator().gettext(REASON_REQUIRED))
        return None
    if form.errors:
        return None
    return BlockRole(happened_on=today, role_id=role_id, reason=reason, condition_id=condition)


def role_form_fields(deed: str) -> Mapping[str, str]:
    """The fields of a form, by those of its command."""
    return {"reason": f"{deed}_reason", "condition_id": "condition"}
