"""The portrait: what the client said about themselves, such as their values, dreams, stories and goals."""
