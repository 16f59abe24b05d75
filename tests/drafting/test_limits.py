"""What a server of the brand's own allows counts instead of the network's number."""

from assistant.drafting.checks import Job, check_text, length_for
from assistant.voice.brand import AccountLimits, Brand


def brand_with(**limits: AccountLimits) -> Brand:
    """A brand with limits of its own."""
    return Brand(format=1, id="moulin", name="Moulin", languages=("fr",), limits=limits)


def test_a_mastodon_server_with_5000_characters_is_believed() -> None:
    """A text of 900 characters is too long for Mastodon, and fits on a server that takes 5,000."""
    text = "mot " * 225
    job = Job("mastodon", "fr")

    refused, too_long = check_text(text, brand_with(), job)
    findings, fit = check_text(text, brand_with(mastodon=AccountLimits(length=5000)), job)

    assert (too_long.fits, too_long.limit) == (False, 500)
    assert any(finding.check == "length" and finding.level == "block" for finding in refused)
    assert (fit.fits, fit.limit) == (True, 5000)
    assert not any(finding.check == "length" for finding in findings)


def test_the_model_is_asked_for_what_the_server_takes() -> None:
    """The length that is asked for follows the account's own limit, on that network only."""
    brand = brand_with(mastodon=AccountLimits(length=5000))

    assert length_for(brand, "mastodon") == 5000
    assert length_for(brand, "bluesky") == 300
