#!/usr/bin/env python3
"""An adapter to start from: a Parse and Correlate program behind enocheck's target `pc=exec:`, or meters behind
`esme=exec:`.

    ADAPTER="python3 runners/adapters/example_python/adapter.py"
    enocheck run --target "pc=exec:$ADAPTER"
    enocheck run --target "esme=exec:$ADAPTER 127.0.0.1:4059 00-DB-12-34-56-78-90-A0" --world street --meter ESME1

docs/adapters.md has the contract. In short: every line on standard input is a call, a JSON object with "op"; every
line on standard output is the answer to it. Whatever else you want to say goes to standard error. An operation, or a
message, that you do not support you answer with {"unsupported": true}: honest, and the case is skipped. Claiming to
have done what you have not done ends the run.

To put your own program behind it, replace `correlate` below, and add `parse`. This example knows headers alone: it
finds a message to its request by the ids, the counter and the kind of message, and does not look into payloads.
Where the header fits it does not know whether the message belongs, and says so.

To put your own meter behind it, replace what `Meters` does: it brings octets to a meter and takes what the meter sends.
This example does so over TCP, in DLMS wrappers (docs/targets.md), to meters such as `enocheck sim esme` plays. It
cannot bring them into a state or move their time: such operations it does not have, and what needs them is skipped.
"""

import json
import os
import socket
import struct
import sys
import threading
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


class Meters:
    """Meters behind one TCP port, each by its wPort: its place among `devices`, from 1. Ours is 1."""

    HEADER = struct.Struct(">4H")  # version, source and destination wPort, length
    VERSION = 1
    OUR_PORT = 1

    def __init__(self, address, devices):
        self.address = address
        self.devices = devices
        self.connection = None

    def connect(self):
        host, _, port = self.address.rpartition(":")
        self.connection = socket.create_connection((host, int(port)), timeout=5)
        self.connection.settimeout(None)
        threading.Thread(target=self.listen, args=(self.connection,), daemon=True).start()

    def deliver(self, call):
        if call["device"] not in self.devices:
            raise NotSupported(f"{call['device']} is not behind this adapter")
        octets = bytes.fromhex(call["hex"])
        port = self.devices.index(call["device"]) + 1
        self.connection.sendall(self.HEADER.pack(self.VERSION, self.OUR_PORT, port, len(octets)) + octets)
        return {"done": True}

    def listen(self, connection):
        with connection, connection.makefile("rb") as stream:
            while len(header := stream.read(self.HEADER.size)) == self.HEADER.size:
                version, source, _, length = self.HEADER.unpack(header)
                if version != self.VERSION:
                    break
                octets = stream.read(length)
                if 1 <= source <= len(self.devices):
                    say({"event": "sent", "device": self.devices[source - 1], "hex": octets.hex().upper()})
        print("example_python: the meters have closed the connection", file=sys.stderr, flush=True)
        os._exit(1)  # enocheck starts us again, and so we connect again


def operations_of(kind):
    """What we do for a target of that kind."""
    if kind == "pc":
        return {"correlate": correlate}
    if kind == "esme" and len(sys.argv) > 2:
        meters = Meters(sys.argv[1], sys.argv[2:])
        meters.connect()
        return {"deliver": meters.deliver}
    raise NotSupported("this example is of kind pc; with HOST:PORT and devices as its arguments, of kind esme")


OPERATIONS = {}  # of the kind that enocheck greeted us for


def hello(call):
    OPERATIONS.update(operations_of(call.get("kind")))
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


ONE_LINE_AT_A_TIME = threading.Lock()


def say(content):
    with ONE_LINE_AT_A_TIME:
        print(json.dumps(content), flush=True)  # flush: nobody waits for a buffer to fill


def main():
    for line in sys.stdin:
        say(answer(line))


if __name__ == "__main__":
    main()
