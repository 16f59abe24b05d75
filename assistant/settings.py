"""Typed settings: the only reader of the environment and of `.env`.

OpenAI's own variables keep their names; ours begin with `PAPILLON_`. A value given to the constructor wins over the
environment, which wins over `.env`.
"""

import getpass
import locale
import os
from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import BadSetting
from assistant.wording import Language, closest_language


class Settings(BaseSettings):
    """What a user can set. Every field is documented in the README's table of settings."""

    model_config = SettingsConfigDict(
        env_prefix="PAPILLON_",
        env_file=".env",
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        env_ignore_empty=True,
    )

    home: Path = Field(default=Path(".papillon"), description="Folder for everything derived or private")
    knowledge: Path = Field(default=Path("knowledge"), description="Folder with one folder a brand")
    brand: str = Field(default="", description="Brand to open; empty: the only one, or the first by name")
    language: str = Field(default="", description="Interface language, fr or en; empty: the browser's or the locale's")

    openai_api_key: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("openai_api_key", "OPENAI_API_KEY"), description="OpenAI key"
    )
    openai_base_url: str = Field(
        default="",
        validation_alias=AliasChoices("openai_base_url", "OPENAI_BASE_URL"),
        description="Address of an OpenAI-compatible server",
    )
    model: str = Field(
        default="",
        description="Chat model: a model name (OpenAI or compatible), a path to a .gguf file, or "
        "hf:owner/repository/file.gguf; empty: gpt-5.4-mini with a key, else the built-in one",
    )
    model_timeout: float = Field(
        default=120.0, gt=0, description="Seconds without a word from the model before we give up"
    )
    model_threads: int = Field(default=0, ge=0, description="Threads of the built-in model; 0: the machine's cores")
    model_context: int = Field(default=8192, ge=2048, description="Tokens the built-in model can hold for one request")
    candidates: int = Field(
        default=0, ge=0, le=3, description="Replies asked of the model for one message; 0: as many as its speed allows"
    )
    embeddings: str = Field(
        default="use", description="Embedder: use (built in) or openai:MODEL (OpenAI or compatible server)"
    )
    database_url: str = Field(default="", description="SQLAlchemy address; empty: SQLite in the home folder")
    chroma_url: str = Field(
        default="", description="http(s) address of a Chroma server; empty: Chroma in the home folder"
    )
    host: str = Field(default="127.0.0.1", description="Address the page listens on")
    port: int = Field(default=7860, ge=0, le=65535, description="Port the page listens on; 0: any free one")

    secret: SecretStr | None = Field(
        default=None, description="What account sessions are encrypted with; empty: a key file in the home folder"
    )
    bluesky_service: str = Field(
        default="https://bsky.social", description="Server where Bluesky accounts sign in unless they name their own"
    )
    bluesky_appview: str = Field(
        default="https://public.api.bsky.app", description="Server that shows public Bluesky posts without an account"
    )

    user: str = Field(default="", description="Name of who works at the desk; empty: the system's name for you")
    grace: int = Field(
        default=15, ge=0, description="Minutes by which a scheduled publication may be late and still go out by itself"
    )
    log: str = Field(default="warning", description="What is logged on stderr: error, warning, info or debug")

    @property
    def database(self) -> str:
        """SQLAlchemy address of the database."""
        return self.database_url or f"sqlite:///{(self.home / 'papillon.db').absolute()}"


def user_name(settings: Settings) -> str:
    """Who works at the desk: PAPILLON_USER, else the system's name for whoever started Papillon, else empty."""
    if settings.user.strip():
        return settings.user.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def interface_language() -> Language:
    """Language for the person at the terminal: PAPILLON_LANGUAGE, else the system's, else English. Works where the
    settings themselves cannot be read."""
    for name in ("PAPILLON_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return closest_language(os.environ[name])
    return closest_language(locale.getlocale()[0])


def load_settings(**given: object) -> Settings:
    """Settings from the environment, `.env` and what is given.

    Raises:
        BadSetting: a value means nothing; the error names the setting and what was expected.
    """
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"])
        name = name.upper() if name.lower().startswith("openai") else f"PAPILLON_{name.upper()}"
        raise BadSetting("settings.bad_value", name=name, expected=first["msg"]) from error
