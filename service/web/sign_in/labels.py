"""The pages of an invitation: by whom, to what, for which uses of one's data; and yes or no."""

from types import MappingProxyType

from domain.vocabulary import ConsentPurpose
from service.accounts.caller import AccountRole
from service.localization.gettext_noop import gettext_noop

ROLE_SENTENCES: MappingProxyType[AccountRole, str] = MappingProxyType(
    {
        "client": gettext_noop("You explore your next job, with a coach beside you."),
        "coach": gettext_noop("You coach clients."),
        "manager": gettext_noop("You manage a programme."),
        "researcher": gettext_noop("You study the histories of clients who agreed to it."),
        "admin": gettext_noop("You manage people and their roles."),
    }
)


CONSENT_SENTENCES: MappingProxyType[ConsentPurpose, str] = MappingProxyType(
    {
        "coaching": gettext_noop("What you record is used to coach you. You decide who can see it."),
        "research": gettext_noop("Researchers may ask me to take part in a study. I decide each time."),
        "contact_after": gettext_noop("You may ask me how it went, after it has ended."),
    }
)
