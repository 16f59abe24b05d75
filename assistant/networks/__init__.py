"""Talking to social networks: reading, the inbox, publishing. Bluesky first.

Importing the room is cheap: the SDK is loaded when a network is first used.
"""

from assistant.networks.keys import new_keys
from assistant.networks.network import MOST_REPLIES, Network, Networks, PublicNetwork

__all__ = ["MOST_REPLIES", "Network", "Networks", "PublicNetwork", "new_keys"]
