"""Pages that show people: as csv, table, JSON, SQL, cards, running text, and written otherwise."""

import json
from collections.abc import Callable, Sequence
from random import Random

from benchmarks.tables.people import CODES, Person
from fingerprints.content import Code, Content, Table, Text

FILLER = (
    "The meeting went on longer than planned and everybody was glad when it was over.",
    "Prices are checked each morning before the doors open.",
    "We could not reach anyone yesterday, so please try again this week.",
    "Delivery takes three to five days, longer on islands.",
    "Parking is behind the building; the gate closes at eight.",
    "Thanks for all the notes that came in after the last issue.",
    "A new version of the handbook will follow in spring.",
    "Please keep the receipt until the goods have been checked.",
)
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip
MONATE = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
          "Oktober", "November", "Dezember")  # fmt: skip
LABELS = {"order": "Order", "first": "First name", "last": "Last name", "mail": "E-mail",
          "phone": "Phone", "city": "City", "company": "Company", "born": "Born", "name": "Name",
          "iban": "IBAN", "amount": "Total"}  # fmt: skip
INSERT = "INSERT INTO customers VALUES"
Cells = Sequence[tuple[Person, tuple[str, ...]]]  # who, and which cells are shown
Form = Callable[[Cells, Random], Content]


def otherwise(person: Person, column: str, chance: Random) -> str:
    """A cell as other people write it."""
    if column in ("phone", "born"):
        return _phone(person, chance) if column == "phone" else _day(person.born, chance)
    return chance.choice(_ways(person, column))


def _ways(person: Person, column: str) -> tuple[str, ...]:
    shown, whole, cents = person.cell(column), *divmod(person.amount, 100)
    name = f"{person.last}, {person.first}"
    ways = {
        "name": (name, f"{person.last.upper()} {person.first}", f"Dr. {shown}"),
        "amount": (f"{whole:,}.{cents:02d} EUR", f"€ {whole},{cents:02d}", f"{whole}.{cents:02d}"),
        "iban": (" ".join(shown[at : at + 4] for at in range(0, len(shown), 4)),),
        "order": (shown, f"#{shown}", f"No. {shown}"),
    }
    return ways.get(column, (shown.upper(), shown.lower(), plain(shown)))


def plain(text: str) -> str:
    """Without accents, as on a typewriter."""
    table = str.maketrans("äöüéèêáàâóòôúùûñçåøÄÖÜÉÅØ", "aoueeeaaaooouuuncaoAOUEAO")
    return text.translate(table)


def _phone(person: Person, chance: Random) -> str:
    code, digits = CODES[person.code], person.phone.replace(" ", "")
    area, one, two = person.phone.split(" ")
    forms: tuple[str, ...]
    if code == "1":
        forms = (
            f"({area}) {one}-{two}",
            f"{area}-{one}-{two}",
            f"+1{digits}",
            f"1-{area}-{one}-{two}",
        )
    else:
        forms = (f"0{area} {one}{two}", f"0{area}/{one} {two}", f"00{code}{digits}",
                 f"+{code} (0){area} {one}-{two}", f"+{code}-{area}-{one}{two}")  # fmt: skip
    return chance.choice(forms)


def _day(born: tuple[int, int, int], chance: Random) -> str:
    year, month, day = born
    name, short = MONTHS[month - 1], f"{month:02d}-{day:02d}"
    return chance.choice((
        f"{day:02d}.{month:02d}.{year}", f"{month}/{day}/{year}", f"{day} {name} {year}",
        f"{name} {day}, {year}", f"{day}. {MONATE[month - 1]} {year}",
        f"{year}/{month:02d}/{day:02d}", f"{year}-{short} 00:00",
    ))  # fmt: skip


def _shown(cells: Cells) -> list[tuple[str, ...]]:
    return [tuple(person.cell(column) for column in columns) for person, columns in cells]


def csv(cells: Cells, chance: Random) -> Content:
    """Lines of cells."""
    mark = chance.choice((",", ";", "\t", "|"))
    rows = _shown(cells)
    if mark == ",":
        rows = [tuple(f'"{cell}"' if "," in cell else cell for cell in row) for row in rows]
    return Text("\n".join(mark.join(row) for row in rows))


def table(cells: Cells, _chance: Random) -> Content:
    """A table of a web page."""
    head = tuple(LABELS[column] for column in cells[0][1])
    return Table((head, *_shown(cells)))


def json_(cells: Cells, chance: Random) -> Content:
    """Records as JSON, in one line or indented."""
    records = [{column: person.cell(column) for column in columns} for person, columns in cells]
    return Text(
        json.dumps(records, indent=chance.choice((None, 1)), ensure_ascii=chance.random() < 0.5)
    )


def sql(cells: Cells, chance: Random) -> Content:
    """A dump of a database."""
    rows = [", ".join("'" + cell.replace("'", "''") + "'" for cell in row) for row in _shown(cells)]
    lines = [f"({number}, {row})" for number, row in enumerate(rows)]
    if chance.random() < 0.5:
        return Code("\n".join(f"{INSERT} {line};" for line in lines))
    return Code(INSERT + "\n" + ",\n".join(lines) + ";")


def cards(cells: Cells, chance: Random) -> Content:
    """One cell on a line, as in address books."""
    records = []
    for person, columns in cells:
        lines = [f"{LABELS[column]}: {person.cell(column)}" for column in columns]
        if chance.random() < 0.4:
            lines = [
                "BEGIN:VCARD",
                *(f"{LABELS[c].upper()}:{person.cell(c)}" for c in columns),
                "END:VCARD",
            ]
        records.append("\n".join(lines))
    return Text("\n\n".join(records))


def prose(cells: Cells, chance: Random) -> Content:
    """Running text, the cells of a row up to some 20 words apart."""
    said = []
    for row in _shown(cells):
        said += [chance.choice(FILLER), _sentence(row, chance)]
    return Text(" ".join(said))


def _sentence(row: tuple[str, ...], chance: Random) -> str:
    between = (
        "and then somebody wrote that the one to ask is",
        "which is",
        "can be reached at",
        "was told on Monday after a long talk about something else entirely to write to",
    )
    said = row[0]
    for cell in row[1:]:
        said += f" {chance.choice(between)} {cell}"
    return f"It was {said}, they said."


def rewritten(cells: Cells, chance: Random) -> Content:
    """Cells as other people write them, in lines or running text."""
    rows = [tuple(otherwise(p, column, chance) for column in columns) for p, columns in cells]
    if chance.random() < 0.5:
        return Text("\n".join(" ; ".join(row) for row in rows))
    return Text("\n".join(f"{chance.choice(FILLER)} {_sentence(row, chance)}" for row in rows))


FORMS: dict[str, Form] = {
    "csv": csv, "table": table, "json": json_, "sql": sql, "cards": cards, "prose": prose,
    "written otherwise": rewritten,
}  # fmt: skip
