"""The portrait: what the client said about herself, such as her values, dreams, stories and goals."""
