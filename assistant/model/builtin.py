"""llama.cpp inside this process, through `xllamacpp`: its server speaks the OpenAI protocol on the loopback."""

import importlib.util
import logging
import math
import os
import secrets
from importlib import metadata
from pathlib import Path
from typing import Any

from assistant.errors import ModelUnavailable
from assistant.model.addresses import shown
from assistant.model.prefixes import Prefixes
from assistant.model.sources import Endpoint, ModelCard, Provider, State
from assistant.model.weights import BUILTIN, Progress, builtin_file, hub_file, hub_parts, models_folder, own_file
from assistant.settings import Settings
from assistant.wording import say

logger = logging.getLogger(__name__)

# Two answers at once: on a machine without a graphics card more would only make everyone wait longer.
_SLOTS = 2
# Tokens read in one go. Cancelling and progress wait for the end of a batch; measured as fast as 512 on two cores.
_BATCH = 256
# Prompts that left their slot stay in memory and come back in 20 ms: 28 kB a token, so about twelve of 3,000 tokens.
_CACHE_MIB = 1024


class BuiltinSource:
    """A model file and the llama.cpp server that runs it. The file is the built-in weights, one's own, or the hub's."""

    def __init__(self, settings: Settings) -> None:
        self.provider: Provider = "builtin"
        self.slow = True
        self._settings = settings
        self._server: Any = None
        self._size = 0
        if settings.model.startswith("hf:"):
            hub_parts(settings.model)
        elif settings.model:
            self._size = own_file(settings.model).stat().st_size
        else:
            self._size = BUILTIN.size
        if importlib.util.find_spec("xllamacpp") is None:
            raise ModelUnavailable("model.builtin_missing")

    def start(self, progress: Progress | None = None) -> Endpoint:
        """Put the file together or fetch it if need be, load it, and serve it on a free port under a random key.

        Raises:
            ModelUnavailable: the weights are missing or damaged, or llama.cpp cannot load them.
            StorageFull: no room for the file.
            BadSetting: the file is no model.
        """
        file = self._file(progress)
        self._size = file.stat().st_size
        if progress:
            progress("loading", 0.0)
        key = secrets.token_urlsafe(32)
        prefix_folder(self._settings).mkdir(parents=True, exist_ok=True)
        self._server = _serve(file, key, self._settings)
        if progress:
            progress("loading", 1.0)
        address = f"{self._server.listening_address}/v1"
        extra = {"cache_prompt": True, "return_progress": True}
        status = file.stat()
        version = f"{file.name} {status.st_size} {metadata.version('xllamacpp')}"
        prefixes = Prefixes(prefix_folder(self._settings), address, key, version, _SLOTS)
        return Endpoint(address, key, self._name(), extra, self._settings.model_context, prefixes)

    def card(self, language: str, endpoint: Endpoint | None, state: State) -> ModelCard:
        """What is known of the model now."""
        asked = self._settings.model
        kind = "hub" if asked.startswith("hf:") else "file" if asked else "builtin"
        unknown = say("model.licence_unknown", language)
        return ModelCard(
            name=self._name(),
            provider=self.provider,
            address=shown(endpoint.address) if endpoint else "",
            origin=BUILTIN.origin if kind == "builtin" else asked,
            licence=BUILTIN.licence if kind == "builtin" else unknown,
            size_bytes=self._size,
            state=state,
            note=say(f"model.note_{kind}", language),
        )

    def close(self) -> None:
        """Stop the server and free the model's memory."""
        self._server = None

    def _file(self, progress: Progress | None) -> Path:
        asked = self._settings.model
        if asked.startswith("hf:"):
            return hub_file(asked, self._settings, progress)
        return own_file(asked) if asked else builtin_file(self._settings, progress)

    def _name(self) -> str:
        asked = self._settings.model
        return asked.rsplit("/", 1)[-1].removesuffix(".gguf") if asked else BUILTIN.name


def prefix_folder(settings: Settings) -> Path:
    """Where prompts that were read are kept: `models/read` in the home folder."""
    return models_folder(settings) / "read"


def _serve(file: Path, key: str, settings: Settings) -> Any:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(file)
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [key]
    params.cors_origins = ""
    params.ui = False
    params.n_parallel = _SLOTS
    params.n_ctx = _SLOTS * settings.model_context
    params.n_batch = params.n_ubatch = _BATCH
    params.cache_ram_mib = _CACHE_MIB
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = settings.model_threads or os.cpu_count() or 1
    params.cpuparams.poll = params.cpuparams_batch.poll = 0  # spinning threads would starve the page and the embedder
    params.slot_save_path = f"{prefix_folder(settings)}{os.sep}"
    params.verbosity = 0
    try:
        return xllamacpp.Server(params)
    except RuntimeError as error:
        logger.error("llama.cpp could not start with %s: %s", file, error)
        raise ModelUnavailable(
            "model.server_not_started", path=file.name, megabytes=math.ceil(file.stat().st_size * 2 / 1e6)
        ) from error
