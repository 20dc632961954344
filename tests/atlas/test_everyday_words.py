"""Everyday wordings: fifteen of each language that no row of the table has word for word."""

import pytest

from domain.vocabulary import Language
from service.atlas.qualities import recognise
from service.atlas.tables import read_table

SAID: list[tuple[Language, str, str]] = [
    ("en", "I kept calm when everyone else panicked", "own_pace"),
    ("en", "staying calm when it gets busy", "rescue"),
    ("en", "walking through the woods at dawn", "outdoors"),
    ("en", "nobody over my shoulder all day", "own_pace"),
    ("en", "I saw how neatly the drawers were filed", "precision"),
    ("en", "my grandmother's vegetables", "plants"),
    ("en", "figuring out why it broke", "puzzles"),
    ("en", "standing up for the weakest in class", "justice"),
    ("en", "sitting with someone who is lonely", "helping"),
    ("en", "the kitten that slept on my arm", "animals"),
    ("en", "taking charge of the whole expedition", "leading"),
    ("en", "the old workshop and its smell of wood", "hands"),
    ("en", "a bridge that still stands", "lasting"),
    ("en", "surfing before breakfast", "water"),
    ("en", "cakes for the whole street", "food"),
    ("nl", "rustig blijven als het misgaat", "rescue"),
    ("nl", "in mijn eentje aan de slag", "own_pace"),
    ("nl", "een wandeling langs de velden", "outdoors"),
    ("nl", "met z'n allen naar elkaar omkijken", "team"),
    ("nl", "uitvogelen waarom het niet werkt", "puzzles"),
    ("nl", "opkomen voor wie zwakker is", "justice"),
    ("nl", "troosten als iemand verdriet heeft", "helping"),
    ("nl", "de moestuin van opa", "plants"),
    ("nl", "iemand zien groeien in het vak", "teaching"),
    ("nl", "de touwtjes in handen hebben", "leading"),
    ("nl", "een lekkere taart op tafel", "food"),
    ("nl", "alles op zijn plek en duidelijkheid", "order"),
    ("nl", "een eigen zaak beginnen", "persuading"),
    ("nl", "ver weg van huis zijn", "travel"),
    ("nl", "kletsen met de klanten", "meeting"),
    ("sv", "att kunna behålla lugnet när det brinner", "rescue"),
    ("sv", "gå på tur i skogen med hunden", "outdoors"),
    ("sv", "på egen hand, utan stress", "own_pace"),
    ("sv", "klura på kluriga saker", "puzzles"),
    ("sv", "trösta den som är ledsen", "helping"),
    ("sv", "se någon växa i sitt jobb", "teaching"),
    ("sv", "snickra på sommarstugan", "hands"),
    ("sv", "stå upp för dem som är svagare", "justice"),
    ("sv", "ställa upp för varandra", "team"),
    ("sv", "ha koll på allt", "order"),
    ("sv", "grönsakslandet hos mormor", "plants"),
    ("sv", "hålla i trådarna för festen", "leading"),
    ("sv", "något som står kvar om många år", "lasting"),
    ("sv", "träffa nya människor", "meeting"),
    ("sv", "dyka vid skärgården", "water"),
    ("nb", "holde roen", "rescue"),
    ("nb", "holde roen", "own_pace"),
    ("nb", "gå på tur i marka", "outdoors"),
    ("nb", "stille opp for en venn", "helping"),
    ("nb", "gruble til svaret kommer", "puzzles"),
    ("nb", "snekre hytte med bestefar", "hands"),
    ("nb", "vise andre hvordan det gjøres", "teaching"),
    ("nb", "dugnad med naboene", "team"),
    ("nb", "ha kontroll og rydde opp", "order"),
    ("nb", "stå opp for de svakeste", "justice"),
    ("nb", "padle kajakk i fjorden", "water"),
    ("nb", "kjøkkenhagen hjemme", "plants"),
    ("nb", "være min egen herre, på egen hånd", "own_pace"),
    ("nb", "noe som blir stående om mange år", "lasting"),
    ("nb", "skravle med kundene", "meeting"),
    ("nb", "dra rundt og oppleve verden", "travel"),
]


@pytest.mark.parametrize(("language", "wording", "quality"), SAID)
def test_an_everyday_wording_is_read(language: Language, wording: str, quality: str) -> None:
    assert quality in recognise(wording, language)


@pytest.mark.parametrize("language", ["en", "nl", "sv", "nb"])
def test_every_quality_has_many_wordings(language: Language) -> None:
    for row in read_table("quality_words.tsv"):
        assert len(row[language].split("|")) >= 15, row["quality"]
