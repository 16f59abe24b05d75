"""Talking to social networks: reading, the inbox, publishing. Bluesky first.

Importing the room is cheap: the SDK is loaded when a network is first used.
"""

from assistant.networks.accounts import AccountBook
from assistant.networks.card import read_card
from assistant.networks.keys import new_keys
from assistant.networks.network import MOST_REPLIES, Network, Networks, PublicNetwork
from assistant.networks.references import is_reference

__all__ = [
    "MOST_REPLIES",
    "AccountBook",
    "Network",
    "Networks",
    "PublicNetwork",
    "is_reference",
    "new_keys",
    "read_card",
]
