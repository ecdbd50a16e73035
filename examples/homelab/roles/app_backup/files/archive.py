"""Archives the data of apps; prints what it did as JSON.

Usage: archive.py HOMELAB_DIR APP|all LABEL KEEP

One archive per app, label and day in HOMELAB_DIR/backups/APP/. SQLite databases are copied with
SQLite's own online backup, so that a running app leaves no torn copy; other files as they are.
"""

import datetime
import json
import os
import pathlib
import re
import sqlite3
import sys
import tarfile
import tempfile


def is_database(path):
    with open(path, "rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def add_file(archive, path, name, scratch):
    if not is_database(path):
        archive.add(path, arcname=name, recursive=False)
        return
    copy = scratch / "database"
    copy.unlink(missing_ok=True)
    source = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)
    target = sqlite3.connect(copy)
    with target:
        source.backup(target)
    source.close()
    target.close()
    os.chmod(copy, path.stat().st_mode & 0o777)
    archive.add(copy, arcname=name, recursive=False)


def add_tree(archive, root, path, scratch):
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in files:
        # The journals belong to the live database; the copy is complete without them.
        if file.is_symlink() or not file.is_file() or re.search(r"\.(db|sqlite)-(wal|shm|journal)$", file.name):
            continue
        add_file(archive, file, str(file.relative_to(root)), scratch)


def back_up(root, app, label, keep):
    about = json.loads((root / "apps" / app / "app.json").read_text())
    data = [pathlib.Path(path) for path in about["data"] if os.path.exists(path)]
    if not data:
        return {"app": app, "archive": None, "made": False, "note": "keeps no data"}
    folder = root / "backups" / app
    archive_path = folder / f"{app}-{datetime.date.today().isoformat()}-{label}.tar.gz"
    if archive_path.exists():
        return {"app": app, "archive": str(archive_path), "made": False, "note": "made earlier today"}
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root / "tmp") as scratch:
        part = pathlib.Path(scratch) / "archive"
        with tarfile.open(part, "w:gz", compresslevel=6) as archive:
            for path in [root / "apps" / app, *data]:
                add_tree(archive, root, path, pathlib.Path(scratch))
        with tarfile.open(part) as archive:
            count = len(archive.getnames())
        os.chmod(part, 0o600)
        os.rename(part, archive_path)
    archives = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    dropped = archives[:-keep] if keep > 0 else []
    for path in dropped:
        path.unlink()
    return {"app": app, "archive": str(archive_path), "made": True, "files": count, "dropped": len(dropped)}


def main():
    os.umask(0o077)
    root, app, label, keep = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
    installed = sorted(path.parent.name for path in root.glob("apps/*/app.json"))
    if app != "all" and app not in installed:
        sys.exit(f'There is no app "{app}" in {root}. Installed: {", ".join(installed) or "none"}.')
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{0,39}", label):
        sys.exit("backup_label must be a short word in lower case.")
    chosen = installed if app == "all" else [app]
    results = [back_up(root, name, label, keep) for name in chosen]
    print(json.dumps({"changed": sum(result["made"] for result in results), "results": results}))


main()
