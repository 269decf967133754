"""Each file of a folder of dependencies belongs to the package that says so."""

import pytest

from fingerprints.packages import cleaned, is_manifest, origin_of, packages

MANIFESTS = {
    "node_modules/tide/package.json": '{"name": "@sea/tide", "version": "1.2.3"}',
    "node_modules/tide/node_modules/ebb/package.json": '{"version": "7", "name": "ebb"}',
    "lib/swell-4.0.dist-info/METADATA": "Name: swell\nVersion: 4.0\n\nName: x",
    "sdist/PKG-INFO": "Name: breaker\r\nVersion: 0.9\r\n",
    "jar/META-INF/MANIFEST.MF": "Implementation-Title: org.surf\nImplementation-Version: 3\n",
    "mvn/pom.xml": "<project><parent><artifactId>all</artifactId><version>1</version></parent>"
    "<artifactId>reef</artifactId><version>5.1</version></project>",
    "go/example.com/foam@v1.4.0/go.mod": "module example.com/foam\n\ngo 1.20\n",
    "crate/Cargo.toml": '[package]\nname = "spray"\nversion = "2.2"\n[dependencies]\nversion = "9"',
}
LISTS = {
    "lib/swell-4.0.dist-info/RECORD": "swell/__init__.py,sha256=a,1\nswell.py,,\n../bin/x,,\n",
}


@pytest.mark.parametrize(
    ("path", "origin"),
    [
        ("node_modules/tide/lib/a.js", "@sea/tide 1.2.3"),
        ("node_modules/tide/node_modules/ebb/index.js", "ebb 7"),
        ("lib/swell/__init__.py", "swell 4.0"),
        ("lib/swell.py", "swell 4.0"),
        ("lib/other.py", "things"),
        ("sdist/src/b.py", "breaker 0.9"),
        ("jar/org/surf/C.java", "org.surf 3"),
        ("mvn/src/main/D.java", "reef 5.1"),
        ("go/example.com/foam@v1.4.0/e.go", "example.com/foam v1.4.0"),
        ("crate/src/lib.rs", "spray 2.2"),
    ],
)
def test_the_nearest_manifest_above_a_file_names_its_package(path: str, origin: str) -> None:
    assert origin_of(path, packages(MANIFESTS, LISTS), "things") == origin


@pytest.mark.parametrize(
    "text", ["", "[1, 2]", "{", '{"name": 7}', "[" * 100_000, '{"name": "\\u0007 "}']
)
def test_a_manifest_that_says_nothing_names_nothing(text: str) -> None:
    assert packages({"a/package.json": text}, {}) == {}


def test_a_name_can_be_shown_whatever_a_package_says() -> None:
    assert cleaned("bad\x1b[31m\nname" + "x" * 500) == ("bad [31m name" + "x" * 500)[:100]
    assert is_manifest("a/PKG-INFO")
    assert not is_manifest("a/pkg-info.txt")
