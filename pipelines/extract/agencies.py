"""Wire agencies by their spellings, as datelines, bylines and sign-offs have them."""

from functools import cache

from pipelines.extract.languages import packs
from pipelines.extract.prose import squeeze

SHORT = 4  # letters up to which the spelling must agree in case: AP is an agency, the initials "ap" are not


def name_agency(text: str, language: str | None = None) -> str | None:
    """Return the agency whose name a text is: in a spelling of the language's pack or the English one; without language, of any."""
    letters = squeeze(text)
    known = _agencies(language)
    return (known.get(text) if len(letters) <= SHORT else known.get(letters)) if letters else None


@cache
def _agencies(language: str | None) -> dict[str, str]:
    chosen = [packs()[name] for name in dict.fromkeys((language, "en")) if name in packs()]
    return {
        spelling if len(squeeze(spelling)) <= SHORT else squeeze(spelling): name
        for pack in (reversed(chosen) if language else packs().values())
        for name, spellings in pack.agencies.items()
        for spelling in spellings
    }
