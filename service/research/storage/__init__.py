"""Tables of the analyses of studies: what was asked, what was let out, and who was in which set behind it."""
