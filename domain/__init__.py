"""What is true and allowed: the words, the events and the decisions of a journey. Pure."""
