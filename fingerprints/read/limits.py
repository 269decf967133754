"""How much of one file is read; beyond it the file is refused in plain words."""

MEGABYTE = 1_000_000
FILE = 200 * MEGABYTE  # bytes of any one file
TEXT = 20 * MEGABYTE  # bytes of a plain text, markdown, html or source file
IMAGE = 60 * MEGABYTE  # bytes of a picture file; its pixels are limited where it is opened
CHARACTERS = 30 * MEGABYTE  # characters taken from one document
PAGES = 5_000  # of a pdf
TABLE = 200 * MEGABYTE  # bytes of a table as text
ROWS = 2_000_000  # of a table
CELLS = 12_000_000  # of a table
CELL = 32_767  # characters of a cell, as Excel has it
ZIP_MEMBERS = 10_000  # of an office file
ZIP_MEMBER = 700 * MEGABYTE  # unpacked bytes of one member of an office file
ZIP_TOTAL = 900 * MEGABYTE  # unpacked bytes of an office file
ZIP_RATIO = 200  # unpacked to packed, past the first megabyte
TREE_DEPTH = 100  # folders inside folders
WILDCARDS = 8  # in one line of a .gitignore: more take exponential time
TREE_FILES = 100_000  # files of a source tree
