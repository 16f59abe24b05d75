"""Under a draft's text: pictures, a quote, a link card, who may reply, warnings."""

from typing import Any

import gradio as gr

from assistant.ui.frame import Frame
from assistant.ui.markup import markup

_SAID = """
const card = () => element.closest('.card');
const gather = part => {
  const carrier = card()?.querySelector('#inbox-fields :is(textarea, input)');
  if (!carrier || !element.querySelector('[data-noquotes]')) return;
  const every = chosen => [...element.querySelectorAll(chosen)];
  const sent = { alts: {}, cards: {}, part: Number(part) || 0 };
  every('[data-alt]').forEach(field => { sent.alts[field.dataset.alt] = field.value; });
  every('[data-card-title]').forEach(field => {
    const number = field.dataset.cardTitle;
    const about = element.querySelector(`[data-card-description="${number}"]`);
    sent.cards[number] = { title: field.value, description: about?.value ?? '' };
  });
  const way = element.querySelector('[name="who-replies"]:checked')?.value;
  const groups = way === 'groups' ? every('[data-group]:checked').map(one => one.value) : [];
  if (way) sent.replies = way === 'everybody' ? null : groups;
  sent.quotes = !element.querySelector('[data-noquotes]').checked;
  sent.labels = every('[data-label]:checked').map(one => one.value);
  carrier.value = JSON.stringify(sent);
  carrier.dispatchEvent(new Event('input', { bubbles: true }));
};
const say = choice => {
  const chosen = [...choice.querySelectorAll('input:checked')];
  const told = chosen.filter(one => !['everybody', 'groups'].includes(one.value));
  const words = told.map(one => one.closest('label').textContent.trim()).join(', ');
  choice.querySelector('summary span').textContent = words || choice.dataset.usual;
};
element.addEventListener('input', event => {
  const field = event.target;
  if (field.matches('[data-group]') && field.checked) element.querySelector('[value="groups"]').checked = true;
  if (field.matches('[name="who-replies"]') && field.value !== 'groups')
    element.querySelectorAll('[data-group]').forEach(one => { one.checked = false; });
  const choice = field.closest('.choice');
  if (choice) say(choice);
  if (!field.closest('.one-line')) gather(0);
});
const files = () => card()?.querySelector('.unseen input[type=file]');
const go = button => {
  const { go, part, place } = button.dataset;
  const typed = button.closest('.one-line')?.querySelector('input')?.value;
  if (typed !== undefined && !typed.trim()) return;
  button.disabled = true;
  setTimeout(() => { button.disabled = false; }, 2500);
  trigger('select', { index: [go, part, typed ?? place ?? ''] });
};
element.addEventListener('click', event => {
  const button = event.target.closest('[data-go]');
  if (!button) return;
  if (button.dataset.go !== 'pick') return go(button);
  gather(button.dataset.part);
  card()?.querySelector('#inbox-picture')?.click();
});
element.addEventListener('keydown', event => {
  if (event.key !== 'Enter' || !event.target.matches('.one-line input')) return;
  event.preventDefault();
  go(event.target.closest('.one-line').querySelector('[data-go]'));
});
element.addEventListener('dragover', event => { if (event.target.closest('[data-drop]')) event.preventDefault(); });
element.addEventListener('drop', event => {
  const post = event.target.closest('[data-drop]');
  const chooser = files();
  if (!post || !chooser || !event.dataTransfer?.files.length) return;
  event.preventDefault();
  gather(post.dataset.drop);
  chooser.files = event.dataTransfer.files;
  chooser.dispatchEvent(new Event('change', { bubbles: true }));
});
"""


class AttachmentsPanel:
    """The components: what is drawn, what the fields hold (sent along with the text), and the way in for files."""

    def __init__(self, frame: Frame) -> None:
        self.view = markup(js_on_load=_SAID, elem_id="inbox-beside")
        with gr.Row(elem_classes=["unseen"]):
            self.sent = gr.Textbox(value="", elem_id="inbox-fields", container=False, show_label=False)
            self.files = frame.labels.on(
                gr.UploadButton(
                    file_count="multiple",
                    file_types=[".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff"],
                    elem_id="inbox-picture",
                ),
                label="beside_picture",
            )

    @property
    def outputs(self) -> list[Any]:
        """The components that `DeskCard.updates` fills."""
        return [self.view, self.sent]
