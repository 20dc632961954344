"""Fields for what a step taught, in the forms that conclude one: odds, a choice between two wishes, roles heard of."""

from collections.abc import Iterable, Iterator
from types import MappingProxyType

from domain.journey.aggregate import Journey
from domain.journey.commands.evidence import CriterionInput, OddsSignalInput, RecordEvidence, TradeoffInput
from domain.journey.commands.experiment_outcomes import ConcludeExperiment
from domain.journey.commands.roles import NewRoleInput
from domain.journey.decide import UserCommand
from domain.vocabulary import HeardSignal
from service.web.form_data import FORM_ERROR, FormData
from service.web.form_submission import FormFields
from service.web.log.labels import SIGNAL_CHOICES
from service.web.role_and_contact_forms import parse_role
from service.web.roles.role_links import parse_links

LEARNING_FIELDS: FormFields = MappingProxyType(
    {
        "learned": FORM_ERROR,
        "learned/appeal": "appeal",
        "learned/odds": "odds",
        "learned/tradeoffs": "tradeoff",
        "learned/strengths": "strength",
        "learned/gaps": "gap",
        "learned/roles": "heard_of",
    }
)


def parse_odds_signals(form: FormData, *, hires: bool) -> tuple[OddsSignalInput, ...]:
    """The signals that were ticked; what somebody says who hires counts more."""
    ticked = form.choices("odds", tuple(SIGNAL_CHOICES))
    return tuple(OddsSignalInput(signal=signal_from(one, hires=hires)) for one in ticked)


def parse_tradeoff(form: FormData, journey: Journey, *, met_in_reality: bool) -> tuple[TradeoffInput, ...]:
    """The one forced choice: `pair` holds both wishes, `tradeoff` the one that mattered more."""
    known = {str(key): key for key in journey.evidence.criteria}
    pair = [known[one] for one in form.values("pair") if one in known]
    winner = form.uuid("tradeoff")
    if winner is None or winner not in pair or len(pair) != 2:
        return ()
    loser = pair[0] if pair[1] == winner else pair[1]
    return (
        TradeoffInput(
            winner=CriterionInput(criterion_id=winner),
            loser=CriterionInput(criterion_id=loser),
            met_in_reality=met_in_reality,
        ),
    )


def parse_roles_heard_of(form: FormData, journey: Journey) -> tuple[NewRoleInput, ...]:
    """A role that came up and is not on the list yet."""
    found = parse_role(form, journey, name="heard_of")
    return (found.new,) if found and found.new else ()


def parse_links_heard_of(
    form: FormData, journey: Journey, learned: Iterable[ConcludeExperiment | RecordEvidence]
) -> Iterator[UserCommand]:
    """Links a role that came up to the atlas, if it was chosen there."""
    for one in learned:
        for role in one.learned.roles:
            yield from parse_links(form, journey, role, one.happened_on, name="heard_of")


def signal_from(code: HeardSignal, *, hires: bool) -> HeardSignal:
    """The signal as the learning model knows it: said by somebody who hires it counts more."""
    match code:
        case "fresh_outsider" if hires:
            return "fresh_outsider_from_hirer"
        case "one_of_many" if hires:
            return "one_of_many_from_hirer"
        case _:
            return code
