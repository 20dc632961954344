"""E-mails: short, in the reader's language, and discreet to somebody who reads over her shoulder."""
