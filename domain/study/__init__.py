"""A study: a research project with a question, drafted by a researcher and approved by somebody else."""
