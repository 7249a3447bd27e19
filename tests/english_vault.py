"""A vault drawn in English, with something for every page."""

ENGLISH = """
=== mkdocs.yml
site_name: Client notes
plugins:
  - cmkb:
      language: en
      playbook: bank-personal
      owner: Ann Lin
      today: 2026-11-25
=== clients/Fang Wang.md
---
name: Fang Wang
gender: female
birthday: 1980-11-28
birthday_lunar: 10-15
birthday_use: lunar
phones: "13800000001"
wechat: fangw
tier: gold
stage: closing meeting
aum: 352000
source: referral
referred_by: "[[Qiang Li]]"
opened: 2025-03-01
hobbies: [tea, hiking]
no_contact: [sms]
cadence: 10d/15d
next: 2026-11-24
risk_level: C3
risk_expires: 2026-12-10
needs: [retirement]
favourite: window seat
---
Met through [[Qiang Li]].

## Holdings
| Product | Amount | Bought | Matures |
|---|---|---|---|
| [[Steady 90]] | 200000 | 2026-09-01 | 2026-12-01 |

## Relations
| Relation | Name | Birthday |
|---|---|---|
| daughter | Mei | 2012-12-02 |

## Follow-ups
- [ ] Send the renewal offer 📅 2026-11-20
- [ ] Ask about school fees 📅 2026-11-25
=== clients/Qiang Li.md
---
name: Qiang Li
tier: platinum
aum: 1200000
status: client
phones: "13900000002"
abnormal: moved away
---
=== clients/Jun Zhao.md
---
name: Jun Zhao
status: lead
source: lobby
---
=== journal/2026/2026-11-24.md
---
date: 2026-11-24
---
## Log
- 09:30 call [[Fang Wang]] renewal, will come [minutes:: 3] [result:: agreed] [appointment:: 2026-11-26 15:00] [talk track:: [[Renewal]]] [objection:: rate too low] [answer:: compare three months]
- 10:10 incoming call [[Qiang Li]] asks for a statement
- 14:00 needs meeting [[Qiang Li]] retirement [minutes:: 45] [result:: undecided]
- 15:00 sale [[Fang Wang]] renewed [product:: [[Steady 90]]] [amount:: 50000]
- 16:00 complaint [[Qiang Li]] long queue
- flyers 50

## Financial news
| Headline | Key points | Matching products |
|---|---|---|
| Rates fall | one year at 1.1 | [[Steady 90]] |

## Market view
- 09:05 Bonds firm

## Plan
- [[Fang Wang]] ask about school fees
- calls 5 · sales 100000

## Summary
- Went well: two meetings
- Went wrong: too fast
- Change tomorrow: listen

## Routine
- [x] Cash counted
=== journal/2026/2026-11-25.md
---
date: 2026-11-25
---
## Log
- 09:30 call [[Jun Zhao]] no answer [result:: no answer]
=== docs/scripts/Renewal.md
---
category: invitation
occasion: maturity
channel: call
status: approved
---
## Flow
- Ask: Good morning {salutation}, is now a good time? ^q1
    - If yes → go on
    - If later → end

## Objections
### rate too low
- Answer: compare three months

## Text message
Good morning {salutation}, {product} matures on {date}.
=== docs/products/Steady 90.md
---
risk: R2
term_days: 90
rate: 2.1
fit: [gold and above]
---
## Features
1. steady
2. short
=== cases/Statement.md
---
type: case
kind: errand
client: "[[Qiang Li]]"
opened: 2026-11-24
status: submitted
---
=== periods/2026-11.md
---
type: period
period: 2026-11
goal_calls: 60
goal_sales: 1000000
---
=== periods/2026-W48.md
---
type: period
period: 2026-W48
---
## Goals
- calls 20
=== docs/How we work.md
---
type: howto
---
# How we work
Plain words.
"""
