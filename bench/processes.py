"""What a site takes of the machine: memory and open files of its processes together."""

from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True)
class Use:
    """Memory in megabytes (proportional set size: shared pages counted once), of all processes and of each; open files."""

    megabytes: float
    each: tuple[float, ...]
    open_files: int


def use_of(process: int) -> Use:
    """Return what a process and its children use, the process itself first."""
    master = psutil.Process(process)
    family = [master, *sorted(master.children(), key=lambda child: child.pid)]
    each = tuple(round(one.memory_full_info().pss / 2**20, 1) for one in family)
    return Use(round(sum(each), 1), each, sum(one.num_fds() for one in family))
