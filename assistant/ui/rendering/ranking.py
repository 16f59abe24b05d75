"""Where drafts stand: those a person asked for, the best first, and the others folded under a line; and that a small
model was not asked for one."""

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
        f"{_spared(board, reader)}"
    )


def _spared(board: Board, reader: str) -> str:
    """Why there are fewer than a person wanted, with the click that asks the model all the same."""
    if board.ranked is None or not board.ranked.spared:
        return ""
    return (
        f'<p class="spared">{escape(say("drafting.spared", reader))} '
        f'<button type="button" class="act plain" data-correct="model" data-value="too">'
        f"{say('ui.ask_model_too', reader)}</button></p>"
    )
