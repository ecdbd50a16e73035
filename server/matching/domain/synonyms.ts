import { stem } from "#server/language/words.ts";

/**
 * Everyday words that mean much the same when people talk about what they host. Each line is one group, named
 * by its first word; a word may stand in several. Extend freely: a line costs nothing at match time.
 */
const synonymGroups = `
film movie cinema video dvd bluray
video clip youtube
photo picture image snapshot pics gallery album photograph selfie
website site web webpage page portal
watch monitor observe check track keep-an-eye probe supervise surveil
uptime down offline online alive reachable outage unavailable availability downtime responding dead
password credential passphrase login secret passkey
note memo jot
document paper paperwork pdf letter file scan receipt
music song audio tune mp3 album track playlist
tv show series episode television
book ebook epub novel comic manga
ad advert advertisement advertising tracker blocker commercial banner-ad
chat message messenger messaging talk conversation im irc
mail email mailbox inbox smtp imap
calendar schedule event appointment date
recipe cook meal food dish kitchen dinner lunch cookbook baking
money budget finance expense bank spending accounting bookkeeping cash salary
invoice bill receipt
rss news feed blog subscription
bookmark link url favourite favorite
git code source repository repo forge
wiki knowledge documentation handbook manual encyclopedia
task todo chore kanban ticket issue reminder
file folder cloud drive storage share
sync synchronise synchronize replicate mirror
vpn tunnel remote away outside
proxy ingress gateway route
certificate tls ssl https letsencrypt cert insecure padlock
dns name nameserver resolver record domain
download torrent bittorrent usenet magnet grab fetch
game gaming minecraft multiplayer
smarthome home house automation iot light lamp heating thermostat sensor blinds bulb
camera cctv nvr surveillance footage doorbell
log logs logging syslog journal
metric graph chart dashboard statistic performance stats
disk storage space drive volume filesystem partition hdd ssd
package apt software update patch outdated obsolete
user account person member login colleague coworker
backup archive copy snapshot dump
database db sql
queue mqtt broker message-bus
container docker podman pod
firewall port ufw iptables block
time clock ntp
printer print cups
speed bandwidth speedtest throughput internet
map location gps navigation position
search engine find google
paste snippet pastebin
poll survey form questionnaire vote
call conference meeting videocall zoom
family genealogy ancestor tree
fitness health workout sport training exercise gym running-log
grocery shopping inventory stock pantry
translate translation language
ai llm gpt chatbot model assistant
alert notify notification notice push inform tell
server machine computer box host node
dashboard startpage homepage overview landing
sso signon identity authentication auth login oauth oidc
ups battery power outage blackout electricity
stream streaming cast broadcast playback
intrusion attack attacker ban brute-force hack hacker burglar intruder
reboot restart
temperature fan heat thermal
memory ram swap
network lan wifi wireless
key ssh-key pubkey public-key
desktop rdp vnc screen
text-editor editor ide
kubernetes k8s cluster
status state running healthy
move migrate migration relocate transfer
prune clean cleanup purge garbage unused dangling leftover obsolete
connection connectivity reachability reachable network
wrong trouble troubleshoot troubleshooting diagnose diagnostic problem
space free usage full capacity room
dead broken failing failed crash error die dies dying
`;

const groupsOf = new Map<string, string[]>();
for (const line of synonymGroups.trim().split("\n")) {
  const words = line.trim().split(/\s+/);
  const label = `~${words[0]}`;
  for (const word of words) {
    const key = stem(word.replaceAll("-", ""));
    const known = groupsOf.get(key) ?? [];
    if (!known.includes(label)) groupsOf.set(key, [...known, label]);
  }
}

/** The synonym groups of a stemmed word, each as "~first word". */
export function synonymGroupsOf(stemmed: string): readonly string[] {
  return groupsOf.get(stemmed) ?? [];
}
