"""The tables of a study's export: what each column means, and the rows of one participant. Pure, without any file format."""

from service.research.tables.catalogue import TABLES, rows_of
from service.research.tables.chosen import chosen_tables, is_whole
from service.research.tables.codebook import codebook
from service.research.tables.columns import Column, Row, Table
from service.research.tables.history import ResearchHistory

__all__ = [
    "TABLES",
    "Column",
    "ResearchHistory",
    "Row",
    "Table",
    "chosen_tables",
    "codebook",
    "is_whole",
    "rows_of",
]
