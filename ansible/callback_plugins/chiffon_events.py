# Copyright (C) the Chiffon authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# This file imports Ansible and is therefore, unlike the rest of Chiffon, under the GNU General Public License,
# version 3 or later. See LICENSE.md in this folder.
"""Writes what happens in a playbook run as signed JSON lines, one write() each, to CHIFFON_EVENTS_FILE."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = """
    name: chiffon_events
    type: aggregate
    short_description: Writes run events as JSON lines for Chiffon
    description:
      - Appends one signed JSON line per event to the file named by C(CHIFFON_EVENTS_FILE).
      - Stays silent, and never fails the run, when that file or its key is missing.
    requirements:
      - set in the environment by Chiffon's runner
"""

import functools
import hashlib
import hmac
import json
import os
import re
import resource
import time
from datetime import datetime, timezone

from ansible.plugins.callback import CallbackBase

NAME_LIMIT = 500
MESSAGE_LIMIT = 4000
DIFF_LIMIT = 16000
HOSTS_LIMIT = 2000
COLOUR = re.compile("\x1b\\[[0-9;]*m")
# Ansible takes the name as a pattern: one with its special characters might find another ansibleTask.
PLAIN_NAME = re.compile("[^\x00-\x1f\x7f-\x9f*?\\[\\]]{1,200}\\Z")
TEMPLATE = re.compile("[{][{%#]")
# What the ssh client says beside the host's own output when a command had a terminal.
SSH_CLOSED = re.compile(r"^(?:Shared c|C)onnection to \S+ closed\.\r?$", re.MULTILINE)
HIDDEN = "Hidden: this ansibleTask is marked no_log."
# What a module says that skipped its work because of check mode, and nothing else.
NOT_TRIED = re.compile(
    r"would have run if not in check mode|(?:does|do) not support check mode|in check mode$|check mode and async cannot"
)
PREVIEW_HANDLERS = 20


def never_raises(method):
    """A broken event must not break the owner's run."""

    @functools.wraps(method)
    def guarded(self, *args, **kwargs):
        if self._fd is None:
            return
        try:
            method(self, *args, **kwargs)
        except Exception:  # pylint: disable=broad-except
            pass

    return guarded


def bounded(value, limit):
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= limit else text[: limit - 1] + u"\u2026"


def part_of(result, name):
    """The host, task or result of a task's result: public since ansible-core 2.19, underscored until then."""
    return getattr(result, name) if hasattr(result, name) else getattr(result, "_" + name)


def start_at(task):
    """The name that --start-at-task finds this one by, or None: unnamed, templated, or only known at run time."""
    try:
        raw = (getattr(task, "_ds", None) or {}).get("name")
        if not isinstance(raw, str) or not PLAIN_NAME.match(raw) or TEMPLATE.search(raw):
            return None
        child, parent = task, getattr(task, "_parent", None)
        for _ in range(100):
            if parent is None:
                return str(raw)
            is_include = parent.__class__.__name__ in ("TaskInclude", "IncludeRole")
            if is_include and not getattr(parent, "statically_loaded", False):
                return None
            rescue = getattr(parent, "rescue", None) or []
            if any(getattr(one, "_uuid", None) == child._uuid for one in rescue):
                return None
            child, parent = parent, getattr(parent, "_parent", None)
    except Exception:  # pylint: disable=broad-except
        pass
    return None


class OpenValues(object):
    """Follows, host by host, the variables whose value a check-mode run can't know: what registers them did not run."""

    def __init__(self):
        self._names = {}

    def reads_one(self, host, task):
        """Whether the task, or a condition around it, names such a variable."""
        names = self._names.get(host)
        if not names:
            return False
        text = task_text(task)
        return any(re.search(r"(?<![\w.])%s(?!\w)" % re.escape(name), text) for name in names)

    def note(self, host, task):
        """What the task would have set stays open from here on."""
        names = self._names.setdefault(host, set())
        register = getattr(task, "register", None)
        if isinstance(register, str):
            names.add(register)
        if str(task.action).split(".")[-1] == "set_fact":
            names.update(str(name) for name in task.args if name != "cacheable")


def task_text(task):
    """The task as it is written, and the conditions of the blocks and includes around it."""
    own = dict(getattr(task, "_ds", None) or {})
    own.pop("register", None)
    own.pop("name", None)
    parts = [json.dumps(own, default=str)]
    parent = getattr(task, "_parent", None)
    for _ in range(100):
        if parent is None:
            break
        parts.append(json.dumps(getattr(parent, "when", None) or [], default=str))
        parent = getattr(parent, "_parent", None)
    return "\n".join(parts)


def goes_on(task):
    """A preview looks at every ansibleTask: one that can't do without an earlier change ends nothing, and none waits."""
    action = str(task.action).split(".")[-1]
    if action in ("setup", "gather_facts"):
        return
    if action == "pause":
        task.args = {"seconds": 0}
    task.ignore_errors = True
    task.any_errors_fatal = False
    task.until = []


