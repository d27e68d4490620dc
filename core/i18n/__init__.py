"""The office in three languages: messages, dates, numbers, Kazakh order and forgiving search.

Everything a person reads goes through `t`; labels of fields live beside the fields (`Show`), not here.
"""

from core.i18n.catalogue import (
    MissingValue,
    UnknownMessage,
    glossary,
    known,
    load,
    placeholders,
    reword,
    reworded,
    t,
    term,
)
from core.i18n.dates import (
    date_short,
    date_text,
    moment,
    month_name,
    office_day,
    office_zone,
    parse_date,
    weekday_name,
)
from core.i18n.letters import fold, found, needles, order_key, trigrams
from core.i18n.numbers import number, percent
from schemas.base import LANGS, Lang

__all__ = [
    "LANGS",
    "Lang",
    "MissingValue",
    "UnknownMessage",
    "date_short",
    "date_text",
    "fold",
    "found",
    "glossary",
    "known",
    "load",
    "moment",
    "month_name",
    "needles",
    "number",
    "office_day",
    "office_zone",
    "order_key",
    "parse_date",
    "percent",
    "placeholders",
    "reword",
    "reworded",
    "t",
    "term",
    "trigrams",
    "weekday_name",
]
