"""HTML on the page, dressed by our own style sheet alone."""

import gradio as gr

CORRECT = """
element.addEventListener('click', event => {
  const button = event.target.closest('[data-correct]');
  if (button && button.getAttribute('aria-pressed') !== 'true') {
    trigger('select', { index: [button.dataset.correct, button.dataset.value] });
  }
});
"""
"""A click on another value of what was understood tells which, as `[what, value]`."""


def markup(
    value: str = "",
    *,
    elem_id: str | None = None,
    elem_classes: list[str] | None = None,
    visible: bool = True,
    js_on_load: str | None = None,
) -> gr.HTML:
    """A part that shows HTML. What it shows must be escaped by whoever wrote it."""
    return gr.HTML(
        value,
        elem_id=elem_id,
        elem_classes=elem_classes,
        visible=visible,
        js_on_load=js_on_load,
        apply_default_css=False,
    )
