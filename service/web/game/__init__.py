"""The game: what the client put in, never what luck made of it; for her eyes only, and off when she wants."""
