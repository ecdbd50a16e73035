import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isReadingCommand } from "./reading-command.ts";

const shell = (free: string) => isReadingCommand({ module: "shell", args: {}, free });
const command = (free: string) => isReadingCommand({ module: "command", args: {}, free });
const argv = (...words: string[]) =>
  isReadingCommand({ module: "command", args: { argv: words }, free: "" });

const everyday = [
  "systemctl status nginx",
  "systemctl --user is-active syncthing.service",
  "systemctl show -p ActiveState nginx --no-pager",
  "docker ps",
  "docker ps -a --no-trunc",
  "docker compose -f /opt/app/compose.yml ps",
  "docker inspect web",
  "podman images",
  "cat /etc/os-release",
  "uname -r",
  "df -h",
  "df -h /srv /home",
  "stat -c %a /etc/passwd",
  "uptime",
  "free -m",
  "ls -la /srv",
  "lsblk -f",
  "ip -4 addr show dev eth0",
  "ip route",
  "ss -tulpn",
  "journalctl -u nginx -n 50 --no-pager",
  "find /srv -type f -name config.yml -mtime -7",
  "grep -c processor /proc/cpuinfo",
  "du -sh /var/lib/docker",
  "ps aux",
  "hostname -f",
  "date +%s",
  "dpkg -l nginx",
  "dpkg-query -W -f '%{Version}' nginx",
  "apt list --upgradable",
  "rpm -qa",
  "git -C /opt/app rev-parse HEAD",
  "curl -fsS http://127.0.0.1:8096/health",
  "curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1/",
  "ping -c 1 192.168.1.1",
  "which docker",
  "smartctl -H /dev/sda",
  "zpool status -x",
  "sysctl -n net.ipv4.ip_forward",
  "python3 --version",
  "tar -tzf /backup/x.tar.gz",
  "crontab -l",
  "/usr/bin/uptime",
  "kubectl get pods -A -o wide",
];

describe("an everyday command that reads", () => {
  it.each(everyday)("%s", (text) => {
    expect(shell(text)).toBe(true);
    expect(command(text)).toBe(true);
  });

  it.each([
    "df -h | grep /dev/sda1 | awk '{print $5}'",
    "cat /etc/os-release 2>/dev/null || cat /etc/lsb-release 2>/dev/null",
    "systemctl is-active nginx 2>&1; systemctl is-active docker",
    "[ -f /etc/debian_version ] && echo debian || echo other",
    "uptime\nfree -m\n",
    "ls /etc/*.conf | wc -l",
    "ps aux | sort -rn -k 3 | head -n 5",
    "sed -n '1,20p' /etc/fstab",
  ])("of several programs: %s", (text) => {
    expect(shell(text)).toBe(true);
  });

  it("in any of the forms Ansible knows", () => {
    const call = (args: Record<string, unknown>) =>
      isReadingCommand({ module: "command", args, free: "" });
    expect(argv("stat", "-c", "%a", "/etc/passwd")).toBe(true);
    expect(argv("du", "-h", "--max-depth=2", "{{ homelab_dir }}")).toBe(true);
    expect(call({ cmd: "uname -r", chdir: "/tmp" })).toBe(true);
    expect(call({ _raw_params: "uname -r" })).toBe(true);
    expect(command("uname -r chdir=/tmp")).toBe(true);
    expect(isReadingCommand({ module: "raw", args: {}, free: "uname -r" })).toBe(true);
  });

  it("with a value of its own kind as an argument, where no argument does harm", () => {
    expect(command("stat -c %a {{ config_file }}")).toBe(true);
    expect(command("systemctl is-active {{ item }}")).toBe(true);
    expect(command('cat "{{ app_dir }}/version"')).toBe(true);
    expect(shell("cat {{ file | quote }}")).toBe(true);
  });
});

