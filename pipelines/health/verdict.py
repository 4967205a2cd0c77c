"""All that is wrong with a site; what follows from something else is left out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from pipelines.health.channels import Pulse, judge_channel
from pipelines.health.losses import Loss, judge_losses
from pipelines.health.signs import Sign
from pipelines.health.standings import Standing, judge_standing
from pipelines.health.symptoms import Kind, Symptom
from pipelines.health.trends import Trend, judge_trends
from pipelines.health.volume import Volume, busyness, is_pausing, judge_volume


@dataclass(frozen=True, slots=True)
class SiteHealth:
    """What is known of a site."""

    site_id: str
    standing: Standing | None = None
    volume: Volume | None = None
    trends: Mapping[Sign, Trend] = field(default_factory=dict)
    pulses: Sequence[Pulse] = ()
    losses: Sequence[Loss] = ()


def judge_sites(healths: Iterable[SiteHealth]) -> list[Symptom]:
    """Return the symptoms of all sites."""
    healths = list(healths)
    volumes = [health.volume for health in healths if health.volume]
    pausing = {volume.language for volume in volumes if is_pausing(volume)}
    busy: dict[str | None, dict[str, float]] = {language: {} for language in pausing}
    for volume in volumes:
        if volume.language in busy and (ratio := busyness(volume)) is not None:
            busy[volume.language][volume.site_id] = ratio
    symptoms = []
    for health in healths:
        others = busy.get(health.volume.language, {}) if health.volume else {}
        symptoms += judge(health, tide(others, health.site_id))
    return symptoms


def tide(busy: Mapping[str, float], site_id: str) -> float:
    """Return how busy the other sites of a language are, against what is usual: low on holidays; 1 where too few tell."""
    ratios = [ratio for other, ratio in busy.items() if other != site_id]
    return median(ratios) if len(ratios) > 1 else 1.0


def is_in_doubt(health: SiteHealth) -> bool:
    """Tell whether a site does not serve us, and not for so long that this is an alarm: what else is wrong cannot be told."""
    standing = health.standing
    return standing is not None and standing.word != "served" and not judge_standing(health.site_id, standing)


def judge(health: SiteHealth, tide: float = 1.0) -> list[Symptom]:
    """Return the symptoms of a site: of one that does not serve us, no more is told."""
    refusing = judge_standing(health.site_id, health.standing) if health.standing else []
    symptoms = refusing + judge_trends(health.site_id, health.trends) + judge_losses(health.losses)
    if health.standing is None or health.standing.word != "served":
        return symptoms
    for pulse in health.pulses:
        symptoms += judge_channel(pulse, health.standing.served_at)
    if health.volume is not None:
        found = judge_volume(health.volume, tide)
        is_broken = any(symptom.kind is Kind.BROKEN for symptom in symptoms)
        symptoms += [symptom for symptom in found if not (is_broken and symptom.kind is Kind.SILENT)]
    return symptoms
