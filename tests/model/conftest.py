"""Fixtures of the model room's tests."""

from collections.abc import Iterator

import pytest
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from assistant.model.chat import ChatModel, open_chat
from assistant.settings import load_settings
from tests.scripted_server import ScriptedServer


@pytest.fixture
def prompt() -> list[BaseMessage]:
    """A prompt with a stable beginning and a message."""
    return [SystemMessage("You write for the Brûlerie du Canal."), HumanMessage("Ma commande est arrivée percée.")]


@pytest.fixture
def chat(scripted: ScriptedServer) -> Iterator[ChatModel]:
    """A chat model that asks the scripted server."""
    model = open_chat(load_settings(openai_base_url=scripted.address, model="scripted-1"))
    yield model
    model.close()
