"""One event of every form there ever was, with every field filled, as `stored/` holds it under its tag."""

from domain.event_catalogue import AnyStoredEvent
from domain.journey.events.erasure import ContactForgotten, JourneyErased
from tests.domain.samples.ids import DAY, OTHER_CONTACT
from tests.domain.samples.portrait import PORTRAIT
from tests.domain.samples.programmes import PROGRAMMES
from tests.domain.samples.steps import STEPS
from tests.domain.samples.studies import STUDIES
from tests.domain.samples.together import TOGETHER

SAMPLES: tuple[AnyStoredEvent, ...] = (
    *PORTRAIT,
    *STEPS,
    *TOGETHER,
    *PROGRAMMES,
    *STUDIES,
    ContactForgotten(happened_on=DAY, contact_id=OTHER_CONTACT),
    JourneyErased(happened_on=DAY),
)
