"""Output that an interrupted run leaves behind, and that the next one goes on with.

Until all is done the lines are in FILE.part, and FILE.part.json holds the settings that they were made with. What is
done is told by the lines themselves: the id and the digest of the text of each record are matched with the documents
as they are read again, so that inputs that have changed are noticed.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from quotenlp.errors import InputError, QuoteNLPError
from quotenlp.io.reading import Document
from quotenlp.io.writing import LineWriter, line_writer
from quotenlp.records import text_sha256

Settings = dict[str, Any]


class Resumable:
    """A file of records, one per line, that is finished over one or several runs.

    Args:
        path: the file; it comes into being, or is replaced, when all is done.
        settings: what the records depend on; JSON-able.

    Raises:
        QuoteNLPError: an earlier run had other settings, or the file cannot be written.
    """

    def __init__(self, path: Path, settings: Settings) -> None:
        self.target = Path(os.path.realpath(path))  # a link stays a link
        if self.target.exists() and not self.target.is_file():
            raise QuoteNLPError(f"{path}: is no regular file: --resume needs one, name it with -o")
        self.part = self.target.with_name(f"{self.target.name}.part")
        self.note = self.target.with_name(f"{self.target.name}.part.json")
        self.shown = path.with_name(self.part.name)
        self.settings = settings
        if self.part.exists():
            self._compare()
            self.done = self._whole_lines()
        else:
            self.done = 0

    def rest(self, documents: Iterable[Document]) -> Iterator[Document]:
        """The documents after the last one that has a record; those before it are read, and passed over."""
        stream = iter(documents)
        if self.done:
            with self.part.open("rb") as lines:
                for number in range(1, self.done + 1):
                    wanted = self._key(next(lines), number)
                    if not any((document.id, text_sha256(document.text)) == wanted for document in stream):
                        raise InputError(
                            f"{self.shown} line {number}: no such document in the input (id {wanted[0]!r}): "
                            "give the same inputs in the same order, or delete the file to start anew"
                        )
        yield from stream

    @contextmanager
    def writing(self) -> Iterator[LineWriter]:
        """Open for writing after the lines that there are; what is written stays if the block ends in an error."""
        try:
            if not self.done:
                self.note.write_text(json.dumps(self.settings), "utf8")
            with self.part.open("ab") as stream:
                yield line_writer(stream)
            if self.target.exists():
                shutil.copymode(self.target, self.part)
            os.replace(self.part, self.target)
            self.note.unlink(missing_ok=True)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise QuoteNLPError(
                f"{self.shown}: cannot be written ({error.strerror or error}): "
                "check the folder, its permissions and the free space"
            ) from None
        finally:
            if self.part.exists() and not self.part.stat().st_size:
                self.part.unlink()
                self.note.unlink(missing_ok=True)

    def _compare(self) -> None:
        try:
            before = json.loads(self.note.read_text("utf8"))
        except (OSError, ValueError):
            before = None
        if not isinstance(before, dict):
            raise QuoteNLPError(
                f"{self.shown}: cannot be resumed ({self.note.name} beside it is missing or damaged): "
                "delete it to start anew"
            )
        for name in {**before, **self.settings}:
            if before.get(name) != self.settings.get(name):
                raise QuoteNLPError(
                    f"{self.shown}: was made with another {name} ({before.get(name)!r}, now "
                    f"{self.settings.get(name)!r}): give the same, or delete the file to start anew"
                )

    def _whole_lines(self) -> int:
        """Cut off a line that was not written to its end; the number of the others."""
        count = end = 0
        with self.part.open("r+b") as stream:
            for line in stream:
                if line.endswith(b"\n"):
                    count += 1
                    end += len(line)
            stream.truncate(end)
        return count

    def _key(self, line: bytes, number: int) -> tuple[str | None, str]:
        try:
            record = json.loads(line)
            return record["id"], record["text_sha256"]
        except (ValueError, KeyError, TypeError):
            raise InputError(f"{self.shown} line {number}: not a record: delete the file to start anew") from None
