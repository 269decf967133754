"""An opinion on two programs: made from one another, or the same task solved twice."""

import random
import time
from dataclasses import replace

import pytest

from matcher import resemblance as opinion
from matcher.resemblance import Resemblance, resemblance, shipped
from matcher.resemblance_read import MOST, read
from matcher.resemblance_signs import SIGNS, rarity, signs

WORK = """
import java.util.Scanner;

public class Boiler {
    public static void main(String[] args) {
        Scanner input = new Scanner(System.in);

        // Ask for pressure at the valve
        System.out.print("Pressure at the valve, in bar: ");
        double bar = input.nextDouble();
        System.out.print("Water left, in litres: ");
        double litres = input.nextDouble();

        double force = bar * 10.19716 * litres;
        System.out.println("The boiler holds " + force);
        if (force < 37.5)
            System.out.println("Refill it");
        else
            System.out.println("All is well");
    }
}
"""
COPY = """
import java.util.Scanner;

public class Kessel {
    // zeigt das Ergebnis
    static void show(double kraft) {
        System.out.println("The boiler holds " + kraft);
        if (kraft >= 37.5) {
            System.out.println("All is well");
        } else {
            System.out.println("Refill it");
        }
    }

    public static void main(String[] args) {
        Scanner input = new Scanner(System.in);
        System.out.print("Pressure at the valve, in bar: ");
        double druck = input.nextDouble();
        System.out.print("Water left, in litres: ");
        double wasser = input.nextDouble();
        show(druck * 10.19716 * wasser);
    }
}
"""
INDEPENDENT = """
import java.util.Scanner;
import java.text.DecimalFormat;

public class Main
{
  public static void main(String[] args)
  {
    Scanner sc=new Scanner(System.in);
    System.out.print("Enter pressure of the valve (bar):");
    float p=sc.nextFloat();
    System.out.print("Enter water (l):");
    float w=sc.nextFloat();
    DecimalFormat df=new DecimalFormat("#.##");
    System.out.println("The boiler holds "+df.format(p*10.2*w));
    if(p*10.2*w<38) {
      System.out.println("Please refill");
    } else {
      System.out.println("All is well");
    }
  }
}
"""


def told(work: str, suspect: str) -> Resemblance:
    found = resemblance(work, suspect)
    assert found is not None
    return found


def test_a_rewritten_copy_is_told_from_an_independent_solution_of_the_same_task() -> None:
    copy, independent = told(WORK, COPY), told(WORK, INDEPENDENT)
    assert copy.probability > 0.8
    assert independent.probability < 0.05
    assert told(WORK, WORK).probability > 0.99


def test_the_opinion_says_why_in_words() -> None:
    found = told(WORK, COPY)
    assert "of 100 such pairs were copies (" in found.words()
    assert "no string or number is missing" in found.words()
    against = told(WORK, INDEPENDENT).words()
    assert "against it: " in against
    assert "an unusual number is missing" in against
    assert {reason.name for reason in found.reasons} <= set(SIGNS)


def test_no_opinion_on_scraps_and_on_parts() -> None:
    assert resemblance(WORK, "int a = 1;") is None
    assert resemblance("", "") is None
    assert resemblance(WORK, WORK * 9) is None


def test_the_same_texts_give_the_same_figure_on_every_machine() -> None:
    values = signs(read(WORK), read(COPY))
    model = opinion.Model(
        weights=dict.fromkeys(SIGNS, 1.0),
        typical=dict.fromkeys(SIGNS, 0.5),
        start=0.0,
        length=0.0,
        from_tokens=300,
    )
    assert opinion.score(model, read(WORK), values) == pytest.approx(11.7641, abs=0.0001)


def test_being_more_alike_never_lowers_it() -> None:
    model = shipped()
    assert set(model.weights) == set(model.typical) == set(SIGNS)
    assert min(model.weights.values()) >= 0
    work, values = read(WORK), signs(read(WORK), read(INDEPENDENT))
    before = opinion.score(model, work, values)
    for name in SIGNS:
        assert opinion.score(model, work, {**values, name: 1.0}) >= before
    assert all(0 <= value <= 1 for value in values.values())


def test_longer_works_share_less_by_chance() -> None:
    short = read(WORK)
    long = replace(short, code=list(short.code) * 20)
    values = signs(short, read(COPY))
    assert opinion.score(shipped(), long, values) > opinion.score(shipped(), short, values)


def test_what_everybody_writes_tells_nothing() -> None:
    told = [rarity(number) for number in ("0", "2", "10", "0.5", "0.45359237", "0x7fed", "9" * 400)]
    assert told == [0.0, 0.0, 0.3, 0.3, 1.0, 1.0, 1.0]


def test_a_text_is_read_for_what_tells_its_writer() -> None:
    traits = read(
        'int x = f(3.25);  // why\n/* two\nlines */ s = "a \\n";\nos.path.join(x)\n/* open'
    )
    assert traits.comments == {"// why", "/* two\nlines */"}
    assert traits.strings == {"a"}
    assert traits.numbers == {"3.25"}
    assert traits.paths == {"os.path.join": 1}
    assert ("name", "1 blanks", "=") in traits.layout


def test_own_classes_and_functions_are_no_library() -> None:
    traits = read("class Tank:\n    def fill(self, Pump):\n        Tank().fill(Pump.start())\n")
    assert traits.calls == {"Pump": 2, "start": 1}


@pytest.mark.parametrize(
    "piece",
    ['"', "/*", '"""', "'\"", "\\", "a.b", "f(){", "`", "#", "\N{ZERO WIDTH SPACE}", '"a" ', "7."],
)
def test_a_hostile_text_costs_little(piece: str) -> None:
    text = piece * (MOST // len(piece))
    before = time.process_time()
    resemblance(text, text[1:])
    assert time.process_time() - before < 2


def test_many_long_strings_cost_little() -> None:
    chance = random.Random(5)  # noqa: S311  # a sample, no secret
    letters = [chr(code) for code in range(0x4E00, 0x4F00)]
    texts = [
        " ".join(f'"{"".join(chance.choices(letters, k=150))}"' for _ in range(500))
        for _ in range(2)
    ]
    before = time.process_time()
    resemblance(*texts)
    assert time.process_time() - before < 2
