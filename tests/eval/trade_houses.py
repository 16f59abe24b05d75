"""Made-up houses of many trades with what people ask them: `trades/taught` taught the head that matches questions with
facts, on `trades/weighed` the weights of the evidence are fitted. Each file is a house: its facts on the first line,
then a message a line, with what it asks, and which facts answer or how what is missing is called."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant import language
from assistant.drafting.retrieval import Retrieval
from assistant.records import Asked
from tests.eval.answer_set import open_house

FOLDER = Path(__file__).parent / "trades"


@dataclass(frozen=True)
class Question:
    """What one message asks of a house: where it stands in it, and the ids of facts of which one answers."""

    house: str
    message: str
    asked: Asked
    right: tuple[str, ...]

    @property
    def language(self) -> str:
        return language.detect(self.message).code


def questions(part: str = "weighed") -> Iterator[Question]:
    """All that is asked."""
    for path in sorted((FOLDER / part).glob("*.jsonl")):
        for line in map(json.loads, path.read_text("utf-8").splitlines()[1:]):
            message = line.get("text", line.get("q"))
            for ask in line.get("asks", [{"q": message, "answers": line.get("a", [])}]):
                start = message.index(ask["q"])
                yield Question(path.stem, message, Asked(ask["q"], start, start + len(ask["q"])), tuple(ask["answers"]))


@contextmanager
def trade_houses(home: Path, part: str = "weighed") -> Iterator[dict[str, Retrieval]]:
    """The libraries of the houses, indexed, under `home`."""
    with ExitStack() as stack:
        opened = {}
        for path in sorted((FOLDER / part).glob("*.jsonl")):
            _write_brand(path, home / "knowledge" / path.stem)
            opened[path.stem] = open_house(stack, home / path.stem, home / "knowledge", path.stem)
        yield opened


def _write_brand(path: Path, folder: Path) -> None:
    house = json.loads(path.open(encoding="utf-8").readline())
    trade = json.dumps(house["trade"], ensure_ascii=False)
    lines = [f'format = 1\nid = "{path.stem}"\nname = "{path.stem.title()}"\nlanguages = ["fr", "en"]\n']
    lines.append(f"[summary]\nfr = {trade}\nen = {trade}\n")
    for fact in house["facts"]:
        values = (f"{key} = {json.dumps(fact[key], ensure_ascii=False)}" for key in ("id", "topic", "fr", "en"))
        lines.append("\n".join(("[[facts]]", *values, "")))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "brand.toml").write_text("\n".join(lines), "utf-8")
