"""The one place where parts are wired: settings in, a brand ready to work with out."""

import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant import language as languages
from assistant.desk import Learning, Office, open_office
from assistant.desk.changes import Changes
from assistant.desk.lessons import Teaching
from assistant.drafting import LARGE, SMALL, Budget, Drafting, Prompts
from assistant.drafting.opinions import weigh_doubts
from assistant.drafting.prompts import prompts_folder
from assistant.drafting.proposals import Proposal, Reading, propose_rules
from assistant.drafting.retrieval import nearness_of
from assistant.errors import BadInput, IndexHeld
from assistant.library import Index, Library
from assistant.model.chat import ChatModel, open_chat_or_none
from assistant.model.embeddings import Embedder, open_embedder
from assistant.networks import AccountBook
from assistant.records import Doubt, IngestReport, Passage
from assistant.settings import Settings
from assistant.store import Conversations, Database, Drafts, Edits, Lessons, Passages
from assistant.voice.brand import BRAND_FILE, Brand, brand_folders, load_brand
from assistant.voice.people import lending
from assistant.voice.score import HouseVoices

log = logging.getLogger(__name__)

Progress = Callable[[int, int, str, float | None], None]


@dataclass(frozen=True, slots=True)
class Papillon:
    """One open brand and everything that works for it."""

    settings: Settings
    folder: Path
    brand: Brand
    database: Database
    embedder: Embedder
    library: Library
    chat: ChatModel
    drafting: Drafting
    changes: Changes
    networks: AccountBook
    office: Office
    teaching: Teaching

    def ingest_if_empty(self, progress: Progress | None = None, reader: str = "en") -> IngestReport | None:
        """Read the brand's knowledge when nothing of it is indexed yet; None when something is.

        Raises:
            PapillonError: as `Library.ingest`.
        """
        if not self.library.empty:
            return None
        report = self.library.ingest(progress=progress, reader=reader)
        self.drafting.read_ahead()
        return report

    def guideline_sections(self, path: str = "") -> tuple[Passage, ...]:
        """The sections of one guideline, by its path in the brand's folder, or of all of them."""
        stored = Passages(self.database, self.brand.id).entries([path] if path else None)
        return tuple(entry.passage for entry in stored.values() if entry.passage.kind == "guideline")

    def propose_rules(
        self, path: str = "", *, with_model: bool = True, reader: str = "en", cancel: threading.Event | None = None
    ) -> Iterator[Proposal | Reading]:
        """Rules that the guidelines state and the brand's file lacks, see `drafting.proposals`.

        Raises:
            BadInput: no guideline of that name has been read.
        """
        sections = self.guideline_sections(path)
        if not sections:
            raise BadInput("assembly.no_guideline", path=path or "guidelines/")
        chat = self.chat if with_model else None
        posts = self.library.posts(person="")
        drafting = self.drafting
        return propose_rules(sections, drafting.brand, posts, drafting.prompts, chat, reader=reader, cancel=cancel)

    def weigh_doubts(
        self, doubts: Sequence[Doubt], *, reader: str = "en", cancel: threading.Event | None = None
    ) -> Iterator[Doubt]:
        """What to judge in the guidelines with the model's opinion, see `drafting.opinions`."""
        drafting = self.drafting
        return weigh_doubts(doubts, drafting.brand, drafting.prompts, self.chat, reader=reader, cancel=cancel)

    def warm_up(self, cancel: threading.Event | None = None) -> None:
        """Do ahead of time what the first draft would wait for: index, embedder, language model, the model's cache.

        Changed files of the brand are taken in as well. What fails is logged and shown where it matters.
        """
        reader = self.settings.language or "en"
        try:
            report = self.library.ingest(reader=reader, cancel=cancel)
            log.info("library: %d added, %d updated, %d removed", report.added, report.updated, report.removed)
        except IndexHeld as held:
            log.warning("%s", held)
        self.library.open_index()
        languages.warm_up()
        for language in self.brand.languages:
            self.drafting.scorers.scorer("", language)
        self.embedder.embed_query(self.brand.name)
        self.drafting.read_ahead()
        card = self.chat.describe()
        if card.provider == "builtin" and card.state != "failed":
            for beginning in self.drafting.beginnings():
                self.chat.prefill(beginning, cancel)

    def close(self) -> None:
        """Let go of the index, the model, the networks and the database."""
        self.library.close()
        self.chat.close()
        self.networks.close()
        self.database.close()


