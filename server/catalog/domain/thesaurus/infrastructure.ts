import type { ThesaurusGroup } from "./thesaurus-types.ts";

/** Databases, containers, virtual machines, dashboards and machine care. */
export const infrastructure: readonly ThesaurusGroup[] = [
  {
    words: "database db sql data store",
    services: `
PostgreSQL = postgres, pgsql, psql, postgresql server
MariaDB = maria db
MySQL = mysql server
percona
MongoDB = mongo | documents nosql
Redis = redis server | cache key value
Valkey | cache key value
KeyDB | cache key value
dragonfly | cache key value
dragonflydb | cache key value
Memcached | cache
SQLite
InfluxDB = influx, influxdb2 | time series metrics
TimescaleDB = timescale | time series
ClickHouse | analytics columns
CouchDB = couch db | documents
Cassandra | wide column
scylladb | wide column
scylla | wide column
Neo4j | graph
CockroachDB
etcd | key value cluster
Adminer | web ui
phpMyAdmin = php my admin | web ui mysql
pgAdmin = pgadmin4 | web ui postgres
CloudBeaver = dbeaver | web ui
Mongo Express | web ui
PgBouncer | postgres pool
Patroni | postgres cluster high availability
Meilisearch = meili | full text search
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
Kafka = apache kafka | message stream broker
redpanda | message stream broker
NATS | message broker
ActiveMQ = artemis | message broker
ZooKeeper`,
  },
  {
    words: "containers container docker images stacks compose manage",
    services: `
Docker = docker engine, docker ce, docker-ce, moby
Docker Compose = docker-compose | compose
Podman | rootless
Portainer = portainer ce, portainer agent | web ui
Dockge | compose web ui
Komodo | web ui deploy builds
Yacht | web ui
Arcane | web ui
Watchtower = watch tower | update images automatically
Diun | image update notification
What's Up Docker = wud, whats up docker | image update notification
Docker Registry | private images store registry
distribution registry | private images store registry
harbor | private images store registry
Zot | registry
Docker Socket Proxy = dockerproxy, docker-socket-proxy | socket proxy
Containerd
cri-o
runc
Coolify | deploy apps paas heroku
dokku | deploy apps paas heroku
caprover | deploy apps paas heroku
dokploy | deploy apps paas heroku
easypanel | deploy apps paas heroku
Kubernetes = k8s | cluster orchestrate
kubeadm | cluster orchestrate
K3s | kubernetes lightweight cluster
MicroK8s | kubernetes cluster
k0s | kubernetes cluster
rke2 | kubernetes cluster
rke | kubernetes cluster
talos | kubernetes cluster
minikube | kubernetes cluster
kind cluster | kubernetes cluster
Rancher | kubernetes
Argo CD = argocd, argo | gitops kubernetes
Flux = fluxcd | gitops kubernetes
Helm | kubernetes charts
Docker Swarm = swarm | cluster
swarmpit | cluster
Nomad = hashicorp nomad | cluster orchestrate
Consul = hashicorp consul | service discovery
Cert-Manager = cert manager | kubernetes certificates
Istio | service mesh
linkerd | service mesh
Lazydocker`,
  },
  {
    words: "virtual machines vm hypervisor virtualisation virtualization",
    services: `
Proxmox = proxmox ve, pve
libvirt = virt-manager | kvm
qemu | kvm
LXD | containers lxc
incus | containers lxc
XCP-ng = xen
xen orchestra
VirtualBox
VMware = vsphere
esxi
oVirt
Cockpit | server web admin console
Webmin = virtualmin | server web admin console
CasaOS | home server apps store
umbrel | home server apps store
runtipi | home server apps store
tipi | home server apps store
yunohost | home server apps store
cosmos server | home server apps store
cosmos | home server apps store
Netboot.xyz = netboot | boot install over network ipxe tftp
pxe | boot install over network ipxe tftp
FOG = fog project | image clone computers
cloud-init`,
  },
  {
    words:
      "dashboard start page home page startpage portal links bookmarks overview landing services icons",
    services: `
*Homepage = gethomepage
*Homarr
Heimdall
Dashy
Homer
*Flame
Organizr
*Glance = glanceapp
Dasherr
Fenrus
*Mafl
Starbase 80
Hubleys
LinkDash
Homelabarr`,
  },
  {
    words: "operating system machine host maintenance server setup",
    services: `
Unattended Upgrades = unattended-upgrades | security updates patches automatic automatic updates auto updates
dnf-automatic | security updates patches automatic automatic updates auto updates
Logrotate | rotate logs log rotation
Cron | scheduled jobs crontab
anacron | scheduled jobs crontab
Swap = swapfile, zram | memory swap file
Hostname
Timezone | time zone locale
SSH Keys | public key login authorized keys authorized_keys
Sudo | root rights sudoers
MOTD | login banner message of the day
Sysctl | kernel parameters
SELinux | mandatory access
apparmor | mandatory access
ClamAV = clam av | virus malware scan antivirus
Lynis | security audit hardening
openscap | security audit hardening
rkhunter | security audit hardening
Wazuh | security siem intrusion
ossec | security siem intrusion
osquery
Auditd
NUT = network ups tools, nut server | ups battery power failure apc ups
apcupsd | ups battery power failure apc ups
CUPS | printer printing print server
SANE | scanner scanning
scanservjs | scanner scanning
hdparm = hd-idle | disk spin down
smartmontools = smartd | disk smart health
lm-sensors | temperature fan
Fancontrol
Oh My Zsh = zsh | shell terminal prompt
fish shell | shell terminal prompt
tmux | terminal screen
Dotfiles | shell configuration
Node.js = nodejs | javascript runtime
Java = openjdk, jdk | runtime jre
Python = python3 | runtime pip
pyenv | runtime pip
Golang = go language | runtime
Ruby | runtime
PHP = php-fpm, php fpm | runtime
Rust = rustup | runtime
NVIDIA Drivers = nvidia, nvidia driver, cuda, nvidia container toolkit | gpu graphics
Home Server Base
Webhook = webhookd | trigger
*Semaphore = ansible semaphore, semaphore ui | ansible playbooks web ui
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
];
