"""Talk tracks, and what may not be said to a client."""

from __future__ import annotations

from cmkb.model.codes.code import Code, error, info, warning

TALK_TRACKS: dict[str, Code] = {
    # --- talk tracks -------------------------------------------------------------------------------------
    "K1": warning(
        "客户答「{answer}」以后没有写怎么办：在后面写 → 和要说的话，或 → [[#^q2]] 这样的下一句",
        "nothing follows the answer {answer}: write → and what to say, or → [[#^q2]] for the next question",
    ),
    "K2": warning(
        "找不到 ^{id}：在要接的那一句末尾写上 ^{id}，或改成已有的编号",
        "there is no ^{id}: put ^{id} at the end of the line it should lead to, or name one that is there",
    ),
    "K2.heading": warning(
        "「{note}」里没有标题“{heading}”：核对标题，或新写一段",
        "{note} has no heading {heading}: check its words, or write the part",
    ),
    "K3": warning(
        "走不到这一句「{step}」：在前面的「若 … →」里链接它，或删掉它",
        "no answer leads to {step}: link it from a branch above, or delete it",
    ),
    "K4": warning(
        "从「{step}」起绕成了圈，怎么答都出不来：给其中一句加一个结束的「若 … →」",
        "from {step} on the flow goes round without an end: give one of its questions a branch that ends",
    ),
    "K5": info(
        "问了「{step}」却没有写客户会怎么答：在下面缩进写「- 若 … → …」",
        "the question {step} has no answers: write `- 若 … → …` beneath it, indented",
    ),
    "K5.objection": warning(
        "异议「{title}」没有写怎么答：在下面写「- 答:…」",
        "the objection {title} has no answer: write `- 答:…` beneath it",
    ),
    "K6": warning(
        "没有什么能填进变量「{name}」：改用 称呼、产品、到期日 等，或在 playbook.yml 的 talk: variables 里加上它",
        "nothing fills the variable {name}: use a field's name, or add it to `talk: variables` of playbook.yml",
    ),
    "K6.near": warning(
        "没有什么能填进变量「{name}」：是不是想写「{near}」？",
        "nothing fills the variable {name}: did you mean {near}?",
    ),
    "K7": warning(
        "异议的标题「{title}」里有 {sign}，链接不到这里：去掉它",
        "the heading {title} holds {sign}, so no link can lead here: take it out",
    ),
    "K8": warning(
        "编号 ^{id} 在第 {first} 行已经用过：换一个",
        "^{id} is already used on line {first}: choose another",
    ),
    "K9": warning(
        "看不懂待办的时间「{written}」：写成 +3d 电话跟进 这样",
        "no time can be read from {written}: write it like +3d call again",
    ),
    # --- compliance --------------------------------------------------------------------------------------
    "C1": warning(
        "「{word}」不能对客户说：{instead}；确实没有这个意思的说法，写进 playbook.yml 的 compliance: unless",
        "{word} may not be said to a client: {instead}; a phrase that does not mean it belongs under `unless` of `compliance` in playbook.yml",
    ),
    "C1.plain": warning(
        "「{word}」不能对客户说：换一种说法；确实没有这个意思的，写进 playbook.yml 的 compliance: unless",
        "{word} may not be said to a client: say it otherwise; a phrase that does not mean it belongs under `unless` of `compliance` in playbook.yml",
    ),
    "C2": warning(
        "状态是「{status}」的话术放在共享文件夹里，团队会看到：审过以后写 状态: {approved}，或写 可见范围: private",
        "a talk track with the status {status} lies where the team reads it: have it approved ({approved}), or write visibility: private",
    ),
    "C2.expired": warning(
        "话术 {date} 就过期了，团队还看得到：改好内容和有效期，或写 状态: 停用 和 可见范围: private",
        "the talk track ended on {date} and the team still reads it: renew it and its date, or write visibility: private",
    ),
    "C2.retired": warning(
        "状态是「{status}」的话术还放在共享文件夹里：写 可见范围: private，或移出去",
        "a talk track with the status {status} is still shared: write visibility: private, or move it away",
    ),
    "C3": error(
        "{product} 的风险是 {risk}，高于客户的承受能力 {level}：核对这笔成交，先重做风评或换产品",
        "{product} has the risk {risk}, above what the client may bear ({level}): check this sale, renew the risk test or change the product",
    ),
    "C4": warning(
        "客户写明勿扰 {refused}，这里却用了「{kind}」联系：换客户接受的方式；这条记录在勿扰以前，就在客户笔记里写 勿扰起: 日期",
        "the client refused {refused}, and this is a contact by {kind}: use a channel the client allows; if the record is older than that, write no_contact_since in the client's note",
    ),
}
