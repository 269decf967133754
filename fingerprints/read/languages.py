"""Which file names are source code, and in which language: a hint only."""

from pathlib import PurePosixPath

_BY_LANGUAGE = {
    "ada": "adb ads",
    "assembly": "asm s",
    "c": "c h",
    "c++": "cc cpp cxx hh hpp hxx ino ipp tpp",
    "c#": "cs csx",
    "clojure": "clj cljs cljc edn",
    "cmake": "cmake",
    "css": "css scss sass less",
    "cuda": "cu cuh",
    "d": "d",
    "dart": "dart",
    "delphi": "pas dpr pp",
    "elixir": "ex exs",
    "erlang": "erl hrl",
    "f#": "fs fsx",
    "fortran": "f f90 f95 f03 for",
    "g-code": "gcode nc",
    "glsl": "glsl vert frag hlsl",
    "go": "go",
    "graphql": "graphql gql",
    "groovy": "groovy gradle",
    "haskell": "hs lhs",
    "java": "java",
    "javascript": "js jsx mjs cjs",
    "json": "json jsonc json5",
    "julia": "jl",
    "kotlin": "kt kts",
    "lisp": "lisp el scm rkt",
    "lua": "lua",
    "matlab": "m mm",
    "nim": "nim",
    "ocaml": "ml mli",
    "openscad": "scad",
    "perl": "pl pm t",
    "php": "php phtml",
    "plc": "st scl awl il",
    "powershell": "ps1 psm1",
    "prolog": "pro",
    "protobuf": "proto thrift",
    "python": "py pyi pyx pxd",
    "r": "r",
    "ruby": "rb rake gemspec",
    "rust": "rs",
    "scala": "scala sc",
    "shell": "sh bash zsh fish bat cmd awk",
    "solidity": "sol",
    "sql": "sql psql ddl",
    "swift": "swift",
    "tcl": "tcl",
    "terraform": "tf tfvars hcl",
    "toml": "toml",
    "typescript": "ts tsx mts cts",
    "vba": "vb vba bas cls frm",
    "verilog": "v sv svh",
    "vhdl": "vhd vhdl",
    "vue": "vue svelte",
    "xml": "xml xsd xsl xslt svg xaml",
    "yaml": "yaml yml",
    "zig": "zig",
    "configuration": "ini cfg conf properties env",
    "templates": "j2 jinja jinja2 tmpl mustache hbs ejs",
}
LANGUAGES = {f".{end}": name for name, ends in _BY_LANGUAGE.items() for end in ends.split()}
NAMES = {
    "makefile": "make", "gnumakefile": "make", "dockerfile": "docker", "jenkinsfile": "groovy",
    "rakefile": "ruby", "gemfile": "ruby", "cmakelists.txt": "cmake", "vagrantfile": "ruby",
    "build": "starlark", "workspace": "starlark", "justfile": "just", "procfile": "shell",
}  # fmt: skip


def language(name: str) -> str:
    """The language that a file name hints at; empty where it gives none."""
    path = PurePosixPath(name.casefold())
    return NAMES.get(path.name) or LANGUAGES.get(path.suffix, "")
