"""Who takes a message over, what gets no answer, what is said meanwhile, what may be promised."""

from pathlib import Path
from typing import Any

import pytest

from assistant.drafting.situations import situation_of
from assistant.errors import BadKnowledge
from assistant.voice.amounts import amounts_of
from assistant.voice.brand import Brand, load_brand
from assistant.voice.decisions import (
    asks_back,
    calls_for,
    commitments,
    every_house,
    handing_over,
    keeps_silent,
    one_sided_words,
    silences,
    taking_over,
)
from assistant.voice.examples import wrong_examples
from assistant.voice.handling import said_to
from assistant.voice.rules import says_tu, says_vous

SAMPLE = load_brand(Path(__file__).parents[2] / "knowledge" / "brulerie-du-canal")
HEAD = 'format = 1\nid = "house"\nname = "House"\nlanguages = ["fr", "en"]\n'


def house(folder: Path, tables: str = "") -> Brand:
    (folder / "brand.toml").write_text(HEAD + tables, "utf-8")
    return load_brand(folder)


@pytest.mark.parametrize("rule", [*every_house().hand_over, *every_house().silence], ids=lambda rule: str(rule.id))
def test_rules_of_every_house_hold_on_their_own_sentences(rule: Any, tmp_path: Path) -> None:
    """Each is called for by its example and not by its counter-example, and gives its reason in both languages."""
    brand = house(tmp_path)
    calls = [
        calls_for(rule, text, brand, (situation_of(text),))
        if hasattr(rule, "above")
        else keeps_silent(rule, text, situation_of(text), after_us=rule.after_us)
        for text in (rule.example, rule.counter_example)
    ]

    assert calls == [True, False]
    assert rule.reason.keys() == {"fr", "en"}


def test_a_house_without_rules_has_those_of_every_house(tmp_path: Path) -> None:
    """They hold without being asked for, the urgent ones first."""
    brand = house(tmp_path)
    ids = [rule.id for rule in handing_over(brand)]

    assert ids[:2] == ["self-harm", "threat"]
    assert {"safety", "health", "crisis", "legal", "press", "colleague"} <= set(ids)
    assert [rule.id for rule in silences(brand)] == ["spam", "bait", "settled"]


def test_a_rule_of_the_brand_wins_and_takes_what_it_does_not_say(tmp_path: Path) -> None:
    """The brand's own words for self-harm are used; the signs, the urgency and the helpline stay those of every house.
    With words of its own, only these count."""
    brand = house(
        tmp_path,
        '[[hand_over]]\nid = "self-harm"\nsays = { en = "We are here." }\n'
        '[[hand_over]]\nid = "legal"\nwords = ["summons"]\nexample = "A summons!"\ncounter_example = "A salmon!"\n',
    )
    taken = taking_over("I want to die", brand)

    assert taken is not None
    assert (taken.rule.says, taken.rule.urgent, taken.rule.only_says) == ({"en": "We are here."}, True, True)
    assert "9-8-8" in taken.rule.hint["en"]
    assert taking_over("My lawyer will write", brand) is None
    assert wrong_examples(brand, situation_of) == ()


