"""Letters that look like Latin ones: our own table of what forgers use (compare Unicode TS 39)."""

# ruff: noqa: RUF001 - lookalikes are what this file is for

# Each line: the Latin letter, then its lookalikes in lower case; upper case folds onto lower
# case first, so a letter stands where its more often forged case looks alike.
_LOOKALIKES = """
a а α ɑ ᴀ ꓮ ꭺ
b в β ь ƅ ʙ ꓐ ꮟ
c с ϲ ᴄ ⅽ ꓚ ꮯ
d ԁ ɗ đ ᴅ ꓓ ꭰ ꮷ
e е ε є ҽ ᴇ ꓰ ꭼ ɛ
f ƒ ẝ ꓝ ꞙ
g ɡ ց ɢ ꓖ ԍ ꮐ
h н һ η հ ʜ ꓧ ħ ꮋ
i і ι ı ɩ ɪ ꓲ ӏ
j ј ϳ յ ᴊ ꓙ ꭻ
k к κ ᴋ ꓗ ꮶ ĸ
l ł ʟ ꓡ ⅼ ǀ ꮮ
m м μ ᴍ ⅿ ꓟ ꮇ
n п ո ռ ɴ ꓠ ŋ
o о ο օ ᴏ ꓳ ø σ
p р ρ ᴘ ꓑ ƿ ꮲ
q ԛ զ գ
r г ʀ ᴦ ꓣ ꮢ
s ѕ ꜱ ʂ ꓢ ꮪ
t т τ ᴛ ꓔ ŧ ꭲ
u ս υ ᴜ ꓴ ʋ
v ν ѵ ᴠ ꓦ ⅴ ꮩ
w ԝ ω ᴡ ꓪ ѡ ꮃ
x х χ ⅹ ꓫ
y у ү γ ʏ ꓬ
z ζ ᴢ ꓜ ʐ ꮓ
' ’ ‘ ʼ ′ ‛
" “ ” „ ″ «  »
- – — ‐ ‑ − ―
"""
_LIGATURES = {"æ": "ae", "œ": "oe", "þ": "th"}


def _table() -> dict[str, str]:
    table = dict(_LIGATURES)
    for line in _LOOKALIKES.split("\n"):
        latin, *others = line.split() or [""]
        table |= dict.fromkeys(others, latin)
    return table


CONFUSABLES = _table()