def choose_brand(settings: Settings) -> Path:
    """Folder of the brand that the settings name, or of the first there is.

    Raises:
        BadInput: no brand has that name, or there is none at all; says which there are.
    """
    folders = brand_folders(settings.knowledge)
    if not folders:
        raise BadInput("assembly.no_brand", folder=settings.knowledge)
    if not settings.brand:
        return folders[0]
    for folder in folders:
        if folder.name == settings.brand:
            return folder
    known = ", ".join(folder.name for folder in folders)
    raise BadInput("assembly.unknown_brand", brand=settings.brand, known=known)


@contextmanager
def open_papillon(settings: Settings, *, name: str = "papillon") -> Iterator[Papillon]:
    """Open a brand; close everything at the end. `name` tells other processes who holds the index.

    Cheap: nothing is embedded, no model is started, Chroma is not opened.

    Raises:
        BadInput: there is no such brand, or its files are broken.
        PapillonError: the database does not open, or a setting means nothing.
    """
    _keep_to_the_house(settings)
    folder = choose_brand(settings)
    brand = load_brand(folder, broken=[])
    database = Database.open(settings.database)
    try:
        embedder = open_embedder(settings)
        index = Index(settings.home / "index", url=settings.chroma_url, name=name)
        voices = HouseVoices(
            lambda person, language, most: library.posts(person=person, language=language, most=most),
            lambda: library.generation,
            lambda: lending(library.brand) - {""},
            settings.home / "voices" / brand.id,
        )
        library = Library(folder, brand, database, embedder, index, language=settings.language or "en")
        library.changed = voices.forget_old
        chat = open_chat_or_none(settings)
        drafting = Drafting(
            brand,
            library,
            chat,
            Prompts(prompts_folder()),
            Conversations(database),
            scorers=voices,
            model_name=lambda: chat.describe().name,
            budget=lambda: _budget(chat),
            kept=Drafts(database),
            candidates=settings.candidates,
            near=nearness_of(library, settings.home / "words" / f"{brand.id}.npz"),
        )
        changes = Changes(folder, Edits(database, brand.id), lambda changed: _go_on(changed, drafting, library))
        networks = AccountBook(settings, database, brand.id)
        teaching = Teaching(brand.id, Drafts(database), Lessons(database, brand.id), changes)
        office = open_office(
            brand,
            database,
            drafting,
            networks,
            learning=Learning(folder, library.ingest),
            teaching=teaching,
            address=settings.database,
            grace=60.0 * settings.grace,
        )
        papillon = Papillon(
            settings, folder, brand, database, embedder, library, chat, drafting, changes, networks, office, teaching
        )
    except BaseException:
        database.close()
        raise
    try:
        yield papillon
    finally:
        papillon.close()


def _go_on(brand: Brand, drafting: Drafting, library: Library) -> None:
    """Draft by the brand as it is after a change of its files; a new fact is found from the next search on."""
    drafting.adopt(brand)
    if brand.facts != library.brand.facts:
        try:
            library.ingest([library.folder / BRAND_FILE])
        except IndexHeld as held:
            log.warning("%s", held)


def _budget(chat: ChatModel) -> Budget:
    return SMALL if chat.describe().provider == "builtin" else LARGE


def _keep_to_the_house(settings: Settings) -> None:
    """Switch off what dependencies would send or write elsewhere; a variable that the user set stays."""
    private = {
        "ANONYMIZED_TELEMETRY": "False",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HOME": str((settings.home / "hub").absolute()),
        "GRADIO_ANALYTICS_ENABLED": "False",
        # Threads that wait without spinning: beside any other busy process the built-in model writes twice as fast.
        "OMP_WAIT_POLICY": "passive",
    }
    for variable, value in private.items():
        os.environ.setdefault(variable, value)
