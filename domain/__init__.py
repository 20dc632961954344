"""The pure core: vocabulary, events, commands and decisions. No I/O, no clock, no randomness."""
