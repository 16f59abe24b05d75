"""The real corridor over the real library of the sample brand, with the scripted server in the model's place."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.assembly import Papillon, open_papillon
from assistant.drafting import LARGE, Drafting, Parts, Prompts
from assistant.drafting.prompts import prompts_folder
from assistant.model.chat import open_chat
from assistant.settings import load_settings
from assistant.store import Conversations
from tests.scripted_server import ScriptedServer

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"


@pytest.fixture(scope="session")
def sample(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Papillon]:
    """The sample brand, open and indexed, for all tests that only read it. Its model answers nothing."""
    home = Path(shutil.copytree(sample_home, tmp_path_factory.mktemp("sample") / "home"))
    settings = load_settings(home=home, knowledge=KNOWLEDGE, openai_base_url="http://127.0.0.1:9/v1", model="none")
    with open_papillon(settings) as papillon:
        yield papillon


@dataclass(frozen=True)
class Room:
    """The corridor under test and the server that stands for its model."""

    drafting: Drafting
    server: ScriptedServer

    def sent(self, number: int = -1) -> list[dict[str, Any]]:
        """The messages of a request to the model, the last one by default."""
        messages: list[dict[str, Any]] = self.server.chats[number].body["messages"]
        return messages


@pytest.fixture(scope="session")
def shared_room(sample: Papillon) -> Iterator[Room]:
    """`Drafting` wired as the product wires it, to a scripted server; drafts are the model's, one for one wanted."""
    with ScriptedServer() as server:
        chat = open_chat(load_settings(openai_base_url=server.address, model="scripted-1", model_timeout=5))
        drafting = Drafting(
            sample.brand,
            sample.library,
            chat,
            Prompts(prompts_folder()),
            Conversations(sample.database),
            scorers=sample.drafting.scorers,
            model_name=lambda: chat.describe().name,
            budget=lambda: LARGE,
            parts=Parts(own_words=False, candidates=False),
        )
        yield Room(drafting, server)
        chat.close()


@pytest.fixture
def room(shared_room: Room) -> Room:
    """The corridor with a server that was told and asked nothing yet."""
    shared_room.server.reset()
    shared_room.drafting.colleagues.forget_drafts()
    return shared_room
