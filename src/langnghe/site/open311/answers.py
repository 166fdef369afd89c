"""Answers as XML or JSON from the same plain dictionaries; knows neither rows nor requests."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from django.http import HttpResponse

XML, JSON = "xml", "json"
CONTENT_TYPES = {XML: "text/xml; charset=utf-8", JSON: "application/json; charset=utf-8"}
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ITEM_NAMES = {"endpoints": "endpoint", "formats": "format", "attributes": "attribute", "values": "value"}


class Fault(Exception):
    """A request that cannot be answered: its HTTP status, and one sentence for each thing at fault."""

    def __init__(self, status: int, *sentences: str) -> None:
        self.status, self.sentences = status, sentences
        super().__init__(" ".join(sentences))


@dataclass(frozen=True)
class Answer:
    """
    What is told, and its names in XML.

    `content` is one mapping, or a sequence of mappings that are called `item` inside `root`.
    """

    root: str
    content: Mapping[str, Any] | Sequence[Mapping[str, Any]]
    item: str = ""
    status: int = 200


def errors(fault: Fault) -> Answer:
    """Return what a client is told about a fault."""
    told = [{"code": str(fault.status), "description": sentence} for sentence in fault.sentences]
    return Answer("errors", told, "error", fault.status)


def written(answer: Answer, form: str) -> HttpResponse:
    """Return the response in the form asked for: `xml` or `json`."""
    content = as_json(answer) if form == JSON else as_xml(answer)
    return HttpResponse(content, status=answer.status, content_type=CONTENT_TYPES[form])


def as_json(answer: Answer) -> bytes:
    """Write JSON by the Spark convention: the outer name disappears, empty becomes null."""
    return json.dumps(answer.content, ensure_ascii=False).encode()


def as_xml(answer: Answer) -> bytes:
    """Write XML with a declaration and without namespaces."""
    root = ET.Element(answer.root)
    if isinstance(answer.content, Mapping):
        _fill(root, answer.content)
    else:
        for item in answer.content:
            _fill(ET.SubElement(root, answer.item), item)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="utf-8")


def _fill(element: ET.Element, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        child = ET.SubElement(element, name)
        if isinstance(value, list):
            for part in value:
                item = ET.SubElement(child, _ITEM_NAMES[name])
                if isinstance(part, Mapping):
                    _fill(item, part)
                else:
                    item.text = _text(part)
        else:
            child.text = _text(value)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_IN_XML.sub("\ufffd", str(value))
