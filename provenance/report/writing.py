"""Files that are wholly there or not at all."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from provenance.errors import UnwritableFile


def write_whole(path: Path, text: str) -> None:
    """Write a text as UTF-8 so that nobody ever sees half of it; a file that is there is replaced.

    The text is written beside its place and then moved there, which is one step for the file system.

    Raises:
        UnwritableFile: if it cannot be written; what was there is left as it was.
    """
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            # mkstemp lets only its owner read; a report is as readable as any other new file.
            os.chmod(name, 0o666 & ~read_mask())
            os.replace(name, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise
    except OSError as error:
        reason = error.strerror or "an error of the system"
        remedy = "check its directory, the permissions there and the space left"
        raise UnwritableFile(f"cannot be written ({reason})", where=os.fspath(path), remedy=remedy) from error


def read_mask() -> int:
    """What new files of this process are not to be: reading the mask means setting it for a moment."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