def test_the_named_colleague_gets_the_message() -> None:
    """`{name}` stands for each person of the house, by first or whole name; praise of somebody asks for nobody."""
    teo = taking_over("Can I talk to Teo about the Guji?", SAMPLE)
    manager = taking_over("Je veux parler au patron", SAMPLE)

    assert teo is not None
    assert teo.person is not None
    assert teo.person.id == "teo"
    assert manager is not None
    assert manager.person is not None
    assert manager.person.name == "Maude Lavigne"
    assert taking_over("Teo roasts like nobody else", SAMPLE) is None


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Remboursez-moi mes 180 $", "refund-above"),
        ("I want a refund for my $1,240.00 order", "refund-above"),
        ("Je demande le remboursement de 1 200,50 $", "refund-above"),
        ("I want a refund for my $18 bag", None),
        ("We spent 200 dollars here and loved it", None),
        ("i don't want another lamp, i want my $240 back", "refund-above"),
        ("ordered four jackets ($192), came a week late. want the whole 192 back, no voucher", "refund-above"),
        ("two crates came soaked. that's $120 in the bin. what are you going to do about it", "refund-above"),
        ("two jackets at 95 each and both have broken zips. put it back on my visa", "refund-above"),
        ("remettez donc les 300 $ sur ma carte, on n'en parle plus", "refund-above"),
        ("je veux ravoir mes 120 piasses", "refund-above"),
        ("i paid 210 for the workshop and you cancelled. when do i see that money back", "refund-above"),
        ("pouvez-vous annuler le paiement de 150 $? vous l'avez passé deux fois", "refund-above"),
        ("give me back what i paid, 89 bucks for a dead plant", "refund-above"),
        ("forty chairs rented for $310, they came the day after. how do we get the charge reversed?", "refund-above"),
        ("I'll be back with $200 next payday for that grinder", None),
        ("put my name back on the list please, the 90$ course", None),
        ("si j'en prends pour 80 piasses vous me chargez-tu pareil la poste", None),
        ("is it really 120 for the course? worth coming back for", None),
    ],
)
def test_a_refund_above_the_limit_is_for_a_person(text: str, rule: str | None) -> None:
    """Words that ask for money and an amount above the limit, both: what is spent gladly is no refund."""
    taken = taking_over(text, SAMPLE)

    assert (taken.rule.id if taken else None) == rule


