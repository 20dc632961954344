"""After a refusal: six small steps, care first; and what became of the approaches that wait for an answer."""
