#!/usr/bin/env python3
"""Writes a documentation library of any size for benches/check.sh, the same bytes for the same arguments.

    benches/library.py DOCUMENTS FOLDER [TELECOMMANDS PARAMETERS]

A tenth of the documents are procedures in XML, the others Markdown that cites, presents and retells them. All cite one
mission database in XTCE. Every name is illustrative.
"""

import random
import sys
from pathlib import Path

SUBSYSTEMS = ["AOC", "EPS", "TCS", "TTC", "OBH", "PRP", "PLD"]
MODES = ["OFF", "STANDBY", "SAFE", "NOMINAL", "MANOEUVRE"]
WORDS = (
    "the satellite keeps its attitude while ground watches telemetry during each pass and notes what differs from "
    "plan before next contact battery charge margin remains within limits that power team agreed after eclipse season"
).split()


class Library:
    def __init__(self, documents, telecommands, parameters):
        self.random = random.Random(documents)
        self.procedures = [f"FCP-{SUBSYSTEMS[n % 7]}-{n:05}" for n in range(max(documents // 10, 1))]
        self.manuals = [f"MAN-{SUBSYSTEMS[n % 7]}-{n:05}" for n in range(documents - len(self.procedures))]
        self.telecommands = [f"TC_{SUBSYSTEMS[n % 7]}_SET_{n:04}" for n in range(telecommands)]
        self.parameters = [f"{SUBSYSTEMS[n % 7]}_VALUE_{n:04}" for n in range(parameters)]

    def is_mode(self, number):
        return number % 2 == 0

    def sentence(self):
        return " ".join(self.random.choice(WORDS) for _ in range(14)).capitalize() + "."

    def sent(self):
        number = self.random.randrange(len(self.telecommands))
        value = self.random.choice(MODES) if self.is_mode(number) else f"{self.random.uniform(1, 99):.1f}"
        return self.telecommands[number], value, not self.is_mode(number)

    def seen(self):
        number = self.random.randrange(len(self.parameters))
        if self.is_mode(number):
            mode = self.random.randrange(len(MODES))
            return self.parameters[number], MODES[mode], mode
        return self.parameters[number], f"{self.random.uniform(21, 79):.1f}", None

    def database(self):
        labels = "".join(f'<Enumeration value="{n}" label="{m}"/>' for n, m in enumerate(MODES))
        volts = "<UnitSet><Unit>V</Unit></UnitSet>"

        def types(kind, alarm):
            limits = '<DefaultAlarm name="AL_{0}"><StaticAlarmRanges><WarningRange minInclusive="20" maxInclusive="80"/>'
            limits += "</StaticAlarmRanges></DefaultAlarm>"
            yield f'<Enumerated{kind}Type name="Mode_T"><UnitSet/><EnumerationList>{labels}</EnumerationList></Enumerated{kind}Type>'
            for number in alarm or [None]:
                name = "Volt_T" if number is None else f"Volt_{number}_T"
                default = "" if number is None else limits.format(self.parameters[number])
                yield (
                    f'<Float{kind}Type name="{name}">{volts}<ValidRange minInclusive="0" maxInclusive="100"/>'
                    f"{default}</Float{kind}Type>"
                )

        odd = [n for n in range(len(self.parameters)) if not self.is_mode(n)]
        yield '<?xml version="1.0" encoding="UTF-8"?>'
        yield '<SpaceSystem name="BENCH" xmlns="http://www.omg.org/spec/XTCE/20180204"><Header version="1.0" date="2026-01-05"/>'
        yield "<TelemetryMetaData><ParameterTypeSet>"
        yield from types("Parameter", odd)
        yield "</ParameterTypeSet><ParameterSet>"
        for number, name in enumerate(self.parameters):
            kind = "Mode_T" if self.is_mode(number) else f"Volt_{number}_T"
            yield f'<Parameter name="{name}" parameterTypeRef="{kind}" shortDescription="{self.sentence()}"/>'
        yield "</ParameterSet></TelemetryMetaData><CommandMetaData><ArgumentTypeSet>"
        yield from types("Argument", [])
        yield "</ArgumentTypeSet><MetaCommandSet>"
        for number, name in enumerate(self.telecommands):
            kind = "Mode_T" if self.is_mode(number) else "Volt_T"
            yield f'<MetaCommand name="{name}" shortDescription="{self.sentence()}"><ArgumentList>'
            yield f'<Argument name="VALUE" argumentTypeRef="{kind}"/></ArgumentList></MetaCommand>'
        yield "</MetaCommandSet></CommandMetaData></SpaceSystem>"

    def procedure(self, number):
        name = self.procedures[number]
        yield '<?xml version="1.0" encoding="UTF-8"?>'
        yield f'<procedure id="{name}" type="FCP" issue="2" revision="0" status="operational" date="2026-02-01" lang="en" database="1.0">'
        yield f"<title>Procedure {number}</title><purpose>{self.sentence()}</purpose>"
        yield '<history><change issue="2" date="2026-02-01" author="A. Writer" reason="Limits reviewed."/></history>'
        yield '<approvals><approval role="Lead" name="B. Lead" date="2026-02-02"/></approvals>'
        yield '<validation><run means="simulator" config="Simulator 1" issue="2" date="2026-02-01" result="pass"/></validation>'
        yield '<requirements><role name="Operator"/></requirements><preconditions>' + self.check() + "</preconditions><body>"
        steps = 10
        for step in range(1, steps + 1):
            telecommand, value, unit = self.sent()
            unit = ' unit="V"' if unit else ""
            yield f'<step id="step-{step}"><title>{self.sentence()}</title>'
            if step % 4 == 0:
                yield f"<caution>{self.sentence()}</caution>"
            yield f'<tc name="{telecommand}"><arg name="VALUE" value="{value}"{unit}/></tc>'
            yield self.check("verify", ' within="15 s"')
            if step == 5:
                yield f'<decide><when test="{self.parameters[0]} = SAFE" goto="step-{steps}"/><otherwise goto="step-6"/></decide>'
            yield f"<expected>{self.sentence()}</expected>"
            yield '<continuation><on outcome="not-confirmed" action="ask-user"/></continuation></step>'
        yield "</body><confirmation>" + self.check() + "</confirmation></procedure>"

    def check(self, element="check", more=""):
        name, value, mode = self.seen()
        rest = f'value="{value}"' if mode is not None else f'op="lt" value="{value}" unit="V"'
        return f'<{element}{more}><tm name="{name}" {rest}/></{element}>'

    def manual(self, number):
        name = self.manuals[number]
        yield f"---\nid: {name}\ntitle: Manual {number}\nissue: \"1\"\nstatus: operational\nlang: en\n---\n\n# Manual {number}\n"
        for section in range(1, 7):
            procedure = self.random.choice(self.procedures)
            manual = self.random.randrange(len(self.manuals))
            telecommand, value, unit = self.sent()
            parameter, seen, mode = self.seen()
            yield f"## Section {section}\n\n{self.sentence()} {self.sentence()}\n"
            yield f"Run [the procedure](id:{procedure}#step-{self.random.randint(1, 10)}) or {procedure} issue 2. {self.sentence()}\n"
            yield f"- Send `{telecommand}(VALUE={value}{' V' if unit else ''})`.\n- {self.sentence()}\n"
            yield f"- Check that {parameter} = {seen}" + (f" ({mode})" if mode is not None else " V") + ".\n"
            yield f"See [manual {manual}](man-{manual:05}.md#section-{self.random.randint(1, 6)}). {self.sentence()}\n"
            yield f"| Name | Meaning |\n|---|---|\n| `{self.random.choice(self.parameters)}` | {self.sentence()} |\n"

    def write(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        project = 'title = "Bench"\nlanguages = ["en"]\n[[database]]\npath = "database.xml"\n[identifiers]\n'
        project += "procedure = 'FCP-[A-Z]{3}-\\d{5}'\ndocument = 'MAN-[A-Z]{3}-\\d{5}'\n"
        project += "telecommand = 'TC_[A-Z]{3}_SET_\\d{4}'\nparameter = '[A-Z]{3}_VALUE_\\d{4}'\n"
        (folder / "opsdoc.toml").write_text(project)
        (folder / "database.xml").write_text("\n".join(self.database()))
        for number in range(len(self.procedures)):
            path = folder / f"{number // 500:03}" / f"fcp-{number:05}.xml"
            path.parent.mkdir(exist_ok=True)
            path.write_text("\n".join(self.procedure(number)))
        # All in one folder, as manuals link to each other by their file names.
        (folder / "manuals").mkdir(exist_ok=True)
        for number in range(len(self.manuals)):
            (folder / "manuals" / f"man-{number:05}.md").write_text("\n".join(self.manual(number)))


def main():
    documents, folder, *counts = sys.argv[1:]
    telecommands, parameters = (int(count) for count in counts or (2000, 5000))
    Library(int(documents), telecommands, parameters).write(Path(folder))


main()
