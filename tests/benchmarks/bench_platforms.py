"""How fast the networks' rules run: texts a second on one core, and time at 1x, 2x, 4x on hostile text.

Run it with `python tests/benchmarks/bench_platforms.py`. The goals for counting alone are at least 20,000 plain and
5,000 rich texts of 300 characters a second; twice the hostile text shall take about twice the time. Seconds are of
processor time, so that a busy machine does not change them.
"""

import argparse
import time
from collections.abc import Callable

from assistant.platforms import PLATFORMS, count, find, measure, review, split

PLAIN = (
    "Découvrez notre nouvelle gamme, pensée pour les étés qui durent : légère, solide et fabriquée près de chez vous. "
    "Elle arrive en boutique le lundi 4 mai, et en ligne le lendemain. Nous avons hâte de savoir ce que vous en dites, "
    "alors passez nous voir, essayez tout, et racontez-nous vos vacances."
)[:300].ljust(300, ".")
RICH = (
    "Nouvelle gamme 🎉 pensée pour l’été ☀️ : légère, solide, d’ici 🇫🇷. En boutique le 4 mai, en ligne le lendemain : "
    "https://exemple.fr/collections/ete?source=fil merci @atelier.bsky.social et @verre@piaille.fr 👩‍👩‍👧‍👦 ! "
    "Les détails sur exemple.org, le guide en README.md #Ete #FabriqueEnFrance #Verre $AAPL et à très vite ❤️"
)[:300].ljust(300, ".")
ASCII = ("Our new range is here, made for long summers. " * 8)[:300]
HOSTILE = {
    "@": "@", "#": "#", "(": "(", "zero width joiner": "\u200d", "combining accent": "\u0301",
    "regional indicator": "\U0001f1e6", "http://": "http://", "a.": "a.", "1.": "1.", "日.日": "日.日",
    "https://a.co/(": "https://a.co/(", "a.com_": "a.com_", "family": "👨\u200d👩\u200d👧\u200d👦", "no blank": "a",
}  # fmt: skip


def rate(call: Callable[[], object], seconds: float) -> float:
    """Calls a second, the best of three rounds."""
    best = 0.0
    for _ in range(3):
        calls, start = 0, time.process_time()
        while (spent := time.process_time() - start) < seconds / 3:
            call()
            calls += 1
        best = max(best, calls / spent)
    return best


def print_rates(seconds: float) -> None:
    """One line a network: texts a second."""
    print(
        f"{'texts/s':>10} {'ascii':>9} {'plain':>9} {'rich':>9} {'find':>9} {'review':>9} {'measure':>9} {'len()':>9}"
    )
    for name in PLATFORMS:
        rates = [
            rate(lambda text=text, name=name: count(text, name), seconds)  # type: ignore[misc]
            for text in (ASCII, PLAIN, RICH)
        ]
        rates.append(rate(lambda name=name: find(RICH, name), seconds))  # type: ignore[misc]
        rates.append(rate(lambda name=name: review(RICH, name), seconds))  # type: ignore[misc]
        rates.append(rate(lambda name=name: measure(RICH, name), seconds))  # type: ignore[misc]
        rates.append(rate(lambda: len(RICH), seconds))
        print(f"{name:>10} " + " ".join(f"{value:>9,.0f}" for value in rates))


def print_growth(characters: int) -> None:
    """One line a hostile text: seconds for 1x, and how many times longer 2x and 4x take."""
    calls: dict[str, Callable[[str, str], object]] = {"count": count, "find": find, "review": review, "split": split}
    print(f"\nhostile text, {characters:,} characters at 1x; seconds at 1x, then 2x and 4x as multiples of it")
    print(f"{'':>20} {'':>9} " + " ".join(f"{name:>22}" for name in calls))
    for name, unit in HOSTILE.items():
        for network in ("bluesky", "x", "mastodon"):
            cells = []
            for call in calls.values():
                spent = []
                for times in (1, 2, 4):
                    text = unit * (characters * times // len(unit))
                    start = time.process_time()
                    call(text, network)
                    spent.append(time.process_time() - start)
                cells.append(f"{spent[0]:>8.3f} x{spent[1] / spent[0]:>5.1f} x{spent[2] / spent[0]:>5.1f}")
            print(f"{name:>20} {network:>9} " + " ".join(cells), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=0.3, help="for each rate")
    parser.add_argument("--characters", type=int, default=20_000, help="of hostile text at 1x")
    given = parser.parse_args()
    print_rates(given.seconds)
    print_growth(given.characters)
