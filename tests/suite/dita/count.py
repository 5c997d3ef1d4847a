"""Counts what a folder of DITA holds, by the XML reader of Python alone: `count.py FOLDER` prints JSON.

Content references are followed from each address to the ids of the file that it names; a key leads to the files of all
its definitions, whatever map they stand in.
"""

import json
import os
import re
import sys
from urllib.parse import unquote
from xml.etree import ElementTree

TOPICS = {"topic", "concept", "task", "reference", "glossentry", "glossgroup", "troubleshooting"}
ROOTS = TOPICS | {"map", "bookmap", "subjectScheme", "dita"}
folder = sys.argv[1]


def files():
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            end = name.rsplit(".", 1)[-1]
            if not name.startswith(".") and end in ("dita", "ditamap", "bookmap", "ditaval", "xml"):
                path = os.path.relpath(os.path.join(place, name), folder).replace(os.sep, "/")
                root = ElementTree.parse(os.path.join(place, name)).getroot()
                if end != "xml" or root.tag in ROOTS:
                    yield path, root


roots = dict(files())
elements = [(path, element) for path, root in roots.items() for element in root.iter()]


def named(root):
    found = set()

    def walk(element, topic):
        name = element.get("id")
        if element.tag in TOPICS:
            topic = name
            found.add((name, None))
        elif name:
            found.add((topic, name))
        for inner in element:
            walk(inner, topic)

    walk(root, None)
    return found


names = {path: named(root) for path, root in roots.items()}


def first(path):
    return next((element.get("id") for element in roots[path].iter() if element.tag in TOPICS), None)


def address(path, written):
    to, _, fragment = written.partition("#")
    to = unquote(to)
    where = os.path.normpath(os.path.join(os.path.dirname(path), to)).replace(os.sep, "/") if to else path
    return where, unquote(fragment)


def is_there(path, fragment):
    if path not in roots:
        return False
    topic, _, element = fragment.partition("/")
    if not fragment:
        return True
    if element:
        return (topic, element) in names[path]
    return (topic, None) in names[path] or (None, topic) in names[path]


keys = {}
for path, element in elements:
    for key in (element.get("keys") or "").split():
        keys.setdefault(key, []).append((path, element))


def by_key(written):
    key, _, element = written.partition("/")
    for path, definition in keys.get(key, []):
        if not definition.get("href"):
            continue
        to, fragment = address(path, definition.get("href"))
        if element and to in roots:
            fragment = (fragment.split("/")[0] or first(to) or "") + "/" + element
        if is_there(to, fragment):
            return True
    return False


pulls, pushes, keyless = {"resolved": 0, "unresolved": 0}, {"resolved": 0, "unresolved": 0}, 0
for path, element in elements:
    if "conref" in element.attrib:
        found = is_there(*address(path, element.get("conref")))
    elif "conkeyref" in element.attrib:
        found = by_key(element.get("conkeyref"))
    else:
        continue
    counted = pushes if element.get("conaction") else pulls
    counted["resolved" if found else "unresolved"] += 1

cited = set()
for path, element in elements:
    for attribute in ("href", "conref", "data"):
        written = element.get(attribute)
        outside = element.get("scope") in ("external", "peer") or re.match(r"[A-Za-z][\w+.-]+:", written or "")
        if written and not outside and element.tag != "image":
            cited.add(address(path, written)[0])
cited = {path for path in cited if not path.startswith("../")}

print(
    json.dumps(
        {
            "roots": {name: sum(root.tag == name for root in roots.values()) for name in sorted(ROOTS)},
            "steps": sum(element.tag in ("step", "substep") for _, element in elements),
            "keys": sorted(keys),
            "keyref": sum("keyref" in element.attrib for _, element in elements),
            "undefined": sorted(
                path + " " + element.get("keyref")
                for path, element in elements
                if element.get("keyref") and element.get("keyref").split("/")[0] not in keys
            ),
            "conkeyref": sum("conkeyref" in element.attrib for _, element in elements),
            "conref": sum("conref" in element.attrib for _, element in elements),
            "pulls": pulls,
            "pushes": pushes,
            "cited": len(cited),
            "absent": sorted(path for path in cited if not os.path.exists(os.path.join(folder, path))),
        }
    )
)
