"""The atlas: occupations, what each takes, what lies near and how its market stands; public, and the same for everybody."""
