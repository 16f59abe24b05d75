"""Where drafts stand: those a person asked for, the best first, and the others folded under a line."""

import json
from html import escape

from assistant.ui.handlers.board import Board
from assistant.wording import say


def ranking(board: Board, reader: str) -> str:
    """The line under the drafts that are shown. The page puts them in order by it: as they come while some are still
    written, best first once they are ranked, and then only when nobody has one of them in hand."""
    order = board.order
    told = {
        "order": json.dumps(order),
        "shown": board.wanted,
        "one": say("ui.more_drafts_one", reader, n=1),
        "many": say("ui.more_drafts_many", reader, n="{n}"),
        "fewer": say("ui.fewer_drafts", reader),
    }
    values = "".join(f' data-{name}="{escape(str(value), quote=True)}"' for name, value in told.items())
    final = " data-final" if board.ranked is not None else ""
    return (
        f'<div class="ranking"{values}{final}>'
        f'<button type="button" class="act plain" data-unfold aria-expanded="false" hidden></button>'
        f'<button type="button" class="act plain" data-arrange hidden>{say("ui.arrange", reader)}</button></div>'
    )
