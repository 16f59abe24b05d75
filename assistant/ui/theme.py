"""Paper, ink and one warm colour, told to gradio's own parts. The rest of the look is in assets/papillon.css."""

import gradio as gr

from assistant.ui.colours import DARK, LIGHT

TEXT = "'Hanken Grotesk', ui-sans-serif, system-ui, sans-serif"


def paper_and_ink() -> gr.themes.Base:
    """The theme."""
    theme = gr.themes.Base(
        font=[gr.themes.Font(TEXT)],
        font_mono=[gr.themes.Font("ui-monospace, 'Cascadia Mono', Menlo, monospace")],
        radius_size=gr.themes.sizes.radius_sm,
    )
    both = {
        "body_background_fill": "paper",
        "background_fill_primary": "sheet",
        "background_fill_secondary": "paper",
        "block_background_fill": "sheet",
        "panel_background_fill": "sheet",
        "body_text_color": "ink",
        "body_text_color_subdued": "faded",
        "border_color_primary": "line",
        "border_color_accent": "accent",
        "block_border_color": "line",
        "block_label_text_color": "faded",
        "block_title_text_color": "ink",
        "block_info_text_color": "faded",
        "input_background_fill": "sheet",
        "input_background_fill_focus": "sheet",
        "input_border_color": "field",
        "input_border_color_focus": "accent",
        "input_placeholder_color": "faded",
        "link_text_color": "accent",
        "link_text_color_hover": "accent",
        "link_text_color_visited": "accent",
        "button_primary_background_fill": "ink",
        "button_primary_background_fill_hover": "accent",
        "button_primary_border_color": "ink",
        "button_primary_text_color": "paper",
        "button_primary_text_color_hover": "paper",
        "button_secondary_background_fill": "sheet",
        "button_secondary_background_fill_hover": "wash",
        "button_secondary_border_color": "field",
        "button_secondary_text_color": "ink",
        "button_cancel_background_fill": "sheet",
        "button_cancel_background_fill_hover": "wash",
        "button_cancel_border_color": "accent",
        "button_cancel_text_color": "accent",
        "checkbox_label_background_fill": "sheet",
        "checkbox_label_background_fill_hover": "wash",
        "checkbox_label_background_fill_selected": "ink",
        "checkbox_label_border_color": "field",
        "checkbox_label_text_color": "ink",
        "checkbox_label_text_color_selected": "paper",
        "loader_color": "accent",
        "slider_color": "accent",
    }
    values: dict[str, str] = {}
    for name, colour in both.items():
        values[name] = LIGHT[colour]
        values[f"{name}_dark"] = DARK[colour]
    plain = {
        "block_border_width": "0px",
        "block_border_width_dark": "0px",
        "block_shadow": "none",
        "block_shadow_dark": "none",
        "block_padding": "0px",
        "input_shadow": "none",
        "input_shadow_focus": "none",
        "button_primary_shadow": "none",
        "button_secondary_shadow": "none",
        "checkbox_label_shadow": "none",
        "block_title_text_weight": "600",
        "input_border_width": "1px",
        "layout_gap": "20px",
        "form_gap_width": "0px",
        "color_accent": LIGHT["accent"],
        "color_accent_soft": LIGHT["wash"],
        "color_accent_soft_dark": DARK["wash"],
    }
    return theme.set(**values, **plain)
