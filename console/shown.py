"""Fills the templates; every value is cleaned and escaped on its way out, in this one place."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from console import words


def _clean(value: Any) -> Any:
    """Nothing of strangers reaches a page uncleaned, and None shows nothing."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return words.clean(value)
    return "" if value is None else value


@cache
def environment() -> Environment:
    """The one environment; templates have no other way to escape than this."""
    made = Environment(
        loader=PackageLoader("console"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "short": words.short,
        "tone": words.tone,
        "tone_words": words.tone_words,
        "kind": words.kind,
        "reason": words.reason,
        "effect": words.effect,
        "sign": words.sign,
        "strength": words.strength,
        "spot": words.spot,
        "percent": words.percent,
        "moment": words.moment,
        "ago": words.ago,
        "count": words.count,
        "web_address": words.web_address,
    }
    made.globals |= {
        "money": words.money,
        "CHANNELS": words.CHANNELS,
        "VERDICTS": words.VERDICTS,
        "OUTCOMES": words.OUTCOMES,
        "SELLERS": words.SELLERS,
        "PRESENCE": words.PRESENCE,
        "STATUS_TONE": words.STATUS_TONE,
    }
    return made


def fill(template: str, **values: Any) -> str:
    """The page as HTML."""
    return environment().get_template(template).render(**values)
