"""What the models of a replay are called, and what each of them does."""

from collections.abc import Mapping
from types import MappingProxyType

from service.localization.gettext_noop import gettext_noop
from service.research.replaying.weekly_models import WeeklyModel

LEARNING_MODEL = gettext_noop("Learning model")
TRUE = gettext_noop("True")
MODELS: Mapping[WeeklyModel, str] = MappingProxyType(
    {
        "last_report": gettext_noop("Last report"),
        "plain_average": gettext_noop("Plain average"),
        "forgets_sooner": gettext_noop("Forgets sooner"),
        "trusts_ratings": gettext_noop("Trusts a rating more"),
    }
)
MEANINGS: Mapping[WeeklyModel, str] = MappingProxyType(
    {
        "last_report": gettext_noop("Only the last rating counts, and the last reply to an application."),
        "plain_average": gettext_noop("Every rating counts the same, and so does every reply."),
        "forgets_sooner": gettext_noop(
            "The learning model, but a rating counts for half after six weeks and a reply after four."
        ),
        "trusts_ratings": gettext_noop(
            "The learning model, but its first guess counts for less. A rating moves it more."
        ),
    }
)
