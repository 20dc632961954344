"""One client's whole exploration in one programme: the event stream, told noun by noun.

Every module keeps one order: the events it owns, its state and `evolve`, its commands and their decisions.
`state` puts the parts together, `decisions` leads a command to its decision.
"""
