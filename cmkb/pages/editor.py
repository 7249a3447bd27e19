"""Addresses that open a note in the user's editor."""

from __future__ import annotations

from urllib.parse import quote

# {path} is the note's path in the vault, {absolute} on the machine, {vault} the folder's name.
SCHEMES = {
    "obsidian": "obsidian://open?vault={vault}&file={path}",
    "vscode": "vscode://file/{absolute}:{line}",
}


def editor_template(editor: str, folder: str, absolute: str, *, has_obsidian: bool, has_vscode: bool) -> str:
    """From the option `editor` to a template with {path} and {line} left; "" when notes are opened by hand.

    `folder` is the vault's name, `absolute` its path on this machine.
    """
    if editor == "auto":
        editor = "obsidian" if has_obsidian else "vscode" if has_vscode else "none"
    template = SCHEMES.get(editor, "" if editor == "none" else editor)
    absolute = absolute.replace("\\", "/").strip("/")
    return template.replace("{absolute}", quote(absolute, safe="/:") + "/{path}").replace(
        "{vault}", quote(folder, safe="")
    )


def editor_url(template: str, path: str, line: int = 0) -> str:
    if "{path}" not in template:
        return ""
    in_query = "?" in template.partition("{path}")[0]
    return template.replace("{path}", quote(path, safe="" if in_query else "/")).replace(
        "{line}", str(line or 1)
    )
