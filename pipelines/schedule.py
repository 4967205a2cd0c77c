"""The schedule: systemd units or crontab lines that run this kliping over and over; pure text."""

import re
import shlex
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pipelines.exits import ExitCode

SPAN = re.compile(r"(\d{1,5})\s*(m|min|minutes?|h|hours?|d|days?)", re.IGNORECASE)
UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
# What a run that did its work may end with: a site that fails or broke is told by the notifier, not by the unit.
DONE = (ExitCode.SOME_FAILED, ExitCode.LOCKED, ExitCode.SITE_BROKE, ExitCode.INTERRUPTED)
MINUTES_OF_AN_HOUR = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30)
HOURS_OF_A_DAY = (1, 2, 3, 4, 6, 8, 12)


class ScheduleError(ValueError):
    """A span that cannot be scheduled; the message names it."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """What is run, on which data, how often; paths are absolute."""

    program: tuple[str, ...]
    data: Path
    every: timedelta

    @property
    def minutes(self) -> int:
        """The span in minutes."""
        return int(self.every.total_seconds() // 60)

    @property
    def words(self) -> tuple[str, ...]:
        """The command line of a run: it ends before the next one begins."""
        budget = str(max(1, self.minutes - 1))
        return (*self.program, "crawl", "--due", "--max-minutes", budget, "--data", str(self.data))


def parse_every(text: str) -> timedelta:
    """Read 10m, 2h or 1d: at least a minute, at most a day. Raises ScheduleError."""
    match = SPAN.fullmatch(text.strip())
    span = int(match[1]) * UNITS[match[2][0].lower()] if match else timedelta(0)
    if not timedelta(minutes=1) <= span <= timedelta(days=1):
        raise ScheduleError(f"{text[:40]!r} is no span from 1m to 1d, such as 10m or 2h")
    return span


def systemd_units(schedule: Schedule, *, user: bool) -> dict[str, str]:
    """Return the units by file name; `user`: for `systemctl --user`, where hardening needs no rights of root's."""
    codes = " ".join(str(code.value) for code in DONE)
    service = f"""[Unit]
Description=kliping: archive what is new on regional news sites
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart={" ".join(map(_systemd_word, schedule.words))}
SuccessExitStatus={codes}
TimeoutStartSec={schedule.minutes + 10}min
KillSignal=SIGINT
Nice=10
{_hardening(schedule.data, user=user)}"""
    timer = f"""[Unit]
Description=kliping, every {schedule.minutes} minutes

[Timer]
OnCalendar={_calendar(schedule.minutes)}
RandomizedDelaySec={min(60, schedule.minutes * 6)}
AccuracySec=1s
Persistent=true

[Install]
WantedBy=timers.target
"""
    return {"kliping.service": service, "kliping.timer": timer}


def _hardening(data: Path, *, user: bool) -> str:
    """Return what a run needs no right to; its data folder alone is written."""
    lines = ["NoNewPrivileges=true", "UMask=0027", "LockPersonality=true", "RestrictRealtime=true"]
    if not user:
        lines += [
            "ProtectSystem=strict",
            f"ReadWritePaths={_systemd_word(str(data))}",
            "PrivateTmp=true",
            "ProtectKernelTunables=true",
            "ProtectKernelModules=true",
            "ProtectControlGroups=true",
            "RestrictSUIDSGID=true",
            "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
        ]
    return "\n".join(lines) + "\n"


def _systemd_word(word: str) -> str:
    """Quote a word of ExecStart= (systemd.service(5)): percent and dollar signs mean something there."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return plain if re.fullmatch(r"[\w@%+=:,./$-]+", plain) else f'"{plain}"'


def _calendar(minutes: int) -> str:
    if minutes in MINUTES_OF_AN_HOUR:
        return f"*:0/{minutes}" if minutes > 1 else "*:*"
    hours, rest = divmod(minutes, 60)
    if rest == 0 and hours in HOURS_OF_A_DAY:
        return f"0/{hours}:00" if hours > 1 else "hourly"
    if minutes == 24 * 60:
        return "03:00"
    raise ScheduleError(_uneven(minutes))


def crontab_lines(schedule: Schedule, log: Path | None = None) -> str:
    """Return lines for `crontab -e`; nothing but trouble is mailed, where cron mails."""
    log = log or schedule.data / "crawl.log"
    command = shlex.join(schedule.words).replace("%", r"\%")  # crontab(5): a bare one ends the command
    done = "|".join(str(code.value) for code in DONE)
    path = shlex.quote(str(log)).replace("%", r"\%")
    return f"""# kliping, every {schedule.minutes} minutes. Two runs never write at once: the second ends with 3, and that is well.
# What a run says is in the log. Cron mails a line when a run could not do its work (another exit code than 0, {done.replace("|", ", ")}):
# set MAILTO, or [notify] in kliping.toml, which tells of sites that broke.
#MAILTO=you@example.org
{_cron_times(schedule.minutes)} {command} >> {path} 2>&1; code=$?; case $code in 0|{done}) ;; *) echo "kliping crawl ended with $code, see "{path};; esac
"""


def _cron_times(minutes: int) -> str:
    if minutes in MINUTES_OF_AN_HOUR:
        return f"*/{minutes} * * * *" if minutes > 1 else "* * * * *"
    hours, rest = divmod(minutes, 60)
    if rest == 0 and hours in HOURS_OF_A_DAY:
        return f"7 */{hours} * * *" if hours > 1 else "7 * * * *"
    if minutes == 24 * 60:
        return "7 3 * * *"
    raise ScheduleError(_uneven(minutes))


def _uneven(minutes: int) -> str:
    return (
        f"{minutes} minutes part no hour and no day evenly: {', '.join(map(str, MINUTES_OF_AN_HOUR))} minutes,"
        f" {', '.join(map(str, HOURS_OF_A_DAY))} hours or a day do"
    )
