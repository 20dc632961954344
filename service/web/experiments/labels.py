"""What the page of an experiment calls things."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.vocabulary import Witness
from service.localization.gettext_noop import gettext_noop

WITNESS_CHOICES: Mapping[Witness, str] = MappingProxyType(
    {"contact": gettext_noop("They did"), "self": gettext_noop("I did")}
)
"""Who noticed a strength, as an answer to that question."""
