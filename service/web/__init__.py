"""The pages: what client and coach read in a browser. They speak to a journey's entries, never to the database."""
