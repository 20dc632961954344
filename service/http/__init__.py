"""The door every request comes through: which names it answers to, whose word it takes, and who is asking."""
