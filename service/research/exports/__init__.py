"""Exports: the files of a study up to a log position, without names, texts, dates or ids of the service; and reading them."""
