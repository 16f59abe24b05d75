"""Settings: where they come from, which wins, and what is refused."""

from pathlib import Path

import pytest

from assistant.errors import BadSetting
from assistant.settings import Settings, load_settings

ROOT = Path(__file__).parent.parent


def test_given_wins_over_environment_wins_over_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A value given to the constructor wins over the environment, which wins over `.env`."""
    (tmp_path / ".env").write_text("PAPILLON_BRAND=file\nPAPILLON_HOST=0.0.0.0\nPAPILLON_PORT=1\n", "utf-8")
    monkeypatch.setenv("PAPILLON_BRAND", "environment")
    monkeypatch.setenv("PAPILLON_PORT", "2")

    settings = load_settings(port=3)

    assert (settings.brand, settings.host, settings.port) == ("environment", "0.0.0.0", 3)  # noqa: S104


def test_openai_names_are_the_usual_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenAI's variables keep their names, so that what works elsewhere works here."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-one")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:1/v1")

    settings = load_settings()

    assert settings.openai_api_key is not None
    assert settings.openai_api_key.get_secret_value() == "sk-one"
    assert settings.openai_base_url == "http://localhost:1/v1"


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """`OPENAI_API_KEY=` in a file or a shell is no key."""
    monkeypatch.setenv("OPENAI_API_KEY", "")
    monkeypatch.setenv("PAPILLON_PORT", "")

    settings = load_settings()

    assert settings.openai_api_key is None
    assert settings.port == 7860


def test_the_key_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing the settings does not print the key."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")

    assert "sk-very-secret" not in f"{load_settings()!r} {load_settings()} {load_settings().model_dump_json()}"


@pytest.mark.parametrize(
    ("variable", "value", "named"),
    [
        ("PAPILLON_PORT", "many", "PAPILLON_PORT"),
        ("PAPILLON_PORT", "70000", "PAPILLON_PORT"),
        ("PAPILLON_MODEL_TIMEOUT", "0", "PAPILLON_MODEL_TIMEOUT"),
        ("PAPILLON_MODEL_THREADS", "-1", "PAPILLON_MODEL_THREADS"),
        ("PAPILLON_MODEL_CONTEXT", "12", "PAPILLON_MODEL_CONTEXT"),
    ],
)
def test_a_meaningless_value_is_named(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, named: str) -> None:
    """A setting that means nothing is refused by the name the user gave it under."""
    monkeypatch.setenv(variable, value)

    with pytest.raises(BadSetting, match=named) as caught:
        load_settings()

    assert caught.value.exit_code == 2
    assert named in caught.value.text("fr")


def test_the_database_lies_in_the_home_folder(tmp_path: Path) -> None:
    """Without an address of its own, the database is one file under the home folder."""
    assert load_settings(home=tmp_path).database == f"sqlite:///{tmp_path / 'papillon.db'}"
    assert load_settings(database_url="postgresql://x/y").database == "postgresql://x/y"


def test_settings_do_not_change() -> None:
    """Settings are frozen: nobody changes them behind another's back."""
    with pytest.raises(ValueError, match="frozen"):
        load_settings().port = 1


def test_every_setting_says_what_it_is_for() -> None:
    """Every setting is described where it is declared."""
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
