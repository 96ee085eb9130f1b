"""Which things a link of this site leads to that is pasted into a selection."""

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, unquote, urlsplit

from kb.model import EXAMPLE_PREFIX
from kb.telling.addresses import WORDS, item_of

# On a reading page the text of a section carries this before its name: the heading above it has the name itself.
_TEXT_OF = "p-"


def items_of(text: str) -> Sequence[str]:
    """Return the items that a text names: an item as it is, or what a link leads to; a link that leads to nothing of ours as it is.

    >>> items_of("gids.plan~0-17-aumfqmru"), items_of("https://x.nl/passages/gids.plan?woorden=0-17-aumfqmru&vraag=en/of")
    (['gids.plan~0-17-aumfqmru'], ['gids.plan~0-17-aumfqmru'])
    >>> items_of("/bronnen/gids/plan?passage=doen#gemarkeerd"), items_of("/bronnen/gids/plan#p-doen"), items_of("/praktijkvoorbeelden/tuin")
    (['gids.doen'], ['gids.doen'], ['praktijkvoorbeeld.tuin'])
    """
    try:
        link = urlsplit(text)
    except ValueError:  # such as http://[
        return [text]
    query = parse_qs(link.query)
    match [unquote(part) for part in link.path.split("/") if part]:
        case [*_, "selectie"] | [*_, "selectie", "word" | "markdown"]:
            return query.get("id", [])
        case [*_, "praktijkvoorbeelden", name]:
            return [EXAMPLE_PREFIX + name]
        case [*_, "bronnen", source, part]:
            place = query.get("passage", [link.fragment.removeprefix(_TEXT_OF) or part])[0]
            identity = f"{source}.{place}"
        case [*_, "passages" | "citaten" | "werklijsten", identity]:
            pass
        case [identity] if not link.scheme:
            pass
        case _:
            return [text] if text else []
    pointed = pointed_in({name: values[0] for name, values in query.items()})
    return [item_of(identity, [pointed] if pointed else [])]


def pointed_in(arguments: Mapping[str, str]) -> str:
    """Return what an address points at words with, '' when it points at none; those of before told no words, only 'van' and 'tot'.

    >>> pointed_in({"woorden": "0-17-aumfqmru"}), pointed_in({"van": "0", "tot": "17"}), pointed_in({"vraag": "bus"})
    ('0-17-aumfqmru', '0-17', '')
    """
    begin, end = arguments.get("van", ""), arguments.get("tot", "")
    return arguments.get(WORDS, "") or (f"{begin}-{end}" if begin or end else "")
