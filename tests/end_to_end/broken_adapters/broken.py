#!/usr/bin/env python3
"""An adapter that is broken in one way: broken.py WAY.

Greets and admits ignorance as it should, unless that is what is broken. Every call but the broken one is answered: as
kind `pc` no message belongs to anything, as kind `esme` the meter takes everything and says nothing. `-at-7` at the
end of a way breaks the seventh call instead of every one.
"""

import json
import os
import signal
import sys
import time

way, _, which = sys.argv[1].partition("-at-")
OPERATIONS = {
    "pc": ["correlate", "parse"],
    "esme": ["deliver", "reset", "advance", "switch", "load", "press-boost", "power"],
}
MUTE = {"belongs": False, "mmc": None, "done": True, "closed": True, "watts": 7360}
GREETING = {"protocol": 1, "name": "broken", "version": "0"}
if way == "wrong-protocol":
    GREETING["protocol"] = 2
if way == "no-operations":
    OPERATIONS = {"pc": ["drive"], "esme": ["drive"]}
if way == "dies-early":
    sys.exit("ModuleNotFoundError: no module named vendor")


def say(answer):
    print(json.dumps(answer), flush=True)


def break_down():
    if way == "crash":
        print("broken.py: about to crash", file=sys.stderr, flush=True)
        os.kill(os.getpid(), signal.SIGABRT)
    if way == "exit":
        sys.exit(9)
    if way == "hang":
        time.sleep(3600)
    if way == "garbage":
        print("Traceback (most recent call last):", flush=True)
    if way == "huge":
        print("x" * (5 << 20), flush=True)
    if way == "no-answer":
        say({"done": False})
    if way == "bad-event":
        say({"event": "sent", "device": "the meter", "hex": "00"})
    if way == "error":
        say({"error": "the licence server is not reachable"})
    if way == "half":
        sys.stdout.write('{"belongs":')
        sys.stdout.flush()
        os._exit(0)


calls = 0
for line in sys.stdin:
    call = json.loads(line)
    operation = call["op"]
    if operation == "hello":
        say({**GREETING, "operations": OPERATIONS[call["kind"]]})
    elif operation.startswith("x-"):
        say({"done": True} if way == "lie" else {"unsupported": True})
    else:
        calls += 1
        if not which or calls == int(which):
            break_down()
            if way in ("garbage", "huge", "no-answer", "error"):
                continue
        say(MUTE)
