"""Where `cmkb` begins: an answer that still stands is printed at once, for anything else the commands are imported."""

from __future__ import annotations

import gc
import os
import sys

from cmkb.cached.answers import Answer, Question, kept_answer, question


def main() -> None:
    gc.disable()
    try:
        code = _answered(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    except OSError as error:  # the disk is full
        from cmkb.cli.main import machine_refused

        code = machine_refused(error)
    if code is None:
        from cmkb.cli.main import main as commands

        commands()
    sys.exit(code)


def _answered(arguments: list[str]) -> int | None:
    """None when the answer has to be found."""
    asked = question(arguments)
    answer = kept_answer(asked) if asked is not None else None
    return _say_again(asked, answer) if asked is not None and answer is not None else None


def _say_again(asked: Question, answer: Answer) -> int:
    _restore(asked, answer)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        for where, text in answer.printed:
            if where == "raw":
                sys.stdout.flush()
                sys.stdout.buffer.write(text.encode("utf-8"))
                sys.stdout.buffer.flush()
            else:
                stream = sys.stderr if where == "err" else sys.stdout
                stream.write(text)
                stream.flush()
    except BrokenPipeError:  # the reader went away (`| head`), as it may
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return answer.code


def _restore(asked: Question, answer: Answer) -> None:
    """The numbers that a list gave to its tasks count until the next list."""
    for name, content in answer.state:
        data = content.encode("utf-8", "surrogatepass")
        try:
            with open(os.path.join(asked.vault, ".cmkb", name), "rb") as file:
                same = file.read() == data
        except OSError:
            same = False
        if not same:
            from pathlib import Path

            from cmkb.writing.places import keep_aside

            keep_aside(Path(asked.vault), name, data)


if __name__ == "__main__":
    main()
