"""How well copies of text, code and names are found, and how often innocent pages are hit."""
