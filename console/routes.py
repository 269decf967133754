"""Every address of the console: what it does, and what one must be allowed to do."""

from console import (
    captures,
    deciding,
    door,
    files,
    health,
    hit,
    inbox,
    matched,
    pictures,
    quarantine,
    suspects,
    vendors,
    watching,
    works,
)
from console.gate import Rule

FORM = 41_000_000  # bytes of a suspect with its pictures
TICKED = 200_000  # bytes of a page of ticked hits

RULES = (
    # everybody
    Rule("GET", "/static/{name}", "stand at the door", files.show),
    Rule("GET", "/login", "stand at the door", door.ask),
    Rule("GET", "/login/{token}", "stand at the door", door.offer),
    Rule("POST", "/login/{token}", "stand at the door", door.enter),
    Rule("POST", "/logout", "stand at the door", door.leave),
    # hits
    Rule("GET", "/", "see", inbox.show),
    Rule("GET", "/pulse", "see", inbox.pulse),
    Rule("GET", "/hits/{hit}", "see", hit.show),
    Rule("GET", "/hits/{hit}/picture", "see", pictures.stand_in),
    Rule("GET", "/hits/{hit}/pictures/{sha256}", "see", pictures.found),
    Rule("GET", "/hits/{hit}/matched/{proof}/{side}", "see", matched.show),
    Rule("GET", "/hits/{hit}/captures/{sha256}", "see", captures.download),
    Rule("POST", "/hits/decide", "decide", deciding.many, TICKED),
    Rule("POST", "/hits/{hit}/decide", "decide", deciding.one),
    # suspects
    Rule("GET", "/suspects/new", "add a suspect", suspects.ask),
    Rule("GET", "/suspects/result", "see", suspects.result),
    Rule("POST", "/suspects", "add a suspect", suspects.add, FORM),
    # lists
    Rule("GET", "/works", "see", works.listed),
    Rule("GET", "/works/{asset:path}/picture", "see", pictures.protected),
    Rule("GET", "/works/{asset:path}", "see", works.one),
    Rule("GET", "/watches", "see", watching.listed),
    Rule("GET", "/runs", "see", watching.runs),
    Rule("GET", "/runs/{run}", "see", watching.run),
    Rule("GET", "/vendors", "see", vendors.listed),
    Rule("POST", "/authorisations/{rule}/withdraw", "authorise", vendors.take_back),
    Rule("POST", "/quarantine/{flood}/release", "change the register", quarantine.release),
    Rule("GET", "/health", "see", health.show),
)