def is_not_tried(result):
    """Whether a result, or one of its items, was left out because of check mode."""
    parts = [result] + [item for item in result.get("results") or [] if isinstance(item, dict)]
    for part in parts[:1000]:
        if part.get("skip_reason") or part.get("skipped_reason"):
            continue
        if NOT_TRIED.search(plain(part.get("msg")).strip()):
            return True
    return False


def read_key(events_file):
    """Reads the signing key and removes it, so that a process started later cannot forge events."""
    path = os.path.join(os.path.dirname(events_file), "events.key")
    with open(path, "rb") as handle:
        key = handle.read().strip()
    os.unlink(path)
    return key


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "chiffon_events"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args, **kwargs):
        super(CallbackModule, self).__init__(*args, **kwargs)
        self._fd = None
        self._ordinal = 0
        self._started = {}
        self._playbooks = 0
        self._basedir = None
        self._is_checking = False
        self._pid = os.getpid()
        self._open_values = OpenValues() if os.environ.get("CHIFFON_PREVIEW") == "1" else None
        try:
            events_file = os.environ["CHIFFON_EVENTS_FILE"]
            self._key = read_key(events_file)
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
            self._fd = os.open(events_file, flags, 0o600)
        except Exception:  # pylint: disable=broad-except
            self._fd = None

    def _write(self, kind, **fields):
        # Ansible forks a worker per host; only the first process may count and write.
        if os.getpid() != self._pid:
            return
        self._ordinal += 1
        event = {"type": kind, "n": self._ordinal}
        event["at"] = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
        event.update(fields)
        body = json.dumps(event, separators=(",", ":")).encode("ascii")
        mark = hmac.new(self._key, body, hashlib.sha256).hexdigest()[:32].encode("ascii")
        os.write(self._fd, mark + b" " + body + b"\n")

    # -- playbooks: the owner's, then Chiffon's own with its checks, which Ansible only begins where that one ended well

    @never_raises
    def v2_playbook_on_start(self, playbook):
        self._playbooks += 1
        if self._playbooks == 1:
            self._basedir = getattr(playbook, "_basedir", None)
        elif os.environ.get("CHIFFON_HAS_CHECKS") == "1" and not self._is_checking:
            self._is_checking = True
            self._write("checks.started")
            # So that variables which lie beside the owner's playbook hold for the checks as well.
            if self._basedir and hasattr(playbook, "_basedir"):
                playbook._basedir = self._basedir

    def _check_result(self, result):
        task = part_of(result, "task")
        host = part_of(result, "host").get_name()
        given = part_of(result, "result")
        started = self._started.pop((host, task._uuid), None)
        said = given.get("check")
        is_made = isinstance(said, dict) and said.get("isMade") is True
        words = said.get("message") if isinstance(said, dict) else describe(given, "failed")
        self._write(
            "check.result",
            key=bounded((getattr(task, "args", None) or {}).get("key", ""), 10),
            host=bounded(host, 250),
            ok=is_made and said.get("ok") is True,
            isMade=is_made,
            message=bounded(words or "", 900),
            durationMs=0 if started is None else int(max(0, time.time() - started) * 1000),
        )

    # -- plays and ansibleTasks

    @never_raises
    def v2_playbook_on_play_start(self, play):
        if self._is_checking:
            return
        self._write(
            "play.started", name=bounded(play.get_name(), NAME_LIMIT), hosts=self._play_hosts(play)
        )

    def _play_hosts(self, play):
        """The hosts the play addresses under the limit, or None where Ansible's inner workings have changed."""
        try:
            inventory = play.get_variable_manager()._inventory
            hosts = inventory.get_hosts(play.hosts)
            return [bounded(host.get_name(), 250) for host in hosts[:HOSTS_LIMIT]]
        except Exception:  # pylint: disable=broad-except
            return None

    @never_raises
    def v2_playbook_on_task_start(self, task, is_conditional):
        self._task_started(task, start_at(task))

    @never_raises
    def v2_playbook_on_handler_task_start(self, task):
        self._task_started(task)

    @never_raises
    def v2_playbook_on_cleanup_task_start(self, task):
        self._task_started(task)

    def _task_started(self, task, name_to_start_at=None):
        if self._is_checking:
            return
        if self._open_values is not None:
            goes_on(task)
        fields = {"path": bounded(task.get_path(), 1000)} if task.get_path() else {}
        if name_to_start_at is not None:
            fields["startAt"] = name_to_start_at
        self._write(
            "ansibleTask.started",
            taskId=str(task._uuid),
            name=bounded(task.get_name(), NAME_LIMIT),
            action=bounded(task.action, 200),
            **fields
        )

    # -- results

    @never_raises
    def v2_runner_on_start(self, host, task):
        self._started[(host.get_name(), task._uuid)] = time.time()

    @never_raises
    def v2_runner_on_ok(self, result):
        self._result(result, "changed" if part_of(result, "result").get("changed") else "ok")

    @never_raises
    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._result(result, "failed", ignore_errors=bool(ignore_errors))

    @never_raises
    def v2_runner_on_skipped(self, result):
        self._result(result, "skipped")

    @never_raises
    def v2_runner_on_unreachable(self, result):
        ignored = bool(getattr(part_of(result, "task"), "ignore_unreachable", False))
        self._result(result, "unreachable", ignore_errors=ignored)

    def _result(self, result, status, ignore_errors=False):
        if self._is_checking:
            self._check_result(result)
            return
        task = part_of(result, "task")
        host = part_of(result, "host").get_name()
        given = part_of(result, "result")
        started = self._started.pop((host, task._uuid), None)
        elapsed = 0 if started is None else max(0, time.time() - started)
        hidden = bool(task.no_log) or "censored" in given or given.get("_ansible_no_log")
        diff = None if hidden else self._diff_text(given, target_of(result))
        fields = {"diff": bounded(diff, DIFF_LIMIT)} if diff else {}
        if self._open_values is not None:
            fields["preview"] = self._preview(host, task, given, status)
        self._write(
            "host.result",
            host=bounded(host, 250),
            status=status,
            ansibleTask=bounded(task.get_name(), NAME_LIMIT),
            taskId=str(task._uuid),
            durationMs=int(elapsed * 1000),
            message=HIDDEN if hidden else bounded(describe(given, status), MESSAGE_LIMIT),
            ignoreErrors=ignore_errors,
            **fields
        )

    def _preview(self, host, task, result, status):
        """What check mode could not tell about one result."""
        not_tried = is_not_tried(result)
        is_open = self._open_values.reads_one(host, task)
        if not_tried or is_open or status == "failed":
            self._open_values.note(host, task)
        notify = task.notify if not_tried and isinstance(task.notify, list) else []
        return {
            "notTried": not_tried,
            "isOpen": is_open,
            "notifies": [bounded(str(name), 250) for name in notify[:PREVIEW_HANDLERS]],
        }

    def _diff_text(self, result, target):
        parts = [result] + [item for item in result.get("results") or [] if isinstance(item, dict)]
        texts = []
        for part in parts[:50]:
            diffs = part.get("diff")
            if not diffs or part.get("_ansible_no_log"):
                continue
            copies = [dict(diff) for diff in (diffs if isinstance(diffs, list) else [diffs])]
            # A file that is not there yet has no name in its diff: the result has it, or the arguments.
            name = part.get("dest") or part.get("path") or (target if part is result else None)
            for copy in copies if isinstance(name, str) else []:
                copy.setdefault("before_header", bounded(name, NAME_LIMIT))
            texts.append(COLOUR.sub("", self._get_diff(copies)).strip("\n"))
        return "\n".join(text for text in texts if text)

    # -- the end

    @never_raises
    def v2_playbook_on_no_hosts_matched(self):
        if not self._is_checking:
            self._write("warning", message="No host matched this play.")

    @never_raises
    def v2_playbook_on_no_hosts_remaining(self):
        if not self._is_checking:
            self._write("warning", message="No host is left to go on with.", isEndForAll=True)

    @never_raises
    def v2_playbook_on_stats(self, stats):
        if self._is_checking:
            return
        own = resource.getrusage(resource.RUSAGE_SELF)
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
        hosts = {}
        for host in sorted(stats.processed):
            found = stats.summarize(host)
            hosts[bounded(host, 250)] = {
                "ok": found["ok"],
                "changed": found["changed"],
                "unreachable": found["unreachable"],
                "failed": found["failures"],
                "skipped": found["skipped"],
                "rescued": found.get("rescued", 0),
                "ignored": found.get("ignored", 0),
            }
        self._write(
            "stats",
            hosts=hosts,
            resources={
                "cpuSeconds": round(cpu, 3),
                "peakMemoryMib": round(max(own.ru_maxrss, children.ru_maxrss) / 1024.0, 1),
            },
        )


def target_of(result):
    """The file that a task's arguments name, with its values in place; None where Ansible does not tell."""
    args = (getattr(result, "task_fields", None) or getattr(result, "_task_fields", None) or {}).get("args")
    return (args.get("dest") or args.get("path")) if isinstance(args, dict) else None


def describe(result, status):
    """One result in words: its message, the first failed item's, and what a failed command said."""
    failed_items = [
        item
        for item in result.get("results") or []
        if isinstance(item, dict) and (item.get("failed") or item.get("unreachable"))
    ]
    source = failed_items[0] if failed_items else result
    parts = [plain(source.get("msg"))]
    if status == "skipped" and not parts[0]:
        parts = [plain(source.get("skip_reason") or source.get("skipped_reason"))]
    if status in ("failed", "unreachable"):
        for name in ("stderr", "module_stderr", "stdout", "module_stdout", "exception"):
            text = SSH_CLOSED.sub("", plain(source.get(name))).strip()
            if text:
                parts.append(text[-1500:])
                break
    return "\n".join(part for part in parts if part)


def plain(value):
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, default=str)[:MESSAGE_LIMIT]
