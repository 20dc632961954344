"""The history pages: every entry in words, with forms to correct or retract one's own."""
