"""Counts what a folder of S1000D modules holds, for tests/suite/s1000d.rs: a line `name value` for each thing.

It knows nothing of opsdoc: it is the standard library's XML parser and what S1000D says of codes.
"""

import pathlib
import sys
import xml.etree.ElementTree as tree

XLINK = "{http://www.w3.org/1999/xlink}"


def code(ident):
    """The data module code of what holds a dmCode, as files are called, with its extension before it."""
    dm = ident.find("dmCode")
    if dm is None:
        pm = ident.find("pmCode")
        return "-".join(pm.get(k) for k in ["modelIdentCode", "pmIssuer", "pmNumber", "pmVolume"])
    a = dm.attrib
    text = "{modelIdentCode}-{systemDiffCode}-{systemCode}-{subSystemCode}{subSubSystemCode}-{assyCode}".format(**a)
    text += "-{disassyCode}{disassyCodeVariant}-{infoCode}{infoCodeVariant}-{itemLocationCode}".format(**a)
    if "learnCode" in a:
        text += "-" + a["learnCode"] + a.get("learnEventCode", "")
    extension = ident.find("identExtension")
    if extension is not None:
        text = "-".join([extension.get("extensionProducer"), extension.get("extensionCode"), text])
    return text


def issue(ident):
    info = ident.find("issueInfo")
    return None if info is None else info.get("issueNumber") + "-" + info.get("inWork")


def text(element):
    return " ".join("".join(element.itertext()).split())


roots = {}
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*")):
    if path.suffix.lower() == ".xml":
        roots[path.relative_to(sys.argv[1]).as_posix()] = tree.parse(path).getroot()

modules = {path: root for path, root in roots.items() if root.tag in ("dmodule", "pm")}
held = {}
for root in modules.values():
    ident = root.find(".//dmIdent" if root.tag == "dmodule" else ".//pmIdent")
    held.setdefault(code(ident), []).append(issue(ident))

print("files", len(roots))
print("modules", sum(root.tag == "dmodule" for root in roots.values()))
print("codes", len({code(root.find(".//dmIdent")).split("-", 2)[2] if root.find(".//dmIdent/identExtension") is not None
                    else code(root.find(".//dmIdent")) for root in roots.values() if root.tag == "dmodule"}))
for path, root in modules.items():
    ident = root.find(".//dmIdent" if root.tag == "dmodule" else ".//pmIdent")
    print("module", path, code(ident), issue(ident))
for path, root in roots.items():
    counts = {}
    for name in ["procedure", "proceduralStep", "crewDrillStep", "warning", "caution", "note", "figure", "multimedia",
                 "table", "row", "dmRef", "pmRef", "internalRef", "footnoteRef", "pmEntry", "warningRef"]:
        counts[name] = sum(1 for _ in root.iter(name))
    counts["applicRefId"] = sum(len(e.get("applicRefId").split()) for e in root.iter() if e.get("applicRefId"))
    # A change mark of 0 is none.
    changed = [e for e in root.iter() if e.get("changeMark") == "1" or e.get("changeType") or e.get("reasonForUpdateRefIds")]
    counts["changed"] = sum(1 for e in changed if e.tag != "reasonForUpdate")
    for name, count in counts.items():
        print("count", path, name, count)
    ids = {e.get("id") for e in root.iter() if e.get("id")}
    missing = [e for e in root.iter() if e.tag in ("internalRef", "footnoteRef") and e.get("internalRefId") not in ids]
    print("count", path, "internal-unresolved", len(missing))
    for ref in root.iter("dmRef"):
        ident = ref.find("dmRefIdent")
        cited = issue(ident)
        there = code(ident) in held
        other = there and cited is not None and cited not in held[code(ident)]
        print("ref", path, code(ident), "held" if there else "absent", "other" if other else "same")
    for step in root.iter("proceduralStep"):
        words = [text(child) for child in step if child.tag in ("title", "para")]
        print("step", path, step.get("id") or "-", (words or [""])[0])
