import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Takes a lock that a dead process can't keep: the file names its holder by process id, start time and boot, so a
 * recycled id is recognised.
 *
 * @param {string} file
 * @returns {{ release: () => void, heldBy: null } | { release: null, heldBy: number }} `heldBy` is the holder's id
 */
export function tryProcessLock(file) {
  mkdirSync(path.dirname(file), { recursive: true });
  const mine = `${process.pid} ${identityOf(process.pid)}\n`;
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, mine, { mode: 0o600 });
  try {
    // Twice: the second time after a stale lock has been cleared away.
    for (let attempt = 0; attempt < 2; attempt++) {
      if (linkTo(draft, file)) return { release: () => release(file, mine), heldBy: null };
      const heldBy = clearIfStale(file);
      if (heldBy !== null) return { release: null, heldBy };
    }
    return { release: null, heldBy: holderOf(read(file) ?? "") ?? 0 };
  } finally {
    unlinkSync(draft);
  }
}

/** Returns the id of the live process that holds `file`, null when nobody does. @param {string} file */
export function lockHolder(file) {
  const content = read(file);
  return content === null ? null : holderOf(content);
}

/** link() fails when the name exists, and the file is complete from its first moment. */
function linkTo(draft, file) {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** Returns the live holder, or null after removing what a dead one left. */
function clearIfStale(file) {
  const content = read(file);
  if (content === null) return null;
  const holder = holderOf(content);
  if (holder !== null) return holder;
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch {
    return null;
  }
  // Somebody else may have cleared it and locked in between: then what we moved away is theirs, and goes back.
  if (read(aside) !== content) linkTo(aside, file);
  unlinkSync(aside);
  return null;
}

function holderOf(content) {
  const [pid, ...identity] = content.trim().split(" ");
  return pid && identityOf(Number(pid)) === identity.join(" ") ? Number(pid) : null;
}

/** What no two processes share besides their id: ticks since boot when it began, and which boot. "gone" if none runs. */
export function identityOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z") return "gone";
    return `${fields[19]} ${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}`;
  } catch {
    return "gone";
  }
}

function release(file, mine) {
  if (read(file) === mine) unlinkSync(file);
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
