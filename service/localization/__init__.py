"""The languages people read here: which one somebody wants, its words, and how dates and numbers are said in it."""
