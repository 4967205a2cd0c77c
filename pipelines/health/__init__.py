"""Health of sites, judged by pure functions from what runs counted: symptoms, and the alarms that they raise."""

from pipelines.health.alarms import Alarm, Change, changes_to_tell, reconcile
from pipelines.health.channels import Pulse, beat, doubt, judge_channel
from pipelines.health.losses import Loss, judge_losses
from pipelines.health.signs import PageFigures, Sign, marks_of
from pipelines.health.standings import Standing, judge_standing, take_standing
from pipelines.health.symptoms import Kind, Symptom
from pipelines.health.trends import Trend, follow, judge_trends
from pipelines.health.verdict import SiteHealth, is_in_doubt, judge, judge_sites, tide
from pipelines.health.volume import DayCount, Volume, judge_volume

__all__ = [
    "Alarm",
    "Change",
    "DayCount",
    "Kind",
    "Loss",
    "PageFigures",
    "Pulse",
    "Sign",
    "SiteHealth",
    "Standing",
    "Symptom",
    "Trend",
    "Volume",
    "beat",
    "changes_to_tell",
    "doubt",
    "follow",
    "is_in_doubt",
    "judge",
    "judge_channel",
    "judge_losses",
    "judge_sites",
    "judge_standing",
    "judge_trends",
    "judge_volume",
    "marks_of",
    "reconcile",
    "take_standing",
    "tide",
]
