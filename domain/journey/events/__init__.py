"""One module a subject: its events, the slice of a journey they build, `evolve`, and `EVOLVERS`, its registration."""
