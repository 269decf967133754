"""Look-back at scale: what is kept of a page, what it costs, and what it finds again later."""
