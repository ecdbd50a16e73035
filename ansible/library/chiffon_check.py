# Copyright (C) the Chiffon authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs on the hosts, with whatever Python they have.
"""Asks a host whether a service on it is up, again and again until it is or the time is over. Changes nothing."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = """
    module: chiffon_check
    short_description: Asks whether a service is up
    description:
      - Never fails by itself. Whether the check passed stands in C(check.ok), whether it could be made in C(check.isMade).
    options:
      key:
        description: Marks the result.
        type: str
        required: true
      check:
        description: The check as JSON.
        type: str
        required: true
"""

import errno
import json
import os
import re
import select
import signal
import socket
import ssl
import subprocess
import time

try:
    from http.client import HTTPConnection, HTTPException, HTTPSConnection
    from urllib.parse import urlsplit
except ImportError:  # Python 2
    from httplib import HTTPConnection, HTTPException, HTTPSConnection
    from urlparse import urlsplit

from ansible.module_utils.basic import AnsibleModule

ATTEMPT_SECONDS = 3
COMMAND_SECONDS = 30
PAUSE_SECONDS = 0.5
BODY_LIMIT = 256 * 1024
OUTPUT_LIMIT = 64 * 1024
UNPRINTABLE = re.compile(u"[\x00-\x1f\x7f-\x9f]+")


class NotMade(Exception):
    """The host lacks what the check needs; that says nothing about the service."""


def shown(text):
    return UNPRINTABLE.sub(u" ", text).strip()[:300]


# -- one attempt of each kind: (passed, words)


def ask_http(check, seconds):
    url = urlsplit(check["target"])
    if url.scheme == "https":
        # The certificate names the service's public address, which is not the one that is asked here.
        context = ssl._create_unverified_context()
        link = HTTPSConnection(url.hostname, url.port or 443, timeout=seconds, context=context)
    else:
        link = HTTPConnection(url.hostname, url.port or 80, timeout=seconds)
    try:
        path = (url.path or "/") + ("?" + url.query if url.query else "")
        link.request("GET", path, headers={"Connection": "close"})
        answer = link.getresponse()
        status = check.get("status") or {"from": 0, "to": 499}
        words = u"answered %d" % answer.status
        if not status["from"] <= answer.status <= status["to"]:
            return False, words
        wanted = check.get("bodyText")
        if not wanted:
            return True, words
        if wanted in read_body(answer, time.time() + seconds):
            return True, words + u" with the text"
        return False, words + u" without the text \u201c%s\u201d" % wanted
    except (HTTPException, ValueError) as error:
        return False, u"no proper answer: %s" % error
    finally:
        link.close()


def read_body(answer, end):
    body = b""
    while len(body) < BODY_LIMIT and time.time() < end:
        part = answer.read(8192)
        if not part:
            break
        body += part
    return body[:BODY_LIMIT].decode("utf-8", "replace")


def ask_tcp(check, seconds):
    host, port = check["target"].rsplit(":", 1)
    socket.create_connection((host.strip("[]"), int(port)), seconds).close()
    return True, u"connected"


def run(argv, seconds, env=None):
    """Exit status (None: stopped) and the end of the output; None where the program is not there."""
    nothing = open(os.devnull, "rb")
    try:
        process = subprocess.Popen(
            argv,
            stdin=nothing,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=env,
            close_fds=True,
            preexec_fn=os.setsid,
        )
    except OSError as error:
        return None if error.errno in (errno.ENOENT, errno.ENOTDIR) else (126, u"%s" % error.strerror)
    finally:
        nothing.close()
    try:
        return follow(process, time.time() + seconds)
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except OSError:
            pass
        process.wait()
        process.stdout.close()


def follow(process, end):
    """Reads what a process says until it ends, or its time does; keeps the last part."""
    output, source = b"", process.stdout.fileno()
    while time.time() < end:
        status = process.poll()
        if select.select([source], [], [], 0 if status is not None else 0.05)[0]:
            part = os.read(source, 8192)
            output = (output + part)[-OUTPUT_LIMIT:]
            if part:
                continue
            time.sleep(0.02)
        if status is not None:
            return status, output.decode("utf-8", "replace")
    return None, output.decode("utf-8", "replace")


def run_plainly(argv, seconds):
    """For programs whose words are read here."""
    return run(argv, seconds, dict(os.environ, LC_ALL="C"))


def last_line(output):
    lines = [shown(line) for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else u""


def ask_command(check, seconds):
    done = run(check["argv"], seconds)
    if done is None:
        return False, u"there is no program %s" % shown(check["argv"][0])
    status, output = done
    if status == 0:
        return True, u"succeeded"
    if status is None:
        return False, u"did not end in time"
    said = last_line(output)
    return False, (u"ended with exit code %d" % status) + (u": " + said if said else u"")


def ask_systemd(check, seconds):
    unit = check["target"]
    show = ["systemctl", "show", "--property=LoadState,ActiveState,SubState", "--", unit]
    done = run_plainly(show, seconds)
    if done is None:
        raise NotMade(u"this host has no systemd")
    status, output = done
    facts = dict(line.split("=", 1) for line in output.splitlines() if "=" in line)
    if status != 0 or "ActiveState" not in facts:
        raise NotMade(u"systemd does not answer here: %s" % (last_line(output) or u"no reason given"))
    if facts.get("LoadState") == "not-found":
        return False, u"there is no unit %s" % unit
    state = facts["ActiveState"]
    return state == "active", u"it is %s (%s)" % (state, facts.get("SubState", "unknown"))


def ask_container(check, seconds):
    found, refused = False, None
    for engine in ("docker", "podman"):
        inspect = [engine, "inspect", "--type", "container", "--format", "{{json .State}}"]
        done = run_plainly(inspect + [check["target"]], seconds)
        if done is None:
            continue
        found = True
        status, output = done
        if status == 0:
            return container_state(last_line(output))
        if not re.search(r"no such (?:container|object)", output, re.IGNORECASE):
            refused = u"%s does not answer here: %s" % (engine, last_line(output))
    if not found:
        raise NotMade(u"this host has neither docker nor podman")
    if refused:
        raise NotMade(refused)
    return False, u"there is no container %s" % check["target"]


def container_state(text):
    try:
        state = json.loads(text)
    except ValueError:
        raise NotMade(u"its state is not understood")
    status = str(state.get("Status", "unknown"))
    health = str((state.get("Health") or state.get("Healthcheck") or {}).get("Status") or "")
    if status != "running":
        return False, u"it is %s" % status
    if health in ("", "none", "healthy"):
        return True, u"it is running" + (u" and healthy" if health == "healthy" else u"")
    return False, u"it is running, but %s" % health


ASK = {
    "http": ask_http,
    "tcp": ask_tcp,
    "command": ask_command,
    "systemd": ask_systemd,
    "container": ask_container,
}


def attempt(check, left):
    limit = ATTEMPT_SECONDS if check["kind"] in ("http", "tcp") else COMMAND_SECONDS
    try:
        return ASK[check["kind"]](check, max(1, min(limit, left)))
    except (socket.error, ssl.SSLError) as error:
        return False, shown(u"%s" % (getattr(error, "strerror", None) or error)) or u"no answer"


def until_up(check):
    started = time.time()
    end = started + check["timeoutSeconds"]
    while True:
        ok, words = attempt(check, end - time.time())
        if ok or time.time() + PAUSE_SECONDS >= end:
            return ok, words
        time.sleep(PAUSE_SECONDS)


def main():
    module = AnsibleModule(
        argument_spec={"key": {"type": "str", "required": True}, "check": {"type": "str", "required": True}},
        supports_check_mode=True,
    )
    try:
        ok, words = until_up(json.loads(module.params["check"]))
        check = {"ok": ok, "isMade": True, "message": words}
    except NotMade as error:
        check = {"ok": False, "isMade": False, "message": u"%s" % error}
    module.exit_json(changed=False, check=check)


if __name__ == "__main__":
    main()
