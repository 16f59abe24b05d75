"""The ways to answer that are compared: the whole corridor, the corridor without some parts, the bare call."""

from collections.abc import Sequence

from assistant.drafting import Drafting
from assistant.drafting.evaluation import BARE_RUN, PARTS, WHOLE_RUN, Run, parts_without, run_name, without
from assistant.drafting.evaluation_bare import BareReply
from assistant.library import Library
from assistant.model.chat import ChatModel
from assistant.records import Draft, ReplyRequest


def names_of(parts: Sequence[str], *, bare: bool = False, each: bool = False) -> tuple[str, ...]:
    """The names of the runs: without these parts, `bare` beside it; or, of `each`, the whole, the bare call and one
    without each part in turn."""
    if each:
        return (WHOLE_RUN, BARE_RUN, *(run_name([part]) for part in PARTS))
    return (run_name(parts), *([BARE_RUN] if bare else []))


def run_of(name: str, drafting: Drafting, library: Library, chat: ChatModel) -> Run:
    """The run of this name, which shares nothing with another but the library and the model.

    Raises:
        BadInput: it leaves out a part that there is not.
    """
    if name != BARE_RUN:
        return Run(name, drafting.with_parts(parts_without(without(name))).reply)

    def check(text: str, request: ReplyRequest, code: str) -> Draft:
        return drafting.check(
            text,
            platform=request.platform,
            language=code,
            person=request.person,
            message=request.message.text,
            reader=request.reader,
        )

    return Run(name, BareReply(drafting.brand, library, chat, drafting.prompts, check), checked=False)
