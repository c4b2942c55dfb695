"""The most memory that this process has needed so far."""

from __future__ import annotations

import sys
from pathlib import Path


def peak() -> int:
    """Return the highest resident size of this process, in bytes."""
    if sys.platform == "win32":
        return _on_windows()
    status = Path("/proc/self/status")
    if status.exists():  # Linux: what the system counts for a process begins with that of its parent
        line = next(line for line in status.read_text("utf-8").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # macOS: in bytes


def _on_windows() -> int:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS."""

        _fields_ = (
            ("size", wintypes.DWORD),
            ("page_faults", wintypes.DWORD),
            ("peak", ctypes.c_size_t),
            ("others", ctypes.c_size_t * 7),
        )

    counters = Counters(size=ctypes.sizeof(Counters))
    system = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]  # Windows alone has it
    system.GetCurrentProcess.restype = wintypes.HANDLE
    ask = system.K32GetProcessMemoryInfo
    ask.argtypes = [wintypes.HANDLE, ctypes.c_void_p, wintypes.DWORD]
    ask(system.GetCurrentProcess(), ctypes.byref(counters), counters.size)
    return int(counters.peak)
