"""The researcher's tools: the log as a file, and histories folded again under any model."""
