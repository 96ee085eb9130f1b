"""Whether a question is of somebody in danger or in need now, who must first be told whom to call."""

import re

from kb.analysis.letters import folded

# Told of oneself or of somebody near, or as happening now: who asks how a municipality prevents violence is not in danger.
_SUFFERS = r"(?:bedreigd|geslagen|mishandeld|afgeperst|gedwongen|misbruikt|achtervolgd|vastgehouden|gechanteerd|geronseld)"
_UNSAFE = r"(?:nu )?(?:in gevaar|niet veilig|bang voor (?:mijn|zijn|haar) leven|neergestoken|neergeschoten)"
_NOW = re.compile(
    rf"\b(?:ik word|wij worden|we worden) (?:\w+ ){{0,3}}{_SUFFERS}|\b(?:ik ben|wij zijn|we zijn) {_UNSAFE}"
    rf"|\b(?:mijn|onze) \w+ (?:\w+ )?(?:(?:wordt|worden) (?:\w+ ){{0,3}}{_SUFFERS}|(?:is|zijn) {_UNSAFE})"
    rf"|\b(?:mijn|onze) \w+ (?:\w+ )?die (?:\w+ ){{0,3}}{_SUFFERS} wordt"
    r"|\bwil (?:niet meer leven|dood|zelfmoord plegen|er een eind aan maken|zich(?:zelf)? (?:van kant maken|iets aandoen))"
    r"|\bdenkt? aan (?:zelfmoord|suicide)|\bzelfmoordgedachten\b"
    r"|^help\b(?! ik| je| we| wij).*\b(?:bedreigd|bedreigt|mishandeld|mishandelt|geslagen|slaat|mes|pistool|wapen)\b"
    r"|\b(?:bedreigt|slaat|mishandelt|misbruikt|chanteert) (?:mij|me|ons|mijn|haar|hem)\b"
    r"|\bloopt (?:nu )?met een (?:mes|pistool|wapen)\b|\bsteekpartij (?:nu|bezig)\b|\bwordt nu (?:geschoten|gestoken|gevochten)\b"
)


def is_danger(question: str) -> bool:
    """Return whether a question is probably of somebody in danger or in need now.

    >>> [is_danger(asked) for asked in ("mijn zoon wordt bedreigd door dealers", "wat doet de gemeente tegen bedreiging van bewoners")]
    [True, False]
    """
    return bool(_NOW.search(folded(question)))
