"""What a model costs, from the price list that the package genai-prices carries: nothing is looked up anywhere."""

from __future__ import annotations

from urllib.parse import urlsplit

from summarizer.budget import Price
from summarizer.chat import Usage
from summarizer.errors import SettingsError
from summarizer.model.hosts import is_loopback
from summarizer.settings import OPENAI, Settings

__all__ = ["price_for", "price_of"]


def price_of(model: str, base_url: str) -> Price | None:
    """The price of ``model`` at an endpoint; None where the list does not have it: own servers, proxies, new models."""
    if is_loopback(urlsplit(base_url).hostname or ""):
        return None
    from genai_prices import Usage as Used
    from genai_prices import calc_price

    def price(usage: Usage) -> float:
        # The list prices cached tokens as a part of the prompt's.
        used = Used(
            input_tokens=usage.prompt, cache_read_tokens=min(usage.cached, usage.prompt), output_tokens=usage.completion
        )
        return float(calc_price(used, model, provider_api_url=base_url).total_price)

    try:
        price(Usage(1, 0, 1, 1))
    except (LookupError, ValueError):
        return None
    return price


def price_for(settings: Settings) -> Price | None:
    """The price of what these settings ask; None where it is not known or nothing is paid.

    Raises SettingsError where there is a limit of cost and no price to keep it by.
    """
    if settings.is_local:
        return None
    base_url = settings.base_url or OPENAI
    price = price_of(settings.model, base_url)
    if price is None and settings.max_cost is not None:
        raise SettingsError(
            f"the price of {settings.model} at {urlsplit(base_url).hostname} is not known, so --max-cost can't be kept",
            mend="limit the tokens instead: --max-tokens",
        )
    return price