/** Not one of these is proven to read, though most look as if they were. */
const disguised: readonly string[] = [
  "",
  "true; rm /x",
  "uptime && touch /x",
  "uptime || touch /x",
  "uptime & touch /x",
  "cat /etc/passwd | sh",
  "cat /etc/passwd | tee /x",
  "echo x | xargs touch",
  "cat /etc/passwd > /x",
  "echo x >>/etc/cron.d/x",
  "cat /x >/dev/null",
  "echo x >| /x",
  "echo x 2>/x",
  "echo x 2>/dev/null2",
  "cat < /etc/passwd",
  "cat <<EOF\nx\nEOF",
  "cat <<< x",
  "cat <(touch /x)",
  "echo $(touch /x)",
  "echo `touch /x`",
  'echo "$(touch /x)"',
  'echo "`touch /x`"',
  "echo $HOME",
  "cat$IFS/etc/passwd",
  ["cat $", "{IFS}/x"].join(""),
  "ca\\\nt /x; rm /x",
  "up\\time",
  'r""m /x',
  "t'o'uch /x",
  "'touch' /x",
  "'cat' /x",
  "FOO=bar cat /x",
  "LD_PRELOAD=/tmp/x.so cat /etc/passwd",
  "env touch /x",
  "env LD_PRELOAD=/x cat /y",
  "sudo cat /x",
  "nohup cat /x",
  "timeout 5 cat /x",
  "xargs cat",
  "sh -c 'cat /x'",
  "bash -c uptime",
  "eval uptime",
  "exec uptime",
  ". /tmp/x",
  "source /tmp/x",
  "busybox touch /x",
  "./cat /x",
  "/tmp/cat /x",
  "/usr/local/bin/cat /x",
  "~/bin/cat /x",
  "/usr/bin/../../tmp/cat /x",
  "cat\u00a0/x",
  "cаt /x",
  "cat /x\u0000",
  "cat /x\r\nrm /x",
  "cat /x # comment",
  "(cat /x)",
  "{ cat /x; }",
  "! cat /x",
  "if true; then touch /x; fi",
  "for i in 1; do touch /x; done",
  "cat /x;",
  "cat /x | ",
  "cat {a,b}",
  "cat *",
  "find / -name '*.log' -delete",
  "find / -de''lete",
  "find / -exec touch /x ';'",
  "find / -execdir touch x +",
  "find / -ok touch x ';'",
  "find / -fprint /x",
  "find / -fls /x",
  "sed -i s/a/b/ /x",
  "sed 's/a/b/w /x' /y",
  "sed -n '1e touch /x' /y",
  "sed -n 1,2p -i /x",
  "sort -o /x /y",
  "sort -uo/x /y",
  "sort --output=/x /y",
  "sort --outp=/x /y",
  "sort --compress-program=/tmp/x /y",
  "sort -T /x /y",
  "uniq /x /y",
  "awk 'BEGIN{system(\"touch /x\")}'",
  "awk '{print > \"/x\"}' /y",
  "awk '{print | \"sh\"}' /y",
  "awk -f /tmp/x.awk",
  "curl -o /x http://a/",
  "curl -O http://a/x",
  "curl -o/x http://a/",
  "curl --output=/x http://a/",
  "curl -X POST http://a/",
  "curl -XDELETE http://a/",
  "curl -d x http://a/",
  "curl --data @/x http://a/",
  "curl -T /x http://a/",
  "curl -K /x",
  "curl -sSo /x http://a/",
  "curl -w '%output{/x}a' http://a/",
  "curl -D /x http://a/",
  "curl -c /x http://a/",
  "curl file:///etc/passwd",
  "wget http://a/",
  "tar -xf /x",
  "tar -tf /x --to-command=sh",
  "tar -tf /x -I 'touch /y'",
  "tar -tf evil:/x",
  "tar --checkpoint-action=exec=sh -tf /x",
  "git -c core.pager=touch rev-parse HEAD",
  "git -C /x pull",
  "git log --output=/x",
  "git branch -D main",
  "git remote add x y",
  "git status",
  "docker run alpine",
  "docker exec web sh",
  "docker rm web",
  "docker -H tcp://evil ps",
  "docker compose up",
  "docker compose -f x down",
  "docker container rm web",
  "docker system prune",
  "docker compose config -o /x",
  "systemctl restart nginx",
  "systemctl -H evil status x",
  "systemctl daemon-reload",
  "journalctl --vacuum-time=1s",
  "journalctl -n --rotate",
  "journalctl --cursor-file=/x",
  "hostname evil",
  "hostname -F /x",
  "hostnamectl set-hostname x",
  "date -s 2020-01-01",
  "date 010100002020",
  "ip link set eth0 down",
  "ip addr flush dev eth0",
  "ip -batch /x",
  "ip netns exec x sh",
  "ss -K",
  "sysctl -w a=1",
  "sysctl a.b=1",
  "sysctl -p",
  "mount /dev/sda /mnt",
  "crontab /x",
  "crontab",
  "crontab -r",
  "dmesg -c",
  "rpm -e x",
  "rpm -q --pipe 'touch /x' y",
  "dpkg -i /x.deb",
  "apt -o APT::Update::Pre-Invoke::=sh list",
  "apt-cache -o Dir::x=y policy",
  "pip install x",
  "kubectl delete pod x",
  "kubectl --kubeconfig /x get pods",
  "iptables -F",
  "iptables -L -Z",
  "ufw disable",
  "zpool status -c /x",
  "zfs destroy a/b",
  "smartctl -t long /dev/sda",
  "smartctl -s off /dev/sda",
  "nvidia-smi -r",
  "sensors -s",
  "file -C -m /x",
  "lsof -D b",
  "python3 -v",
  "python3 -c 'import os'",
  "perl -e 1",
  "top -b -W",
  "ping -f 1.1.1.1",
  "tee /x",
  "dd if=/x of=/y",
  "cp /x /y",
  "touch /x",
  "printf -v 'a[$(touch /x)]' x",
  "test -v 'a[$(touch /x)]'",
  "cat {{ file }}; rm /x",
  "{{ program }} /x",
  "{{ 'rm' }} /x",
  "cat {{ lookup('pipe', 'touch /x') }}",
  "find {{ where }}",
  "journalctl -n {{ count }}",
  "docker {{ what }}",
  "cat {% if a %}x{% endif %}",
  "cat /x executable=/tmp/sh",
];

