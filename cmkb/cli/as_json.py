"""Answers as JSON has them: the same shapes that `cmkb export json` writes."""

from cmkb.exchange.as_json import as_plain as as_plain
from cmkb.exchange.as_json import client_name as client_name
from cmkb.exchange.as_json import follow_up as follow_up
from cmkb.exchange.as_json import holding as holding
from cmkb.exchange.as_json import record as record
from cmkb.exchange.as_json import source as source
