"""What the menu leads to, and all other pages that one finds under Meer."""

MAIN = (
    ("/vragen", "Vragen"),
    ("/taken", "Taken"),
    ("/stappen", "Stappen"),
    ("/praktijkvoorbeelden", "Voorbeelden"),
    ("/citaten", "Citaten"),
    ("/meer", "Meer"),
)
# In groups: address, name, and what one finds there.
MORE = (
    (
        "Opzoeken",
        (
            ("/themas", "Thema’s", "Alles over één onderwerp bij elkaar"),
            ("/gemeenten", "Gemeenten", "Wat de bronnen per gemeente vertellen, en wat het dichtst bij u is"),
            ("/vergelijken", "Voorbeelden naast elkaar", "Werkwijzen vergeleken in een tabel"),
            ("/werklijsten", "Werklijsten", "Vragen, tips en checklists om te gebruiken"),
            ("/cijfers", "Cijfers voor uw memo", "Getallen met de zin waarin ze staan"),
            ("/begrippen", "Begrippen van A tot Z", "Wat woorden in de bronnen betekenen"),
            ("/afkortingen", "Afkortingen", "Waar letters voor staan, en wat een bron erover zegt"),
            ("/organisaties", "Organisaties in de bronnen", "Wie de bronnen noemen, waar, en wat zij ervan zeggen"),
        ),
    ),
    (
        "Lezen",
        (
            ("/vijf-minuten", "De aanpak in vijf minuten", "De twaalf stappen op twee bladzijden"),
            ("/routes", "Leesroutes en pakketten", "Voor één soort lezer, een gesprek, een avond of een besluit"),
            ("/bronnen", "De bronnen", "De documenten waar alles uit komt"),
            ("/niet-in-de-bronnen", "Wat de bronnen niet zeggen", "Wat u hier niet vindt, en wat er dichtbij komt"),
            ("/tegenspraken", "Waar de bronnen elkaar tegenspreken", "Voordat u een getal aanhaalt"),
            ("/verwijzingen", "Wat niet is opgenomen", "Publicaties waar de bronnen naar verwijzen"),
        ),
    ),
    (
        "Over deze site",
        (
            ("/over", "Over deze kennisbank", "Wat zij doet en wat niet"),
            ("/hulp", "Hulp bij zoeken", "Hoe u vraagt, bewaart en kopieert"),
            ("/selectie", "Mijn selectie", "Wat u bewaarde voor uw memo"),
            ("/privacy", "Privacy", "Wat er van u wordt bewaard: zo weinig mogelijk"),
            ("/toegankelijkheid", "Toegankelijkheid", "Voor wie de site werkt, en wat nog niet"),
            ("/api", "Voor programmeurs", "Dezelfde antwoorden als JSON"),
        ),
    ),
)
_UNDER_MORE = (*(address for _, pages in MORE for address, _, _ in pages if address != "/selectie"), "/pakketten")


def is_under(path: str, address: str) -> bool:
    """Return whether a page stands under an entry of the menu.

    >>> is_under("/taken/ouders-bereiken", "/taken"), is_under("/begrippen", "/meer"), is_under("/themas/ouders", "/meer")
    (True, True, True)
    >>> is_under("/taken", "/taken"), is_under("/selectie", "/meer")
    (False, False)
    """
    if address == "/meer":
        return any(path == other or path.startswith(f"{other}/") for other in _UNDER_MORE)
    return path.startswith(f"{address}/")
