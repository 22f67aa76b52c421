"""Which addresses of a network may be asked: the public ones. Pure; nothing is looked up here."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

__all__ = ["is_public"]

# RFC 6052: an IPv6 address with an IPv4 address in its last 32 bits, for networks that have IPv6 only.
_NAT64 = IPv6Network("64:ff9b::/96")
# ::a.b.c.d, deprecated, but still taken by some systems.
_COMPATIBLE = IPv6Network("::/96")
# What stands before the IPv4 address in an ISATAP interface identifier, whatever the prefix.
_ISATAP = (0x00005EFE, 0x02005EFE)


def is_public(address: str) -> bool:
    """Whether anybody's machine may be at this IPv4 or IPv6 address, and none of the own network.

    Not public are private, loopback, link-local, shared (carrier-grade NAT), reserved, multicast and unspecified addresses,
    those for documentation, and IPv6 addresses that lead to such an IPv4 address (mapped, compatible, 6to4, Teredo,
    NAT64, ISATAP). What is no address is not public.
    """
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv4Address):
        return _is_global(ip)
    embedded = list(_embedded(ip))
    if not all(map(_is_global, embedded)):
        return False
    # Of a mapped address Python says what it is in itself (reserved), not what it leads to.
    return _is_global(ip) or (bool(embedded) and ip.ipv4_mapped is not None)


def _is_global(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv6Address) and (ip.is_site_local or (ip.is_reserved and ip not in _NAT64)):
        return False
    if isinstance(ip, IPv4Address) and ip.is_reserved:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_unspecified or ip.is_loopback or ip.is_link_local)


def _embedded(ip: IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that packets to ``ip`` may end at."""
    last = IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip.ipv4_mapped is not None:
        yield ip.ipv4_mapped
    if ip.sixtofour is not None:
        yield ip.sixtofour
    if ip.teredo is not None:
        yield from ip.teredo
    if ip in _NAT64 or ip in _COMPATIBLE or (int(ip) >> 32) & 0xFFFFFFFF in _ISATAP:
        yield last
