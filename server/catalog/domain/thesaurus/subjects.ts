import { stem } from "../words.ts";

/**
 * What the words in the names of roles and playbooks are about, in everyday words. Unlike services these are no
 * products: nobody misses "swap" in a repository. Each line is `word, word | what people say`; a word is looked for
 * among the words of an entry's name.
 */
const subjects = `
swap, swapfile, zram, swappiness | virtual memory extra ram page out of memory paging disk
motd, welcome, banner, issue | greeting banner welcome message shown after login text people see log in
locale, locales, keymap, keyboard | language languages keyboard layout region encoding utf umlauts
timezone, tzdata, tz | time zone local clock region summer
ntp, timesyncd, chrony, chronyd, openntpd, timesync | clock clocks time exact synchronise step right accurate
time | clock clocks synchronise
hostname, hosts | name of the machine rename computer
user, users, accounts, account | people persons login accounts account member access create add someone colleague
groups, group, system_groups | groups membership permissions
sudo, sudoers, doas | root administrator admin rights privileges become passwordless
ssh, sshd, openssh | remote login shell secure access terminal harden hardening root password keys
dropbear | ssh unlock encrypted disk boot remotely initramfs
authorized, pubkey, sshkeys, keys | public key keys ssh login without password trusted
hardening, security, harden, secure, lockdown, cis, stig | secure safer protect lock down harden attackers security baseline
firewall, ufw, firewalld, iptables, nftables, ferm, shorewall | ports block allow open close incoming traffic protect network rules packets
fail2ban, sshguard | ban block brute force attackers failed login attempts guessing
apparmor, selinux | confine restrict programs mandatory access profiles policy
auditd, audit | record who did what trail
aide, tripwire | file integrity changes detect tampering
clamav, antivirus | virus viruses malware scan
unattended | security updates patches install automatically by themselves
upgrade, upgrades, update, updates, patch, patching | updates newest versions packages patches upgrade security fixes pending
apt, dnf, yum, zypper, pacman, packages, package, apk | software programs packages install updates repositories sources
repo, repos, repositories, sources, extrepo | package packages sources software repositories apt mirror mirrors
snap, snapd, flatpak | sandboxed desktop apps store
kernel, sysctl, kmod, modules | kernel parameters settings tuning modules drivers
sysfs | kernel device settings
grub, bootloader | boot loader menu start kernel options
reboot, restart | restart machine reboot boot again
shutdown, poweroff | switch off turn off power down halt machines
cron, crontab, timers, timer, scheduler, scheduling, atd | scheduled jobs recurring regularly timed run every night
logrotate, logs, logging, log | log files messages rotate old
rsyslog, syslog, journald, journal, journalbeat, syslogng | system log logs messages events forward ship central collector
filebeat, fluentbit, promtail, alloy, vector | ship collect forward logs
telegraf, exporter, exporters, metricbeat, collectd | numbers metrics cpu memory disk usage collect measure
monitoring, monitor, monit, icinga, nagios, healthcheck, health, watchdog | watch health status alive working alerts check everything ok problem service dies wake
grafana, dashboards | graphs charts plots dashboards
smart, smartd, smartmontools | disk health drives failing
nut, ups, apcupsd | battery power cut outage shut down cleanly
sensors, lm | temperature fan heat
disk, disks, storage, partition, partitions, parted | drives drive hard disk space format partition mount
mount, mounts, fstab, automount, autofs | mount drives disks folders attach at boot shares
filesystem, filesystems, ext4, xfs, btrfs | format disks drives volumes
lvm | logical volumes resize grow disk partition space
expand, resize, grow | bigger larger enlarge increase space
raid, mdadm, hwraid | disks redundancy mirror array failure
cryptsetup, luks, encryption, encrypt | encrypt encrypted disks drives theft secret data at rest
zfs, zpool | pool datasets snapshots raid disks
mergerfs, unionfs, union | combine join several disks drives one big pool look like single
snapraid | parity protect survive dead lost drive drives disk failure
nfs, nfsd | share folders network linux mount exports file server
samba, cifs, smb | windows shares network drive folders explorer files computers see file server
ftp, vsftpd, sftp, proftpd | upload transfer files
rsync | copy files mirror folders another machine
backup, backups, snapshot, snapshots, borg, restic, backup2l, rsnapshot, dump | save copies safe data archive restore disaster nightly
restore, rollback, recover, recovery | get back bring back undo disaster lost data previous
time_machine, timemachine | back up mac apple backups macbook
rclone | cloud remote copy google drive dropbox
docker, dockerd, moby | containers container engine runtime
podman | containers rootless
containerd, crio, runc, crun | container runtime
compose, stacks | containers several services together
portainer | manage containers web interface
registry | container images store own private
watchtower | update containers automatically newest images
prune, purge, cleanup, clean | tidy unused old leftovers free space delete images
kubernetes, k8s, k3s, rke2, microk8s, kubeadm | cluster nodes containers pods orchestration
helm | charts packages cluster
ingress | http traffic into cluster
calico, cilium, flannel, cni, weave, multus, canal | pod network networking cluster plugin overlay
csi, provisioner | volumes persistent storage cluster
etcd | cluster state key value
master, controlplane | control plane master api server
node, nodes, worker, workers | worker machines cluster member
scale | add more nodes grow bigger smaller replicas
reset | wipe start over tear down destroy clean slate
libvirt, libvirtd, kvm, qemu, vm, vms | virtual machines guests hypervisor
lxc, lxd, incus, ct | containers system guests
proxmox, pve | hypervisor virtual machines vms guests containers
evacuate, migrate, migration | move away off drain elsewhere transfer
vagrant | development virtual machines
gpu, nvidia, cuda, rocm, amdgpu | graphics card driver acceleration transcoding video ai
passthrough | give device graphics card to virtual machine
network, networking, networkd, interfaces, ifupdown, netplan, networkmanager | ip address addresses interface static network cards
bridge, vlan, bond, bonding | interfaces switch virtual network
dns, resolv, resolvconf, resolved, bind, named, unbound, dnsmasq, pdns, coredns | names resolve domain nameserver lookup local
dhcp, dhcpd, kea | hand out give ip addresses lan leases clients automatically
dhcrelay | dhcp relay
radvd, ipv6 | ipv6 router advertisements addresses
tftp, tftpd, pxe, ipxe, netboot, netbootxyz | boot install computers over network without stick
router, routers, gateway, openwrt, opnsense, pfsense, vyos | router gateway internet firewall
avahi, mdns, bonjour, discovery | find discover devices local network names
lldp, lldpd | neighbours switch port discovery
keepalived, vrrp, failover, ha | virtual floating ip address take over redundancy high availability when first one router dies fails
haproxy, loadbalancer, balancer | spread load several backends
proxy, traefik, nginx, caddy, apache, rproxy, httpd | reverse proxy web server domains requests route sites https
tinyproxy, squid | forward proxy web cache
stunnel | tunnel encrypt connections tls
cert, certs, certificate, certificates, acme, letsencrypt, certbot, ssl, tls, pki | certificates https tls encrypt trusted padlock browser warning
ca | certificate authority root trust own certificates
dhparam | tls key exchange parameters
vpn, wireguard, openvpn, tinc, ipsec, tailscale, headscale, zerotier | tunnel from outside away road private network remote reach
jumpbox, bastion, jump | ssh jump host hop access from outside
cloudflare | dns domain tunnel provider
ddns, dyndns, ddclient, route53 | public home ip changes dynamic address keep dns name current
mail, postfix, exim, nullmailer, smtp, msmtp, dovecot, sendmail, imap | email outgoing send relay mailbox messages
aliases | mail addresses forward
opendkim, dkim | sign outgoing mail authenticity
rspamd, spamassassin, postscreen, spam | spam junk filter incoming mail
roundcube, webmail | read mail browser
ldap, slapd, sssd, nslcd, freeipa, ipa | directory central accounts users login everywhere
radius, freeradius | wifi login network authentication
kerberos | single sign on tickets
pam | who may log in access restrict
sso, authelia, authentik, keycloak, auth, authentication | login single sign on front of apps account
vault, secrets, secret | passwords tokens keys credentials secrets safe
gnupg, gpg, keyring | encryption keys signing
database, databases, db, postgresql, postgres, mariadb, mysql, mongodb | data sql tables
redis, memcached, cache, valkey | in-memory fast cache
elasticsearch, opensearch, solr | search index full text
rabbitmq, kafka, mosquitto, mqtt | message queue broker
php, fpm | web scripting language
python, pip, venv, uv, pyenv | programming language interpreter
nodejs, node_js, nvm, npm, yarn | javascript runtime programming
java, openjdk, jdk, tomcat | jvm runtime programming
golang, go | programming language compiler
ruby, rails | programming language
rust, cargo | programming language
dev, development, devbox | programming tools developer coding workstation
git, gitusers | version control repositories
runner | ci build jobs
dotfiles, yadm, chezmoi | personal configuration shell settings home
shell, zsh, bash, fish, ohmyzsh | terminal prompt command line
vim, neovim, nvim, emacs, editor | text editor
tmux, screen | terminal sessions keep running
homebrew, brew | mac packages programs
mas | mac app store apps
desktop, gnome, kde, xfce, i3, sway, wm, x11, xorg, wayland | window manager tiling graphical user interface windows screen desktop
xrdp, rdp, vnc, guacamole | remote desktop see screen from another computer windows
fonts | typefaces
printer, cups, printing, print | printers paper print
sound, audio, pulseaudio, pipewire | speakers microphone
bluetooth | wireless headset
wifi, wlan, unifi | wireless access points
locate, mlocate | find files
environment, env | environment variables path
bootstrap, init, provision, preseed, baseline, base, common, basics | first steps new fresh machine basics initial prepare general setup
facts, inventory, cmdb | collect information hardware about hosts overview gather
ping, connectivity, reachable | reachable answer alive connection hosts
drift | differences configuration changed deviates
notify, notification, notifications, alert, alerts | message phone push inform
permissions, permission, chown, acl | ownership rights files folders access denied
etckeeper | history of configuration files version control changes etc track
ansible | ansible itself
cleanup_docker, docker_clean | unused images volumes
minecraft, gameserver, factorio, valheim | game play friends server
media, arr, jellyfin, plex | films series movies shows
photos, immich, photoprism | pictures photos
torrent, qbittorrent, transmission, downloader, downloads, download | downloads torrents
usenet, sabnzbd, nzbget | downloads newsgroups usenet
library, books, ebooks, calibre | books read
streaming | films series movies watch
wordpress, blog, website, site_content | web pages publish
lamp | apache mysql php web server
wiki | knowledge documentation pages
camera, cameras, frigate, nvr | video surveillance recording
homeassistant, iot, zigbee | smart home lights sensors
dashboard, portal, homepage, startpage, landing | start page links everything overview find all apps one
print3d, octoprint, klipper | 3d printer
speedtest, iperf, iperf3 | bandwidth internet speed throughput measure
wol, wakeonlan | wake switch on computer remotely
kiosk | full screen browser display
raspberry, rpi | raspberry small computer
windows, winrm | windows computers
mac, macos, osx | apple mac
mdns_repeater, reflector | discovery across networks
memory, earlyoom, oom | out of memory kill
powertop, tlp, cpufreq, governor, power | energy saving consumption battery performance
irqbalance, tuned, tuning, performance | faster tune performance
`;

const wordsBySubject = new Map<string, string>();
for (const line of subjects.trim().split("\n")) {
  const [names = "", words = ""] = line.split("|");
  for (const name of names.split(",")) {
    const key = stem(name.trim().replaceAll("_", ""));
    const own = names.replaceAll(/[,_]/g, " ");
    wordsBySubject.set(key, `${wordsBySubject.get(key) ?? ""} ${own} ${words.trim()}`);
  }
}

/** What people say of a subject, by the stem of its word; null for a word that names none. */
export function wordsOfSubject(stemmed: string): string | null {
  return wordsBySubject.get(stemmed) ?? null;
}
