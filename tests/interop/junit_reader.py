"""Reads junit.xml with junitparser (Debian's python3-junitparser) and prints, as JSON, what it understood."""

import json
import sys

from junitparser import Error, Failure, JUnitXml, Skipped

KINDS = {Failure: "failure", Error: "error", Skipped: "skipped"}


def outcomes_of(case):
    return [{"kind": KINDS[type(one)], "type": one.type, "message": one.message} for one in case.result]


def suites_in(file):
    for suite in JUnitXml.fromfile(file):
        yield {
            "name": suite.name,
            "tests": suite.tests,
            "failures": suite.failures,
            "errors": suite.errors,
            "skipped": suite.skipped,
            "properties": [[one.name, one.value] for one in suite.properties()],
            "cases": [
                {
                    "classname": case.classname,
                    "name": case.name,
                    "time": case.time,
                    "output": case.system_out or "",
                    "outcomes": outcomes_of(case),
                }
                for case in suite
            ],
        }


json.dump(list(suites_in(sys.argv[1])), sys.stdout)
