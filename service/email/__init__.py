"""Letters: short, in the reader's language, and saying nothing to somebody who reads over their shoulder."""
