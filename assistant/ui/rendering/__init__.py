"""The page's HTML. Everything that comes from outside is escaped here: gradio's HTML component does not do it."""
