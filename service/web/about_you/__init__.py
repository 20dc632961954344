"""About you: what the client set out with, holds dear and told of herself; and what she and her coach agreed on."""
