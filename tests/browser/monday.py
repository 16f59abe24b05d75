"""A Monday morning's inbox: forty messages as people write them, on the network in memory of the desk's tests."""

# ruff: noqa: E501  - messages as people write them

from dataclasses import replace

from assistant.records import Conversation, Picture, PostRef, SocialPost, ThreadReply
from tests.desk.ledger import US
from tests.desk.town import Town

MESSAGES = (
    ("josee-parent.test", "Josée Parent", "Mon sac d'Écluse est arrivé percé. Y a du café plein l'enveloppe pis pas mal moins dans le sac."),
    ("sam-okafor.test", "Sam Okafor", "Do you ship to Halifax? And how long does it take?"),
    ("lea.test", "Léa", "Le meilleur cortado de ma vie ce matin. Merci!"),
    ("marc-a.test", "Marc-André", "Votre site web est en panne depuis ce matin, impossible de commander"),
    ("nadia.test", "Nadia B.", "Le site web en panne ce matin? Je voulais commander"),
    ("tom.test", "Tom", "Site web en panne ce matin encore, impossible de commander @brulerie"),
    ("ines.test", "Inès", "Ma fille a fait une réaction, elle est allergique aux amandes. Qu'est-ce qu'il y a dans le biscotti?"),
    ("promo-crypto.test", "Crypto Gains", "Free crypto airdrop, click here and make money fast"),
    ("rue-masson.test", "Rue Masson", "Je suis journaliste à Rue Masson et j'aimerais une entrevue avec la fondatrice."),
    ("ben.test", "Ben", "Is the Nuit blanche blend back this year?"),
    ("olga.test", "<b>Olga</b> & Cie", "<script>alert('bonjour')</script> Vous avez du décaf?"),
    ("karim.test", "Karim", "Deuxième fois que je reçois la mauvaise mouture. Vous faites quoi?"),
)  # fmt: skip

THINGS = (
    "du décaf|des filtres en papier|le moulin manuel|une place samedi|des biscottis|du lait d'avoine|la carte cadeau|"
    "un atelier de latte art|des sacs de 2 kg|le mélange d'hiver|des tasses bleues|un stage d'été|une prise électrique|"
    "de la chicorée|le menu du midi|un rabais étudiant|des pots consignés|une terrasse chauffée|du sirop d'érable|"
    "la livraison à vélo|le torréfié clair|des cours le soir|une salle à louer|du thé vert|la machine rouge|un abonnement|"
    "des grains éthiopiens|le wifi gratuit"
).split("|")


def monday() -> Town:
    """The network, with forty people waiting; the first one in a conversation with a thread above."""
    town = Town()
    for number, thing in enumerate(THINGS):
        _say(town, f"{number}-client.test", f"Client {number + 1}", f"Vous avez encore {thing}?")
    for handle, name, text in MESSAGES:
        _say(town, handle, name, text)
    _conversation(town)
    return town


def _say(town: Town, handle: str, name: str, text: str) -> SocialPost:
    said = town.say(text, handle)
    named = replace(said, author=replace(said.author, name=name))
    town.said[town.said.index(said)] = named
    return named


def _conversation(town: Town) -> None:
    asked = next(one for one in town.said if one.author.handle == "josee-parent.test")
    ours = replace(
        asked, uri="at://did:plc:us/app.bsky.feed.post/root", cid="cid-root", text="Écluse est de retour. 19 $ les 340 g.",
        author=replace(asked.author, id=US.id, handle="brulerie.test", name="Brûlerie du Canal"),
    )  # fmt: skip
    quoted = replace(ours, text="On ouvre chaque sac avant de l'envoyer.")
    root = PostRef(ours.uri, ours.cid)
    full = replace(
        asked, root=root, parent=root, pictures=(Picture("Une enveloppe pleine de grains de café"),), quoted=quoted
    )
    town.said[town.said.index(asked)] = full
    other = replace(asked, uri="at://x/y/z", text="Même chose pour moi la semaine passée.", cid="cid-z")
    profile = replace(full.author, followers=212, follows_us=True)
    town.threads[full.uri] = Conversation(full, profile, (ours,), (ThreadReply(other, 1),))
