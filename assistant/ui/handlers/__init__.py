"""What the page does, as plain functions and generators: no gradio here."""
