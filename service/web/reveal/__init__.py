"""What a step or a reply did to what the client believed: shown right after it was recorded, and reachable later."""
