"""Tells the well-known licence texts: they stand in every second project and prove nothing."""

import re

MARKS = (  # (a phrase as folded, usual length of the licence in characters)
    ("permission is hereby granted free of charge to any person obtaining", 1_100),
    ("redistribution and use in source and binary forms", 1_500),
    ("permission to use copy modify and or distribute this software for any purpose", 800),
    ("this is free and unencumbered software released into the public domain", 1_300),
    ("boost software license version 1 0", 1_400),
    ("this software is provided as is without any express or implied warranty in no event", 900),
    ("apache license version 2 0 january 2004", 11_500),
    ("gnu general public license version 2 june 1991", 18_200),
    ("gnu general public license version 3 29 june 2007", 35_500),
    ("gnu lesser general public license version 2 1 february 1999", 26_600),
    ("gnu lesser general public license version 3 29 june 2007", 7_700),
    ("gnu affero general public license version 3 19 november 2007", 34_800),
    ("mozilla public license version 2 0", 17_000),
    ("eclipse public license v 2 0", 14_500),
    ("creative commons attribution", 19_000),
    ("creative commons legal code", 20_000),
    ("licensed under the apache license version 2 0 the license", 700),
    ("this program is free software you can redistribute it and or modify", 800),
)
SHARE = 0.75  # of the text that known licences must fill
ROOM = 1.15  # copies have other names, line breaks and addresses
READ = 200_000  # characters; no licence is longer
WORD = re.compile(r"[a-z0-9]+")


def is_licence(body: str) -> bool:
    """Whether the text is a known licence and hardly anything else."""
    if len(body) > READ:
        return False
    folded = " ".join(WORD.findall(body.casefold()))
    usual = sum(length for phrase, length in MARKS if phrase in folded)
    return usual > 0 and usual * ROOM >= len(body.strip()) * SHARE
