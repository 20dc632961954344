"""Telephone numbers as links: people write them down in their own way."""


def telephone_address(number: str) -> str:
    """The address that dials a number."""
    digits = "".join(one for one in number if one.isdecimal())
    return f"tel:{'+' if number.strip().startswith('+') else ''}{digits}"
