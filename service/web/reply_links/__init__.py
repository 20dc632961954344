"""Pages for people without an account: an organisation gives its reasons, a supporter says what they have seen."""
