"""Which English messages each translation was read against. A message whose English changes is to be looked at again."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from domain.vocabulary import Language
from service.localization.catalogue import catalogue_path


def message_digest(message: Message) -> str:
    """Twelve hexadecimal digits of a message's English and context."""
    ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    return sha256("\0".join((message.context or "", *ids)).encode()).hexdigest()[:12]


def read_reviewed(language: Language, folder: Path) -> frozenset[str]:
    """The digests of the messages whose translations were looked at."""
    path = _path(language, folder)
    return frozenset(path.read_text().split()) if path.exists() else frozenset()


def mark_reviewed(
    language: Language, messages: Catalog, folder: Path, chosen: Callable[[Message], bool]
) -> int:
    """Records that the chosen translations of a language were looked at, and drops messages that are gone. Returns how many are new."""
    before = read_reviewed(language, folder)
    after = {
        digest
        for message in messages
        if message.id and message.string
        for digest in (message_digest(message),)
        if digest in before or chosen(message)
    }
    _path(language, folder).write_text("".join(f"{one}\n" for one in sorted(after)))
    return len(after - before)


def _path(language: Language, folder: Path) -> Path:
    return (folder / catalogue_path(language)).with_name("reviewed.txt")
