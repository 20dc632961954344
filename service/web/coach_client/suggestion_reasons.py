"""Why a step is suggested, as a coach reads it about a client."""

from collections.abc import Mapping
from types import MappingProxyType

from projections.learning_model.suggestions import SuggestedKind
from projections.profile.view import SuggestionReason, SuggestionView
from service.localization.gettext_noop import gettext_noop
from service.localization.translator import Translator

REASONS_OF_CLIENT: Mapping[tuple[SuggestedKind, SuggestionReason], str] = MappingProxyType(
    {
        ("conversation", "own_work"): gettext_noop(
            "They know this work themselves. A conversation shows what it is like elsewhere."
        ),
        ("conversation", "never_met"): gettext_noop(
            "They have not met anyone in this work yet. One conversation says more than any advert."
        ),
        ("conversation", "none_in_role"): gettext_noop(
            "They have not talked to anyone who does this work yet. Such a person knows what the days are like."
        ),
        ("conversation", "rating_unsure"): gettext_noop(
            "They are not sure yet how much they would like it. A conversation would tell them more."
        ),
        ("conversation", "odds_unsure"): gettext_noop(
            "They know fairly well how much they would like it. A conversation can tell them about their chances."
        ),
        ("job_shadow", "own_work"): gettext_noop(
            "They know this work themselves. A day shadowing shows what it is like elsewhere."
        ),
        ("job_shadow", "never_met"): gettext_noop(
            "They have not met anyone in this work yet. A day shadowing shows what people do all day."
        ),
        ("job_shadow", "see_the_work"): gettext_noop(
            "They have only heard about it. A day shadowing shows the dull parts too."
        ),
        ("job_shadow", "rating_unsure"): gettext_noop(
            "They are not sure yet how much they would like it. A day shadowing would tell them more."
        ),
        ("job_shadow", "odds_unsure"): gettext_noop(
            "They know fairly well how much they would like it. A day shadowing can tell them about their chances."
        ),
        ("application", "chances_first"): gettext_noop(
            "Applying shows what their chances are. They do not need to know yet whether they want the work."
        ),
        ("application", "odds_unsure"): gettext_noop(
            "They know fairly well how much they would like it. Applying shows what their chances are."
        ),
    }
)
"""The sentences, by the suggested step and the reason."""


def reason_of_client(suggestion: SuggestionView, translator: Translator) -> str:
    """Why it is suggested, in the third person."""
    return translator.gettext(REASONS_OF_CLIENT[suggestion.kind, suggestion.reason])
