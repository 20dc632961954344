"""The ending of a journey in the client's words: how it ended, what stays, whom to thank, and the care after it."""
