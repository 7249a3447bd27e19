"""How a day keeps to what the playbook wants of it, in words: `早 16 分 ✓`, `早 14 分，差 1 分`, `轮到 小丁，没来`."""

from __future__ import annotations

from cmkb.locales import Translate, sign
from cmkb.model.immutable import immutable
from cmkb.pages.format import number, with_unit
from cmkb.views.attendance import Kept


@immutable
class KeptWords:
    text: str
    tone: str  # ok | soon | ""


def kept_words(one: Kept, say: Translate) -> KeptWords:
    unit = one.quota.unit
    said = []
    if one.than and one.value is not None:
        early, late = say("比 {time} 早 {n}"), say("比 {time} 晚 {n}")
        said.append(
            (early if one.value >= 0 else late).format(
                time=one.than, n=with_unit(number(abs(one.value)), unit)
            )
        )
    if one.turn and one.value is None:
        said.append(say("轮到 {names}").format(names=sign("、").join(one.turn)))
    if one.lack and not (one.than and one.value is not None and one.value < 0 and not one.quota.least):
        said.append(
            (say("差 {n}") if one.lack > 0 else say("多 {n}")).format(
                n=with_unit(number(abs(one.lack)), unit)
            )
        )
    if one.absent:
        said.append(say("轮到 {names} 没上").format(names=sign("、").join(one.absent)))
        if one.instead:
            said.append(say("{names} 替的").format(names=sign("、").join(one.instead)))
    elif one.turn and one.value is not None:
        said.append(say("按轮值"))
    text = sign("，").join(said)
    if one.met:
        return KeptWords(f"{text} ✓".strip(), "ok")
    return KeptWords(text, "soon" if one.met is False else "")
