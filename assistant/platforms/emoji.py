"""Emoji sequences that X counts as one emoji."""

from itertools import groupby

import regex

# Regions with a flag: ISO 3166-1 and the exceptional codes of https://www.unicode.org/Public/emoji/ (17.0).
_REGIONS = (
    "AC AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ "
    "CA CC CD CF CG CH CI CK CL CM CN CO CP CQ CR CU CV CW CX CY CZ DE DG DJ DK DM DO DZ EA EC EE EG EH ER ES ET EU "
    "FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU IC ID IE IL IM IN "
    "IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG "
    "MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL "
    "PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD "
    "TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM UN US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"
)


def _flag(letters: str) -> str:
    return "".join(chr(ord(letter) - ord("A") + 0x1F1E6) for letter in letters)


def _subdivision(code: str) -> str:
    return "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in code) + "\U000e007f"


_FLAGS = "|".join(
    [
        *(
            f"{_flag(first)}[{_flag(''.join(region[1] for region in regions))}]"
            for first, regions in groupby(_REGIONS.split(), key=lambda region: region[0])
        ),
        *map(_subdivision, ("gbeng", "gbsct", "gbwls")),
    ]
)
_TONE = r"[\U0001F3FB-\U0001F3FF]?+"
_VS = r"\ufe0f?+"
_ADULT = rf"[👨👩🧑]{_TONE}"
_ROLE = rf"(?:[⚕⚖✈]{_VS}|[🌾🍳🍼🎄🎓🎤🎨🏫🏭💻💼🔧🔬🚀🚒🦯🦼🦽🦰🦱🦲🦳🩰]){_VS}(?:\u200d➡{_VS})?+"
_ZWJ = "|".join(
    (
        rf"{_ADULT}\u200d(?:❤{_VS}\u200d(?:💋\u200d)?+{_ADULT}|[🤝🐰🫯]\u200d{_ADULT}|{_ROLE})",
        r"(?:[👨👩]\u200d){0,2}[👨👩]\u200d[👦👧](?:\u200d[👦👧])?+|🧑\u200d(?:🧑\u200d)?+🧒(?:\u200d🧒)?+",
        rf"\p{{Emoji_Modifier_Base}}(?:{_TONE}|\ufe0f)\u200d[♀♂]{_VS}(?:\u200d➡{_VS})?+|[👯🤼🧞🧟]\u200d[♀♂]{_VS}",
        rf"[🚶🏃🧎]{_TONE}\u200d➡{_VS}|🫱{_TONE}\u200d🫲{_TONE}",
        rf"🏳{_VS}\u200d(?:🌈|⚧{_VS})|🏴\u200d☠{_VS}|👁{_VS}\u200d🗨{_VS}|❤{_VS}\u200d[🔥🩹]|⛓{_VS}\u200d💥",
        rf"🐕\u200d🦺|[🐈🐦]\u200d⬛|🐻\u200d❄{_VS}|🐦\u200d🔥|🍋\u200d🟩|🍄\u200d🟫",
        rf"😮\u200d💨|😵\u200d💫|😶\u200d🌫{_VS}|🙂\u200d[↔↕]{_VS}",
    )
)
# Characters that are emoji by themselves and may yet be followed by the emoji variation selector in X's open library
# (twitter/twitter-text 3.1.0 js/src/regexp/emoji.js).
_ALSO_VS = r"🀄🈚🈯⌚⌛◽◾☔☕♈-♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛔⛪⛲⛳⛵⛺⛽❗⬛⬜⭐⭕"
SEQUENCE = regex.compile(
    rf"[#*0-9]\ufe0f?+\u20e3|{_ZWJ}|{_FLAGS}|\p{{Emoji_Modifier_Base}}[\U0001F3FB-\U0001F3FF]"
    rf"|[[\p{{Emoji}}--\p{{Emoji_Presentation}}--[#*0-9]]{_ALSO_VS}]\ufe0f",
    regex.V1,
)
"""A run of code points that is one emoji, two or more code points long. Sequences newer than X's open library of 2018
are in: X's documentation (https://docs.x.com/fundamentals/counting-characters) counts every emoji as 2."""
