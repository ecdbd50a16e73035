import type { ThesaurusGroup } from "./thesaurus-types.ts";

/** Databases, containers, virtual machines, dashboards and machine care. */
export const infrastructure: readonly ThesaurusGroup[] = [
  {
    words: "database db sql data store",
    services: `
PostgreSQL = postgres, pgsql, psql, postgresql server | relational database sql
PostGIS | geographic postgres maps
SQLPage | web pages from sql
Teable | spreadsheet database postgres
MariaDB = maria db | relational database sql mysql
MySQL = mysql server | relational database sql
percona | mysql cluster
MongoDB = mongo | documents nosql document database
Redis = redis server | cache key value in-memory key-value queue
Valkey | cache key value
KeyDB | cache key value
dragonfly | cache key value
dragonflydb | cache key value
Memcached | cache
SQLite | file database
InfluxDB = influx, influxdb2 | time series metrics measurements store
TimescaleDB = timescale | time series
ClickHouse | analytics columns
CouchDB = couch db | documents
Cassandra | wide column
scylladb | wide column
scylla | wide column
Neo4j | graph
CockroachDB
etcd | key value cluster
Adminer | web ui browse look into database tables browser admin
phpMyAdmin = php my admin | web ui mysql browse tables browser admin
pgAdmin = pgadmin4 | web ui postgres browse tables browser admin
CloudBeaver = dbeaver | web ui
Mongo Express | web ui
PgBouncer | postgres pool
Patroni | postgres cluster high availability
Meilisearch = meili | full text search instant index
Typesense | full text search
Apache Solr = solr | full text search
Qdrant | vector embeddings
milvus | vector embeddings
weaviate | vector embeddings
chroma | vector embeddings
chromadb | vector embeddings
Supabase | backend
pocketbase | backend
appwrite | backend
RabbitMQ = rabbit mq | message queue broker
Kafka = apache kafka | message stream broker event streaming queue messages
redpanda | message stream broker
NATS | message broker
ActiveMQ = artemis | message broker
ZooKeeper`,
  },
  {
    words: "containers container images stacks",
    services: `
Docker = docker engine, docker ce, docker-ce, moby | container engine runtime install containers run
Docker Compose = docker-compose | compose stacks files containers
Podman | rootless containers daemonless
Portainer = portainer ce, portainer agent | web ui manage containers click page interface docker gui
Dockge | compose web ui manage stacks page
Komodo | web ui deploy builds
Yacht | web ui
Arcane | web ui
Watchtower = watch tower | update images automatically upgrade containers newest keep current new versions by themselves
Autoheal = docker-autoheal | restart unhealthy containers automatically
Prunemate | clean up delete unused old docker images volumes schedule
Docker Registry Browser | look into registry images
Docker Registry Purger | delete old images registry
Diun | image update notification tell notify new versions updates released
What's Up Docker = wud, whats up docker | image update notification
Docker Registry | private images store registry own container hub push pull
distribution registry | private images store registry
harbor | private images store registry own container hub scan
Zot | registry
Docker Socket Proxy = dockerproxy, docker-socket-proxy | socket proxy limit restrict access docker api
Containerd | container runtime cri
cri-o | container runtime cri kubernetes
runc | low-level container runtime oci
Coolify | deploy apps paas heroku
dokku | deploy apps paas heroku
caprover | deploy apps paas heroku
dokploy | deploy apps paas heroku
easypanel | deploy apps paas heroku
Lazydocker`,
  },
  {
    words: "virtual machines vm hypervisor virtualisation virtualization",
    services: `
Proxmox = proxmox ve, pve | hypervisor virtual machines containers host vms
libvirt = virt-manager | kvm virtual machines guests vms
qemu | kvm
LXD | containers lxc system guests
incus | containers lxc
XCP-ng = xen
xen orchestra
VirtualBox | desktop vms
VMware = vsphere | vms
esxi
oVirt
Cockpit | server web admin console manage browser page
Webmin = virtualmin | server web admin console`,
  },
  {
    words:
      "dashboard start page home page startpage portal links bookmarks overview landing services icons",
    services: `
*Homepage = gethomepage | start page links everything host apps widgets landing
*Homarr | start page links everything host apps widgets landing
Heimdall | start page links everything host apps landing
Dashy | start page links everything host apps widgets landing
Homer | start page links everything host apps landing
*Flame
Organizr | start page links tabs everything host apps one place
*Glance = glanceapp | start page feeds news widgets
Dasherr
Fenrus
*Mafl
Starbase 80
Hubleys
LinkDash
Homelabarr`,
  },
  {
    words: "system machine",
    services: `
Unattended Upgrades = unattended-upgrades | security updates patches automatic automatic updates auto updates install automatically apt overnight itself
dnf-automatic | security updates patches automatic automatic updates auto updates install automatically itself
Logrotate | rotate logs log rotation compress delete old files grow
Cron | scheduled jobs crontab timed recurring scripts nightly run
anacron | scheduled jobs crontab
Swap = swapfile, zram | memory swap file virtual extra ram swapping swappiness
Hostname | name of the machine rename computer
Timezone | time zone locale clock region local
SSH Keys | public key login authorized keys authorized_keys without password authorised
Sudo | root rights sudoers who may become administrator privileges passwordless
MOTD | login banner message of the day greeting welcome shown ssh log in
Sysctl | kernel parameters settings tune tuning network
SELinux | mandatory access policy enforcing labels
apparmor | mandatory access profiles confine
ClamAV = clam av | virus malware scan antivirus scanner
Lynis | security audit hardening check
openscap | security audit hardening
rkhunter | security audit hardening
Wazuh | security siem intrusion monitoring agent detection hosts alerts
ossec | security siem intrusion
osquery
Auditd | record system calls audit trail
NUT = network ups tools, nut server | ups battery power failure apc ups cut outage shut down cleanly uninterruptible
apcupsd | ups battery power failure apc ups cut outage shut down cleanly uninterruptible
CUPS | printer printing print server printers share
SANE | scanner scanning
scanservjs | scanner scanning
hdparm = hd-idle | disk spin down
smartmontools = smartd | disk smart health failing drives monitoring hard drive
lm-sensors | temperature fan
Fancontrol
Oh My Zsh = zsh | shell terminal prompt nicer
fish shell | shell terminal prompt
tmux | terminal screen sessions
Dotfiles | shell configuration
Node.js = nodejs | javascript runtime npm
Java = openjdk, jdk | runtime jre jvm
Python = python3 | runtime pip interpreter packages programming
pyenv | runtime pip
Golang = go language | runtime programming compiler
Ruby | runtime programming gems
PHP = php-fpm, php fpm | runtime web scripting fpm
Rust = rustup | runtime
NVIDIA Drivers = nvidia, nvidia driver, cuda, nvidia container toolkit | gpu graphics card driver transcoding cuda acceleration
Home Server Base
Webhook = webhookd | trigger
*Semaphore = ansible semaphore, semaphore ui | ansible playbooks web ui run interface schedule
AWX = ansible tower | ansible playbooks web ui
Rundeck | jobs automation operations
Cronicle | scheduled jobs
Ofelia | scheduled jobs docker
Terraform | infrastructure code
opentofu | infrastructure code
pulumi | infrastructure code
Puppet | configuration management
salt | configuration management
saltstack | configuration management
chef | configuration management
Foreman
katello
GLPI | it asset inventory helpdesk
*Fleet = fleetdm | devices`,
  },
  {
    words: "cluster",
    services: `
Kubernetes = k8s | cluster orchestrate nodes pods orchestration
Calico | pod network policy
Cilium | pod network ebpf
Flannel | pod network overlay
Multus | several networks per pod
Rook | ceph storage cluster
Local Path Provisioner | local volumes storage class
Node Feature Discovery = nfd | detect hardware label nodes
ExternalDNS = external-dns | dns records from ingresses
Sealed Secrets | encrypted secrets git
Kured | reboot nodes after updates
kubeadm | cluster orchestrate
K3s | kubernetes lightweight cluster small nodes pods
MicroK8s | kubernetes cluster
k0s | kubernetes cluster
rke2 | kubernetes cluster
rke | kubernetes cluster
talos | kubernetes cluster
minikube | kubernetes cluster
kind cluster | kubernetes cluster
Rancher | kubernetes
Argo CD = argocd, argo | gitops kubernetes deploy from git sync cluster
Flux = fluxcd | gitops kubernetes
Helm | kubernetes charts
Docker Swarm = swarm | cluster
swarmpit | cluster
Nomad = hashicorp nomad | cluster orchestrate
Consul = hashicorp consul | service discovery
Cert-Manager = cert manager | kubernetes certificates cluster tls issue automatically ingress
Istio | service mesh
linkerd | service mesh`,
  },
  {
    words: "boot install machines",
    services: `
Netboot.xyz = netboot | boot install over network ipxe tftp computers pxe operating systems menu usb stick
pxe | boot install over network ipxe tftp computers pxe operating systems
FOG = fog project | image clone computers
cloud-init | first boot vm initialise`,
  },
  {
    words: "home server apps store",
    services: `
CasaOS | home server apps store
umbrel | home server apps store
runtipi | home server apps store
tipi | home server apps store
yunohost | home server apps store
cosmos server | home server apps store
cosmos | home server apps store`,
  },
];
