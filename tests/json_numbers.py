"""The whole numbers in an answer, wherever they stand."""

from collections.abc import Iterator


def integers(value: object) -> Iterator[int]:
    """Every whole number in a JSON value, those in lists and objects included."""
    match value:
        case bool():
            return
        case int():
            yield value
        case dict():
            for one in value.values():
                yield from integers(one)
        case list() | tuple():
            for one in value:
                yield from integers(one)
        case _:
            return
