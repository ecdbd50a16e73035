# Copyright (C) the Chiffon authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs on the hosts, with whatever Python they have.
"""Keeps copies of files before a run changes them, and puts them back. Restores all that was kept or nothing."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = """
    module: chiffon_files
    short_description: Keeps files, or puts them back
    options:
      mode:
        description: C(keep) copies the files aside, C(restore) puts back what was kept.
        type: str
        choices: [keep, restore]
        required: true
      spec:
        description: Store, paths and the run's length as JSON.
        type: str
        required: true
"""

import errno
import hashlib
import json
import os
import shutil
import stat
import tempfile
import time

from ansible.module_utils.basic import AnsibleModule

MAX_FILE = 1024 * 1024
MAX_ALL = 20 * 1024 * 1024
MAX_PATHS = 50
KEPT_SECONDS = 30 * 24 * 3600
# Timestamps of some file systems are whole seconds, or two.
GRAIN_SECONDS = 2


class Refused(Exception):
    """What can't be kept or put back, in a sentence."""


# -- where copies lie: nobody but this user may look into it, or lay anything there


def own_folder():
    """The folder of all stores, made where it is missing."""
    own = os.path.join(os.path.expanduser("~"), ".chiffon-undo")
    folder = "/var/lib/chiffon-undo" if os.geteuid() == 0 else own
    try:
        os.makedirs(folder, 0o700)
    except OSError as error:
        if error.errno != errno.EEXIST:
            raise
    facts = os.lstat(folder)
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.geteuid() or facts.st_mode & 0o077:
        raise Refused("%s is open to others, so no copies are kept there" % folder)
    return folder


def forget_old(folder, now):
    for name in os.listdir(folder):
        store = os.path.join(folder, name)
        facts = os.lstat(store)
        if stat.S_ISDIR(facts.st_mode) and now - facts.st_mtime > KEPT_SECONDS:
            shutil.rmtree(store, ignore_errors=True)


# -- what there is


def look(path):
    """Facts of a path, links not followed; None where there is nothing."""
    try:
        return os.lstat(path)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            return None
        raise


