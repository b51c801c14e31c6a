#!/usr/bin/env python3
"""An adapter to start from: a Parse and Correlate program behind enocheck's target `pc=exec:`.

    enocheck run --target 'pc=exec:python3 runners/adapters/example_python/adapter.py'

docs/adapters.md has the contract. In short: every line on standard input is a call, a JSON object with "op"; every
line on standard output is the answer to it. Whatever else you want to say goes to standard error. An operation, or a
message, that you do not support you answer with {"unsupported": true}: honest, and the case is skipped. Claiming to
have done what you have not done ends the run.

To put your own program behind it, replace `correlate` below, and add `parse`. This example knows headers alone: it
finds a message to its request by the ids, the counter and the kind of message, and does not look into payloads.
Where the header fits it does not know whether the message belongs, and says so.
"""

import json
import sys
import xml.etree.ElementTree as xml

PROTOCOL = 1


class NotSupported(Exception):
    """We cannot tell. Say so; do not guess."""


# --- The two sides of the comparison -------------------------------------------------------------------------------


def read_request_id(document):
    """RequestID of a DUIS document: (originator, target, counter), the ids as 16 hex digits."""
    root = xml.fromstring(document)
    text = next(node.text for node in root.iter() if node.tag.rpartition("}")[2] == "RequestID")
    originator, target, counter = text.strip().split(":")
    return originator.replace("-", "").upper(), target.replace("-", "").upper(), int(counter)


class Octets:
    """Reads a message from its front; a message that is too short is a ValueError."""

    def __init__(self, octets):
        self.octets = octets
        self.at = 0

    def take(self, count):
        if self.at + count > len(self.octets):
            raise ValueError("the message ends too early")
        taken = self.octets[self.at : self.at + count]
        self.at += count
        return taken

    def number(self, count):
        return int.from_bytes(self.take(count), "big")

    def expect(self, value, what):
        found = self.number(1)
        if found != value:
            raise ValueError(f"{what}: {found:02X} where {value:02X} was expected")

    def length(self):
        """One octet below 80, else 81 or 82 and as many octets."""
        first = self.number(1)
        if first < 0x80:
            return first
        if first not in (0x81, 0x82):
            raise ValueError(f"a length that begins with {first:02X}")
        return self.number(first - 0x80)


def read_header(octets):
    """The Grouping Header of a GBCS message, as a dictionary."""
    message = Octets(octets)
    if octets[:1] == b"\xdd":  # a MAC header comes first; its length covers the rest of the message
        message.take(7)
        end = message.length() + message.at
        message.take(5)
        if end != len(octets):
            raise ValueError("the MAC header gives another length than the message has")
    message.expect(0xDF, "Grouping Header")
    message.expect(9, "length of the transaction id")
    header = {"cra": message.number(1), "counter": message.number(8)}
    message.expect(8, "length of the originator")
    header["originator"] = message.take(8).hex().upper()
    message.expect(8, "length of the target")
    header["target"] = message.take(8).hex().upper()
    message.take(message.length())  # date-time
    other = Octets(message.take(message.length()))
    header["code"] = other.number(2)
    if len(other.octets) >= 18:  # the broker asked for somebody: Unknown Remote Party
        header["party"] = other.take(8).hex().upper()
        header["party counter"] = other.number(8)
    message.take(message.length())  # payload
    return header


# --- The operations ------------------------------------------------------------------------------------------------


def correlate(call):
    try:
        wanted_user, wanted_device, wanted_counter = read_request_id(call["request"])
        header = read_header(bytes.fromhex(call["message"]))
    except ValueError as fault:
        return {"belongs": False, "reason": str(fault)}
    if header["cra"] not in (1, 2):
        return {"belongs": False, "reason": "it is neither a command nor a response"}
    is_response = header["cra"] == 2
    user, device = header["originator"], header["target"]
    if is_response:
        user, device = device, user
    counter = header["counter"]
    if "party" in header:
        user, counter = header["party"], header["party counter"]
    if (user, device, counter) != (wanted_user, wanted_device, wanted_counter):
        return {"belongs": False, "reason": f"it is of {user}, {device}, {counter}"}
    raise NotSupported("the header fits; this example does not read payloads")


OPERATIONS = {"correlate": correlate}


def hello(call):
    if call.get("kind") != "pc":
        raise NotSupported("this example is of kind pc")
    return {
        "protocol": PROTOCOL,
        "name": "example_python",
        "version": "1",
        "operations": sorted(OPERATIONS),
    }


# --- The conversation: leave it as it is ---------------------------------------------------------------------------


def answer(line):
    try:
        call = json.loads(line)
        operation = {"hello": hello, **OPERATIONS}.get(call["op"])
        if operation is None:
            raise NotSupported(f"there is no operation {call['op']}")
        return operation(call)
    except NotSupported as reason:
        return {"unsupported": True, "reason": str(reason)}
    except Exception as fault:  # not our fault to end by: the next call may be a better one
        print(f"example_python: {fault!r}", file=sys.stderr)
        return {"error": f"{type(fault).__name__}: {fault}"}


def main():
    for line in sys.stdin:
        print(json.dumps(answer(line)), flush=True)  # flush: nobody waits for a buffer to fill


if __name__ == "__main__":
    main()
