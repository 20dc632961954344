"""What the atlas says of a role on the client's list: what it takes, how different it is, and how its market stands."""