def read(path, limit):
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(handle, "rb") as source:
        content = source.read(limit + 1)
    if len(content) > limit:
        raise Refused("%s is larger than %d KiB" % (path, limit // 1024))
    return content


def owner(facts):
    return {"mode": stat.S_IMODE(facts.st_mode), "uid": facts.st_uid, "gid": facts.st_gid}


# -- keep


def keep(spec):
    paths = spec["paths"]
    if len(paths) > MAX_PATHS:
        raise Refused("more than %d files" % MAX_PATHS)
    folder = own_folder()
    forget_old(folder, time.time())
    store = os.path.join(folder, spec["store"])
    # A run that was lost before it could say so: nothing was changed since, so it is kept anew.
    shutil.rmtree(store, ignore_errors=True)
    os.mkdir(store, 0o700)
    try:
        write_store(store, paths)
    except Exception:
        shutil.rmtree(store, ignore_errors=True)
        raise


def write_store(store, paths):
    entries, room = [], MAX_ALL
    for at, path in enumerate(paths):
        entry, content = describe(path, min(MAX_FILE, room))
        if content is not None:
            room -= len(content)
            write_new(os.path.join(store, str(at)), content)
        entries.append(entry)
    manifest = {"entries": entries, "keptAt": time.time(), "isRestored": False}
    write_new(os.path.join(store, "manifest.json"), json.dumps(manifest).encode("ascii"))


def describe(path, limit):
    facts = look(path)
    entry = {"path": path, "parent": os.path.realpath(os.path.dirname(path))}
    if facts is None:
        return dict(entry, kind="absent"), None
    if stat.S_ISDIR(facts.st_mode):
        return dict(entry, kind="folder", **owner(facts)), None
    if not stat.S_ISREG(facts.st_mode):
        raise Refused("%s is a link, a device or a socket" % path)
    if facts.st_nlink > 1:
        raise Refused("%s is the same file as another one (a hard link)" % path)
    content = read(path, limit)
    sha256 = hashlib.sha256(content).hexdigest()
    return dict(entry, kind="file", sha256=sha256, **owner(facts)), content


def write_new(path, content):
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())


# -- restore


def restore(spec, module):
    store = os.path.join(own_folder(), spec["store"])
    if look(store) is None:
        raise Refused("nothing is kept of that run here any more: copies are kept for 30 days")
    manifest = json.loads(read(os.path.join(store, "manifest.json"), MAX_ALL).decode("ascii"))
    if manifest["isRestored"]:
        return []
    end = manifest["keptAt"] + spec["withinSeconds"] + GRAIN_SECONDS
    entries = list(enumerate(manifest["entries"]))
    touched = [entry["path"] for _, entry in entries if is_touched(entry, end)]
    if touched:
        raise Refused("changed since that run, so nothing was put back: %s" % ", ".join(touched))
    made = set(entry["path"] for _, entry in entries if entry["kind"] == "folder")
    lost = [e["path"] for _, e in entries if e["kind"] == "file" and not has_place(e, made)]
    if lost:
        raise Refused("their folder is not there any more: %s" % ", ".join(lost))
    changed = []
    # Folders before what lies in them.
    for at, entry in sorted(entries, key=lambda one: one[1]["path"]):
        if entry["kind"] == "folder" and put_folder(entry):
            changed.append(entry["path"])
        if entry["kind"] == "file" and put_file(entry, os.path.join(store, str(at)), module):
            changed.append(entry["path"])
    kept = []
    # What lies in a folder before the folder.
    for _, entry in sorted(entries, key=lambda one: one[1]["path"], reverse=True):
        if entry["kind"] == "absent":
            gone = take_away(entry["path"])
            if gone is False:
                kept.append(entry["path"])
            elif gone:
                changed.append(entry["path"])
    if kept:
        raise Refused("all but these folders, which hold something else, is as before: %s" % ", ".join(kept))
    close(store, manifest)
    return changed


def is_touched(entry, end):
    """Whether somebody changed it once the run was over. A folder changes with what lies in it, so its time tells nothing."""
    facts = look(entry["path"])
    if os.path.realpath(os.path.dirname(entry["path"])) != entry["parent"]:
        return True
    if facts is None:
        return False
    if stat.S_ISDIR(facts.st_mode):
        return entry["kind"] == "file"
    if entry["kind"] == "folder" or not (stat.S_ISREG(facts.st_mode) or stat.S_ISLNK(facts.st_mode)):
        return True
    if entry["kind"] == "file" and is_as_kept(entry, facts):
        return False
    return facts.st_ctime > end


def is_as_kept(entry, facts):
    if not stat.S_ISREG(facts.st_mode) or owner(facts) != pick(entry) or facts.st_size > MAX_FILE:
        return False
    return hashlib.sha256(read(entry["path"], MAX_FILE)).hexdigest() == entry["sha256"]


def pick(entry):
    return {"mode": entry["mode"], "uid": entry["uid"], "gid": entry["gid"]}


def has_place(entry, made):
    folder = os.path.dirname(entry["path"])
    return os.path.isdir(folder) or folder in made


def put_folder(entry):
    facts = look(entry["path"])
    if facts is None:
        os.mkdir(entry["path"], 0o700)
    elif owner(facts) == pick(entry):
        return False
    give(entry["path"], entry)
    return True


def put_file(entry, copy, module):
    facts = look(entry["path"])
    if facts is not None and is_as_kept(entry, facts):
        return False
    content = read(copy, MAX_FILE)
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise Refused("the copy of %s is damaged" % entry["path"])
    handle, draft = tempfile.mkstemp(prefix=".chiffon-", dir=os.path.dirname(entry["path"]))
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        give(draft, entry)
        if facts is not None and stat.S_ISLNK(facts.st_mode):
            os.unlink(entry["path"])
        module.atomic_move(draft, entry["path"])
        give(entry["path"], entry)
    finally:
        if look(draft) is not None:
            os.unlink(draft)
    return True


def give(path, entry):
    os.chown(path, entry["uid"], entry["gid"])
    os.chmod(path, entry["mode"])


def take_away(path):
    """True where it was there, False for a folder that holds something else, None where nothing was to do."""
    facts = look(path)
    if facts is None:
        return None
    if not stat.S_ISDIR(facts.st_mode):
        os.unlink(path)
        return True
    try:
        os.rmdir(path)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
            return False
        raise
    return True


def close(store, manifest):
    """Copies are of no use any more; that they were put back is known a while longer."""
    for name in os.listdir(store):
        os.unlink(os.path.join(store, name))
    done = dict(manifest, isRestored=True, entries=[])
    write_new(os.path.join(store, "manifest.json"), json.dumps(done).encode("ascii"))


def main():
    module = AnsibleModule(
        argument_spec={
            "mode": {"type": "str", "required": True, "choices": ["keep", "restore"]},
            "spec": {"type": "str", "required": True},
        },
        supports_check_mode=False,
    )
    spec = json.loads(module.params["spec"])
    try:
        if module.params["mode"] == "keep":
            keep(spec)
            module.exit_json(changed=True, msg="Kept %d as they are." % len(spec["paths"]))
        changed = restore(spec, module)
        module.exit_json(changed=bool(changed), msg="As before: %s" % (", ".join(changed) or "nothing to do"))
    except Refused as refusal:
        module.fail_json(msg="%s." % refusal)
    except (IOError, OSError) as error:
        module.fail_json(msg="%s: %s." % (error.filename or "a file", error.strerror))


if __name__ == "__main__":
    main()
