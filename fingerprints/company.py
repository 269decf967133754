"""Words that say what sort of company somebody is, and how trade abbreviates others."""

from fingerprints.wordset import wordset

SUFFIXES = wordset(
    "co company corp corporation inc incorporated ltd limited llc llp lp plc pty pte pvt private "
    "gmbh mbh ag kg kgaa ohg ug ev se sa sas sasu sarl eurl srl spa snc bv nv cv vof ab as asa "
    "aps oy oyj kft zrt bt nyrt doo dd sro ao spol sp zoo zo oo o z k kk yk sdn bhd tbk pt cv "
    "hf ehf ooo oao zao pao fze fzco fzc lda ltda eireli me cia sl slu sc scrl and und et y e "
    "ооо оао зао пао ао ип тов"  # noqa: RUF001 - Russian and Ukrainian forms
)
GLUED = (
    "股份有限公司", "有限责任公司", "有限責任公司", "集团有限公司", "集團有限公司", "有限公司",
    "公司", "株式会社", "有限会社", "合同会社", "주식회사", "유한회사",
)  # fmt: skip
SURE = wordset(
    "co company corp corporation inc incorporated ltd limited llc llp plc pty pte pvt private "
    "gmbh mbh ag kg kgaa ohg ug sarl sas eurl srl spa snc sa bv nv aps oy oyj kft zrt doo sro spol "
    "sdn bhd tbk ooo oao zao pao fze fzco lda ltda eireli cia slu scrl "
    "ооо оао зао пао ао тов"  # noqa: RUF001 - Russian and Ukrainian forms
)  # of the SUFFIXES, those that are no small words of a language
JOINED = wordset("de cv rl c v p a s l r o z co kg and und et y e i")  # between and inside forms
AND = ("and", "und", "et", "y", "e", "i")
SHORT = {
    "international": ("intl", "int l", "internat"),
    "manufacturing": ("mfg", "manuf"),
    "manufacturers": ("mfrs",),
    "manufacturer": ("mfr",),
    "machinery": ("mach",),
    "engineering": ("eng", "engg", "engrg"),
    "industries": ("ind", "inds"),
    "industrial": ("ind", "indl"),
    "industry": ("ind",),
    "technology": ("tech", "technol"),
    "technologies": ("tech", "techs"),
    "brothers": ("bros",),
    "brother": ("bro",),
    "group": ("grp",),
    "electric": ("elec", "elect"),
    "electrical": ("elec", "elect"),
    "electronics": ("elec", "elect"),
    "electronic": ("elec",),
    "equipment": ("equip", "eqpt"),
    "products": ("prod", "prods"),
    "trading": ("trdg",),
    "import": ("imp",),
    "export": ("exp",),
    "company": ("co",),
    "national": ("natl", "nat l"),
    "associates": ("assoc",),
    "services": ("svcs", "serv"),
    "systems": ("sys", "syst"),
    "development": ("dev",),
    "chemical": ("chem",),
    "chemicals": ("chem",),
    "pharmaceutical": ("pharm", "pharma"),
    "pharmaceuticals": ("pharm", "pharma"),
    "holdings": ("hldgs",),
    "holding": ("hldg",),
    "laboratories": ("labs",),
    "distribution": ("dist",),
    "american": ("amer",),
    "department": ("dept",),
    "gebruder": ("gebr",),
    "fratelli": ("flli", "f lli"),
    "compania": ("cia",),
    "compagnie": ("cie",),
    "sociedad": ("soc",),
    "societe": ("ste",),
    "establecimientos": ("estab",),
    "etablissements": ("ets",),
    "hermanos": ("hnos",),
    "gesellschaft": ("ges",),
    "maschinenbau": ("masch",),
}  # full word, in folded letters: how lists shorten it