describe("a command that is not proven to only read", () => {
  it.each(disguised)("%j", (text) => {
    expect(shell(text)).toBe(false);
    expect(command(text)).toBe(false);
    expect(isReadingCommand({ module: "command", args: { cmd: text }, free: "" })).toBe(false);
    expect(isReadingCommand({ module: "raw", args: {}, free: text })).toBe(false);
  });

  it("needs a shell and is called without one, or is templated for one", () => {
    expect(command("cat /x | wc -l")).toBe(false);
    expect(command("cat /x 2>/dev/null")).toBe(false);
    expect(command("cat /x && uptime")).toBe(false);
    expect(command("cat '$HOME'")).toBe(false);
    expect(shell("cat {{ file }}")).toBe(false);
    expect(shell("cat '{{ file }}'")).toBe(false);
  });

  it.each([
    [["sh", "-c", "cat /x"]],
    [["find", "/", "-delete"]],
    [["sort", "-o", "/x", "/y"]],
    [["cat", "$HOME"]],
    [["find", "{{ x }}"]],
    [["{{ x }}", "/y"]],
    [["cat", "{{ lookup('pipe', 'x') }}"]],
    [[]],
    [["/tmp/cat", "/x"]],
  ])("as argv: %j", (words) => {
    expect(argv(...words)).toBe(false);
  });

  it.each([
    { cmd: "cat /x", executable: "/tmp/sh" },
    { cmd: "cat /x", stdin: "x" },
    { cmd: "cat /x", _uses_shell: true },
    { cmd: "cat /x", argv: ["touch", "/x"] },
    { cmd: ["cat", "/x"] },
    { cmd: "hostname chdir=/x" },
    {},
  ])("with the arguments %j", (args) => {
    expect(isReadingCommand({ module: "command", args, free: "" })).toBe(false);
  });

  it("for any text that leads out of the words: a sign put anywhere outside quotes", () => {
    const signs = ["$(x)", "`x`", ">x", "<x", "&", "(", ")", "{", "}", "\\", "\n\n;", "!", "{%x%}"];
    fc.assert(
      fc.property(
        fc.constantFrom(...everyday.filter((text) => !/['"]/.test(text))),
        fc.constantFrom(...signs),
        fc.nat(),
        (text, sign, place) => {
          const at = place % (text.length + 1);
          expect(shell(text.slice(0, at) + sign + text.slice(at))).toBe(false);
        },
      ),
    );
  });
});
