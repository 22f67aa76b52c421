"""What a model costs in a batch."""

from __future__ import annotations

from urllib.parse import urlsplit

from summarizer.budget import Price
from summarizer.chat import Usage
from summarizer.errors import SettingsError
from summarizer.model.hosts import is_loopback
from summarizer.settings import OPENAI, Settings

__all__ = ["batch_price"]


def batch_price(settings: Settings) -> Price | None:
    """The price of these settings' model in a batch; None where it is not known or nothing is paid.

    The list of genai-prices has batch prices of many models. Where it has none for a model of OpenAI's, it is half of
    the list price: "50% lower costs" holds for every model there (https://platform.openai.com/docs/guides/batch). At other
    endpoints it is then the list price itself: nobody said that they give a discount.

    Raises SettingsError where there is a limit of cost and no price to keep it by.
    """
    base_url = settings.base_url or OPENAI
    host = urlsplit(base_url).hostname or ""
    price = None if is_loopback(host) else _listed(settings.model, base_url, host)
    if price is None and (settings.total_cost is not None or settings.max_cost is not None):
        flag = "--total-cost" if settings.total_cost is not None else "--max-cost"
        raise SettingsError(
            f"the price of {settings.model} at {host} is not known, so {flag} can't be kept",
            mend="limit the tokens instead: --total-tokens, --max-tokens",
        )
    return price


def _listed(model: str, base_url: str, host: str) -> Price | None:
    from genai_prices import Usage as Used
    from genai_prices import calc_price

    def cost(usage: Usage, context: dict[str, str] | None) -> float:
        used = Used(
            input_tokens=usage.prompt, cache_read_tokens=min(usage.cached, usage.prompt), output_tokens=usage.completion
        )
        return float(calc_price(used, model, provider_api_url=base_url, price_context=context).total_price)

    batch = {"processing": "batch"}
    probe = Usage(1000, 0, 1000, 1)
    try:
        is_listed = cost(probe, batch) < cost(probe, None)
    except (LookupError, ValueError):
        return None
    if is_listed:
        return lambda usage: cost(usage, batch)
    if host == "openai.com" or host.endswith(".openai.com"):
        return lambda usage: cost(usage, None) / 2
    return lambda usage: cost(usage, None)