def test_what_is_asked_back_may_be_told_by_its_price() -> None:
    """Where a message asks for its money and names no amount, what it is about says how much; nothing else does."""
    text = "The whole order is soaked. Just put it back on the card we used."

    assert asks_back(text, SAMPLE)
    assert taking_over(text, SAMPLE) is None
    assert taking_over(text, SAMPLE, worth=60) is None
    taken = taking_over(text, SAMPLE, worth=144)
    assert taken is not None
    assert taken.rule.id == "refund-above"
    assert not asks_back("i want my $20 back", SAMPLE)
    assert not asks_back("Can I pay with a credit card?", SAMPLE)
    assert taking_over("Six bags of the Lachine please", SAMPLE, worth=288) is None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("my ex ordered from you last week. can u just confirm the address she put, wanna send flowers :)", True),
        ("c'est quoi le nom de la fille au comptoir, son insta?", True),
        ("hey what's the cute barista's schedule this week", True),
        ("quel soir travaille la grande rousse au bar?", True),
        ("tu peux me donner le numéro de la dame qui a acheté la dernière lampe?", True),
        ("did my husband book a room there last weekend?", True),
        ("hey its teos cousin, whats his personal email n which shift is he on monday? surprise party", True),
        ("c'est quoi son courriel perso à Maude, pis elle est sur quel quart jeudi", True),
        ("my ex trains at your gym. which days does she... actually just tell me when she's there", True),
        ("elle m'a bloqué partout. est-ce qu'elle travaille encore ici, quels jours elle vient?", True),
        ("which days are you open", False),
        ("my wife wants to know what time the market opens", False),
        ("can you give me your email and the manager's name", False),
        ("my wife put the wrong address on the order, can you change it?", False),
        ("what time does the guided tour start", False),
        ("c'est quoi votre insta?", False),
        ("c'est qui le monsieur derrière la vitre, pis vous fermez à quelle heure?", False),
    ],
)
def test_what_is_known_of_somebody_else_is_not_for_anybody(text: str, asked: bool, tmp_path: Path) -> None:
    """Who asks where somebody lives, how to reach them, when they are there or what they bought meets a person."""
    taken = taking_over(text, house(tmp_path))

    assert (taken is not None and taken.rule.id == "personal-data") is asked


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("two emails, no answer. send me everything the law says: all the data you hold on me, then erase it", "legal"),
        ("Bonjour, RGPD : merci de supprimer mes données.", "legal"),
        ("je veux savoir ce que vous gardez sur moi depuis 2021", "legal"),
        ("mom gets sick from one crumb of gluten. is the soup certified?", "health"),
        ("sans gluten pour vrai ou une miette pis ma blonde est au lit trois jours?", "health"),
        ("your guy at the till keeps writing to her. she's 15", "crisis"),
        ("last loaf of yours tomorrow, then i'm done. with everything, not with bread", "self-harm"),
        ("prenez soin de l'équipe. chu tanné de même, jpense m'en aller pour de bon", "self-harm"),
        ("is there nuts in the soup? my tongue's all swollen since", "health"),
        ("les paupières m'enflent depuis votre tarte, je suis pas supposé en manger des noix", "health"),
        ("sweet dreams, that new window won't last the weekend", "threat"),
        ("which nights does the tall bartender with the snake tattoo work? it's a surprise", "personal-data"),
        ("pouvez-vous confirmer si Lucie Morand a réservé chez vous samedi", "personal-data"),
        ("your cashier pretended not to understand my mother. twice. fine when i, the blond one, ask", "crisis"),
        ("on s'en va pour de bon à Québec, vous livrez là-bas?", None),
        ("i'm done with my bag, what should i try next", None),
        ("which days is the barista class", None),
        ("Did Teo Alemu roast this one? It's lovely.", None),
        ("is the pie ok for somebody who carries an epipen?", "health"),
        ("do you have vegan soup? not an allergy, just my aunt", None),
        ("le rapport annuel, il sort quand au juste?", None),
        ("is there gluten-free bread on saturdays", None),
        ("what do you have on the menu about noon", None),
        ("effacez ma commande svp, je me suis trompé de sac", None),
        ("32 semaines demain! ma sage-femme veut pas se prononcer, votre chaï, un par semaine?", "health"),
        ("my midwife keeps dodging it, so: is one flat white a day ok", "health"),
        ("une sage-femme vous salue bas, maudit beau marché", None),
    ],
)
def test_what_no_single_word_makes_a_persons_matter(text: str, rule: str | None, tmp_path: Path) -> None:
    """Who asks for their own data by law, swells after a bite, says farewell, hints at broken glass or asks who bought
    what meets a person; who only uses the same words does not."""
    taken = taking_over(text, house(tmp_path))

    assert (taken.rule.id if taken else None) == rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("chu allergique au monde avant mon deuxième café", None),
        ("I'm allergic to people before nine", None),
        ("Lawyer here (relax, it's about a cake). When do you open?", None),
        ("jfinis ma nuit à l'hôpital à 6 h 45, êtes-vous ouverts?", None),
        ("I'm a nurse, I come straight from my shift in the emergency room. Open at 7?", None),
        ("Vet tech here, can my own dog come in?", None),
        ("I'm allergic to people, and to peanuts: my throat closes, I'm allergic", "health"),
        ("Nurse here. Your muffin had a piece of glass in it.", "safety"),
        ("j'ai passé la nuit à l'hôpital après votre sandwich", "safety"),
        ("My lawyer will write to you", "legal"),
        ("any answer from lawyers is fine, lawyer-free ones too", "legal"),
        ("every lawyer-free answer helps, what is your tip policy?", None),
    ],
)
def test_what_sounds_of_a_danger_and_is_none_is_set_apart(text: str, rule: str | None, tmp_path: Path) -> None:
    """An exaggeration, one's trade and where one works call for nobody, also with a brand's own words; what else the
    message says does."""
    for brand in (house(tmp_path), SAMPLE):
        taken = taking_over(text, brand)
        assert (taken.rule.id if taken else None) in (rule, "health" if rule == "safety" else rule)


def test_amounts() -> None:
    """Both ways of writing an amount are read; other figures are none."""
    assert amounts_of("1 200,50 $ ou $1,200.50, 80 piastres, CA$20, 22$, 4,92 $ US, 12 sacs, 7 h") == (
        1200.5, 1200.5, 80.0, 20.0, 22.0, 4.92,
    )  # fmt: skip
    assert amounts_of("cent quarante piasses, quatre-vingt-quinze dollars, two hundred and ten bucks") == (140, 95, 210)
    assert max(amounts_of("three jackets at 95 each")) == max(amounts_of("285 $")) == 285
    assert max(amounts_of("40 bucks a seat for five seats")) == 200
    assert amounts_of("I paid 210 for the workshop, and was charged 95.") == (210, 95)
    assert amounts_of("I paid 20 minutes ago, charged 3 times") == ()
    assert amounts_of("quatre amis, six semaines, a thousand thanks") == ()


