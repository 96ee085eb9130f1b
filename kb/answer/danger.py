"""Whether a question is of somebody in danger or in need now, who must first be told whom to call."""

import re

from kb.analysis.letters import folded

# Told of oneself or of somebody near, or as happening now: who asks how a municipality prevents violence is not in danger.
_SUFFERS = (
    r"(?:bedreigd|geslagen|mishandeld|afgeperst|gedwongen|misbruikt|achtervolgd|vastgehouden|gechanteerd|geronseld|gestalkt|ontvoerd|verkracht"
    r"|neergestoken|neergeschoten)"
)
_UNSAFE = r"(?:nu )?(?:in gevaar|niet veilig|bang voor (?:mijn|zijn|haar) leven)"
_NEAR = r"(?:mijn|m'n|mn|onze) \w+ (?:\w+ )?"
# Of one's own child or kin, who has come into crime: that is a single case, in which others than this site can help.
_KIN = (
    r"(?:mijn|m'n|mn) (?:\w+ )?"
    r"(?:zoon|zoontje|dochter|dochtertje|kind|klein(?:zoon|dochter|kind)|broer|broertje|zus|zusje|neef|neefje|nicht|nichtje)"
)
_INTO_CRIME = (
    r"(?:(?:zit|is|raakt|raakte|belandt|belandde|zat) (?:\w+ ){0,4}?(?:in|bij) (?:\w+ ){0,2}?"
    r"(?:\w*bende|drugshandel|drugswereld|onderwereld|criminaliteit|criminele \w+)"
    r"|(?:dealt|runt|verkoopt) (?:\w+ ){0,2}?drugs|dealt\b(?! met)"
    r"|is (?:\w+ ){0,2}?(?:drugsrunner|drugskoerier|uithaler|geldezel))"
)
_DOES = r"(?:bedreigt|slaat|mishandelt|misbruikt|chanteert|stalkt)"
_WEAPON = r"(?:mes|pistool|wapen)"
_DRUGS = r"(?:xtc|pillen|drugs|drank|alcohol|coke|cocaine|ghb|ketamine|speed|lachgas|wiet|slaappillen|medicijnen)"
# Of somebody whom one sees or has near: a body that fails can't wait.
_FAILS = (
    r"\b(?:(?:mijn|m'n|mn|onze) \w+(?: \w+)?|hij|zij|ze|iemand|een (?:jongen|meisje|man|vrouw|kind)) (?:[\w'-]+ ){0,4}?"
    r"(?:ademt niet\b|wordt niet (?:meer )?wakker|reageert nergens (?:meer )?op|is (?:bewusteloos|buiten bewustzijn))"
    r"|\b(?:mijn|m'n|mn) (?:\w+ )?(?:zoon|dochter|kind|broer|zus|vriend|vriendin|man|vrouw|vader|moeder|opa|oma) (?:[\w'-]+ ){0,8}?"
    r"reageert niet(?: meer)?(?=$|[.!?,])"
    rf"|\b(?:heeft|heb) (?:[\w-]+ ){{0,3}}te ?veel (?:\w+ )?{_DRUGS} (?:op|genomen|ingenomen|geslikt|gehad)\b"
    r"|\b(?:heeft|heb|nam) (?:\w+ ){0,3}overdosis\b|\bligt (?:\w+ ){0,4}(?:bloedend|bewusteloos|levenloos|gewond)\b"
)
_NOW = re.compile(
    rf"\b(?:ik wordt?|wij worden|we worden|ik ben|wij zijn|we zijn) (?:\w+ ){{0,3}}{_SUFFERS}|\b(?:ik ben|wij zijn|we zijn) {_UNSAFE}"
    rf"|\b{_NEAR}(?:(?:wordt|worden|is|zijn) (?:\w+ ){{0,3}}{_SUFFERS}|(?:is|zijn) {_UNSAFE})|\b{_NEAR}die (?:\w+ ){{0,3}}{_SUFFERS} wordt"
    r"|\bwil (?:niet meer leven|dood|zelfmoord plegen|er een eind aan maken|zich(?:zelf)? (?:van kant maken|iets aandoen))"
    r"|\bkan niet meer (?:verder )?leven|\bdenkt? aan (?:zelfmoord|suicide)|\bzelfmoordgedachten\b"
    rf"|^help\b(?! ik| je| we| wij).*\b(?:bedreigd|mishandeld|geslagen|{_DOES}|{_WEAPON})\b|\b{_DOES} (?:mij|me|ons|mijn|haar|hem)\b"
    rf"|\bloopt (?:nu )?(?:er )?(?:iemand )?(?:nu )?met een {_WEAPON}\b|\b(?:is|er) nu een (?:steekpartij|schietpartij|vechtpartij)\b"
    r"|\bsteekpartij (?:nu|bezig)\b"
    rf"|\bsta(?:at|an) (?:(?!over\b)\w+ ){{0,4}}?met een {_WEAPON}\b|\bmet een {_WEAPON} (?:voor|aan|bij|achter) (?:mijn|m'n|mn|onze) \w+"
    r"|\b(?:wordt|worden) (?:er )?(?:nu )?bij (?:mij|ons|de buren) (?:nu )?ingebroken\b|\binbreker in (?:mijn|m'n|mn|ons|het) huis\b"
    r"|\b(?:ik|we|wij) (?:hoor|horen) (?:nu )?(?:\w+ )?schoten\b|\b(?:bel|belt|bellen) (?:nu )?(?:112|een ambulance)\b|\bambulance nodig\b"
    rf"|{_FAILS}"
    rf"|\b{_KIN} {_INTO_CRIME}"
    r"|\bwordt nu (?:geschoten|gestoken|gevochten)\b|\bdreig(?:t|en) (?:\w+ ){0,4}(?:in brand te steken|te vermoorden|dood te maken)\b"
)


def is_danger(question: str) -> bool:
    """Return whether a question is probably of somebody in danger or in need now.

    >>> [is_danger(asked) for asked in ("mijn zoon wordt bedreigd door dealers", "wat doet de gemeente tegen bedreiging van bewoners")]
    [True, False]
    """
    return bool(_NOW.search(folded(question)))
