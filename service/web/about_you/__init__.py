"""The about-you pages: the client's intake, values, stories and goals, and her agreements with the coach."""
