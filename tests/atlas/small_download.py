"""A small official download, made by hand: five occupations in three unit groups, in two languages."""

import csv
import gzip
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ESCO = "http://data.europa.eu/esco"
OCCUPATION = f"{ESCO}/occupation"
SKILL = f"{ESCO}/skill"

Table = list[list[str]]

NAMES: dict[str, dict[str, dict[str, str]]] = {
    "en": {
        "occupations": {
            "lamplighter": "lamplighter",
            "keeper": "lighthouse keeper",
            "bellringer": "bell ringer",
            "clockmaker": "clockmaker",
            "soldier": "drummer",
        },
        "skills": {
            "light": "light lamps",
            "climb": "climb stairs",
            "tell": "tell the time",
            "oil": "oil wheels",
            "wake": "stay awake at night",
        },
        "groups": {"7": "Craft workers", "0": "Armed forces", "8": "Operators", "9": "Helpers"},
    },
    "no": {
        "occupations": {"lamplighter": "lyktetenner", "keeper": "fyrvokter"},
        "skills": {"light": "tenne lykter"},
        "groups": {"7": "Håndverkere"},
    },
}
ISCO = {
    "lamplighter": "9629",
    "keeper": "8189",
    "bellringer": "9629",
    "clockmaker": "7311",
    "soldier": "0310",
}
GROUPS = ("0", "0310", "7", "7311", "8", "8189", "9", "9629")
SKILLS = {
    "lamplighter": {"light": "essential", "climb": "essential", "wake": "essential"},
    "keeper": {"light": "essential", "climb": "essential", "wake": "optional", "oil": "essential"},
    "bellringer": {"climb": "essential", "tell": "essential", "wake": "optional", "light": "optional"},
    "clockmaker": {"tell": "essential", "oil": "essential"},
    "soldier": {"wake": "essential"},
}


def official_tables(language: str = "en") -> dict[str, Table]:
    """The tables of one language, with the columns that ESCO gives them; what has no title in it is empty."""
    names = NAMES[language]
    occupations = [
        [
            "conceptType",
            "conceptUri",
            "iscoGroup",
            "preferredLabel",
            "altLabels",
            "hiddenLabels",
            "status",
            "modifiedDate",
            "regulatedProfessionNote",
            "scopeNote",
            "definition",
            "inScheme",
            "description",
            "code",
        ],
        *(
            [
                *("Occupation", f"{OCCUPATION}/{key}", ISCO[key], title),
                *(f"{title} of old\n{title} at sea" if title else "", "", "released", "2024-01-01"),
                f"{ESCO}/regulated-professions/{'regulated' if key == 'keeper' else 'unregulated'}",
                *("", "", f"{ESCO}/scheme", f'A "{title}", of course.', f"{ISCO[key]}.1"),
            ]
            for key in ISCO
            for title in [names["occupations"].get(key, "")]
        ),
    ]
    skills = [
        [
            "conceptType",
            "conceptUri",
            "skillType",
            "reuseLevel",
            "preferredLabel",
            "altLabels",
            "description",
        ],
        *(
            ["KnowledgeSkillCompetence", f"{SKILL}/{key}", "skill/competence", "cross-sector", title, "", ""]
            for key in NAMES["en"]["skills"]
            for title in [names["skills"].get(key, "")]
        ),
    ]
    relations = [
        ["occupationUri", "relationType", "skillType", "skillUri"],
        *(
            [f"{OCCUPATION}/{key}", relation, "skill/competence", f"{SKILL}/{skill}"]
            for key, own in SKILLS.items()
            for skill, relation in own.items()
        ),
    ]
    groups = [
        [
            "conceptType",
            "conceptUri",
            "code",
            "preferredLabel",
            "status",
            "altLabels",
            "inScheme",
            "description",
        ],
        *(
            # As a spreadsheet writes the code: without its zeros.
            [
                "ISCOGroup",
                f"{ESCO}/isco/C{code}",
                str(int(code)),
                names["groups"].get(code, ""),
                "",
                "",
                "",
                "",
            ]
            for code in GROUPS
        ),
    ]
    skill_groups = [
        ["conceptType", "conceptUri", "preferredLabel", "code"],
        ["SkillGroup", f"{SKILL}/S6", "handling and moving", "S6"],
    ]
    broader = [
        ["conceptType", "conceptUri", "broaderType", "broaderUri"],
        ["KnowledgeSkillCompetence", f"{SKILL}/light", "SkillGroup", f"{SKILL}/S6"],
    ]
    return {
        f"occupations_{language}.csv": occupations,
        f"skills_{language}.csv": skills,
        f"occupationSkillRelations_{language}.csv": relations,
        f"ISCOGroups_{language}.csv": groups,
        f"skillGroups_{language}.csv": skill_groups,
        f"broaderRelationsSkillPillar_{language}.csv": broader,
    }


def compact_tables() -> dict[str, Table]:
    """The same in the compact form, in English and Swedish."""
    names = NAMES["en"]
    return {
        "esco_occupations.csv": [
            ["occupation_id", "esco_code", "isco08", "label_en", "label_sv", "label_nl", "group_label_nb"],
            *(
                [key, f"{ISCO[key]}.1", ISCO[key], title, f"{title} på svenska", "", "Håndverkere"]
                for key, title in names["occupations"].items()
            ),
        ],
        "esco_occupation_alt_labels.csv": [
            ["occupation_id", "lang", "label"],
            ["keeper", "en", "keeper of the light"],
        ],
        "esco_occupation_descriptions.csv": [
            ["occupation_id", "lang", "description"],
            ["keeper", "en", "Keeps the light burning."],
        ],
        "esco_skills.csv": [
            ["skill_id", "label_en", "label_sv"],
            *([key, title, f"att {title}"] for key, title in names["skills"].items()),
        ],
        "esco_occupation_skills.csv": [
            ["occupation_id", "skill_id", "relation"],
            *([key, skill, relation[0]] for key, own in SKILLS.items() for skill, relation in own.items()),
        ],
        "isco08_groups.csv": [
            ["code", "level", "label_en", "label_sv", "label_nl", "label_nb", "nb_match"],
            *([code, str(len(code)), f"Group {code}", "", "", f"Gruppe {code}", "exact"] for code in GROUPS),
        ],
    }


def national_tables() -> dict[str, Table]:
    """Links to national classifications."""
    return {
        "no_styrk08.csv": [
            ["styrk08", "label_nb", "nav_category_1", "nav_category_2"],
            ["7311", "Urmakere", "", ""],
            ["9628", "Egen norsk kode", "", ""],
        ],
        "no_job_titles.csv": [["styrk08", "title_nb"], ["7311", "Gullsmed og urmaker"], ["0000", "Ukjent"]],
        "se_ssyk_isco.csv": [["ssyk2012", "label_sv", "isco08"], ["7311", "Urmakare", "7311"]],
        "se_occupations.csv": [["concept_id", "label_sv", "ssyk2012"], ["x", "Tornursmakare", "7311"]],
    }


def as_csv(table: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(table)
    return text.getvalue().encode()


def write_files(folder: Path, tables: Mapping[str, Table], *, packed: bool = False) -> Path:
    """Writes tables as CSV files, packed with gzip or not."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        if packed:
            (folder / f"{name}.gz").write_bytes(gzip.compress(as_csv(table), mtime=0))
        else:
            (folder / name).write_bytes(as_csv(table))
    return folder


def write_zip(path: Path, tables: Mapping[str, Table], *, below: str = "") -> Path:
    """Writes tables as CSV files in a ZIP file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in tables.items():
            archive.writestr(f"{below}{name}", as_csv(table))
    return path
