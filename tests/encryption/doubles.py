"""A clock that is turned by hand, and a keyring that can be exchanged."""

from service.encryption.keyring import Keyring, generate_keyring


class ManualTicks:
    """A steady clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


class ExchangeableKeyring:
    """A keyring that can be exchanged while it is in use."""

    def __init__(self) -> None:
        self.keyring = generate_keyring()

    def __call__(self) -> Keyring:
        return self.keyring
