"""The forms about one role: the client's own view of the odds, her scores, how far it is, and whether it is in play."""

from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import get_args
from uuid import UUID

import msgspec
from litestar.exceptions import NotFoundException

from domain.journey.commands.market import NoteMarketSignal, WebAddress
from domain.journey.commands.opinions import CriterionScoreInput, DisputeOdds, ScoreRole
from domain.journey.commands.roles import BlockRole, JudgeRole, ParkRole, ReopenRole
from domain.journey.decide import UserCommand
from domain.vocabulary import Distance, MarketSignal
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData
from service.web.form_submission import Form, FormContext, Forms
from service.web.profile.role_link import LINK_FORM, UNLINK_FORM

MAX_TEXT_LENGTH = 500
TENTHS = 10
"""A chance is given in tenths, a score in tens of a hundred: by one touch."""

REASON_REQUIRED_FOR_DISPUTE = gettext_noop("Say in a sentence why you see it differently.")
REASON_REQUIRED = gettext_noop("Say why in a sentence. It is shown beside the role.")
SCORE_REQUIRED = gettext_noop("Score at least one of your priorities.")
DISTANCE_REQUIRED = gettext_noop("Say how different this work is from your previous work.")
SIGNAL_REQUIRED = gettext_noop("Choose what it says.")
SOURCE_REQUIRED = gettext_noop("Say where you read or heard it.")
PUBLISHED_REQUIRED = gettext_noop("Enter the date it is from.")
NOT_AN_ADDRESS = gettext_noop("Enter an address that starts with https://, without spaces.")
NO_SUCH_CONDITION = gettext_noop("Choose one of your limits.")


def parse_dispute(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """The client sees the odds otherwise."""
    needed = current_translator().gettext(REASON_REQUIRED_FOR_DISPUTE)
    why, tenths = form.text("why", needed=needed, most=MAX_TEXT_LENGTH), form.number("own_reach", 0, TENTHS)
    own = None if tenths is None else tenths / TENTHS
    return [DisputeOdds(happened_on=context.today, role_id=_role_id(context), why=why or "", own_reach=own)]


def parse_scores(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """What the role offers of each of her wishes."""
    given = {key: form.number(score_field(key), 0, TENTHS) for key in context.journey.evidence.criteria}
    scores = tuple(
        CriterionScoreInput(criterion_id=key, score=tenths * TENTHS)
        for key, tenths in given.items()
        if tenths is not None
    )
    if not scores and not form.errors:
        first = next(map(score_field, given), "")
        form.add_error(first, current_translator().gettext(SCORE_REQUIRED))
    return [ScoreRole(happened_on=context.today, role_id=_role_id(context), scores=scores)]


def parse_park(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """The role is put aside, for a reason."""
    needed = current_translator().gettext(REASON_REQUIRED)
    reason = form.text("park_reason", needed=needed, most=MAX_TEXT_LENGTH)
    return [ParkRole(happened_on=context.today, role_id=_role_id(context), reason=reason or "")]


def parse_block(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """The role is ruled out, for a reason or by one of her conditions."""
    conditions, condition = context.journey.started.conditions, form.uuid("condition")
    if condition and condition not in conditions:
        form.add_error("condition", current_translator().gettext(NO_SUCH_CONDITION))
    reason = form.text("block_reason", most=MAX_TEXT_LENGTH)
    if reason is None and condition and condition in conditions:
        reason = conditions[condition]
    if reason is None:
        form.add_error("block_reason", current_translator().gettext(REASON_REQUIRED))
    role_id = _role_id(context)
    return [
        BlockRole(happened_on=context.today, role_id=role_id, reason=reason or "", condition_id=condition)
    ]


def parse_reopen(_form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """The role is in play again."""
    return [ReopenRole(happened_on=context.today, role_id=_role_id(context))]


def parse_distance(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """How far the role is from what she did."""
    needed = current_translator().gettext(DISTANCE_REQUIRED)
    distance = form.choice("distance", get_args(Distance), needed=needed)
    if distance is None:
        return []
    return [JudgeRole(happened_on=context.today, role_id=_role_id(context), distance=distance)]


def parse_market_signal(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A fact about the market for this work: what, who says so, and from when it is."""
    signals: tuple[MarketSignal, ...] = get_args(MarketSignal)
    translator = current_translator()
    signal = form.choice("market_signal", signals, needed=translator.gettext(SIGNAL_REQUIRED))
    source = form.text("market_source", needed=translator.gettext(SOURCE_REQUIRED), most=200)
    form.text("market_published", needed=translator.gettext(PUBLISHED_REQUIRED))
    published = form.date("market_published", context.today)
    return [
        NoteMarketSignal(
            happened_on=context.today,
            signal_id=form.new_id("signal"),
            role_id=_role_id(context),
            signal=signal or "market_growing",
            published=published,
            source=source or "",
            address=_address(form),
        )
    ]


def _address(form: FormData) -> str | None:
    address = form.text("market_address", most=500)
    try:
        return msgspec.convert(address, WebAddress | None)
    except msgspec.ValidationError:
        form.add_error("market_address", current_translator().gettext(NOT_AN_ADDRESS))
        return None


ROLE_FORMS: Forms = MappingProxyType(
    {
        "dispute": Form(
            parse=parse_dispute,
            confirmation=gettext_noop(
                "Saved. It stands below “For and against”. The number only changes with what you hear from the market."
            ),
        ),
        "scores": Form(
            parse=parse_scores,
            confirmation=gettext_noop("Saved. You can now see how this role matches your priorities."),
        ),
        "park": Form(
            parse=parse_park,
            confirmation=gettext_noop(
                "Parked. It stays visible with your reason, and you can reopen it at any time."
            ),
            fields={"reason": "park_reason"},
        ),
        "block": Form(
            parse=parse_block,
            confirmation=gettext_noop(
                "Ruled out. It stays visible with the reason, and you can reopen it if that changes."
            ),
            fields={"reason": "block_reason", "condition_id": "condition"},
        ),
        "market": Form(
            parse=parse_market_signal,
            confirmation=gettext_noop(
                "Saved. Its source is shown. The newest edition counts towards your chances."
            ),
            fields={"published": "market_published", "source": "market_source"},
        ),
        "link": LINK_FORM,
        "unlink": UNLINK_FORM,
        "reopen": Form(parse=parse_reopen, confirmation=gettext_noop("It is active again.")),
        "distance": Form(
            parse=parse_distance,
            confirmation=gettext_noop(
                "Saved. The chances now start from there, and what you heard still counts."
            ),
        ),
    }
)
"""By the end of their address."""


def score_field(criterion_id: UUID) -> str:
    """What the field for the score of a wish is called."""
    return f"score-{criterion_id}"


def scores_in_tenths(scores: Iterable[tuple[UUID, int]]) -> dict[UUID, int]:
    """Scores of 0-100 as they stand in the form."""
    return {key: (score + TENTHS // 2) // TENTHS for key, score in scores}


def _role_id(context: FormContext) -> UUID:
    """The role that the address names. Raises NotFoundException without one."""
    if context.item_id is None:
        raise NotFoundException
    return context.item_id
