"""The web page: what a community manager sees. The sole importer of gradio."""
