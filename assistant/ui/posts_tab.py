"""The Posts & ideas tab: one topic, a draft for each network, or a list of ideas."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import gradio as gr

from assistant.platforms import platform as network
from assistant.records import IdeasRequest, PostRequest
from assistant.ui.card import LISTEN, Card
from assistant.ui.frame import Frame, chosen
from assistant.ui.handlers.board import Board
from assistant.ui.handlers.checks import Context
from assistant.ui.handlers.posts import find_ideas, write_posts
from assistant.ui.markup import markup
from assistant.ui.rendering import status
from assistant.ui.rendering.downloads import downloads
from assistant.ui.rendering.empty import empty
from assistant.ui.rendering.previews import idea_list
from assistant.ui.who import WhoLine
from assistant.wording import language_name, say

JOB = "posts"
MOST_POSTS = 10
MOST_IDEAS = 20


class PostsTab:
    """Components of the tab, wired to their handlers."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        with gr.Row(elem_classes=["desk"]):
            with gr.Column(scale=5, min_width=320, elem_classes=["sheet", "ask"]):
                self._form()
            with gr.Column(scale=7, min_width=320, elem_classes=["answers"]):
                self.status = markup(elem_id="posts-status", elem_classes=["live"])
                self.notices = markup()
                self.files = markup()
                self.cards = [Card(frame, index, JOB, previewed=True, ready=True) for index in range(MOST_POSTS)]
                self.ideas = markup(js_on_load=LISTEN, elem_id="ideas")
                self.blank = frame.labels.on(markup(elem_classes=["blank"]), value=lambda code: empty("posts", code))
        self.board = gr.State(None)
        self._wire()

    def _form(self) -> None:
        labels, brand = self.frame.labels, self.frame.house.brand
        self.topic = labels.on(
            gr.Textbox(value="", lines=4, max_lines=12, elem_id="posts-topic", elem_classes=["letter"]),
            label="topic",
            placeholder="topic_placeholder",
        )
        self.platforms = labels.on(
            gr.CheckboxGroup(self.frame.networks(), value=[self.frame.first_network()], elem_classes=["chips-chooser"]),
            label="networks",
        )
        self.languages = labels.on(
            gr.CheckboxGroup(
                self.frame.language_choices(labels.language),
                value=[brand.languages[0]],
                elem_classes=["chips-chooser"],
            ),
            label="languages",
            choices=self.frame.language_choices,
        )
        self.voice = self.frame.voice()
        self.who = WhoLine(self.frame)
        self.number = labels.on(
            gr.Number(value=5, minimum=1, maximum=MOST_IDEAS, precision=0, elem_id="ideas-number"),
            label="ideas_number",
        )
        with gr.Row(elem_classes=["go"]):
            self.write = labels.on(gr.Button(variant="primary", elem_id="posts-go"), value="write_posts")
            self.find = labels.on(gr.Button(variant="secondary", elem_id="ideas-go"), value="find_ideas")
            self.stop = labels.on(gr.Button(variant="stop", elem_id="posts-stop", visible=False), value="stop")
        labels.on(markup(elem_classes=["aside"]), value=lambda code: f"<p>{say('ui.posts_hint', code)}</p>")

    def _wire(self) -> None:
        self.who.wire(self.topic, self.platforms, self.languages)
        cards = [output for card in self.cards for output in card.outputs]
        outputs = [
            self.status,
            self.notices,
            self.blank,
            self.write,
            self.find,
            self.stop,
            self.files,
            self.ideas,
            self.board,
            *cards,
        ]
        asked = [self.topic, self.platforms, self.languages, self.voice, self.number, self.frame.reader]
        for button, job in ((self.write, self._write), (self.find, self._find)):
            button.click(
                job,
                asked,
                outputs,
                show_progress="hidden",
                concurrency_limit=4,
                concurrency_id="draft",
                api_visibility="private",
            )
        self.stop.click(self._stop, None, None, queue=False, api_visibility="private", show_progress="hidden")
        self.frame.redraws.append((self._redraw, [self.board], [self.status, self.ideas, self.files]))

    def _stop(self, request: gr.Request) -> None:
        self.frame.runs.stop(request.session_hash or "", JOB)

    def _write(  # noqa: PLR0917 - gradio gives values by position
        self,
        topic: str,
        platforms: list[str],
        languages: list[str],
        voice: str,
        _number: float,
        reader: str,
        request: gr.Request,
    ) -> Iterator[list[Any]]:
        pairs = list(product(languages or self.frame.house.brand.languages[:1], platforms))
        requests = tuple(
            PostRequest(topic, tuple(platforms), language, chosen(voice), reader=reader)
            for language in languages or self.frame.house.brand.languages[:1]
        )
        if len(pairs) > MOST_POSTS:
            problem = say("ui.posts_too_many", reader, most=MOST_POSTS, n=len(pairs))
            yield self._picture(Board(state="failed", problem=problem), None, [], reader)
            return
        before: Board | None = None
        with self.frame.runs.run(request.session_hash or "", JOB) as cancel:
            for board in write_posts(self.frame.house, requests, cancel):
                yield self._picture(board, before, pairs, reader, topic)
                before = board

    def _find(  # noqa: PLR0917 - gradio gives values by position
        self,
        topic: str,
        platforms: list[str],
        languages: list[str],
        voice: str,
        number: float | None,
        reader: str,
        request: gr.Request,
    ) -> Iterator[list[Any]]:
        wanted = IdeasRequest(
            topic,
            tuple(platforms),
            tuple(languages or self.frame.house.brand.languages[:1]),
            n=max(1, min(int(number or 5), MOST_IDEAS)),
            person=chosen(voice),
            reader=reader,
        )
        before: Board | None = None
        with self.frame.runs.run(request.session_hash or "", JOB) as cancel:
            for board in find_ideas(self.frame.house, wanted, cancel):
                yield self._picture(board, before, None, reader)
                before = board

    def _picture(
        self, board: Board, before: Board | None, pairs: list[tuple[str, str]] | None, reader: str, topic: str = ""
    ) -> list[Any]:
        """`pairs` are language and network of each post; None when the board holds ideas."""
        running = board.state == "running"
        notices = board.gathered.notices if board.gathered else ()
        updates: list[Any] = [
            status.status(board, reader),
            "".join(status.notice(text) for text in notices),
            gr.update(visible=False) if board.slots else gr.skip(),
            gr.update(interactive=not running),
            gr.update(interactive=not running),
            gr.update(visible=running),
            "" if running else downloads(board.slots, reader),
            idea_list(board.slots, self.frame.house.brand, reader, running=running) if pairs is None else "",
            None if running else (board, pairs is None),
        ]
        for card in self.cards:
            language, platform = pairs[card.index] if pairs and card.index < len(pairs) else ("", "")
            slot = board.slots[card.index] if platform and card.index < len(board.slots) else None
            old = before.slots[card.index] if slot and before and card.index < len(before.slots) else None
            title = network(platform).name if platform else ""
            if len({code for code, _ in pairs or ()}) > 1 and platform:
                title = f"{title} · {language_name(language, reader)}"
            context = Context(platform, language, topic=topic)
            if not running and slot and slot.text and slot.draft is None:
                updates += card.unfinished(slot, board.gathered, context, title, reader)
            elif slot is None and before is not None:
                updates += [gr.skip()] * len(card.outputs)
            else:
                updates += card.updates(slot, old, context, title, reader)
        return updates

    def _redraw(self, reader: str, shown: tuple[Board, bool] | None) -> list[Any]:
        if shown is None:
            return [gr.skip()] * 3
        board, ideas = shown
        cards = idea_list(board.slots, self.frame.house.brand, reader) if ideas else ""
        return [status.status(board, reader), cards, downloads(board.slots, reader)]
