import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** A machine that is this one, under a systemd of its own, and forgets whatever was done to it. */
export interface ThrowawayHost {
  readonly address: string;
  readonly port: number;
  /** Private key that root signs in with. */
  readonly keyFile: string;
  stop(): Promise<void>;
}

const address = "127.0.0.9";
/** Would change the kernel that all share, or wait for devices. */
const leftOut =
  "systemd-sysctl systemd-binfmt systemd-modules-load systemd-udevd systemd-udev-trigger systemd-remount-fs systemd-update-utmp systemd-random-seed";

/** What is written is kept in memory beside this machine's disk, which is only read. */
const boot = `set -e
room=$1; config=$2
mount --make-rprivate /
mount -t tmpfs room "$room"
mkdir "$room/upper" "$room/work" "$room/root"
mount -t overlay -o "lowerdir=/,upperdir=$room/upper,workdir=$room/work" host "$room/root"
cd "$room/root"
mount -t proc proc proc
mount --bind -o ro proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sys sys
mount --rbind /dev dev
# Homes stay outside: their keys are nobody's business, and what shells start there would get in the way.
for place in run tmp var/tmp home root; do mount -t tmpfs -o mode=1777 none $place; done
chmod 755 run && chmod 700 root
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  mount -t cgroup2 none sys/fs/cgroup
else
  mount -t tmpfs none sys/fs/cgroup
  mkdir sys/fs/cgroup/systemd
  mount -t cgroup -o none,name=systemd none sys/fs/cgroup/systemd
fi
cp -r "$config" lab
chmod 755 lab && chmod 600 lab/host_key
mkdir run/sshd
for unit in ${leftOut}; do ln -sf /dev/null etc/systemd/system/$unit.service; done
cp lab/lab.target lab/lab-sshd.service etc/systemd/system/
mkdir -p old
pivot_root . old
umount -l old
exec env -i container=lab PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --unit=lab.target --show-status=no --log-target=journal
`;

/** Why this machine can't have such a host; null when it can. */
export function throwawayObstacle(scratch: string): string | null {
  if (process.getuid?.() !== 0) return "a throwaway host needs root";
  const room = path.join(scratch, "probe");
  mkdirSync(room, { recursive: true });
  const probe = `test -x /lib/systemd/systemd && mount -t tmpfs none "$1" && mkdir "$1/u" "$1/w" && mount -t overlay -o "lowerdir=/,upperdir=$1/u,workdir=$1/w" none /mnt`;
  const tried = spawnSync("unshare", ["--mount", "/bin/sh", "-c", probe, "sh", room]);
  return tried.status === 0 ? null : "a throwaway host needs systemd and overlay mounts";
}

/** Starts it and waits until it lets root sign in. */
export async function startThrowawayHost(scratch: string): Promise<ThrowawayHost> {
  const room = path.join(scratch, "room");
  const config = path.join(scratch, "config");
  for (const folder of [room, config]) mkdirSync(folder, { recursive: true });
  const port = 22_000 + (process.pid % 20_000);
  const keyFile = path.join(scratch, "key");
  for (const file of [keyFile, path.join(config, "host_key")])
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file]);
  for (const [name, text] of Object.entries(
    configFiles(port, readFileSync(`${keyFile}.pub`, "utf8")),
  ))
    writeFileSync(path.join(config, name), text, { mode: 0o644 });
  const namespaces = ["--mount", "--pid", "--ipc", "--uts", "--cgroup", "--fork", "--kill-child"];
  const host = spawn("unshare", [...namespaces, "/bin/sh", "-c", boot, "sh", room, config], {
    stdio: "ignore",
  });
  await waitUntilItAnswers(host, port);
  return { address, port, keyFile, stop: () => stop(host) };
}

function configFiles(port: number, publicKey: string): Record<string, string> {
  return {
    authorized_keys: publicKey,
    "sshd.conf": [
      `ListenAddress ${address}`,
      `Port ${port}`,
      "HostKey /lab/host_key",
      "AuthorizedKeysFile /lab/authorized_keys",
      "UsePAM no",
      "StrictModes no",
      "PasswordAuthentication no",
      "Subsystem sftp internal-sftp",
      "",
    ].join("\n"),
    "lab.target": "[Unit]\nRequires=basic.target\nAfter=basic.target\nWants=lab-sshd.service\n",
    "lab-sshd.service": "[Service]\nExecStart=/usr/sbin/sshd -D -f /lab/sshd.conf\n",
  };
}

async function waitUntilItAnswers(host: ChildProcess, port: number): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && host.exitCode === null) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: address, port, timeout: 500 });
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
      socket.once("timeout", () => resolve(false));
      socket.once("close", () => socket.destroy());
    });
    if (isOpen) return;
    await delay(100);
  }
  host.kill("SIGKILL");
  throw new Error("the throwaway host did not come up");
}

/** All its processes and mounts go with its first process. */
async function stop(host: ChildProcess): Promise<void> {
  if (host.exitCode !== null || host.signalCode !== null) return;
  const ended = new Promise((resolve) => host.once("exit", resolve));
  host.kill("SIGKILL");
  await ended;
}