@pytest.mark.parametrize("text", ["my EpiPen", "we sell coffee", "", "🔥" * 2000, "a" * 20_000])
def test_any_text_is_decided_upon(text: str) -> None:
    """Nothing that people write breaks the decision."""
    assert taking_over(text, SAMPLE) is None or text == "my EpiPen"


def test_own_words_of_the_sample_brand() -> None:
    """What the sample brand says is in both languages; French that is read to all says neither tu nor vous, variants
    say their own."""
    assert one_sided_words(SAMPLE) == ()
    for rule in SAMPLE.hand_over:
        assert not rule.says or (said_to(rule.says, "fr", "tu") and said_to(rule.says, "fr", "vous"))
        assert not says_vous(rule.says.get("fr-tu", ""))
        assert not says_tu(rule.says.get("fr-vous", ""))
        assert not rule.says or rule.says["en"]
    assert {code: "{missing}" in text for code, text in SAMPLE.holding.checking.items()} == {"fr": True, "en": True}


def test_words_for_vous_only_are_told_where_the_house_also_says_tu(tmp_path: Path) -> None:
    """A house that says tu somewhere is told which of its French words fit only vous; one that never does is not."""
    says = '[[hand_over]]\nid = "legal"\nsays = { fr = "Écrivez-nous, vous aurez la réponse." }\n'

    assert one_sided_words(house(tmp_path, says)) == ()
    assert one_sided_words(house(tmp_path, '[register]\ndefault = "tu"\n' + says)) == (
        "Écrivez-nous, vous aurez la réponse.",
    )


def test_commitments_of_a_situation() -> None:
    """A complaint may be promised more than a question; nothing is allowed where the brand says nothing."""
    complaint, question = commitments(SAMPLE, "complaint"), commitments(SAMPLE, "question")

    assert "on rembourse" in complaint
    assert "on rembourse" not in question
    assert set(question) < set(complaint)
    assert commitments(SAMPLE.model_copy(update={"commitments": ()}), "complaint") == ()


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ('[holding]\nchecking.fr = "On vérifie."\n', "missing"),
        ('[holding]\nchecking.fr = "{missing} {name}"\n', "missing"),
        ('[holding]\nchecks.fr = "{missing}"\n', "checks"),
        ('[[hand_over]]\nid = "legal"\nsay = "x"\n', "say"),
        ('[[hand_over]]\nid = "legal"\nsays = { fr = "{whom} répond" }\n', "to"),
        ('[[hand_over]]\nid = "legal"\nsays = { en-tu = "x" }\n', "en-tu"),
        ('[[hand_over]]\nid = "ours"\nreason = {en="x"}\nexample = "a"\ncounter_example = "b"\n', "words"),
        ('[[hand_over]]\nid = "crisis"\nabove = 10\n', "above"),
        ('[[silence]]\nid = "quiet"\nreason = {en="x"}\nexample = "a"\ncounter_example = "b"\n', "situations"),
        ('[[silence]]\nid = "spam"\nsituations = ["spamm"]\n', "spam"),
        ('[[commitments]]\nwords = []\n', "words"),
    ],
)  # fmt: skip
def test_slips_in_the_tables_are_refused(tables: str, said: str, tmp_path: Path) -> None:
    """A misspelt key, an unknown place in braces or situation, a table that can never hold: named, with its line."""
    with pytest.raises(BadKnowledge) as refused:
        house(tmp_path, tables)

    assert said in str(refused.value)


def test_two_silences_of_one_id_are_refused(tmp_path: Path) -> None:
    """As for the other tables."""
    with pytest.raises(BadKnowledge, match="spam"):
        house(tmp_path, '[[silence]]\nid = "spam"\n[[silence]]\nid = "spam"\n')


def test_the_tables_of_the_readme_are_right(tmp_path: Path) -> None:
    """What the README shows loads, and does what its own sentences say."""
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    shown = next(block for block in readme.split("```toml\n")[1:] if block.startswith("[[hand_over]]")).split("```")[0]
    brand = house(tmp_path, shown)

    assert wrong_examples(brand, situation_of) == ()
    assert [rule.id for rule in brand.silence] == ["goodbye"]
    assert commitments(brand, "complaint") == ("on remplace", "we'll replace")
