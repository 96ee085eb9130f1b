"""What a process that reads a file of others takes from itself, before it opens that file: rights on files, memory, time.

It works on the calling process and all that it starts, and cannot be undone. Landlock is a part of the Linux kernel that needs no
rights to be used; Python has no words for it, so its three calls are made by number, which is the same on every processor.
"""

import ctypes
import errno
import os
import platform
import resource
import struct
from collections.abc import Iterable
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1
_NO_NEW_PRIVILEGES = 38
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_FOLDER = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _IOCTL = 1 << 14, 1 << 15
_READING = _EXECUTE | _READ_FILE | _READ_FOLDER
_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
# How many rights on files each version knows; a right that a kernel does not know may not be named.
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_LATER_RIGHTS = 16
_NETWORK_SINCE, _SCOPES_SINCE = 4, 6
_TCP = 0b11
_SOCKETS_AND_SIGNALS = 0b11
# For the filter of system calls: what a processor is called there, and the numbers of `socket` and of the ring that does without.
_PROCESSORS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_IO_URING_SETUP = 425
# From here on x86-64 has each call a second time, under another number.
_SECOND_NUMBERS = 0x40000000
_SET_FILTER, _FILTER_MODE = 22, 2
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_AT, _PROCESSOR_AT = 0, 4
_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EACCES


def landlock_version() -> int:
    """Return which Landlock the kernel has; 0 when none."""
    try:
        return max(0, int(ctypes.CDLL(None, use_errno=True).syscall(_CREATE_RULESET, None, 0, _ASK_VERSION)))
    except (OSError, AttributeError):
        return 0


def limit(memory: int, seconds: int, file_size: int) -> None:
    """Bound what this process and each that it starts may use."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # One second between the signal that can be seen and the end.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_processes(most: int) -> None:
    """Bound how many processes there are of this account; in a namespace of its own only those within count."""
    resource.setrlimit(resource.RLIMIT_NPROC, (most, most))


def keep_to(readable: Iterable[Path], writable: Iterable[Path]) -> None:
    """Take away the right to any file but these and what lies under them, to TCP, and to signals to others. Raises OSError."""
    version = landlock_version()
    library = ctypes.CDLL(None, use_errno=True)
    every_right = (1 << _RIGHTS.get(version, _LATER_RIGHTS)) - 1
    attributes = struct.pack(
        "=QQQ", every_right, _TCP if version >= _NETWORK_SINCE else 0, _SOCKETS_AND_SIGNALS if version >= _SCOPES_SINCE else 0
    )
    length = 24 if version >= _SCOPES_SINCE else 16 if version >= _NETWORK_SINCE else 8
    ruleset = _call(library, _CREATE_RULESET, attributes, length, 0)
    for path in readable:
        _allow(library, ruleset, path, _READING)
    for path in writable:
        _allow(library, ruleset, path, every_right)
    if library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
    _call(library, _RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def keep_from_sockets() -> None:
    """Take away the right to open a socket, also one that lies in a folder; it works on the two processors of _PROCESSORS."""
    if platform.machine() not in _PROCESSORS:
        return
    processor, socket = _PROCESSORS[platform.machine()]
    # Each jump counts the lines to pass over; the last two lines are "go on" and "refuse".
    steps = (
        (_LOAD, 0, 0, _PROCESSOR_AT),
        (_IF_EQUAL, 1, 0, processor),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_IF_AT_LEAST, 3, 0, _SECOND_NUMBERS),
        (_IF_EQUAL, 2, 0, socket),
        (_IF_EQUAL, 1, 0, _IO_URING_SETUP),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _FAIL),
    )
    program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    described = struct.pack("@HP", len(steps), ctypes.addressof(program))
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or library.prctl(_SET_FILTER, _FILTER_MODE, described, 0, 0):
        raise OSError(ctypes.get_errno(), "seccomp")


def _allow(library: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    if not path.exists():
        return
    handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", rights if path.is_dir() else rights & _OF_A_FILE, handle)
        _call(library, _ADD_RULE, ruleset, _PATH_BENEATH, rule, 0)
    finally:
        os.close(handle)


def _call(library: ctypes.CDLL, number: int, *arguments: int | bytes) -> int:
    result = int(library.syscall(number, *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), "Landlock")
    return result
