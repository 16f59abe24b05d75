"""The library as a LangChain retriever. Imported when one is asked for."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field

from assistant.records import Hit


class LibraryRetriever(BaseRetriever):
    """Documents of `Library.search`, best first, with where each comes from in its metadata."""

    library: Any
    k: int = 8
    filters: dict[str, Any] = Field(default_factory=dict)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain passes it by name
    ) -> list[Document]:
        return [_document(hit) for hit in self.library.search(query, self.k, **self.filters)]


def _document(hit: Hit) -> Document:
    passage = hit.passage
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "kind": passage.kind,
            "path": passage.path,
            "section": list(passage.section),
            "page": passage.page or None,
            "address": passage.address,
            "language": passage.language,
            "platform": passage.platform,
            "person": passage.person,
            "date": passage.date.isoformat() if passage.date else None,
            "answered": passage.answered.text if passage.answered else None,
            "score": hit.score,
        },
    )
