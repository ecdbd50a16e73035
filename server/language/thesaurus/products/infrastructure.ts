/** What runs, watches, stores and connects all the others, and what is on desktops. One product a line; see the README beside this folder. */
export const infrastructureProducts = `
*.NET = dotnet-sdk, aspnetcore | c sdk microsoft runtime asp programming programmieren entwickler aspnet core jellyfin build visual studio c-sharp emby language developer
1panel | web hosting panel customers domains mail accounts php sites plesk cpanel hoster virtual machine vm hypervisor virtualisierung virtuelle maschine
1Password = 1password cli, op cli | commercial password vault desktop browser family subscription passworter mots de passe contrasenas autofill ssh agent share families logins cli
2FAuth | one time codes totp authenticator in browser google authy lost phone backup qr einmalcode code a usage unique two-factor web one-time six digits new zweiter faktor digit login sudo ssh extra protection usb stick
3x-ui = x-ui | web panel inbound users expiry traffic vless reality censorship proxy blocked country subscription clients zensur censure xtls trojan iran vps quota bypass firewall vpn internet
7-Zip = p7zip, file-roller | unpack rar archive extract compress entpacken decompresser archiv passwort packen descomprimir files folders ark
abcde | rip audio cd flac convert video dvd blu-ray smaller mp4 burn brennen umwandeln convertir kopieren
Ackee | visitors anonymous statistics node minimal blog page views google analytics privacy besucher visiteurs nodejs mongodb domains durations referrers simple tracker zahler website cookieless traffic counter statistiques how many people read my who visits site which country browser without cookie banner
acme-dns | certificate issue renew shell script challenge wildcard api domain free https zertifikat certificat hooks reload synology cloudflare zerossl cron tls certificado
acme.sh | certificate issue renew shell script dns challenge wildcard api domain free https zertifikat certificat hooks reload synology cloudflare zerossl cron tls certificado
ActiveMQ = qpid, activemq artemis, apache activemq | jms java message broker queues stomp amqp openwire mqtt queue topics enterprise messages persistent integration spring nachrichten streaming workers jobs background publish subscribe realtime websocket programs exchange asynchronous waiting worker decouple services backlog
addy.io = addy | fake email alias per website spam password identities hide my address wegwerf adresse tarn mailbox forward identity anonymous addresses forwarding real disposable reply wegwerfadresse give every shop different catch-all turn off leak
adguard exporter | dns queries blocked percentage clients top domains metric grafana ads blocklist graph statistics dashboards lookups prometheus metrics
AdGuard Home = ad guard | ads gone every device dns filter kids parental safe search block youtube tiktok trackers per client smart tv werbung kinder publicite enfants anuncios ad blocker adverts
AdGuard Home Sync = pihole sync | second dns blocker keep both same settings replicate filters lists two instances redundant primary secondary spiegeln cron api backup pihole ad adverts
Adminer = adminerevo, phpminiadmin, adminneo | look into database tables browser single php file edit rows export mysql postgres sqlite login theme oberflache dump base browse gui web interface lightweight datenbank at in click change value run query show columns
aegis | six digit codes two factor phone sync encrypted otp login second step einmalcode authentifizierung code handy export import tokens two-factor web totp one-time digits new lost authenticator backup qr zweiter faktor sudo ssh extra protection usb stick
*age = age encryption | simple modern file encryption key recipients encrypt values yaml files in git keys passwords repository readable diff pgp flux ansible kms verschlusselt chiffre commit safely editing kubernetes k8s cluster secrets credentials verschluesseln api not plain text playbook rotate tokens env
Aider | git pair programming ai coding assistant in terminal write code agent ki programmieren repository anthropic openai refactor chat writes autonomously fix issues developer let do the work program bug by itself command task
akregator | podcast rss reader desktop feeds subscribe nachrichten feed lesen episodes offline news reading folgen abonnieren
*Albert | spotlight launcher desktop gadgets show cpu on wallpaper dock change widgets hintergrundbild panel
Alertmanager = prometheus alertmanager | route alerts email telegram slack pager silence group deduplicate nobody told me disk full firing notification on call alarm benachrichtigung alerte aviso
AliasVault = anonaddy | fake email alias per website spam password identities hide my address wegwerf adresse tarn mailbox forward identity aliases built in manager credentials team vault share logins 1password lastpass browser extension passwoerter mots de passe contrasenas
alist | own cloud drive several storage backends onedrive s3 share link webdav list many drives aria2 offline download aliyun users
*Alloy = grafana alloy, grafana agent | collect logs metrics traces agent ship loki prometheus successor promtail pipeline config river journal telemetry otel kubernetes scrape unify search protokolle journaux registros
*Amanda = zmanda | tape backup network hosts classic dump planner server bandsicherung changer vtapes clients nightly unix sauvegarde bander holding restore
amarok | play mp3 collection music player desktop playlists itunes musik abspielen lecteur musique alben
Amnezia = amneziawg, amnezia vpn, obfs4 | vpn blocked by provider disguise wireguard obfuscate deep packet inspection russia obfuscated dpi block iran app own vps easy setup proxy bypass internet
anacron = fcron | jobs run although pc was off laptop missed daily weekly later nachholen when switched on again catch up periodic tache sleeping rattraper
Android Studio | apps emulator java python ide programming refactor development entwickler debugger refactoring kotlin projects license editor code
angry ip scanner | list all devices in lan names vendors scan range what is connected gerate finden presence vendor open ports wifi geraete
*Anki = anki desktop | flashcards vocabulary kids learn school maths astronomy lernen enfants apprendre karteikarten vokabeln kinder learning
Ansible CMDB | facts html overview hosts record playbook runs results report history which task changed failed web callback plugin reporting tasks timing sqlite django host when
*Apache = apache2, httpd, apache http server | web pages virtual host htaccess php mod rewrite site serve document root webseite module ssl vhost directory basic auth webserver reverse proxy https domain
Apache Solr = lucene, solrcloud | full text search index enterprise facets schema zookeeper volltextsuche documents typo3 nextcloud dovecot recherche fulltext pdf ranking library catalogue engine suche moteur de lucene java full-text typo instant fast results query website shards json box for my mastodon indexing heap memory backend misspelled
apcupsd = apc ups daemon | apc ups battery power outage shutdown runtime left usb smart-ups stromausfall usv onduleur coupure apagon snmp slave cgi smt email replace
APISIX = apisix gateway, apache apisix | api gateway plugins rate limit key auth routes upstream lua etcd dashboard ssl authentication canary grpc microservices dynamic consumers reverse proxy https domain
*apollo | stream pc games to tv tablet steam deck couch low latency gpu spiele streamen jeux salon nvenc controller gamepad fernseher shield encode virtual display wolf
AppArmor = aa-enforce | confine programs profiles mandatory access complain enforce denied ubuntu profile snap docker mysql blocked unconfined logs security erlauben bloquer
AppImageLauncher | integrate menu first run single file portable program download programm starten desktop icon integration update downloaded executable fuse integrieren am
Apprise = apprise api, ntfy sh, gotify cli | send notification to telegram discord email pushover from script one url many services pushbullet benachrichtigung envoyer alerte gateway notifications slack forward alerts everything unified tell me on my phone when backup fails done camera motion server down message alarm
Appwrite = directus backend | firebase backend auth functions storage mobile app developers developer login flutter database push own rest users api realtime low-code internal admin crud instant for my phone user tables without writing server forms
Apt-Cacher NG = apt cache, pkgcacher, apt cacher, acng | many machines download same packages once cache lan proxy debian ubuntu bandwidth updates einmal herunterladen zwischenspeicher bandbreite offline mirror package downloads slow internet paketcache apt-get update install proxmox lxc virtual repeat save traffic
apt-dater | which machines have pending updates list outdated packages email overview available agent dashboard hosts kernel security aktualisierungen mises a jour
Aptly = deb-s3 | own debian package repository mirror publish offline deb rpm snapshot paketquelle eigenes depot gpg signed ppa company packages files apt upload install team private dependencies internal versions
*Arcane | modern docker web gui containers images volumes networks stacks portainer alternative updates oberflache svelte templates environments remote users
Ardour | daw multitrack recording studio record voice cut audio podcast edit sound waveform mixing tonaufnahme schneiden enregistrer tonspur noise removal mp3
Arduino = picotool, stm32cube | microcontroller sketch upload board electronics flash esp32 esp8266 mikrocontroller programmieren bastelprojekt sensors serial monitor libraries flashing blink firmware
AREDN Mesh = olsr, libremesh | community wifi neighbours free wireless village funknetz wlan freies netz node supernode richtfunk gateway router batman
Argo CD = argo | gitops deploy from git sync cluster drift application manifests rollback out of kubernetes applicationset sso diff prune webhook declarative self-heal k8s ci build test pipelines push jobs agents release continuous automatically after commit compile rollout image tests
Argo Events | triggers sensors webhooks pipelines dag jobs steps kubernetes canary blue green batch workflow artifacts cron ml parallel data processing k8s cluster
Argo Rollouts | canary blue green progressive traffic pipelines dag jobs steps kubernetes batch workflow artifacts cron ml parallel data processing k8s cluster
Argo Workflows | pipelines dag jobs steps kubernetes canary blue green batch workflow artifacts cron ml parallel data processing k8s cluster ci cd build test deploy git push agents gitops release continuous automatically after commit compile rollout image tests
Arkime = moloch | index pcap full packet search network security monitoring connection logs malware beaconing capture forensic lan protocol analysis conn.log hunting soc einbruch bro rita
Arq | mac lock free deduplication several computers same cloud storage backup encrypted chunk sichern verschlusselt sauvegarde gui multiple backends prune offsite restore
Artifactory = jfrog, jfrog artifactory | binaries private npm pypi maven packages cache registry company builds build firm offline dependencies paket depot artifact repository docker jfrog enterprise own upload install team internal mirror versions paketquelle
*at = atd | run command once later tonight in two hours queue einmal spater einmalig one-off timed delayed execution plus tard shutdown an hour batch
*athens = athens proxy | private npm pypi maven packages cache registry company builds build firm offline dependencies paket depot go modules package artifacts nuget cargo composer gem libraries proxy publish mirror developers own internal download
atlauncher | play minecraft on desktop mods java edition kids kinder spielen modpacks forge fabric skins instances account jeu enfants
Audacious | winamp skins play mp3 collection music player desktop playlists itunes musik abspielen lecteur musique alben
Audacity | record voice cut audio podcast edit sound waveform mixing tonaufnahme schneiden enregistrer tonspur noise removal mp3
Auditd = laurel, linux audit | who changed file which command ran record syscalls audit trail compliance rules ausearch login root activity watch passwd surveillance uberwachen
AUR Helper = pacman | arch user repository packages build mirror list fast manjaro pakete installieren pkgbuild makepkg update endeavour user-contributed
Authelia | login page before apps two factor one password for everything protect services nginx traefik forward auth totp anmelden einmal connexion unique single sign on sso anmeldung sign-on portal reverse proxy passkey lightweight oidc zwei faktor inicio de sesion in once all my family front of
Authentik = goauthentik, authentik outpost, authentik server | one account for everything login sso family invite enrolment oidc saml ldap flows two factor einmal anmelden connexion unique inicio sesion single sign on anmeldung sign-on identity provider all apps users mfa enrollment in once my services page front of second public internet
authy | six digit codes two factor phone sync encrypted otp login second step einmalcode authentifizierung code handy export import tokens
auto-cpufreq | laptop battery lasts longer save power watts electricity bill cpu governor throttle strom sparen economiser akku stromverbrauch batterie autonomie frequency cstate idle green
AutoFS = systemd automount | mount share only when accessed nas on demand unmount idle boot hangs einhangen monter auto.master indirect map ordner automatisch smb nfs automount
Autoheal = docker-autoheal, willfarrell autoheal | restart unhealthy container automatically hangs healthcheck failing frozen neustart redemarrer health check timeout label socket monitor hung webapp supervise kranke docker image updates
AutoKey | macro hotkeys clipboard history text snippets expand shortcut automate typing zwischenablage copy paste kopieren einfugen mehrfach earlier copied
Autorestic = restic runner | yaml config for restic several locations backends cron backups sichern yml multiple destinations sauvegarde hooks forget retention easy wrapper b2 backup restore
autotrash | delete files older than days temp downloads folder clean up automatically aufraumen nettoyer alte dateien loschen retention supprimer fichiers
Avahi = avahi-daemon, mdns, bonjour, zeroconf, avahi reflector, mdns repeater | local name find printer airplay chromecast across vlan discover devices announce raspberry.local drucker finden reflect subnets iot imprimante trouver decouverte
AWStats | web log statistics classic monthly hits referrers perl apache report zugriffe robots countries browsers bandwidth visiteurs static html logfile nginx visitors website analytics files page views google privacy cookieless traffic counter besucher statistiques how many people read my blog who visits site which country browser
AWX = ansible tower, awx operator, ansible automation platform, aap | run playbooks browser job templates schedule inventories credentials workflow tower team redhat automation controller surveys rbac notifications history playbook starten execution environments ansible web inventory template scripts jobs button interface commands runbook predefined cron for restart script click colleagues without ssh nightly failed log output
Backrest = backrest restic, restatic, restic browser | restic in browser schedule plans restore files click backup repositories oberflache sichern sauvegarde copia scheduler snapshot browse notifications
Backup Scripts = tar backup | archive etc home directories tar nightly copy rotate usb disk stop containers sichern sauvegarde cron retention ordner nfs simple backup
*backup-manager | archive etc home directories tar nightly copy rotate usb disk stop containers sichern sauvegarde cron retention ordner nfs
BackupPC | pcs pooled deduplicated web restore rsync smb laptops office scheduled sichern rechner sauvegarde postes perl deduplicate compression zip agentless linux backup
Bacula = baculum, bacula-fd | tape library enterprise backup director storage daemon client pools full incremental bander bandlaufwerk bconsole schedule volumes sauvegarde jobs restore sicherung
balena etcher | bootable usb stick several iso images flash sd card installer multiboot live flashen schreiben brennen boot key cle multi windows linux
bambu studio | slice stl for 3d printer gcode filament drucker drucken slicer model printing layers supports impression schichten
bandersnatch = pypi mirror | pypi mirror full private npm maven packages cache registry company builds build firm offline dependencies paket depot python package artifacts nuget cargo go composer gem libraries proxy publish developers own modules internal download
Bandwhich | terminal bandwidth by process remote host connection which program uploads network rust verbindung bandbreite address live utilisation culprit cargo
baobab | disk full what takes up space biggest folders terminal tree cleanup platte voll disque plein ordner speicherplatz treemap grosse dateien espace liste
Barcode Label Printer = labelprinter, brother_ql, dymo, ptouch, zpl | labels stickers jars boxes qr print etikett etiquette drucken cable storage box inventory from browser phone maker sticker label print
Bareos = bareos director | bacula fork enterprise backup tape cloud plugins restore catalogue webui director storage daemon file catalog sicherung bander sauvegarde vmware firma
Barman = barman cloud, pgbarman | postgres disaster recovery wal streaming point in time datenbank sichern sauvegarde pitr archive retention restore remote backup standby enterprise base database dump nightly copia copy of the every night after crash consistent compressed keep seven days
*Barrier | one mouse keyboard across two computers share move pointer to other screen maus tastatur teilen bildschirm desk clipboard laptop desktop shared clavier partager
Bastillion | web ssh keys privileged access bastion database session recording just in time jump host contractors users permission temporary third party replace vpn audited team certificates terminal rdp compliance sprungserver reach servers from browser who logged admin colleagues
*bat | cat highlighting fuzzy find history better ls grep json command line utilities terminal konsole werkzeuge faster replacements nicer fd lf
batman-adv | layer 2 mesh kernel community wifi neighbours free wireless village funknetz wlan freies netz node supernode richtfunk gateway router
Batocera | usb boot retro old console games snes nintendo emulator gamepad couch spielkonsole alte spiele arcade playstation n64 roms tv emulation controllers raspberry consoles libretro play mario sonic zelda super controller nostalgia
Bcache = dm-cache, l2arc | ssd cache in front of slow hard disks accelerate beschleunigen hdd writeback hybrid tiering faster nas
beekeeper studio | query many kinds of database web desktop client sql editor schema datenbank oberflache base de donnees mysql postgres oracle browse gui tables interface databases diagram export rows ansehen look at in browser click change value run show columns
Beeper | all chats bridge whatsapp on computer many chat services one window messages nachrichten messenger handy pc wrapper tabs client desktop
bento | links on one page tree bio social profile tiles landing linktree visitenkarte instagram pages short musician creator avatar dashboard start startseite
Beszel = beszel agent, beszel hub | small lightweight overview of several machines docker stats history cpu temperature disk alert low resource raspberry hub agent ubersicht rechner apercu metrics monitoring watch
betterbird | email program desktop mailbox calendar outlook imap accounts post e-mail courriel correo postfach rechnungen mail
bichon | copy all emails from gmail archive move mailbox to other provider search old mail postfach archivieren migrieren umzug courriels archiver imap export several accounts download rust web view mailarchiv keep for years find message inbox quota full before deleting account
*BIND = bind9 | authoritative zone files a records secondary master slave nameserver own domain zonen dnssec rndc forwarder reverse ptr lookup master-slave dns names resolve
Bitnami | packaged stacks images charts ready made appliance lxc templates one line install scripts proxmox helper iso wordpress ready-made virtual image
Bitwarden = bw cli, bitwarden unified, bitwarden server, bitwarden cli | password vault browser extension autofill lastpass 1password logins phone family passworter mots de passe contrasenas manager passwords organisation official shared collections passwoerter keep all safe share netflix login with partner generate strong remember sticky notes
Blackbox Exporter = prometheus blackbox, blackbox | probe http tcp icmp dns endpoint from outside certificate expiry days latency website answers status code metric erreichbar ausserhalb sonde exterieur ssl ping probes ablauf zertifikat web answering slow handshake module outage uptime alert down prometheus monitoring watch sites
bleachbit | delete files older than days temp downloads folder clean up automatically aufraumen nettoyer alte dateien loschen retention supprimer fichiers
Blender = blender 3d, povray | 3d modelling animation render sculpt film modellieren cycles sculpting farm objects modelisation video grafik
blikvm | keyboard video mouse over network see bios remotely power button hdmi headless machine hangs fernsteuerung atx iso mount reinstall boot menu remote hands
*Blocky | ads trackers dns blocklists per client group yaml fast lightweight doh cache werbung publicite ad blocker adverts
bmon | interface rates graph which connection process eats bandwidth live terminal network traffic per host upload saturation bandbreite schnittstelle internet slow device
bonjourr | browser new tab start page clock wallpaper bookmarks greeting startseite nouvel onglet photo weather todo extension pagina inicio dashboard links
bore | tiny tcp nat traversal expose local port to internet through vps reverse tunnel demo webhook localhost public freigeben ohne offentliche ip cgnat exposer
Borg = borgbackup | deduplicated encrypted archive repository ssh append only hetzner storage box compress restore mount sichern sauvegarde copia backup
Borg UI = borg web ui | see archives in browser schedule restore click repositories oberflache archive durchsuchen sichern web dashboard ssh sauvegarde backup
BorgBase = rsync.net | hosted backup target offsite repository rent space append only cloud extern sichern mieten append-only storage monitoring box restore sauvegarde
Borgmatic = borgmatic docker | nightly borg yaml database dumps hooks retention encrypted backups consistency check sichern sauvegarde healthchecks ntfy postgres mysql prune cron verschlusselt offsite backup restore
BorgWarehouse | manage borg repositories keys quotas alerts see archives in browser schedule restore click oberflache archive durchsuchen sichern web dashboard ssh sauvegarde backup
BRLTTY | braille display blind accessibility read aloud big letters onscreen keyboard vorlesen barrierefrei blinde sehbehindert zoom magnifier aveugle ciego impaired vision
Bruno | git friendly offline test api requests rest http client collections schnittstelle graphql headers json developer testing desktop curl files postman developers send request endpoint token collection debug websocket
btop = bashtop, bpytop | terminal which process eats cpu memory colourful mouse task manager graphs ssh what is slow kill auslastung prozesse processus procesos metrics monitoring
Btrfs = btrfs-progs, btrfsmaintenance | subvolumes snapshots scrub balance copy on write checksums raid1 rollback defrag send receive quota compress zstd raid scrubbing filesystem instantanes
Bubblewrap | flatpak unprivileged namespaces sandbox desktop browser limited file access isolate untrusted application jail games profile restrict home abschotten securiser security
Bugsink | error tracking sentry sdk compatible stack traces exceptions small single container crash grouped fehler erreur python javascript alerts email developers self-contained lightweight reports trace application bugs exception in my program bug notify release android users affected
BunkerWeb = bunkerized nginx | web firewall nginx protect site antibot blacklist modsecurity waf attacks country bad behavior rate limit letsencrypt security headers wordpress hackers bots reverse proxy https domain
Bup = snebu, burp backup | git pack deduplicated backup clients network images sichern dedupe packs client server sauvegarde incremental versions restore
C Compiler | compile from source headers missing cc not found build tools programming programmieren kompilieren make install dev gcc fehler build essential
Cabot = arachnys cabot | uptime graphite check pagerduty alternative on call phone sms when website breaks service bereitschaft astreinte django threshold jenkins rota duty team dashboard failing outage alert down
Cachet = cachethq | status page incident report subscribers component degraded outage scheduled maintenance email customers statuspage storung wartung panne incidencia website uptime alert down
Cacti | snmp rrdtool graphs switch port bandwidth traffic poller templates historical mrtg router netzwerk verkehr trafic schalter bandbreite weathermap thold graphen provider metrics monitoring
Caddy = caddy server, caddy-docker-proxy, caddy2 | automatic https web caddyfile reverse proxy short config certificates file browse php site php-fpm wildcard dns plugin letsencrypt webserver headers basic auth domain
cAdvisor | per container cpu memory network usage docker stats history prometheus which hungry google exporter verbrauch conteneur consommation graphs grafana ram-hungry filesystem limits throttled metrics monitoring
Calico = tigera, project calico | pod network policy bgp cni kubernetes isolate namespaces ip pool felix typha ipip vxlan ebpf egress firewall between pods windows k8s cluster
CapRover | heroku deploy one click apps paas web nginx docker swarm domains https node nodejs wordpress one-click cli webhook vps deployer hosting git push vercel netlify platform projects container domain publish my app own server python certificate automatically install several captain
CasaOS | home cloud app store browser click install raspberry zimaboard beginner apps hausserver dashboard files drives pi docker icewhale nas server one
Casdoor = casbin | identity provider oidc saml web ui social login organisations permissions sso ldap wechat github users tenants page anmelden rbac single sign on anmeldung go casbin sign-on accounts oauth passkey mfa tokens federated one password for everything
Cassandra = apache cassandra | wide column distributed nodes nosql cql replication writes datenbank ring keyspace high write availability big cluster commodity multi datacenter database donnees tables many scale queries replica shards backend plausible
ccache | faster recompile compile from source headers missing cc not found build tools programming programmieren kompilieren make install dev gcc fehler
Celluloid | gtk front minimal video player keyboard command line hardware decoding film abspielen lire hdr youtube stream config scripts lightweight terminal
Ceph = cephadm, cephfs, rbd, radosgw | distributed storage cluster osd nodes replicate block object self healing proxmox mon crush erasure coding speicher verteilte rbd failure domain dashboard
Cert-Manager | kubernetes tls certificates issue automatically ingress letsencrypt clusterissuer dns01 wildcard renew zertifikat certificat issuer acme challenge secret expiry venafi self-signed internal ca k8s cluster
Certbot = let's encrypt, certbot nginx | certificate browser says not secure padlock renew https free wildcard expired warning zertifikat abgelaufen certificat expire certificado tls
Certimate | deploy cdn workflow chinese central certificates issue letsencrypt distribute to nas printer other devices web renew push agents zertifikate verteilen dns-01 storage synology proxmox certificate tls https zertifikat certificat certificado
CertMate | cloudflare dashboard api central certificates issue letsencrypt distribute to nas printer other devices web renew push agents zertifikate verteilen dns-01 storage synology proxmox certificate tls https zertifikat certificat certificado
Certwarden = legocerthub | central certificates issue letsencrypt distribute to nas printer other devices web renew push agents zertifikate verteilen dns-01 storage synology proxmox certificate tls https zertifikat certificat certificado
Changedetection | page changed watch price drop restock back in stock website text diff notify visualping concert tickets vacancy new edited preis anderung seite prix modification aviso cambio precio
ChartDB | diagram schema query many kinds of database web desktop client sql editor datenbank oberflache base de donnees mysql postgres oracle browse gui tables interface databases export rows ansehen look at in browser click change value run show columns
Checkmate = bluewave uptime | uptime website response time incident infrastructure hardware page speed outage alert email discord down ausfall panne caida cpu ram agent capture status erreichbar docker containers uptimerobot
Checkmk = checkmk agent | hosts agent service discovery checks nagios thresholds disk filling warning critical snmp inventory prtg uberwachung surveillance metrics monitoring watch machines
*Cheese | take pictures webcam phone as fake camera zoom photo booth kamera handy loopback module obs virtual cam meeting background usb video0
*Chef = cinc, chef infra | configuration management cookbooks recipes ruby knife nodes converge ohai client server runlist inspec compliance desired infrastructure agents puppet ansible alternative
*Chroma | vector embeddings llm rag python simple collections embedding knowledge chatbot documents openwebui similarity nearest langchain local database ai search
Chrome OS Flex = edubuntu, zorin | revive old laptop for grandma simple safe browsing system alter grosseltern senioren beginner install usb wiederbeleben vieux ordinateur endless
Chrome Remote Desktop | google account pin commercial support id screen sharing help relatives fernwartung helfen eltern parents grandma unattended access
Chrony = ntpd, timesyncd, ntp, chronyd, ntpsec, openntpd | clock wrong minutes time synchronise ntp exact gps lan source drift uhrzeit falsch heure hora sntp pool pi offset leap timeserver falsche
Cilium = hubble | pod network ebpf cni policy kube-proxy replacement observe flows cluster mesh gateway api l7 bgp encryption wireguard observability kernel tetragon kubernetes k8s
circadian | machine sleeps when nobody uses it wakes for backup nas idle shut down at night power ruhezustand veille hibernate
Citrix = citrix workspace, icaclient | work from home company virtual desktop remote office heimarbeit teletravail buro zuhause arbeit firma apps receiver login
clair | scan container image vulnerabilities cve outdated library sbom security check schwachstellen vulnerabilites filesystem kubernetes ci report severity secrets misconfiguration scanner
ClamAV = clamd, freshclam | virus scan files mail attachments malware uploads infected trojan signatures viren scannen antivirus rspamd nextcloud quarantine daily definitions on-access schadsoftware
Claude Code | ai coding assistant in terminal write agent ki programmieren repository anthropic openai refactor chat programming writes autonomously fix issues developer let do the work program bug by itself command task
ClearOS | small business gateway web router firewall distribution old pc zones red green zwei netzwerkkarten proxy vpn ids pare-feu
Clementine | play mp3 collection music player desktop playlists itunes musik abspielen lecteur musique alben
ClickHouse = clickhouse server, clickhouse keeper | analytics columns billions of rows fast aggregate logs olap datenbank auswertung sql plausible posthog events real-time reports columnar cluster database donnees aggregates big tables many nodes scale queries replica shards backend
Clipboard Manager = xdotool | history text snippets expand shortcut automate typing zwischenablage copy paste kopieren einfugen mehrfach earlier copied
clipit | clipboard history text snippets expand shortcut automate typing zwischenablage copy paste kopieren einfugen mehrfach earlier copied
Cloud Commander = cloudcmd | two panel file manager in browser console editor norton dateien terminal columns web f5 copy move keyboard fichiers navegador panels rename verwalten
Cloud Hypervisor | rust vmm modern workloads micro vm fast boot lambda serverless lightweight isolation kvm aws secure multi tenant functions milliseconds virtual machine virtualisierung virtuelle maschine
cloud-init | first boot configure vm user key hostname user-data image template initialise ssh packages runcmd nocloud proxmox clone initial setup
CloudBeaver = outerbase | query many kinds of database web desktop client sql editor schema datenbank oberflache base de donnees mysql postgres oracle browse gui tables interface databases diagram export rows ansehen look at in browser click change value run show columns
CloudBerry | msp360 lock free deduplication several computers same cloud storage backup encrypted chunk sichern verschlusselt sauvegarde gui multiple backends prune offsite restore
Cloudflare DDNS = cloudflare companion | home ip changes keep a record current zone proxied token public address dynamic dns dyndns dynamische adresse
Cloudflared = cloudflare tunnel, cloudflare tunnels, argo tunnel, cloudflare zero trust | publish home website without opening ports cgnat no public ip hide address access policy ohne portfreigabe sans ouvrir vpn remote
Cloudreve | own cloud drive several storage backends onedrive s3 share link webdav list many drives aria2 offline download aliyun users
Cloudron = ploi | apps installed updated backed up automatically subscription marketplace domains mail app store paid sso backups single vps wordpress gitlab hosting mailserver small firm appliance updates deploy git push heroku vercel netlify platform paas web projects one click container domain publish my own server nodejs python
*Cluster API | kubernetes lifecycle machines provider create cloud infrastructure from yaml provision clusters declarative compositions providers aws platform control plane claims gitops resources k8s
cmus | terminal play mp3 collection music player desktop playlists itunes musik abspielen lecteur musique alben
*Cockpit = cockpit-project, cockpit machines, 45drives | machine in browser console port 9090 services logs updates terminal storage users without command line weboberflache interface web virtual vm hypervisor virtualisierung virtuelle maschine
CockroachDB = cockroach | distributed sql survive node loss postgres compatible cluster datenbank geo scale resilient transactions google spanner replicas database donnees survives failure replication horizontally big tables many nodes queries replica shards backend plausible
code-server = vscode web, vscode server, theia, coder code-server | editor in browser tablet edit configs vscode remote development programmieren entwickeln ipad yaml home assistant files webpage ide laptop programming vs write anywhere extensions terminal scripts remotely config shortcut keys file change plugin
*Coder = coderd | terraform templates developer workspaces remote development environment in container workspace reproducible vscode onboarding codespaces cloud ide laptop team entwicklung dev environments program from chromebook tablet any computer editor the browser terminal extension template
collectd | daemon gather statistics cpu disk interface rrd plugins small router openwrt write graphite messwerte sammeln graphs rrdtool statistik network send load metrics monitoring
Conky = latte dock, rainlendar | desktop gadgets show cpu on wallpaper launcher dock change widgets hintergrundbild panel
*Consul = hashicorp consul | service discovery health registry key value mesh connect gossip who runs where sidecar dns lookup services agents watch locks config failover
Containerd = nerdctl | container runtime cri kubernetes low level without docker snapshotter shim ctr namespaces dockerd config.toml registry mirrors systemd cgroup
Containerlab | docker network os srlinux yaml simulate routers switches learn cisco lab virtual topology ccna ubung practise engineer images netzwerk
containernursery | stop idle containers start on request wake when visited save ram sleep scale to zero demand traefik middleware theme loading wait stopped cold ruhezustand
ControlD | profiles rules services cloud dns filter ads malware profile phone roaming cli client kids iphone android config id logs analytics parental controls resolver werbung
Coolify | heroku vercel netlify own deploy from git push web apps databases ssl one click paas hosting nixpacks preview deployments wordpress vps supabase one-click platform projects container domain publish my app server nodejs python certificate automatically install several
CoovaChilli | radius billing guest wifi login page voucher cafe hotel accept terms hotspot gaste gast wlan gutschein ticket browser splash clients
Copyparty | upload resumable browser any device single python file share webdav ftp dump folder dateien ordner freigeben audio player thumbnails accounts sftp zeroconf partage
CopyQ | advanced searchable clipboard history text snippets expand shortcut automate typing zwischenablage copy paste kopieren einfugen mehrfach earlier copied
Coral TPU = gasket, edgetpu, libedgetpu | google usb accelerator driver frigate object detection pcie kamera ki beschleuniger objekterkennung person m.2 stick apex module kernel dkms
CoreDNS | dns corefile plugins kubernetes cluster names rewrite forward etcd resolver hosts plugin split horizon service discovery simple go internal zone nameserver resolve
Coroot | ebpf service map latency slo cost kubernetes microservices who talks to whom without changing code root cause profiling alerts clickhouse dependencies topology outage inspect deployments slow database
cortex | scalable long term prometheus metrics object storage multi tenant remote write retention years millions of series bucket ingester distributor query cardinality tenants prometheuses central monitoring
*Cosmos = cosmos server, cosmos cloud | reverse proxy app market container login home cloud security smartshield urls automatic https docker compose vpn constellation storage marketplace one box everything server store click apps
Coturn = turnserver, stun, stun server | video calls fail behind nat turn relay stun webrtc nextcloud talk matrix jitsi no picture udp tls shared secret credentials synapse videoanruf firewall one way audio voip call does not connect mobile network ice candidate voice
CouchDB = pouchdb, apache couchdb | json documents replicate sync obsidian notes livesync phones offline notizen handy obsidian-livesync replication http datenbank offline-first plugin database donnees document first vault mobile app fauxton store records queries application needs backend base de
Cowrie | ssh telnet session record fake vulnerable service lure hackers what attackers type alarm intruder falle piege intrusion early warning
Cozy | audiobooks podcast rss reader desktop feeds subscribe nachrichten feed lesen episodes offline news reading folgen abonnieren
Crestic | config ini yaml for restic several locations backends cron backups sichern yml multiple destinations sauvegarde hooks forget retention easy wrapper b2 backup restore
CRI-O | kubernetes container runtime redhat openshift oci pods kubelet instead of docker crictl pause image cluster node setup containers
Croc = wormhole | send file between two computers code phrase command line terminal transfer datei senden envoyer fichier secure p2p relay cli resume cross-platform portal
*Cron = crontab, systemd timer, cron job | every night at three run script weekly schedule timed recurring zeitgesteuert tache planifiee tarea programada uhr nachts taglich stundlich hour daily minute weekday timer
cron-apt | which machines have pending updates list outdated packages email overview available agent dashboard hosts kernel security aktualisierungen mises a jour
Cronicle | scheduled jobs web cron editor history failures run now multi machine zeitgesteuert task scheduler plugins chain events ui logs overview multi-server ansible playbooks scripts button interface schedule commands runbook predefined for restart script click colleagues without ssh nightly job failed log output
cronmaster | scheduled jobs web cron editor history failures run now multi machine zeitgesteuert task scheduler plugins chain events ui logs overview
Crontab UI | edit in browser scheduled jobs web cron editor history failures run now multi machine zeitgesteuert task scheduler plugins chain events logs overview
CrossOver | commercial run windows programs exe on linux without vm programme software starten old game install prefix dll photoshop
CrowdSec = crowdsec bouncer, cscli | hackers bots attacks block malicious ips community blocklist bouncer scenarios intrusion scanning angreifer pirates atacantes brute force attack ban security
Cryptomator | encrypt cloud dropbox vault hard disk stolen laptop passphrase partition usb stick verschlusseln chiffrer cifrar platte keyfile boot second drive
CSI Driver NFS | subdir mount persistent volume on nas truenas kubernetes storage class pvc dynamic readwritemany shared rwx export synology share folder k8s cluster
CSI Driver SMB | windows share volume persistent on nas nfs truenas kubernetes storage class pvc dynamic readwritemany shared rwx export synology folder k8s cluster
cState | static status page hugo netlify incident history outage announcement fast markdown storung statusseite statut incidencia git edited maintenance planned components colour badge transparent customers told wartung website uptime alert down
csync2 | cluster file sync two-way of directories between two hosts conflict mirror realtime on change abgleichen synchroniser both sides laptop desktop ordner
ctop | top for containers terminal cpu memory per docker container live which eats ram logs auslastung conteneur exec shell restart ssh sort io overview interactive metrics monitoring
*Cup = sergi0g cup | check container image updates fast rust web page list available rate limit which outdated json api docker digest neue version lightweight cup docker
CUPS = avahi airprint, ipp, hplip, gutenprint, cupsd, airprint | print from phone usb printer for everyone in house airprint drucken drucker freigeben imprimer imprimante imprimir impresora printing share network queue old ipad iphone android stuck driver ppd hp epson cups pdf cups server
Cura | slice stl for 3d printer gcode filament drucker drucken slicer model printing layers supports impression schichten
cyberduck | bucket as folder upload aws ftp client desktop transfer files site speicher mount sync
darkhttpd | single c file serve folder of html files static site tiny binary download directory publish localhost share lan webseite ordner plain website own domain css images simple homepage index.html upload ausliefern make a without programming business pictures
Dashdot = dash. | pretty live hardware card cpu ram storage network glass widgets show off specs vps raspberry modern tile anzeige metrics monitoring
Dasherr | minimal start page links ping check json editor services landing startseite kacheln icons yaml colours simple d accueil new tab dashboard
Dashlane | commercial password vault desktop browser family subscription passworter mots de passe contrasenas autofill ssh agent share families logins cli
DashMachine | start page application tiles ini sidebar services links startseite d accueil platform rest ping cards theme hover bookmarks kacheln dashboard
Dashy | start page yaml themes status checks icons links widgets search sections highly customisable startseite lesezeichen d accueil dashboard
Databasus = postgresus, databack, dbackup | postgres dumps scheduled web s3 notify restore click databases nightly datenbank sichern sauvegarde base telegram health retention mysql mongodb cloud storages database backup interface schedule point in time wal archive dump copia copy of the every night after crash consistent compressed keep seven days
datalad | content addressed archive forever large files track where copies lie usb disks peer to dateien verteilt archiv hash p2p cluster pin gateway
Datasette | publish explore sqlite browser json api single file database small app query look inside db datenbank datei backup vacuum wal embedded one-file viewer donnees sql reports charts dashboards analytics dataset tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter
DaVinci Resolve | colour grading professional cut holiday video edit film clips youtube timeline premiere schneiden montage transitions titles olive
DB Browser for SQLite = sqlitebrowser | desktop editor single file database small app query look inside datenbank datei backup vacuum wal embedded one-file viewer donnees
DBeaver Desktop = dbeaver-ce, tableplus | browse database sql queries tables gui datenbank anschauen tabellen abfragen postgres mysql sqlite client er diagram export csv base
DbGate | many databases web import export query kinds of database desktop client sql editor schema datenbank oberflache base de donnees mysql postgres oracle browse gui browser tables interface diagram rows ansehen look at in click change value run show columns
dcgm exporter | graphics card utilisation vram temperature watts metric nvidia-smi grafana gpu grafikkarte cuda ai training plex transcode load power memory clock dashboard prometheus metrics
DDclient = noip, dynv6 | home ip address changes every night hostname update dynamic dns provider reconnect adresse wechselt change dyndns ddns dynamische
ddcutil | monitor brightness ddc rotate screen wall tablet layout external resolution bildschirm drehen helligkeit raspberry portrait touch calibrate dim two monitors position
DDNS-Go | web ui aliyun dnspod ipv6 dynamic dns small daemon router update hostname when public address changes dyndns no-ip duckdns freedns provider ssl c adresse wechselt dynamische
ddns-updater = qdm12 ddns | several dynamic dns providers update when public ip changes web list records history dyndns dynamische adresse
ddrescue | partition resize usb format recover deleted files rescue broken disk daten retten recuperer fichiers partitionieren platte photos sd card
deadbeef | play mp3 collection music player desktop playlists itunes musik abspielen lecteur musique alben
Defguard | enterprise sso mfa wireguard web portal employees own device config oidc login ldap peers self service devices einrichten vpn private network
*delta | pretty diff version control clone commit global config name email code history repository versionieren gitignore user.name ssh signing aliases merge tig
deskflow | one mouse keyboard across two computers share move pointer to other screen maus tastatur teilen bildschirm desk clipboard laptop desktop shared clavier partager
dev-sec Hardening = os-hardening, ssh-hardening | harden linux ssh baseline collection compliance cis stig scan report profile redhat hartung prufen rhel ubuntu remediate benchmark evaluation secure
device42 | draw rack which device in slot height units diagram cabling schrank serverschrank hohe u baie plan zeichnen layout
devpi = devpi-server | pypi mirror index private npm maven packages cache registry company builds build firm offline dependencies paket depot python pip wheel upload own install team internal versions paketquelle speed installs
*Dex = dexidp | oidc federated connector github ldap login kubernetes upstream identity broker sso openid connect static passwords argocd kubectl connectors one bridge anmelden single sign on anmeldung sign-on provider accounts oauth saml passkey mfa tokens users password for everything
Dgraph | graphql graph nodes relationships cypher network of people connections datenbank beziehungen graphen relations friends knowledge bloom database donnees document queries connected multi-model traversal who knows whom edges query backend developers store
dhcpd = dhcpcd, udhcpd, dhcp relay, dhcp helper | hand out lan addresses leases ranges small relay between vlans client range routers option subnet adressen vergeben bail lease file bsd dhcp server
dino | irc xmpp chat client channels desktop terminal messenger instant jabber old icq networks plugins rooms
Dionaea | malware capture fake vulnerable service lure hackers record what attackers type alarm intruder falle piege ssh intrusion early warning
Dirvish | rotating hourly daily weekly hard links rsync snapshots incremental keep versions folder sichern sauvegarde config interval local remote old file restore backup
Disk Usage Analyzer | full what takes up space biggest folders terminal tree cleanup platte voll disque plein ordner speicherplatz treemap grosse dateien espace liste
diskover | disk full what takes up space biggest folders terminal tree cleanup platte voll disque plein ordner speicherplatz treemap grosse dateien espace liste storage elasticsearch search inside files on full-text index desktop nas find document by content volltext durchsuchen which file contains the word pdf office
Distribution Registry = cncf distribution | store push container images own hub oci pull private layers docker alternative blobs tags storage s3 filesystem htpasswd eigene registre
Diun = docker image update notifier | tell me when new image version container update available notify telegram without updating itself neue nouvelle aviso docker updates
*Dive = dockerslim | look into image layers why so large waste wasted space shrink dockerfile lint size explore efficiency bytes
dnf-automatic = yum-cron, zypper automatic | patches install by themselves fedora redhat rocky nightly updates rhel alma centos security only email reboot overnight aktualisieren mises a jour
dnscrypt-proxy = dnscrypt, cloudflared doh | encrypted dns doh dot hide lookups from provider isp spying verschlusselt chiffre relays blocklist upstream privacy anonymised lookup spies nameserver names resolve
dnsmasq | dhcp and dns lan small leases local names resolve hand out addresses tftp router adressen vergeben nameserver
*Docker = docker ce, docker.io, moby | install container engine run images daemon group without sudo data root log size daemon.json compose plugin laufzeit conteneurs contenedores docker engine
Docker Compose | file yaml several containers up stack plugin docker-compose.yml start together yml services networks volumes d restart env conteneurs v2 install
Docker Registry = registry:2, registry mirror, pull-through cache, dockerhub proxy | private images push pull own hub store localhost 5000 company builds through cache rate limit eigene registre distribution container layers toomanyrequests self built tag host internal team speed offline installs
Docker Registry Browser = joxit | see which images and tags are in my web page delete tag list viewer size digest search private hub joxit oberflache anzeigen image updates
Docker Registry Mirror = docker-registry-proxy, spegel | hub rate limit too many requests cache images locally faster pulls lan toomanyrequests push pull
Docker Registry Purger = registry garbage collect | delete old tags images full keep last versions clean up space retention cleanup speicher voll alte image updates
Docker Socket Proxy = dockerproxy, socket-proxy, tecnativa | docker.sock exposure limit read only api haproxy protect traefik watchtower root danger permissions containers environment post allow security exposed
Docker Swarm = swarm mode | several hosts cluster stacks replicas overlay network manager worker join token services stack deploy rolling secrets drain promote hochverfugbar
*Docker Volume Backup = offen docker-volume-backup | copy volumes tar s3 stop container nightly rotate restore named sichern sauvegarde copia sauvegarder wiederherstellen encrypted upload retention label hook cron
Dockge | compose stacks in browser edit yaml start stop update terminal simple portainer alternative kuma author oberflache stapel docker containers web ui
DockSTARTer | menu compose arr beginner media stack install script plex sonarr seedbox usenet automated google drive ansible rclone cloud arrs torrent
docktail | each container own tailscale hostname https tailnet label proxy share funnel magicdns automatic docker labels dashboard subdomain without ports
Document Viewer = sioyek | read pdf annotate ebook desktop merge pages lesen buch bucher livre convert epub kindle
Dogtag | freeipa redhat pki enterprise certificate authority issue revoke crl ocsp smartcards templates enrolment scep company autorite tls https zertifikat certificat certificado
DoH Server = rust-doh, dnsproxy, dot server | own dot endpoint phone private dns on the road encrypted lookups android tls adguard handy unterwegs certificate resolver nameserver names resolve dns over https
Dokku | heroku mini git push deploy buildpacks apps paas single machine domains procfile nginx letsencrypt plugins postgres own platform rails node vps bereitstellen hosting smallest vercel netlify web projects one click container domain publish my app server nodejs python certificate automatically install several
Dokploy | vercel heroku netlify deploy git compose apps databases paas traefik preview own platform vps monitoring swarm bereitstellen deployer desplegar hosting push web projects one click container domain publish my app server nodejs python certificate automatically install several
Dolphin Emulator | gamecube wii old console games snes nintendo retro gamepad couch spielkonsole alte spiele arcade playstation n64 roms
*Dotfiles = dotbot | my shell editor config same on every machine git symlink home directory vimrc bashrc einstellungen gleich rechner konfiguration new laptop personal repository home manager
Double Commander | desktop total clone two panel file manager copy between disks twin move norton dateimanager dateien verschieben nas doppelt fenster panels sync unraid
Dozzle | live docker container logs in browser tail colour search without ssh which prints errors stream stdout protokoll journaux en direct registros protokolle
*Dragonfly | redis replacement multi core cache in memory fast zwischenspeicher memcached compatible api multithreaded vertical snapshot low queue database datenbank donnees
DroidCam | android phone as webcam fake camera zoom photo booth kamera handy loopback module obs virtual cam meeting background usb video0
dua | disk full what takes up space biggest folders terminal tree cleanup platte voll disque plein ordner speicherplatz treemap grosse dateien espace liste
Dufs | serve folder web upload webdav single binary static share search ordner freigeben webseite dateien hochladen rust cli quick partager dossier zip download
Duplicacy = duplicacy web | lock free deduplication several computers same cloud storage backup encrypted chunk sichern verschlusselt sauvegarde gui multiple backends prune offsite restore
Duplicate Finder | same photos twice find duplicates delete free space doppelte bilder doublons duplicados musik mp3 images similar dupes hardlink
Duplicati = duplicati web | web backup schedule encrypted google drive onedrive b2 click incremental email report sichern sauvegarde copia oberflache verschlusselt aes versions nas usb ssh windows restore
Duplicity | gpg encrypted incremental volumes backup ftp s3 tar sichern verschlusselt sauvegarde chiffree full chain webdav b2 rsync
dwm | tiling window manager keyboard desktop workspaces bar launcher fenster nebeneinander tastatur keybindings config minimal
easyeffects | no sound audio output headphones hdmi volume switch equaliser network ton geht nicht lautsprecher stumm mikrofon bluetooth crackling equalizer low latency son haut-parleur jack
Easypanel | hosting panel deploy apps heroku buildpacks docker web modern databases vps node php templates traefik own platform websites bereitstellen deployer paas git push vercel netlify projects one click container domain publish my app server nodejs python certificate automatically install several
Eaton IPP | protector cyberpower ups usb battery runtime shutdown power cut stromausfall usv onduleur outage strom remote lcd coupure
echoip = ip echo, ifconfig.co, whatismyip | what is my public ip address curl json country own ifconfig.me welche adresse habe ich meine oeffentliche mon
eduVPN | university connect vpn from desktop tray click verbinden symbol leiste network manager import ovpn profile home se connecter
EJBCA = ejbca ce | enterprise certificate authority pki issue revoke crl ocsp smartcards templates enrolment scep company autorite tls https zertifikat certificat certificado
Elastic Agent | fleet managed policies endpoint ship log files to elasticsearch logstash tail modules harvest lines nginx system audit kibana dashboards registry schicken logs search protokolle journaux registros
Elasticsearch = elastic, elastic stack | full text search index logs documents json cluster shards query lucene volltextsuche recherche plein texte busqueda protokolle journaux registros elk kibana java indices full-text engine typo instant fast results website box for my nextcloud mastodon indexing heap memory backend misspelled
Element Desktop = cinny desktop | matrix chat client rooms encrypted messenger nachrichten verschlusselt spaces install messages pc federated secure
elestio | apps installed updated backed up automatically subscription marketplace domains mail app store paid sso backups single vps wordpress gitlab hosting mailserver small firm
elisa | play mp3 collection music player desktop playlists itunes musik abspielen lecteur musique alben
ELK = elk stack, docker-elk, elk fediverse | logs elasticsearch logstash kibana together central search visualise splunk events protokolle journaux beats dashboards parse syslog geoip stack registros vue nicer fediverse client timeline missing replies web interface toots mastodon read threads lists boosts social media people account follow without big tech soziales netzwerk
Endlessh = endlessh-go, tarpit, ssh-tarpit | trap ssh bots waste their time slow banner attackers port 22 fake verlangsamen metric stuck connection piege
enpass | commercial password vault desktop browser family subscription passworter mots de passe contrasenas autofill ssh agent share families logins cli
Ente Auth = ente authenticator | six digit codes two factor phone sync encrypted otp login second step einmalcode authentifizierung code handy export import tokens two-factor web totp one-time digits new lost authenticator backup qr zweiter faktor sudo ssh extra protection usb stick
*Envoy = envoy proxy, envoy gateway | service proxy grpc http2 filters edge xds microservices load balancing rate limit observability sidecar transcoding cluster listener routes tls mesh reverse https domain
*Error Pages = tarampampam error-pages | nicer 404 502 bad gateway custom animation traefik ghost fehlerseite page d erreur themes middleware nicht gefunden not found style branded 503 maintenance reverse proxy https domain
Erugo = filedrop | send files wetransfer branded link share upload large grosse dateien verschicken envoyer gros fichiers expire download modern theme password file guests customers screenshots too big for email partager compartir archivos video to friend wedding pictures gigabyte attachment temporary public
Espanso | text expander snippets abbreviation clipboard history expand shortcut automate typing zwischenablage copy paste kopieren einfugen mehrfach earlier copied
eSpeak = espeak-ng | speech synthesis blind accessibility read aloud braille big letters onscreen keyboard vorlesen barrierefrei blinde sehbehindert zoom magnifier aveugle ciego impaired vision text to voice announce spoken output home assistant synthese vocale house should speak book article loud german natural
ESXi = vmware esxi, esx | vmware hypervisor host free licence ended datastore vmkernel vms vsphere license broadcom virtual machine vmfs passthrough standalone install iso migrate proxmox vm virtualisierung virtuelle maschine
etcd = etcdctl, etcd cluster | distributed key value consensus raft kubernetes patroni quorum cluster state snapshot backup members leader tls watch store nodes config coordination election configuration grid locks consistent replicated available outage highly failover database clients ausfall
EVE-NG | browser multi vendor simulate routers switches learn cisco lab virtual topology ccna ubung practise network engineer images netzwerk
Evince | gnome pdf read annotate ebook viewer desktop merge pages document lesen buch bucher livre convert epub kindle
*Evolution | gnome groupware exchange email program desktop mailbox calendar outlook imap accounts post e-mail courriel correo postfach rechnungen mail
External Secrets = external secrets operator, eso | from vault bitwarden 1password aws into kubernetes sync secretstore clusters rotate pull credential hashicorp gcp azure doppler manager operator k8s cluster encrypt in git repository files keys yaml credentials commit safely verschluesseln api not plain text playbook tokens env
ExternalDNS | dns records created from ingresses services automatically cloudflare pihole route53 kubernetes hostname gateway txt registry adguard unifi mikrotik annotation k8s cluster
eza = exa | ls icons fuzzy find history better cat grep json command line utilities terminal konsole werkzeuge faster replacements nicer fd lf
Fail2ban = fail2ban-server | someone tries passwords all night ban ip brute force failed logins ssh jail block attackers sperren angreifer bannir attaquants bloquear attack security
Falco | runtime syscall alert suspicious shell in container policies admission control kubernetes forbid privileged containers security rules compliance mutate validate yaml image signatures enforce label pod k8s cluster
fan2go | daemon fan too loud curve quiet speed cooling pwm raspberry laptop lufter laut leiser ventilateur bruyant silent noise bios temperature-controlled nas
Fancontrol = pwmconfig, argon fan, nbfc | fan too loud curve quiet speed cooling pwm raspberry laptop lufter laut leiser ventilateur bruyant silent noise bios temperature-controlled nas
Fathom | simple visitors website statistics one screen privacy page views besucher visiteurs gdpr cookies referrer single dashboard blog go compteur analytics
Fenrus | personal home page smart apps start links groups each person own dashboard startseite panels users search guest clock widgets
Ferdium = franz | many messengers one window whatsapp on computer chat services messages nachrichten messenger handy pc wrapper tabs client desktop
File Browser = filebrowser quantum | browse files in web page upload download rename share link disk explorer dateimanager im gestionnaire fichiers archivos
Filebeat = elastic beats, journalbeat | ship log files to elasticsearch logstash agent tail modules harvest lines nginx system audit kibana dashboards registry schicken logs search protokolle journaux registros
FileGator | web file manager multi user php upload zip folders permissions roles quota guest dateien fichiers ftp s3 browse simple
filelight | disk full what takes up space biggest folders terminal tree cleanup platte voll disque plein ordner speicherplatz treemap grosse dateien espace liste
FileRun | google drive like web file manager photos nextcloud client share dropbox dateien viewer webdav search metadata albums fichiers
Filestash = filestash web | web client for ftp sftp s3 webdav dropbox look file browser page dropbox-like cloud bucket viewer editor webpage ordner dateien
Firejail | sandbox desktop browser limited file access isolate untrusted application jail games profile restrict home abschotten securiser security
firewalld = firewall-cmd | zones open port firewall redhat fedora permanent rich rule block incoming pare-feu masquerade forward ipset service source trusted drop panic ports rules close allow
Firezone | zero trust wireguard access resources sso policies team gateway replace openvpn nat traversal okta entra google workspace employees laptop relays vpn remote
Fish Shell | friendly autosuggestions prompt colours completion without config konsole terminal command suggestions default chsh web plugins hubsch schone fish fisher
*Flame | start page bookmarks applications editor weather sui inspired links landing startseite lesezeichen pwa docker labels theme pin favourites d accueil dashboard
Flannel | pod network overlay vxlan cni simple kubernetes k3s default host-gw nodes talk subnet pods connectivity between k8s cluster
Flatseal | permissions edit flatpak desktop programs store flathub sandboxed install apps any distro programme installieren software sandbox runtime gnome kde remote bazaar warehouse
Fldigi | digital modes radio receiver usb stick ham amateur aircraft spectrum funk funkempfanger sdr funkamateur waterfall signals antenna adsb dongle receive
*Fleet = fleetdm, osquery fleet | laptops devices osquery inventory mdm policies which macs are encrypted laptop compliance software vulnerability query live employees mac windows
Fluent Bit | lightweight log forwarder kubernetes edge tail parse send small memory elasticsearch loki s3 docker sidecar embedded iot filter logs search protokolle journaux registros
Fluentd = td-agent | collect logs unify route plugins tags kubernetes forward buffer json lines ruby elasticsearch s3 kafka docker logging driver parse tag search protokolle journaux registros
*Flux = flux2 | gitops kubernetes reconcile git helmrelease kustomization automatic image update reconciliation bootstrap github declarative source controller automation sops notifications cluster state repository k8s
*FOG = fog project, drbl | clone disk image many classroom computers multicast restore deploy windows pxe klonen abbild cloner network boot install machines
Foliate | epub reader read pdf annotate ebook viewer desktop merge pages document lesen buch bucher livre convert kindle
*Foreman = theforeman | provision hosts lifecycle puppet pxe content views patches rpm repositories redhat smart proxy host groups facts dhcp dns tftp templates discovered satellite
forticlient | company cisco vpn client connect to work fortinet office network firmen university campus saml uni firma arbeit travail
fping | many hosts parallel ping where does the connection hang hops packet loss route to site trace langsam verbindung paketverlust provider prove latency each hop
Fractal | gnome matrix chat client desktop rooms encrypted messenger nachrichten verschlusselt spaces install messages pc federated secure element cute mobile light interface write friends family direct message group end-to-end encryption verify device room synapse login web
Fragments | gnome download torrents desktop manager links herunterladen telecharger linux iso magnet client resume downloads
FreedomBox | debian privacy tor blog village personal sovereign box plug and play bitcoin beginner apps lightning nas encrypted no cloud home server app store one click
FreeIPA = ipa server, ipaclient, ipa, idm, red hat idm | domain for linux machines kerberos users sudo rules host groups dns redhat central accounts domane enroll hbac certificates replica keytab trust active directory idm ldap hosts login office computers one account company network policy join
Freenet = hyphanet | censorship free publishing anonymous hidden network eepsites garlic routing darknet peer tunnels eepsite torrent anonymously router anonym hosting service java
freeotp | six digit codes two factor phone sync encrypted otp login second step einmalcode authentifizierung code handy export import tokens
FreePlane = freemind | mind maps notes markdown vault second brain desktop map notizen schreiben knowledge links plugin sync wissen ideas brainstorm branches nodes xmind visual thinking gedankenkarte carte mentale mapa mental picture of network boxes arrows plan explain idea structure presentation process
FreeRADIUS = radius server | wifi enterprise login own password per person 802.1x eap vlan wpa2 hotspot wlan benutzer directory accounts central users user certificate network access accounting captive eduroam anmeldung unifi point switch port each guest
freerdp | desktop client to connect rdp vnc ssh saved connections windows pc from linux verbindung favourites tunnel passwords profile fernzugriff bureau distant
Freifunk = gluon | german community hotspot wifi mesh neighbours free wireless village funknetz wlan freies netz node supernode richtfunk gateway router batman
freshtomato | router firmware flash old wifi box access point vlan sqm bufferbloat luci packages routeur dsa mesh 802.11r adblock upgrade sysupgrade image tomato
Fritzbox Exporter = fritz-exporter, fritzbox monitoring | fritz box dsl line sync rate traffic wlan clients metric grafana avm router anschluss smart home dect upload download snr docsis graph verbindung prometheus metrics
Fritzing | breadboard diagrams circuit board schematic design microcontroller flash electronics platine pcb layout schaltplan elektronik gerber eagle leiterplatte
Frontail = logio, log viewer | tail log file in browser web stream live page lines follow realtime websocket highlight filter view openhab remote logs search protokolle journaux registros
frp = frpc, frps, fatedier frp | expose home port through vps nat traversal reverse tunnel ngrok behind cgnat public tcp udp http subdomain dashboard toml freigeben
fsarchiver | image of whole disk clone sd card raspberry to bigger ssd copy exact abbild klonen cloner migrate larger drive rescue multicast platte sicherung partition dd
fusionauth | sign in for own application customers oidc social login developers auth0 clerk webauthn magic link tenants sdk multi single on sso anmeldung sign-on identity provider accounts oauth saml passkey mfa tokens users federated one password everything once all my services family page front of apps
Gajim | xmpp irc chat client channels desktop terminal messenger instant jabber old icq networks plugins rooms
games on whales | stream pc to tv tablet steam deck couch low latency gpu spiele streamen jeux salon nvenc controller gamepad fernseher shield encode virtual display wolf
Gamescope | compositor play games linux windows titles proton gaming desktop spiele jeux juegos spielen valve controller steam deck big picture library
Ganglia = gmond, gmetad | cluster hpc grid nodes load graphs compute rrd monitoring daemon web frontend multicast supercomputer university aggregated gmetad
*Garage = garagehq, deuxfleurs garage | s3 object storage geo distributed small nodes buckets replicate homes compatible rust cluster speicher static website hosting mastodon media offsite bucket
Gatus | health endpoint yaml check url response time uptime condition status page outage probe tcp icmp alert slack erreichbarkeit ausfall disponibilite panne caida website down watch sites
GCompris | small children games learn flashcards vocabulary kids school maths astronomy lernen enfants apprendre karteikarten vokabeln kinder learning
gdu | disk full what takes up space biggest folders terminal tree cleanup platte voll disque plein ordner speicherplatz treemap grosse dateien espace liste
Geany | light ide text editor desktop notepad syntax highlight files texteditor schreiben notizen plain tabs line numbers colours quick code programming atom
Gear Lever | gnome manage single file portable program integrate menu download run programm starten desktop icon integration update downloaded executable fuse integrieren am
Geary | simple gnome email program desktop mailbox calendar outlook imap accounts post e-mail courriel correo postfach rechnungen mail
gedit | gnome text editor desktop notepad syntax highlight files texteditor schreiben notizen plain tabs line numbers colours quick code programming atom
gemini cli | ai coding assistant in terminal write code agent ki programmieren repository anthropic openai refactor chat
git-annex | content addressed archive forever large files track where copies lie usb disks peer to dateien verteilt archiv hash p2p cluster pin gateway
git-cola | graphical commits branches compare diff merge two files repository grafisch verlauf visuell graph history gui
git-crypt | transparent gpg files repository encrypt values yaml in keys passwords readable diff pgp flux ansible kms verschlusselt chiffre commit safely editing kubernetes k8s cluster secrets credentials verschluesseln api not plain text playbook rotate tokens env
gitg | graphical git commits branches compare diff merge two files repository grafisch verlauf visuell graph history gui
github copilot | ai coding assistant in terminal write code agent ki programmieren repository anthropic openai refactor chat
GitHub Desktop | graphical git commits branches compare diff merge two files repository grafisch verlauf visuell graph history gui
GitKraken = sublime merge | graphical git commits branches compare diff merge two files repository grafisch verlauf visuell graph history gui
gitpod | development environment in container remote workspace reproducible vscode onboarding codespaces cloud ide templates laptop team entwicklung vs code browser edit programming upstream program from chromebook tablet any computer editor the terminal extension
*Glance = glanceapp, glance dashboard | feeds on one page rss reddit hacker news weather youtube stocks widgets morning start nachrichten startseite fil d actualites dashboard links
*Glances | overview terminal web cpu memory disk sensors network processes containers at a glance remote python task manager uberblick auslastung apercu metrics monitoring watch machines
GLAuth | ldap lightweight config file users oidc provider rust small login passkeys forward auth single sign on memory anmelden identity sso anmeldung go directory groups central accounts linux machines dn bind schema ldif verzeichnisdienst annuaire directorio one user list for nextcloud jellyfin gitea same password everywhere
GlitchTip | error tracking exceptions sentry compatible lightweight crash stack trace uptime application bug fehler absturz erreur django sdk dsn grouped performance pings reports developers bugs alerts exception in my program notify release javascript python android users affected
globalprotect | company cisco vpn client connect to work fortinet office network firmen university campus saml uni firma arbeit travail
GLPI = glpi agent, fusioninventory | it assets inventory helpdesk tickets licences laptops who has which computer inventar parc informatique ticket lizenzen license contracts printers software workstation itsm computers company park inventaire servers incident request catalogue dependencies department
GlusterFS = gluster, glusterd | replicated volume bricks across hosts distributed file system nodes replica heal brick mount several machines shared folder same files cluster verteilte speicher
gnome remote desktop | see the real screen that is on share current display vnc attached monitor bildschirm teilen help user same wayland mirrored physical access
gnome terminal | emulator window tabs split fast fonts colours konsole fenster terminale gpu theme transparent shell foot
GNS3 = packet tracer | simulate routers switches learn cisco lab virtual topology ccna ubung practise network engineer images netzwerk
GNU Radio = dump1090 desktop | receiver usb stick ham amateur aircraft spectrum funk funkempfanger sdr funkamateur waterfall signals antenna adsb dongle receive
GNU Screen | classic session keeps running after ssh disconnect split terminal panes detach reattach verbindung abgebrochen weiterlaufen fenster long job background config
GNU Stow = stow | symlink farm my shell editor config same on every machine git home directory vimrc bashrc einstellungen gleich rechner konfiguration new laptop personal repository
*go-away | ai scrapers crawlers hammer my site proof of work challenge block bots gitea slow crawler reverse proxy https domain captcha spam registration form scraping protect not a robot comment flooded openai overload
GoAccess = goaccess log | web access log report terminal html nginx apache visitors hits 404 bots top urls live zugriffsstatistik statistics website analytics analyser real time which pages traefik how many people read my blog who visits site page country browser without cookie banner
GoAlert | on call schedule rotation escalation sms voice pagerduty opsgenie who gets woken up at night bereitschaft astreinte guardia heartbeat telephone wake engineer alarm schedules team twilio
GoatCounter | simple visitor count hits tiny javascript blog page views privacy no tracking besucherzahler compteur visites contador visitors statistics website analytics easy personal sites google referrers cookieless traffic counter besucher statistiques how many people read my who visits site which country browser without cookie banner
gobgp | routing protocols bgp ospf announce prefixes peers asn dynamic routes router vrf evpn anycast neighbor
GoDNS | go cloudflare duckdns dynamic dns small daemon router update hostname when public address changes dyndns no-ip freedns provider ssl c adresse wechselt ddns dynamische
GoDoxy = skipper, sozu | container labels reverse proxy go web ui idle sleep docker subdomain idlesleeper metrics rules wake routes access control unterdomain https domain go proxy
GoFlow2 | kafka protobuf flows collector netflow sflow ipfix who talks to whom traffic accounting router export top talkers bytes per host verkehr trafic softflowd ports conversation bandwidth interface
Gokapi | send file only admin uploads link expire download limit firefox s3 grosse datei verschicken envoyer encrypted sharing share files large wetransfer upload password guests customers screenshots too big for email dateien partager fichiers compartir archivos video to friend wedding pictures gigabyte attachment temporary public
GoLand | go java python ide programming refactor android apps development entwickler debugger refactoring kotlin projects license editor code
*Golang = gopath | go compiler toolchain programming build binary version programmieren google entwickler install latest compile modules source cross-compile path sprache langage language runtime developer go language
Goldilocks | recommend requests limits vpa rebalance pods scale to zero autoscale resource kubernetes nodes evict balance utilisation k8s cluster
goofys | bucket as folder upload aws ftp client desktop transfer files site speicher mount sync
Google Authenticator PAM = libpam-google-authenticator, pam totp, ssh 2fa | ssh second factor code login six digits verification phone zweiter faktor totp app qr deuxieme facteur anmelden sshd hardening duo
*Google Earth = marble, gpxsee, qmapshack | maps gis geodata gpx tracks edit openstreetmap desktop karten landkarte route satellit cartes mapas layers coordinates globe hiking google earth pro
gopass | team go unix passwords gpg git terminal command line store encrypted passworter mots de passe contrasenas console dmenu gpg-encrypted files standard manager password encrypt secrets in repository keys yaml credentials commit safely verschluesseln api not plain text playbook rotate tokens env
Gost | chain tunnels socks relay small http socks5 forward proxy anonymous browsing through other machine strip ads einfach privacy allow list raspberry browser setting
GoTTY | command line program as web page terminal browser share read only websocket htop konsole session viewers show navigateur shell
GParted = gnome-disks, partitionmanager, photorec | partition resize usb format recover deleted files rescue broken disk daten retten recuperer fichiers partitionieren platte photos sd card
gpaste | clipboard history text snippets expand shortcut automate typing zwischenablage copy paste kopieren einfugen mehrfach earlier copied
gPodder | podcast downloader rss reader desktop feeds subscribe nachrichten feed lesen episodes offline news reading folgen abonnieren
GPT4All | cpu friendly chatbot offline on laptop local ai model gui chatgpt ki sprachmodell gguf private chat assistant pc desktop interface models api key browser prompts plugins own at home ask questions write letters homework family upload file history ollama
gptwol | web page button turn on pc magic packet schedule ping shutdown einschalten aufwecken allumer weboberflache reveiller users phone device fernstart scan
gpustat | one line nvidia summary graphics card gpu usage terminal vram processes top amd intel grafikkarte auslastung prozesse gpu-load ai model running watch temperature
Grafana = grafana-server, grafana oss | pretty graphs chart panels visualise plots curves tv wall temperature energy usage over time power bi datadog queries gauge diagramme kurven schaubild graphiques courbes graficas metrics monitoring
Grafana OnCall = oncall | who is on call rota schedule escalation phone sms rotation pagerduty opsgenie bereitschaft astreinte guardia alertmanager telegram slack bot shift calendar holiday wakes
Gravitee | event api portal gateway keys quota aggregate backends developer graphql developers analytics throttle versions management auth token reverse proxy https domain
Graylog | central log search streams gelf syslog input firewall extract alert dashboards splunk protokolle zentral journaux centralises opensearch mongo windows events audit siem retention logs registros
greyhole | several different disks appear as one big folder pool combine jbod media drives platten zusammenfassen regrouper disques
griddle | grid of icons links to every container start page launcher tiles startseite overview labels discovery new tab landing simple apps dashboard
Grist = grist core | spreadsheet python formulas on postgres airtable records views collaborate table tabelle no-code datenbank tableur collaborative forms kanban excel database relational tables structured widgets hoja columns rows link list inventory form filter
grub-btrfs | boot into snapshots menu snapshot before update roll back broken upgrade opensuse timeline zypper pacman undo change ruckgangig wiederherstellen rollback
grype | scan container image vulnerabilities cve outdated library sbom security check schwachstellen vulnerabilites filesystem kubernetes ci report severity secrets misconfiguration scanner
gthumb | raw photo development lightroom camera import sort pictures desktop bilder entwickeln fotos organise
Guacamole = apache guacamole, guacd | remote desktop in browser rdp vnc ssh no client office pc from anywhere gateway fernzugriff bureau a distance escritorio remoto access screen
Guake | drop down quake terminal emulator window tabs split fast fonts colours konsole fenster terminale gpu theme transparent shell foot
hadolint | look into image layers why so large waste wasted space shrink dockerfile lint size explore efficiency bytes
hanko | sign in for own application customers oidc social login developers auth0 clerk webauthn magic link tenants sdk multi single on sso anmeldung sign-on identity provider accounts oauth saml passkey mfa tokens users federated one password everything once all my services family page front of apps
HAProxy = haproxy-ingress, dataplaneapi | balance requests across several backends tcp health check redundant failover sticky sessions load lastverteilung repartition de charge balanceo reverse proxy https domain
*Harbor = goharbor | container registry vulnerability scan projects robot accounts replication signed images helm charts proxy cache dockerhub docker push pull vmware trivy private vulnerabilities replicate hub account own self built store tag limit host
Hardware RAID = megacli, storcli, perccli, arcconf, ssacli | controller card array battery lsi dell perc hp smart degraded drive festplatten ausfall cache firmware monitor alert rebuild
Haruna | kde qt minimal video player keyboard command line hardware decoding film abspielen lire hdr youtube stream config scripts lightweight terminal
Harvester | hci rancher vmware alternative longhorn virtual machines inside kubernetes vm as pod hyperconverged vms alongside containers cdi disk import windows kvm legacy libvirt k8s cluster
HashBackup | encrypted offsite git pack deduplicated backup clients network images sichern dedupe packs client server sauvegarde incremental versions restore
HashiCorp Vault = hcp vault | secrets tokens api keys dynamic credentials seal unseal transit encryption pki lease geheimnisse identifiants approle policies raft unsealed database passwords rotation ssh certificates developers rotate not in plain text repository playbook env
hdparm = hd-idle, hdparm spindown, sdparm | disk noisy at night spin down standby idle save power sleeping drives apm festplatte schlafen lassen disque veille
Headplane | headscale in browser machines users acl approve routes admin gui oidc dns settings nodes tailscale oberflache mesh preauth registrieren vpn private network remote access
Headscale UI = headscale admin, ouroboros ui | nodes keys users browser panel simple oberflache browse register devices preauth web page rename mesh tailscale self svelte machines vpn private network remote access
Headscale | own tailscale coordination control node preauth keys tailnet without their cloud mesh devices register mobile acl derp magicdns ohne vpn private network remote access
Healthchecks = healthchecks.io | cron job missed silent failed dead man switch heartbeat backup did not run last night ping url scheduled script late grace time nightly stopped unnoticed sicherung ausgefallen tache planifiee oubliee tarea programada
HeidiSQL | windows mysql browse database desktop sql queries tables gui datenbank anschauen tabellen abfragen postgres sqlite client er diagram export csv base
Heimdall = linuxserver heimdall | start page application tiles links bookmarks new tab enhanced apps launcher startseite kacheln d accueil pagina inicio php search bar favourites background dashboard
*Helm = helm3, helmfile, helm charts | kubernetes charts package install values release upgrade rollback repository templates artifact hub template chart repo apps version helmfile k8s cluster
Heroic Games Launcher = heroic | epic gog amazon windows wine play linux spiele jeux emulators install scripts gaming spielen runners itch
Hetzner Storage Box | cheap germany sftp webdav hosted backup target offsite repository rent space append only cloud extern sichern mieten append-only monitoring restore sauvegarde
HexChat | irc gtk xmpp chat client channels desktop terminal messenger instant jabber old icq networks plugins rooms
*Highlight = highlight.io | session replay errors logs traces frontend what did the visitor click before crash fullstory logrocket aufzeichnung console network requests user react watch
Homarr | start page drag and drop tiles widgets services links calendar sonarr downloads integration pretty board startseite kacheln d accueil pagina inicio dashboard
*Home Server Base = base setup, initial setup | fresh machine first steps prepare new box user ssh key hostname timezone packages firewall updates hardening basic defaults neu aufsetzen grundeinrichtung premiere installation nuevo basics everywhere common role
Homelabarr | menu script deploy media stack traefik docker start page homelab sudobox installer install kacheln linux apps plex sonarr bash automated cli dashboard links startseite
*Homepage = gethomepage | start page all my services widgets links tiles yaml icons docker status one place new tab landing startseite ubersicht d accueil pagina de inicio dashboard homepage dashboard
*Homer | static start page simple yaml links icons bookmarks services landing lightweight startseite d accueil pagina inicio vue themes tags health dashboard
Honeypot = heralding | fake vulnerable service lure hackers record what attackers type alarm intruder falle piege ssh intrusion early warning
Hoppscotch = postwoman | browser pwa test api requests rest http client collections schnittstelle graphql headers json developer testing desktop curl postman developers send request endpoint token collection debug websocket web call backend integration program
*Hostname = hostnamectl, etc hostname | rename computer name of the machine network shows wrong umbenennen nom fqdn etc hosts domain nombre rechner prompt
htop | terminal task manager which process eats cpu memory kill sort tree load average slow what is running prozesse prozessor processus procesos metrics monitoring top
HTTP Toolkit | desktop intercept debugging https traffic inspect requests debug phone app api replay reverse engineering mobile decrypt certificates record scripting python
HTTPie | command line friendly test api requests rest http client collections schnittstelle graphql headers json developer testing desktop curl
Hubleys = hubleys-dashboard | start page weather calendar messages per user dynamic tiles oauth groups landing startseite kids household personal greeting reload images wallpaper dashboard links
Huginn | agents ifttt watch websites events scrape notify me when weather digest email automate trigger on web changes benachrichtigen surveiller vigilar the act for you alert monitor this happens do that button lamp sensor telegram rss
*Hydra | oauth2 openid provider headless consent tokens api ory token client credentials certified security single sign jwt developers login on sso anmeldung
HyperDX = clickstack | logs traces session replay clickhouse datadog alternative search debugging requests sql lucene dashboards alerts otel errors frontend browser events trace
Hypnotix | iptv live tv media centre remote couch watch films living room box wohnzimmer salon fernseher htpc filme serien skin addon cec nfs library raspberry
Hysteria = hysteria2, tuic, hiddify | quic proxy censorship fast circumvention rules client profile china tun udp lossy network bypass gfw obfs iran masquerade vpn blocked internet
Icinga = icinga2, icingaweb2, icingadb | checks hosts services nagios fork plugins director zones satellites critical warning notification uberwachung surveillance dashboard downtime acknowledge agents graphs verfugbarkeit dependency email metrics monitoring watch machines
imapsync = imap-backup | copy all emails from gmail archive move mailbox to other provider search old mail postfach archivieren migrieren umzug courriels archiver imap export migrate between providers new host folders migrer account messages folder download backup rule sort
inadyn = ez-ipupdate | dynamic dns small daemon router update hostname when public address changes dyndns no-ip duckdns freedns provider ssl c adresse wechselt ddns dynamische
Incus = incus ui | lxd fork system containers virtual machines images cluster profiles guests launch image container vm zabbly web bridge storage pool cloud lightweight isolated machine hypervisor virtualisierung virtuelle maschine
Infisical = doppler | secrets environment variables team env sync api keys developers rotate doppler geheimnisse dashboard kubernetes operator cli inject projects dotenv machine identity password manager credentials vault share logins 1password lastpass browser extension passwoerter mots de passe contrasenas not in plain text repository playbook tokens
InfluxDB = influx, influxdb2, influxdb3 | sensor measurements time series bucket home assistant long history temperature flux messwerte mesures telegraf grafana retention influxql token database datenbank donnees sensors metrics term zeitreihen power values years proxmox store
input leap | one mouse keyboard across two computers share move pointer to other screen maus tastatur teilen bildschirm desk clipboard laptop desktop shared clavier partager
insync | linux desktop sync folder with cloud account google drive onedrive dropbox tray ordner abgleichen laptop synchronise install files
Intel GPU Plugin | quicksync igpu pods transcoding dri graphics card in kubernetes share time slicing schedule ai jellyfin cuda limits resource daemonset runtime class grafikkarte k8s cluster
Intel Media Driver = vaapi, quicksync, i915, opencl, level zero | integrated graphics hardware transcoding render group dev dri jellyfin plex arc transkodieren video ruckelt quick sync igpu hevc n100 tone mapping
intel-gpu-tools = intel_gpu_top | igpu quicksync transcoding usage percentage video engine busy graphics terminal vaapi jellyfin plex frigate hardware acceleration check utilization
IntelliJ IDEA | java python ide programming refactor android apps development entwickler debugger refactoring kotlin projects license editor code
iocaine | ai scrapers crawlers hammer my site proof of work challenge block bots gitea slow crawler reverse proxy https domain
IoTDB | apache iot time series in postgres hypertables sensor metrics compress extension retention sensordaten chunks continuous aggregates database datenbank donnees
iperf = iperf3 | measure throughput between two machines gigabit cable wifi really how fast lan bandwidth durchsatz debit server client udp tcp 10gbit jitter messen test parallel
ipfs | content addressed archive forever large files track where copies lie usb disks peer to dateien verteilt archiv hash p2p cluster pin gateway
IPMI Exporter | bmc fan speed power supply watts temperature sensors rack hardware metric lufter psu voltage chassis room temperatures idrac supermicro redfish drehzahl prometheus metrics grafana
IPsec = ikev2, l2tp, xl2tpd, hwdsl2 | site-to-site vpn company branch office ikev2 iphone built-in client l2tp preshared fritzbox lan-to-lan windows native ios roadwarrior certificates eap tunnel standort remote access
iptables = iptables-persistent, ip6tables, arno | firewall rules nat port forwarding masquerade drop chain docker user packet filter pare-feu ports close allow
irssi | terminal irc screen xmpp chat client channels desktop messenger instant jabber old icq networks plugins rooms tmux bouncer backlog libera nick always connected stay logged in read missed messages phone browser
isc-dhcp-server = isc dhcp, dhcp server | hand out ip addresses lan leases reservation by mac subnet range gateway option adressen vergeben
iSCSI = tgt, open-iscsi, iscsi initiator | block storage lun over network target initiator vm disk windows drive san chap proxmox esxi speicher lio
Istio | service mesh sidecar mtls traffic split canary envoy kubernetes telemetry zero trust encrypted between services gateway ambient observability circuit breaker management k8s cluster
iTerm2 | terminal new macbook set up programs dock preferences developer apple einrichten neu laptop configure finder defaults app store homebrew trackpad keyboard shortcuts mas
iventoy | boot install operating systems over network ipxe menu without usb stick iso tftp rescue netzwerk booten demarrer par reseau arranque pxe machines
ivpn | commercial vpn provider subscription hide ip other country netflix linux client kill switch server streaming geoblock airport privacy connect pia
JabRef | bibtex references citations thesis latex typesetting paper diplomarbeit these literatur bibliography university scientific word plugin
Jaeger | distributed tracing spans requests slow microservices waterfall latency which service is opentracing zipkin zeitverlauf trace microservice sampling opentelemetry collector flow debugging
*Jan | chatbot offline on laptop local ai model gui chatgpt ki sprachmodell gguf private chat assistant pc
*Java = openjdk, jdk, jre, corretto | jvm runtime jar minecraft tomcat version home programmieren jenkins 17 21 install default alternatives virtual machine laufzeit programming language developer
Jellyfin Media Player | desktop client centre tv remote couch watch films living room box wohnzimmer salon fernseher htpc filme serien skin addon cec nfs library raspberry
Jenkins X | gitops preview environments ci cd pipelines kubernetes native tasks build image triggers pipelinerun task webhook deploy cloud-native artifacts k8s cluster
jetkvm | keyboard video mouse over network see bios remotely power button hdmi headless machine hangs fernsteuerung atx iso mount reinstall boot menu remote hands
jobber | scheduled jobs web cron editor history failures run now multi machine zeitgesteuert task scheduler plugins chain events ui logs overview
JOSM | openstreetmap editor maps gis geodata gpx tracks edit desktop karten landkarte route satellit cartes mapas layers coordinates globe hiking
jq | json filter fuzzy find history better ls cat grep command line utilities terminal konsole werkzeuge faster replacements nicer fd lf
JuiceFS | s3 backed posix redis metadata distributed file system chunks across many machines hpc master chunk speicher cluster petabyte
juju | bare metal provisioning pxe ubuntu commission deploy machines like cloud ipmi rack region controller curtin power discovery images physical servers fleet network boot install
JupyterHub = jupyter, the littlest jupyterhub, tljh | multi user class university notebook python plots in browser data science students notebooks datenanalyse wissenschaft pandas teaching code cells kernel classroom matplotlib analyse csv course lab machine learning experiment shared
k0s = k0sctl | kubernetes single binary zero friction cluster controller worker edge mirantis without dependencies ssh deploy airgap bare metal nodes etcd kine k8s
k3b | burn cds kde convert video rip dvd blu-ray smaller mp4 cd audio brennen umwandeln convertir kopieren
K3s = k3s server, k3s agent, k3sup, rancher k3s | lightweight kubernetes raspberry small cluster single binary nodes pods edge sqlite agent join airgap traefik servicelb kubeconfig uninstall high availability embedded etcd k8s
K8up | restic backups of kubernetes persistent volumes schedule restore pvc replicate cron s3 operator annotations application consistent sichern sauvegarde namespaces k8s cluster stash
Kafka = apache kafka, kraft | event streaming topics partitions consumers broker log messages microservices connect schema registry kraft replay producers high throughput message queue nachrichten big pipeline offsets events topic subscribe producer consumer stream
Kafka UI = kafbat | browse topics messages browser lag event streaming partitions consumers broker log microservices connect schema registry kraft replay producers high throughput message queue nachrichten consumer groups web interface events topic subscribe producer stream application deploy developers database inspect
Kamal = mrsk | deploy rails web app zero downtime ssh containers push to any box without kubernetes basecamp rolling kamal-proxy docker vps secrets apps paas hosting git heroku vercel netlify platform projects one click container domain publish my own server nodejs python certificate automatically install several
kanata | german keys y z swapped layout remap capslock numlock shortcut tastatur clavier teclado umschalten caps qwertz azerty keyboard belegung disposition
Kanidm | accounts directory passkeys unix login radius oauth rust ldap replacement posix identity ssh keys webauthn central oidc server active alternative single sign on sso anmeldung sign-on provider saml passkey mfa tokens users federated one password for everything
Karabiner | remap keys mac new macbook set up programs dock preferences developer apple einrichten neu laptop configure finder defaults app store homebrew trackpad keyboard shortcuts mas
*Karma = alertmanager dashboard | see all firing alerts one wall silence acknowledge alertmanager web view grouped alarme ubersicht silences alertmanagers multiple instances labels colours browser team
Karpenter | aws just in time nodes rebalance pods scale to zero autoscale resource requests kubernetes evict balance utilisation k8s cluster
Kasm = kasm workspaces | disposable browser desktop streaming containers isolate risky links workspace remote isolated web workspaces throwaway session tor ubuntu fernzugriff image access screen
KasmVNC | linux desktop in browser webp streaming vnc modern container fernzugriff bureau distant webassembly gui clipboard gpu responsive remote display access screen
Kasten | enterprise k10 backup restic backups of kubernetes persistent volumes schedule restore pvc replicate cron s3 operator annotations application consistent sichern sauvegarde namespaces k8s cluster stash
Kata Containers = kata | lightweight vm per container hypervisor sandbox untrusted kernel isolation hardened runtime micro code multi tenant class syscall isolate strong sandboxing
*Kate | kde text editor desktop notepad syntax highlight files texteditor schreiben notizen plain tabs line numbers colours quick code programming atom
Katello | content views errata rhel subscriptions mirror provision hosts lifecycle puppet pxe patches rpm repositories redhat smart proxy host groups facts dhcp dns tftp templates discovered satellite
kazam | record screen stream twitch webcam scenes capture bildschirm aufnehmen enregistrer ecran virtual camera youtube livestream game lesson stream-deck
KDE Connect = gsconnect | phone notifications on computer clipboard file send mirror android screen handy verbinden benachrichtigungen zwischenablage sms telephone movil desktop airdrop between and local wifi browser nearby photos pc dateien senden fichiers photo from iphone to windows without cable text same network quick phone link
KDE Plasma = sddm, kubuntu | desktop environment panels widgets windows like theme settings arbeitsoberflache aussehen einstellungen kwin konsole dolphin install bureau escritorio look plasma
Kdenlive | cut holiday video edit film clips youtube timeline premiere schneiden montage transitions titles olive
KDiff3 | three way merge graphical git commits branches compare diff two files repository grafisch verlauf visuell graph history gui
Kea DHCP = kea, kea-dhcp4, isc kea, stork | hand out ip addresses lan reservations leases subnet pools option fixed address by mac adressen vergeben attribuer adresses high availability web stork mysql json reservation failover ipv6 dhcpv6 server
*Keep = keephq | alerts from many tools one inbox deduplicate correlate aiops workflow incident noise reduce alarme zusammenfuhren rules providers grafana datadog noisy enrich keep alerts
Keepalived = vrrp, ucarp | virtual ip failover two machines floating address takeover when first dies redundancy pihole pair hochverfugbar haute disponibilite
KeePass = keepass2, kdbx | password file kdbx local offline database master passworter mots de passe tresor keyfile contrasenas usb portable windows sync webdav nextcloud manager passwords logins browser open vault passwoerter datei keep all safe share netflix login with partner generate strong remember sticky notes
KeePassXC | desktop password database kdbx offline autofill browser totp ssh agent passworter mots de passe manager passwords logins file sync open vault local passwoerter datei keep all safe share netflix login with partner generate strong remember sticky notes
KeeWeb | open kdbx in browser password file web dropbox passworter webdav keepass desktop mots de passe contrasenas html themes manager passwords logins offline database sync vault local passwoerter datei keep all safe share netflix login with partner generate strong remember sticky notes
kellnr = cargo registry | private npm pypi maven packages cache registry company builds build firm offline dependencies paket depot rust crates package artifacts nuget cargo go composer gem libraries proxy publish mirror developers own modules internal download
Kener | status page incidents modern badge embed uptime monitor outage subscribers maintenance calendar days green bar ausfall panne caida komponenten storung incident monat announce widget website alert down watch sites
Kerberos = krb5, krb5-kdc, mit kerberos, kdc | tickets realm keytab single sign on kinit nfs ssh active directory ticket login spnego kdc principal authentication domain password once anmelden accounts central users linux with ldap join home office computers one account company network policy groups
Keycloak = rhsso, red hat sso, keycloakx | single sign on realms oidc saml identity federation roles company one login enterprise anmeldung connexion ldap themes clients mappers tenant java quarkus sso sign-on provider users social in once for all my services family page front of apps second factor public internet
keyd | german keys y z swapped layout remap capslock numlock shortcut tastatur clavier teclado umschalten caps qwertz azerty keyboard belegung disposition
KeyDB | multithreaded redis fork cache key value memory redis-compatible multi-master replication snapchat threads zwischenspeicher nextcloud faster queue sessions database datenbank donnees in-memory fast pub sub ttl file locking speed up immich paperless backend session lock
Kiali | mesh graph visualise traffic service sidecar mtls split canary envoy kubernetes telemetry zero trust encrypted between services gateway ambient observability circuit breaker management k8s cluster
Kibana | explore elasticsearch logs in browser discover visualise index pattern charts search filter timeline protokolle dashboards lens kql saved queries maps suchen journaux registros
Kismet | wardriving sniffer bluetooth detect rogue access points wireless intrusion wifi signal strength noise terminal channels neighbours survey wlan empfang channel congested neighbour overlap rssi dbm reception antenna
Kleopatra | kde certificates openpgp smime encryption keys pgp keyring password prompt sign email unlock at login annoying schlusselbund verschlusseln mail schlussel secrets service
KMail | kde email program desktop mailbox calendar outlook imap accounts post e-mail courriel correo postfach rechnungen mail
kmonad | german keys y z swapped layout remap capslock numlock shortcut tastatur clavier teclado umschalten caps qwertz azerty keyboard belegung disposition
Knot DNS = knot | authoritative nameserver dnssec signing fast resolver czech zones nsupdate slave catalog cz.nic domain zonen names resolve
Kodi HTPC = plex htpc, jellyfin desktop | media centre tv remote couch watch films living room box wohnzimmer salon fernseher filme serien skin addon cec nfs library raspberry
Komodo = komodo periphery, monitor mbecker | deploy stacks from git several machines build containers web portainer alternative periphery update procedures docker compose ui
Kompose | convert docker-compose to kubernetes manifests migrate yaml translate compose file helm charts deployment services migrating from docker cluster score
*Kong = kong gateway | api gateway keys rate limit plugins consumers routes oauth jwt services postgres declarative developer microservices authentication throttling admin reverse proxy https domain
Konga | web gui for kong api gateway keys rate limit plugins consumers routes oauth jwt services postgres declarative developer microservices authentication throttling admin reverse proxy https domain
konsole | terminal emulator window tabs split fast fonts colours fenster terminale gpu theme transparent shell foot
konversation | irc xmpp chat client channels desktop terminal messenger instant jabber old icq networks plugins rooms
Kopia = kopia server, kopia ui | encrypted snapshots backup gui several pcs s3 b2 policies deduplicate compression sichern sauvegarde server repository web ui retention mount cloud laptop verschlusselt restore
kOps | aws cluster create ansible production kubernetes bare metal highly available etcd calico deploy nodes playbooks inventory upgrade scale cni containerd offline bare-metal k8s
KrakenD | stateless aggregate backend for frontend api gateway keys quota backends developer portal graphql developers analytics throttle versions management auth token reverse proxy https domain
Kratos | identity registration login recovery headless api self service flows sign up mfa password reset profile developers users schema ory form single on sso anmeldung
krdc | desktop client to connect rdp vnc ssh saved connections windows pc from linux verbindung favourites tunnel passwords profile fernzugriff bureau distant
krfb | see the real screen that is on share current display remote vnc attached monitor bildschirm teilen help user same wayland mirrored physical desktop access
Krita | digital painting tablet stylus illustration edit photos photoshop layers draw paint retouch crop bild bearbeiten retoucher fotos retouche filters brushes png jpg zeichnen malen dessin
Krusader = krusader docker, total commander | two panel file manager copy between disks twin move norton commander dateimanager dateien verschieben nas doppelt fenster panels sync unraid
Ksnip | screenshot annotate arrows crop snip share bildschirmfoto capture d ecran zeichnen markieren blur copy clipboard shortcut
kube-state-metrics = ksm | kubernetes objects deployments pods pending restarts crashloop replicas numbers cluster alerts prometheus jobs cronjobs pvc node conditions oom desired available exporter dashboard monitoring k8s
kubeadm | bootstrap cluster control plane join worker token init upgrade kubernetes vanilla nodes certificates etcd kubelet cni master control-plane high availability version k8s
kubenav | look at pods in browser gui kubernetes workloads events logs desktop cluster viewer overview token login namespaces oberflache plugins kubeconfig k8s
Kubernetes = k8s | cluster orchestration pods nodes deployments control plane namespaces ingress rolling update replicas several machines self healing yaml k8s
Kubescape | scan misconfiguration nsa cis policies admission control kubernetes forbid privileged containers runtime security rules compliance mutate validate yaml image signatures enforce label pod k8s cluster
KubeVirt = virtlet | virtual machines inside kubernetes vm as pod hyperconverged rancher vms alongside containers cdi disk import windows kvm legacy libvirt k8s cluster
Kured = kubernetes reboot daemon | reboot nodes after kernel updates one by drain reboot-required kubernetes maintenance window lock daemonset unattended upgrades cordon neustart security k8s cluster
KWallet | kde wallet password popup encryption keys pgp keyring prompt sign email unlock at login annoying schlusselbund verschlusseln mail openpgp schlussel secrets service
*Landscape | ubuntu canonical patch many linux machines channels subscription package mirror compliance errata suse salt clients patches opensuse bootstrap
lansweeper | list all devices in lan names vendors scan ip range what is connected gerate finden presence vendor open ports wifi geraete
LastPass | breached leaving export commercial password vault desktop browser family subscription passworter mots de passe contrasenas autofill ssh agent share families logins cli
Lazydocker | terminal gui docker containers logs keyboard restart prune stats ssh cpu graph images volumes compose remove console keys conteneurs
lazytainer | stop idle containers start on request wake when visited save ram sleep scale to zero demand traefik middleware theme loading wait stopped cold ruhezustand
ldap account manager | directory users groups tree central accounts schema lookup addressbook benutzerverzeichnis annuaire ldif slapd replication overlay posix bind dn tls lam web interface add change forgotten password browse entries one user list for nextcloud jellyfin gitea same everywhere member group
LED Control = led disable, ckb-next | keyboard rainbow lights off colour rgb motherboard ram leds beleuchtung licht aus router activity stealth nachts
ledmon | drive bay locate blink keyboard rainbow lights off colour rgb motherboard ram leds beleuchtung licht aus led router activity stealth nachts
leechblock | kids screen time limit computer hours per day bedtime lock internet kinder zeit begrenzen enfants temps ecran ninos
LibreCAD | 2d dxf drawing cad construct parts 3d printing technical konstruieren bauteil zeichnen konstruktion modell autocad solidworks parametric
LibreELEC | kodi only os raspberry tv media centre remote couch watch films living room box wohnzimmer salon fernseher htpc filme serien skin addon cec nfs library
LibreNMS | snmp switches routers ports traffic access points auto discovery network gear bandwidth per port ups printer toner netzwerkgerate switch equipement reseau conmutador metrics monitoring watch machines
libreqos | gaming lag while someone uploads prioritise bandwidth limit bufferbloat fair bandbreite begrenzen ping spikes download per device drosseln limiter cake tc
LibreSpeed | speed test browser own connection upload download jitter ping no flash wlan lan how fast geschwindigkeit debit velocidad
Libreswan | ipsec vpn site to redhat ikev2 tunnel branch psk certificates opportunistic whack pluto native fips standort verbinden firma remote access
libvirt = virt-manager, libvirtd, virsh, gnome boxes | kvm virtual machines guests desktop graphical bridge snapshots windows vm on linux virtuelle maschine machine maquina hypervisor virtualisierung
Liferea | gtk rss podcast reader desktop feeds subscribe nachrichten feed lesen episodes offline news reading folgen abonnieren terminal articles keyboard flux headlines websites in one place newspapers youtube channels opml star mark read
Lighttpd | small web pages low memory static fastcgi router raspberry serve webserver cgi php embedded pihole leicht site reverse proxy https domain
LinkDash | bookmarks start page links simple yaml landing lesezeichen startseite icons docker labels dashboard categories d accueil favourite colour group
Linkerd | service mesh light mtls kubernetes retries latency sidecar rust to encryption golden metrics traffic split lightweight proxy multi-cluster k8s cluster
LinkStack = ben busby farside, littlelink custom | links on one page tree bio social profile tiles landing linktree visitenkarte instagram pages short musician creator avatar dashboard start startseite buttons influencer follow all my url tiktok artist media visitors
linktree | links on one page tree bio social profile tiles landing visitenkarte instagram pages short musician creator avatar dashboard start startseite
Linux Mint | windows-like revive old laptop for grandma simple safe browsing system alter grosseltern senioren beginner install usb wiederbeleben vieux ordinateur endless
Linux Router = ip forwarding, pppoe, radvd | share internet with lan own pc as gateway nat dial in provider fiber ipv6 prefix two network cards wan forward teilen masquerade
linuxptp = ptp4l | ieee 1588 precise hardware clock gps pps microseconds nanosecond stratum antenna zeitquelle genau antenne usb receiver raspberry stratum1 nanoseconds
LiteFS | sqlite replicate nodes replicated continuously to s3 restore small app database datenbank sichern sauvegarde wal stream container vaultwarden pocketbase point in time
Litestream | sqlite replicated continuously to s3 restore small app database datenbank sichern sauvegarde wal stream container vaultwarden pocketbase point in time continuous backup single file embedded replicate lightweight locked queries db copy store records application needs backend base de donnees
littlelink = littlelink-server | links on one page tree bio social profile tiles landing linktree visitenkarte instagram pages short musician creator avatar dashboard start startseite buttons simple static follow all my url tiktok artist media visitors
LLDAP = light ldap | simple user directory groups ldap web small jellyfin nextcloud one account everyone benutzerverzeichnis annuaire accounts central users lightweight interface authelia benutzerverwaltung list for gitea same password everywhere member group
LM Studio | model download gui chatbot offline on laptop local ai chatgpt ki sprachmodell gguf private chat assistant pc desktop interface models api key browser prompts plugins own at home ask questions write letters homework family upload file history ollama
lm-sensors = sensors-detect, psensor | cpu temperature too hot fan speed voltage motherboard degrees hitze temperatur ventilateur grad celsius thermometer nvme chipset detect module
LMMS | beats make music record voice cut audio podcast edit sound waveform mixing tonaufnahme schneiden enregistrer tonspur noise removal mp3
Local AI Desktop | chatbot offline on laptop model gui chatgpt ki sprachmodell gguf private chat assistant pc
Local Path Provisioner = hostpath provisioner | storage class pvc directory on node persistent volume simple kubernetes k3s default dynamic host folder rancher pv test database affinity k8s cluster
LocalSend | send photo from phone to laptop same wifi airdrop android iphone browser nearby drop bilder handy pc app between and computer local file photos dateien senden fichiers windows without cable text network quick
Log Forge = loggify | keyword in docker container triggers notification error alert restart ntfy watch stichwort match exception regex discord gotify telegram messages alarm logs search protokolle journaux registros
LoggiFly | regex keywords ntfy apprise docker attach logs keyword in container log triggers notification error alert restart watch stichwort match exception discord gotify telegram messages alarm search protokolle journaux registros
Login Notify = pam_exec notify | message when someone logs in via ssh alert who entered anmeldung einbrecher email telegram session connected intruder connexion alerte pam ssh login alert login mail
*Logrotate = log rotation | log files grow forever compress delete old weekly keep var full protokolle wachsen journaux gzip days disk docker logs volle rotation
Logseq | outliner journal notes markdown vault second brain desktop mind map notizen schreiben knowledge links plugin sync wissen bullet graph daily backlinks roam zettelkasten blocks pdf annotate tagebuch thoughts ideas meeting study remember find again note web clip attach onenote evernote
Logspout = docker-logspout | route container stdout to syslog logs of all containers forward graylog papertrail udp collect ship multiline router
Logstash | parse log pipeline grok filter input output transform enrich send to elasticsearch beats pipelines ruby csv syslog geoip events logs search protokolle journaux registros etl data cleaning columns connectors stream ingest warehouse change capture move rows between systems clean nightly import
Logto = auth0 | sign in for own application customers oidc social login developers auth0 clerk webauthn magic link tenants sdk multi single on sso anmeldung sign-on identity provider accounts oauth saml passkey mfa tokens users federated one password everything once all my services family page front of apps
Loki = grafana loki | logs from all machines one place query labels logql store retention grafana search error last night central protokolle zentral journaux centralises registros
Lollypop | gnome play mp3 collection music player desktop playlists itunes musik abspielen lecteur musique alben
Longhorn | persistent volumes kubernetes replicated across nodes snapshot backup s3 nfs rancher storage class pvc rwx volume degraded rebuild disk engine replicas block k8s cluster
LosslessCut | trim without re-encode cut holiday video edit film clips youtube timeline premiere schneiden montage transitions titles olive
Lufi | encrypted drop firefox upload file from command line curl get link sharex screenshot temporary host datei hochladen partager share large wetransfer download expire password guests customers screenshots too big for email dateien verschicken fichiers compartir archivos video to friend wedding pictures gigabyte attachment public
LVM = lvm2, logical volume manager, thin pool | resize partition logical volume extend grow disk add group snapshot vergrossern agrandir vg pv lv pvresize thin root full bigger vm
LVM Cache | ssd pool dm-cache in front of slow hard disks accelerate beschleunigen hdd writeback hybrid tiering faster nas
LXD = snap lxd | system containers vm images profiles storage pool ubuntu guests lightweight container canonical snap cluster network bridge image launch projects virtual machine hypervisor virtualisierung virtuelle maschine
Lynis = lynis audit | security audit hardening score suggestions how safe is my machine scan checklist sicherheit prufen compliance index report cis schwachstellen tiger
LyX | graphical latex references citations thesis typesetting paper diplomarbeit these literatur bibliography university scientific word plugin
macOS Setup = macports, mac playbook | new macbook set up programs dock preferences developer apple einrichten neu laptop configure finder defaults app store homebrew trackpad keyboard shortcuts mas mac defaults
maestral | linux desktop sync folder with cloud account google drive onedrive dropbox tray ordner abgleichen laptop synchronise install files
Mafl | minimal start page services yaml icons links themes landing startseite tags weather ping d accueil vue dashboard tiles
Magic Wormhole | spoken code python send file between two computers phrase command line terminal transfer datei senden envoyer fichier secure p2p relay cli resume cross-platform portal
mail archiver | copy all emails from gmail archive move mailbox to other provider search old postfach archivieren migrieren umzug courriels imap export dotnet web backup email tags messages download mailarchiv sauvegarde keep for years find message inbox quota full before deleting account
Mailrise | smtp email to notification gateway send telegram discord pushover from script one url many services pushbullet benachrichtigung envoyer alerte push convert old device printer nas alerts only mail tell me on my phone when backup fails done camera motion server down message alarm
Mailspring | modern email program desktop mailbox calendar outlook imap accounts post e-mail courriel correo postfach rechnungen mail
malcontent | kids screen time limit computer hours per day bedtime lock internet kinder zeit begrenzen enfants temps ecran ninos
Maltrail | blacklist suspicious traffic domains network security monitoring connection logs malware beaconing packet capture forensic lan protocol analysis conn.log hunting soc einbruch bro rita
mame | old console games snes nintendo emulator retro gamepad couch spielkonsole alte spiele arcade playstation n64 roms
MariaDB = mariadb-server | relational sql mysql database user tables wordpress secure installation replicate galera datenbank innodb dump charset nextcloud bind remote replication donnees fork grant root password binlog slow queries create schema base de datos backend and restore file access denied
marimo | reactive notebook python plots in browser data science students notebooks datenanalyse wissenschaft pandas teaching class code cells kernel classroom matplotlib analyse csv course lab machine learning experiment shared
Marzban | panel users traffic limit subscription censorship proxy vmess obfuscate blocked country circumvent zensur censure trojan shadowsocks websocket tls cdn firewall bypass iran russia vpn internet
Mathesar | postgres friendly ui spreadsheet on airtable records views collaborate table tabelle no-code datenbank tableur collaborative forms kanban excel database no code tables grid view relational columns rows link list inventory form filter
Matomo = piwik | visitors statistics google analytics full featured heatmap goals conversions tag gdpr shop besucher statistik visiteurs visitas website replacement page views referrers privacy zaehlen statistiques visites how many people read my blog who visits site which country browser without cookie banner
Mattermost Desktop | company chat client work channels colleagues team firma arbeit messenger office huddles nachrichten install linux
mbsync | copy all emails from gmail archive move mailbox to other provider search old mail postfach archivieren migrieren umzug courriels archiver imap export
megasync | linux desktop sync folder with cloud account google drive onedrive dropbox tray ordner abgleichen laptop synchronise install files
Meilisearch = meili | instant search box typo tolerant documents index api shop suche volltextsuche linkwarden karakeep search-as-you-type filter ranking recherche website engine moteur de full-text fast results query shards json for my nextcloud mastodon indexing heap memory backend misspelled
Meld | compare files folders graphical git commits branches diff merge two repository grafisch verlauf visuell graph history gui
Memcached = memcache | simple memory cache objects php wordpress speed key value zwischenspeicher sessions distributed ram nextcloud drupal query results faster website mb database datenbank donnees in-memory up site object session pylibmc mediawiki hits store records queries application needs backend base de
Memgraph | in-memory streaming graph nodes relationships cypher network of people connections datenbank beziehungen graphen relations friends knowledge bloom database donnees document queries connected multi-model traversal who knows whom edges query backend developers store
memtester | userspace faulty ram test new disk burn in crash random reboot speicher testen prufen defekt memoire
mendeley | references citations thesis latex typesetting paper diplomarbeit these literatur bibliography university scientific word plugin
MergerFS = mergerfs pool, unionfs | several different disks appear as one big folder pool combine jbod media drives platten zusammenfassen regrouper disques
MeshCentral = meshagent | remote control many pcs agents support unattended intel amt wake family computers teamviewer fernwartung desktop access screen
Metal3 | bare metal hosts ironic create cloud infrastructure from kubernetes yaml provision clusters machines declarative compositions providers aws platform control plane claims gitops resources k8s cluster
MetalLB | loadbalancer ip on bare metal kubernetes service type pending external address layer2 bgp pool virtual home cluster range arp adresse frr cilium k8s
*Metrics Server | kubectl top pods nodes cpu memory usage horizontal pod autoscaler cluster resource kubernetes autoscale hpa kubelet node utilisation api auslastung missing not available monitoring k8s
MicroK8s | kubernetes snap ubuntu single node addons small cluster canonical dns addon ingress storage high availability enable laptop edge raspberry nodes k8s
MicroShift | edge small footprint redhat kubernetes enterprise routes operators cluster source to image developer console container platform operatorhub ibm scc builds developers k8s
Microsoft Edge = microsoft-edge-stable | web browser on linux chromium teams surf internet surfen navigateur seiten work account policies deb repository install bing
*Microsoft Teams | office work meetings video conference meeting camera call desktop linux videokonferenz visioconference konferenz arbeit school lesson install deb besprechung teams for linux
Midnight Commander | terminal blue dialogs keyboard two panel file manager copy between disks twin move norton dateimanager dateien verschieben nas doppelt fenster panels sync unraid mc
Mihomo = clash | rule based yaml proxies quic proxy censorship fast circumvention rules client profile china tun udp lossy network bypass gfw obfs iran masquerade vpn blocked internet
Milvus = attu | vector embeddings billions similarity search ai embedding nearest neighbor images rag knowledge chatbot collection index gpu scale documents database billion semantic neighbours immich chunks retrieval scientists research find similar pictures texts
*Mimir = grafana mimir | scalable long term prometheus metrics object storage multi tenant remote write retention years millions of series bucket ingester distributor query cardinality tenants prometheuses central monitoring
Minecraft Launcher | play on desktop mods java edition kids kinder spielen modpacks forge fabric skins instances account jeu enfants
minica | tiny go own root certificate self signed local https create keys trust browser warning eigenes zertifikat intern vertrauen certificat autorite selbst signiert tls certificado
minikube | kubernetes on laptop local learn test single node vm driver addons tunnel dashboard developer practise try out docker lokal lernen k8s cluster
Mininet | sdn openflow simulate routers switches learn cisco lab virtual topology ccna ubung practise network engineer images netzwerk
MinIO = minio console | s3 bucket object storage compatible own aws access key velero backup target uploads speicher stockage objet bilder mc lifecycle erasure tiering
miniserve | rust file share upload qr serve folder of html files static site tiny single binary download directory publish localhost lan webseite ordner
Mitmproxy | intercept https traffic inspect requests debug phone app api replay reverse engineering mobile decrypt certificates record scripting python charles
Modern CLI Tools | fuzzy find history better ls cat grep json command line utilities terminal konsole werkzeuge faster replacements nicer fd lf
Mongo Express = mongoclient, nosqlclient | browse mongodb collections browser edit documents datenbank oberflache web admin nosql view insert delete json basic base de donnees database gui compass interface look into the click tables search record change value graphical client
MongoDB = mongo, mongod, mongosh | nosql json documents collection replica set database avx datenbank rocket.chat unifi graylog shell bson aggregation collections replicaset donnees document no sql sharding backend cpu dump restore
Monika = hyperjump monika | http probe synthetic monitoring yaml command line alert when url slow or wrong status response body ausfall panne ssl expiry chained requests telegram whatsapp notification cron probes website outage uptime down
*Monit = mmonit | process died restart automatically watchdog service crash pid memory limit email daemon hangs neustart abgesturzt redemarrer plante reiniciar checks alert mail port load uberwachen surveiller processus vigilar web watch machines
Monitorix | lightweight graphs cpu disk network mail temperature rrd perl small built-in page daily monthly auslastung web statistics fail2ban nginx sensors disque charge serveur carga monitoring
Monitoror | wallboard tv screen build status tiles ci ping http check wall display office green red tafel ecran mural
moonlight = moonlight client, moonlight qt, moonlight web | stream pc games to tv tablet steam deck couch low latency gpu spiele streamen jeux salon nvenc controller gamepad fernseher shield encode virtual display wolf client raspberry remote play nvidia gamestream on television laptop without graphics card in living room
MOTD = login banner, dynamic motd | greeting text when ssh login ascii logo warning banner show load willkommen bienvenue system info updates ubuntu ads disable hostname uptime issue message of the day
mousepad | text editor desktop notepad syntax highlight files texteditor schreiben notizen plain tabs line numbers colours quick code programming atom
mpv = mplayer | minimal video player keyboard command line hardware decoding film abspielen lire hdr youtube stream config scripts lightweight terminal
mremoteng | desktop client to connect rdp vnc ssh saved connections windows pc from linux verbindung favourites tunnel passwords profile fernzugriff bureau distant
msmtp = msmtp-mta | light sendmail gmail machine sends cron mails via smtp root mail notification relayhost email vom rechner senden output smarthost envoyer send from scripts account alerts simple no daemon outgoing relay versenden server should me smart raid warning forward
Mtab | browser new tab start page clock wallpaper bookmarks greeting startseite nouvel onglet photo weather todo extension pagina inicio dashboard links
Mullvad Browser | tor-hardened without tor network browse anonymously onion sites private dark web anonym surfen darknet anonyme hide ip fingerprint surf censorship download install launcher internet
multimc | play minecraft on desktop mods java edition kids kinder spielen modpacks forge fabric skins instances account jeu enfants
Multus = multus cni, whereabouts | several network interfaces per pod vlan macvlan iot lan kubernetes secondary sriov network-attachment-definition cni interface homeassistant discovery k8s cluster
Munin = munin-node | graphs per host day week month year trends simple perl plugins rrd disk usage load auslastung verlauf tendance apache mysql graphing zipped nodes plugin metrics monitoring watch machines
Mydumper | parallel logical fast nightly dump mysql mariadb databases gzip rotate restore sichern datenbank sauvegarde base cron per database backup mongo sql retention copy of the every night after crash consistent compressed keep seven days
MySpeed | internet speed recorded hourly days statistics isp line ookla libre cloudflare test average slow evening leitung geschwindigkeit debit velocidad diagramm cron discord gotify provider cheating
MySQL = mysql server, mysqld | relational sql database tables user root password replication wordpress datenbank base de donnees innodb dump schema nextcloud port 3306 secure grant slow query lamp datos backend create and restore file access denied
MySQL Exporter = mysqld-exporter | mariadb queries connections innodb buffer replication metrics scrape slow datenbank kennzahlen grafana percona threads performance schema deadlock qps prometheus
MySQL Workbench | modelling browse database desktop sql queries tables gui datenbank anschauen tabellen abfragen postgres sqlite client er diagram export csv base
n2n | layer two edge supernode p2p peer mesh wireguard cidr invite private small cidrs peers invitation overlay coordination vpn network remote access
Nagios = nagios core, nagios4, nrpe | checks plugins hosts services critical warning ok alert nrpe old school prtg email when disk full uberwachung surveillance metrics monitoring watch machines
NaiveProxy | chrome fingerprint quic proxy censorship fast circumvention rules client profile china tun udp lossy network bypass gfw obfs iran masquerade vpn blocked internet
napalm | back up switch router configurations git diff who changed config network gear cisco mikrotik juniper sichern running version backup
*NATS = nats server, jetstream | light messaging pub sub microservices iot jetstream broker streaming request reply subjects go lightweight leafnodes key-value messages edge queue groups message nachrichten cloud native streams events topic subscribe throughput replay log producer consumer stream application deploy developers database inspect
nautical backup | archive etc home directories tar nightly copy rotate usb disk stop containers sichern sauvegarde cron retention ordner nfs
Nautobot | network source of truth automation jobs ipam dcim devices fork plugins apps git golden config circuits dokumentation netzwerk racks
NAXSI | nginx whitelist web application firewall sql injection xss block attacks rules protect site bot protection cc ddos website security login challenge hackers reverse proxy https domain
NBD = nbd-server | export block device over network remote disk kernel boot image diskless client attach file qemu tcp network block device
ncspot | terminal spotify desktop linux music streaming play songs musik abspielen horen ecouter musique playlist install
*Nebula = slack nebula | overlay mesh lighthouse certificates groups firewall hosts peer to ca certs udp hole punching vpn devices everywhere connected encrypted relay private network remote access defined networking
Nebula Sync | pihole v6 replicate teleporter second dns blocker keep both same settings filters lists two instances redundant primary secondary spiegeln cron api backup ad adverts
Neo4j = graph database | graph nodes relationships cypher network of people connections datenbank beziehungen graphen relations friends knowledge bloom database donnees document queries connected multi-model traversal who knows whom edges query backend developers store
nepenthes | ai scrapers crawlers hammer my site proof of work challenge block bots gitea slow crawler reverse proxy https domain
NetAlertX = pialert | unknown device on wifi alert who is my network intruder presence new mac notify list fremdes gerat appareil inconnu
Netatalk = afp, afpd | old macs apple share afp appletalk time machine retro mac freigabe appleshare classic os9 vintage file sharing filing protocol ordner
NetBeans | java php c++ ide classic school programming entwickler programmieren plugin debug code workspace projects editor
NetBird = wiretrustee | mesh vpn wireguard sso peers groups access policies tailscale alternative behind nat zero trust private network remote
Netboot.xyz = netboot | boot install operating systems over network ipxe menu without usb stick iso tftp rescue netzwerk booten demarrer par reseau arranque pxe machines
NetBox = netbox community | document network ip addresses racks cables source of truth dcim inventory prefixes vlans which port dokumentation patch panel vlan asn vrf device type api script circuits
Netbox Exporter | inventory numbers of as metrics device counts scraped prometheus targets from service discovery devices sites ip circuits expiry racks file sd
Netdata | live per second charts cpu disk network anomalies hundreds of graphs instant zero configuration spikes alarms what happened just now echtzeit auslastung temps reel tiempo real per-second alarm cloud parent child agent streaming ml setup metrics monitoring watch machines
netdisco | list all devices in lan names vendors scan ip range what is connected gerate finden presence vendor open ports wifi geraete
Netflow Exporter | sflow ipfix who talks to whom traffic accounting router export top talkers bytes per host verkehr trafic softflowd flows collector ports conversation bandwidth interface
netlock | monitor and patch windows pcs of customers scripts remote control msp alerts agents patches inventory fernwartung policies desktop access screen
Netmaker = netclient | wireguard mesh kubernetes sites egress gateways automated networks vpn dashboard cloud remote access users site-to-site nodes relay enterprise fast private network
netmiko | back up switch router configurations git diff who changed config network gear cisco mikrotik juniper sichern running version backup
Newsboat | terminal rss podcast reader desktop feeds subscribe nachrichten feed lesen episodes offline news reading folgen abonnieren articles keyboard flux headlines websites in one place newspapers youtube channels opml star mark read
NewsFlash | rss modern sync podcast reader desktop feeds subscribe nachrichten feed lesen episodes offline news reading folgen abonnieren
Nextcloud = nextcloud-aio, nextcloud hub | own dropbox google drive files photos calendar contacts phone sync share link family office documents dateien teilen kalender fichiers partage archivos
Nextcloud Client = nextcloud desktop, abraunegg onedrive, dropbox client | linux desktop sync folder with cloud account google drive onedrive dropbox tray ordner abgleichen laptop synchronise install files
NextcloudPi | nextcloud raspberry image wizard personal sovereign box privacy plug and play bitcoin beginner apps lightning tor nas encrypted no cloud home server app store one click
NextDNS = nextdns cli | cloud dns filter ads malware profile phone roaming cli client kids iphone android config id logs analytics parental controls resolver werbung
Nexterm | web ssh vnc rdp connections saved hosts tabs file tunnel putty mobaxterm browser server dashboard sftp editor key vault konsole terminal bastion jump host audited session recording access team certificates compliance sprungserver reach servers from who logged in admin colleagues
*Nexus = sonatype, sonatype nexus, nexus repository, nexus3 | maven docker raw private npm pypi packages cache registry company builds build firm offline dependencies paket depot artifact repository proxy libraries jar upload developers own install team internal mirror versions paketquelle
NFS = nfs server, nfs-kernel-server, nfs-ganesha, nfs client, nfs-common | export folder linux machines mount network nas kodi proxmox exports fstab freigabe partage client permissions root squash nfsv4 ordner rwx unraid synology
nftables = nft | packet filter rules tables chains firewall nat masquerade ruleset pare-feu portfreigabe sets maps forward drop established masquerading modern replacement iptables ports close allow
Nginx = nginx web server, nginx-mainline, angie, freenginx | web pages static site serve virtual host reverse proxy location upload limit gzip port 80 webseite ausliefern https domain
Nginx Exporter = nginx-prometheus-exporter, nginxlog exporter | requests per second connections status codes web metrics scrape stub grafana log parser response time upstream errors 5xx visitors prometheus
Nginx Proxy Manager = npm, npm proxy | point and click hosts subdomain to port certificate letsencrypt web gui forward domain without config unterdomain weiterleiten reverse https
Nheko | qt matrix client chat desktop rooms encrypted messenger nachrichten verschlusselt spaces install messages pc federated secure element cute mobile light interface write friends family direct message group end-to-end encryption verify device room synapse login web
Nhost | graphql hasura firebase backend auth functions storage mobile app developers developer login flutter database push own rest users api realtime low-code internal admin crud instant for my phone user tables without writing server forms
nightTab | browser new tab start page clock wallpaper bookmarks greeting startseite nouvel onglet photo weather todo extension pagina inicio dashboard links
nload | in out graph simple which connection process eats bandwidth live terminal network traffic per host upload saturation bandbreite schnittstelle internet slow device
Nmap = zenmap | which ports are open scan host range services discovery offene netzwerk scannen puertos abiertos os detection scripts hosts alive subnet security
nnn | tiny file manager fuzzy find history better ls cat grep json command line utilities terminal konsole werkzeuge faster replacements nicer fd lf
NocoDB | airtable smart spreadsheet on postgres records views collaborate table tabelle no-code datenbank tableur collaborative forms kanban excel view database mysql tables no code grid gallery form sheet columns rows link list inventory filter
Node Exporter = prometheus node exporter | host hardware numbers cpu ram disk full load temperature linux machine usage collected scrape port 9100 auslastung rechner charge filesystem network textfile collector dashboard 1860 boxes stats vm metrics monitoring
Node Feature Discovery = nfd | detect hardware label nodes gpu usb cpu features schedule pods where coral zigbee stick is tpu labels affinity zwave dongle igpu automatically properties kubernetes k8s cluster
Node.js = nodesource | javascript runtime npm packages web development version lts entwickler install newest express react build frontend global modules programming programmieren language developer
*Nomad = hashicorp nomad | schedule jobs containers binaries cluster orchestrate simpler than kubernetes allocations raw exec consul docker java cron batch small simple alternative
nordpass | commercial password vault desktop browser family subscription passworter mots de passe contrasenas autofill ssh agent share families logins cli
Notepad++ = notepadqq | windows favourite text editor desktop syntax highlight files texteditor schreiben notizen plain tabs line numbers colours quick code programming atom
noVNC = websockify | vnc in browser html5 desktop remote screen no client virtual machine console web javascript canvas proxy container fernsteuern bureau access
NPMplus = nginx proxy manager plus | proxy hosts gui fork http3 crowdsec certificate subdomain click forward goaccess brotli nginx modsecurity domains wildcard weiterleiten unterdomain zertifikat reverse https domain
NSD = nsd dns | authoritative only nameserver zone files slave nlnet small secondary dnssec zones axfr notify root operators bsd hidden primary zonen domain dns names resolve
ntopng = ntop, nprobe | which device uses so much bandwidth traffic flows protocols youtube netflix who talks where verkehr analyse trafic
Nuclei | templates web scanning vulnerability scanner lan devices weak spots report pentest schwachstellen vulnerabilites cve audit schwachstelle hosts credentials weekly
Numlock = keyboard layout, keyboard-configuration, xkb | german keys y z swapped layout remap capslock shortcut tastatur clavier teclado umschalten caps qwertz azerty keyboard belegung disposition
*NUT = nut server, upsd, upsmon, nut client, peanut | ups battery power failure blackout shut down cleanly before empty usb apc eaton cyberpower stromausfall usv coupure de courant onduleur apagon outage network ups tools
NVIDIA Device Plugin = gpu operator | graphics card in pods kubernetes gpu share time slicing schedule ai jellyfin transcoding cuda limits resource daemonset runtime class grafikkarte k8s cluster
NVIDIA Drivers = nvidia-smi, nvidia-docker, cudnn | graphics card gpu transcoding plex docker ai cuda black screen nouveau driver grafikkarte treiber carte graphique pilote
NVIDIA GPU Exporter | graphics card utilisation vram temperature watts metric nvidia-smi grafana grafikkarte cuda ai training plex transcode load power memory clock dashboard prometheus metrics
nvitop | nvidia processes python graphics card gpu usage terminal vram top amd intel grafikkarte auslastung prozesse gpu-load ai model running watch temperature
nvtop | graphics card gpu usage terminal vram processes top nvidia amd intel grafikkarte auslastung prozesse gpu-load ai model running watch temperature
OAuth2 Proxy | login with google github before page allowed emails only protect web without own oidc keycloak nginx auth request anmelden sign-in gate middleware azure single sign on sso anmeldung site reverse forward header cookie my account in once for all services family one front of apps
Observium | snmp switches routers network gear ports traffic graph discovery vendor cisco juniper netzwerkgerate equipement reseau metrics monitoring watch machines
*Obsidian = obsidian desktop, joplin desktop | notes markdown vault second brain desktop mind map notizen schreiben knowledge links plugin sync wissen standard notes desktop
ocenaudio | record voice cut audio podcast edit sound waveform mixing tonaufnahme schneiden enregistrer tonspur noise removal mp3
Ofelia = chadburn | scheduled commands inside docker containers cron labels job-exec exec periodically crontab container schedule backup script every hour
offlineimap | copy all emails from gmail archive move mailbox to other provider search old mail postfach archivieren migrieren umzug courriels archiver imap export sync maildir read offline backup mutt local two way new account messages folder download rule sort
Oh My Zsh | plugin framework themes nicer shell prompt completion autosuggestions theme git branch default konsole eingabeaufforderung plugins syntax highlighting chsh terminal hubsch
Okular | kde pdf annotate read ebook viewer desktop merge pages document lesen buch bucher livre convert epub kindle
Omada = omada controller, omada sdn, tp-link omada | tp-link access points eap wifi adopt controller switches guest portal ssid roaming oc200 mesh vlan firmware java mongodb
OneUptime | uptime on-call rotation incident status page pagerduty statuspage datadog outage escalation postmortem logs bereitschaft astreinte guardia website subscribers monitors apm traces storung alert down
OnlyOffice Desktop | ms compatible docx word excel powerpoint documents letter spreadsheet presentation office suite brief tabelle tableur lettre schreiben writer calc impress
OPA Gatekeeper = gatekeeper | rego constraints policies admission control kubernetes forbid privileged containers runtime security rules compliance mutate validate yaml image signatures enforce label pod k8s cluster
*Open CAS | intel caching ssd cache in front of slow hard disks accelerate beschleunigen hdd writeback hybrid tiering faster nas
OpenAI Codex = codex cli | ai coding assistant in terminal write code agent ki programmieren repository anthropic refactor chat
OpenBao = bao | vault fork secrets tokens api keys unseal kv pki encryption lease geheimnisse linux foundation policies approle raft dynamic credentials developers transit rotate not in plain text repository playbook env
OpenCanary | lan tripwire smb ftp fake vulnerable service lure hackers record what attackers type alarm intruder falle piege ssh intrusion early warning
OpenCloud = opencloud eu | own dropbox google drive spaces files share ocis fork without php dateien fichiers archivos webdav desktop client collabora users go
OpenCode | open terminal agent ai coding assistant in write code ki programmieren repository anthropic openai refactor chat programming writes autonomously fix issues developer let do the work program bug by itself command task
OpenConnect = anyconnect | company cisco vpn client connect to work fortinet office network firmen university campus saml uni firma arbeit travail
openDCIM | power cooling draw rack which device in slot height units diagram cabling schrank serverschrank hohe u baie plan zeichnen layout
openfortivpn | company cisco vpn client connect to work fortinet office network firmen university campus saml uni firma arbeit travail
OpenLDAP = ldap server | directory ldap users groups tree central accounts schema lookup addressbook benutzerverzeichnis annuaire ldif slapd replication overlay posix bind dn tls lam login linux machines verzeichnisdienst directorio one user list for nextcloud jellyfin gitea same password everywhere member group
openlist | own cloud drive several storage backends onedrive s3 share link webdav list many drives aria2 offline download aliyun users
OpenMediaVault = omv | nas distribution debian web shares disks smb users old pc raspberry synology replacement netzwerkspeicher stockage reseau nfs plugins mergerfs docker disk
openNDS | openwrt splash guest wifi login page voucher cafe hotel accept terms hotspot gaste gast wlan gutschein ticket browser clients
OpenNebula | own private cloud infrastructure tenants instances like aws vms projects kvm multi tenant iaas self-service provider marketplace virtual machine vm hypervisor virtualisierung virtuelle maschine
OpenObserve = zinc | logs metrics traces one binary cheap object storage elasticsearch splunk alternative sql query retention protokolle journaux dashboards alerts vrl ingest fluentbit syslog rust fast
OpenPanel | mixpanel events product funnels visitors cookieless web analytics page views performance google alternative besucher speed errors goals countries visiteurs visitas nextjs statistics website session replay feature flags experiments users behaviour rollout developers what do click where they leave switch for some customers a b test
OpenResty | nginx lua scripting dynamic web gateway luarocks scripts api auth redis high performance extended platform custom logic reverse proxy https domain
OpenSCAD | script based solids cad construct parts 3d printing technical drawing konstruieren bauteil zeichnen konstruktion modell autocad solidworks parametric
OpenSCAP = scap, stig | compliance baseline cis stig hardening scan report profile redhat hartung prufen rhel ubuntu remediate benchmark evaluation secure
OpenSearch = opensearch dashboards | full text search logs elasticsearch fork aws index query security analytics volltextsuche indexing recherche graylog fluentbit cluster kibana snapshots vector protokolle journaux registros full-text engine documents typo instant fast results website shards json box for my nextcloud mastodon heap memory backend misspelled
openshot | cut holiday video edit film clips youtube timeline premiere schneiden montage transitions titles olive
OpenSnitch = little snitch, safing | ask before program connects internet outgoing application firewall desktop phone home ausgehend verbindungen erlauben popup per telemetry block pare-feu
OpenSpeedTest | speed test in browser inside lan wifi how fast is the wlan from phone to house throughput html5 geschwindigkeit debit
OpenSSH = openssh-server | login remotely shell root disabled key only hardening port 22 sftp brute force timeout fernzugriff schlussel connexion distante ssh server
OpenTelemetry Collector = otel collector, otelcol | traces metrics logs receive process export otlp pipeline vendor neutral instrumentation spans agent gateway jaeger prometheus exporter receivers processors config telemetry
OpenTofu = tofu | terraform fork infrastructure as code hcl plan apply state provider modules registry workspaces providers proxmox hetzner aws declarative linux foundation encryption hashicorp
openuem | monitor and patch windows pcs of customers scripts remote control msp alerts agents patches inventory fernwartung policies desktop access screen
OpenVAS = greenbone, gvm | vulnerability scanner lan devices weak spots report pentest schwachstellen vulnerabilites cve audit schwachstelle hosts credentials weekly
OpenVPN = openvpn access server, openvpn-as | vpn ovpn profile road warrior tunnel home office certificates tcp 1194 phone unterwegs heimnetz private network remote access
OpenWrt = lede, luci | router firmware flash old wifi box access point vlan sqm bufferbloat luci packages routeur dsa mesh 802.11r adblock upgrade sysupgrade image tomato
*Opera | sidebar vpn web browser blocks ads privacy surf chromium tabs internet navigateur surfen werbung tor rewards shields
OPNsense | router firewall box vlan rules gateway own hardware instead of provider freebsd unbound pare-feu routeur suricata captive portal haproxy wireguard api backup plugins failover dualwan
Orbital Sync | pihole teleporter two second dns blocker keep both same settings replicate filters lists instances redundant primary secondary spiegeln cron api backup ad adverts
Orca | gnome reader blind accessibility read aloud braille big letters onscreen keyboard vorlesen barrierefrei blinde sehbehindert zoom magnifier aveugle ciego impaired vision
Ory = oathkeeper | headless oauth2 oidc identity api developers cloud native login flows customers registration microservices permissions keto password recovery single sign on sso anmeldung
OSMC | kodi tv media centre remote couch watch films living room box wohnzimmer salon fernseher htpc filme serien skin addon cec nfs library raspberry
osquery = osqueryd | ask machine with sql processes users packages inventory security query fleet live tables audit devices detection scheduled packs laptops endpoint
OSSEC = ossec-hids | host intrusion file integrity log analysis rootkit agent alerts rootcheck syscheck active response siem logs agents alert changed einbruch
osxphotos | pull my pictures out of icloud google photos regularly download all local copy bilder holen apple iphone fotos herunterladen sauvegarde albums live
oVirt = ovirt engine, rhv | redhat virtualisation hosts kvm data center vms live migration engine gluster hosted storage domain cluster web portal centos virtualisierung virtual machine vm hypervisor virtuelle maschine
OWASP ZAP = zap | scan web security find vulnerabilities intercept https traffic inspect requests debug phone app api replay reverse engineering mobile decrypt certificates record scripting python
ownCloud = ocis, owncloud infinite scale | own dropbox google drive files sync share folder link desktop client dateien fichiers archivos android webdav users app market federated
Oxker | rust terminal docker viewer gui containers logs keyboard restart prune stats ssh cpu graph images volumes compose remove console keys conteneurs
*Package Proxy | private npm pypi maven packages cache registry company builds build firm offline dependencies paket depot
*Package Update All = apt upgrade, topgrade | every machine now reboot if needed packages latest aktualisieren mettre a jour dist-upgrade dnf pacman batch hosts security rolling patching full upgrade update packages
Padloc | modern cross-platform family team password vault enterprise share credentials passworter mots de passe equipe browser extension secrets shares company manager passwords logins 1password lastpass passwoerter contrasenas keep all safe netflix login with partner generate strong remember sticky notes
pairdrop | send photo from phone to laptop same wifi airdrop android iphone browser nearby drop bilder handy pc between and computer local file photos dateien senden fichiers windows without cable text network quick
palmr | send big files link expires wetransfer password reverse share upload grosse dateien verschicken envoyer gros fichiers clamav smtp partage uploads size large file download expire guests customers screenshots too for email partager compartir archivos video to friend wedding pictures gigabyte attachment temporary public
Pamac | gui manjaro arch user repository packages build mirror list fast pakete installieren pkgbuild makepkg update endeavour user-contributed
*Pangolin = fosrl pangolin | tunnel through vps reverse proxy behind cgnat no open ports cloudflare alternative login sites publish https domain newt gerbil
Parca | ebpf whole system profiler pprof continuous profiling flame graph which function burns cpu code hot path memory leak go python performance optimisation hotspots profile
parcellite | clipboard history text snippets expand shortcut automate typing zwischenablage copy paste kopieren einfugen mehrfach earlier copied
Parental Controls = timekpr-next, ctparental, cold turkey | kids screen time limit computer hours per day bedtime lock internet kinder zeit begrenzen enfants temps ecran ninos
Parse Server | node mobile backend firebase auth functions storage app developers developer login flutter database push own rest nodejs users api realtime low-code internal admin crud instant for my phone user tables without writing forms
Parseable | log lake object storage search s3 cheap parquet elasticsearch alternative index logs sql kafka otlp ingest retention protokolle journaux registros
Parsec = steam remote play, rainway | game streaming remote play couch low latency friends gaming pc windows cloud gpu client stream spiele jeux
*pass | unix passwords gpg git terminal command line store encrypted passworter mots de passe contrasenas console dmenu gpg-encrypted files standard manager password store
*passage | age encrypted unix passwords gpg git terminal command line store passworter mots de passe contrasenas console dmenu gpg-encrypted files standard manager
Passbolt = passbolt ce | team passwords share company gpg colleagues credentials permissions passworter equipe firma mots de passe entreprise shared folder browser extension groups audit password manager logins folders passwoerter teilen keep all safe netflix login with partner generate strong remember sticky notes
Patchmon = update notifier, apt-listchanges | which machines have pending updates list outdated packages email overview available agent dashboard hosts kernel security aktualisierungen mises a jour
Patroni | postgres cluster automatic failover leader replica high availability datenbank hochverfugbar standby switchover etcd consul primary promotes promote database goes down switch automatically galera traffic nodes available outage highly clients ausfall
pcsx2 | old console games snes nintendo emulator retro gamepad couch spielkonsole alte spiele arcade playstation n64 roms
PDF Arranger | merge split rotate pages read annotate ebook viewer desktop document lesen buch bucher livre convert epub kindle
PeaZip | gui many formats unpack rar zip archive extract compress entpacken decompresser archiv passwort packen descomprimir files folders ark
peek | record screen stream twitch webcam scenes capture bildschirm aufnehmen enregistrer ecran virtual camera youtube livestream game lesson stream-deck
Peekaping | uptime website down notification modern kuma alternative api status page ping push http outage ausfall panne caida telegram slack erreichbar seite offline certificate heartbeat mongo sqlite alert
Percona = percona xtradb | mysql cluster enterprise replication slow query hot backup galera base de donnees datenbank xtradb database
Percona Everest | open source rds provision databases as a service operate postgres mysql mongodb clusters web click create backups kubernetes operator backup pooling patroni console
Percona XtraBackup | hot physical incremental nightly dump mysql mariadb databases gzip rotate restore sichern datenbank sauvegarde base cron per database backup
Performance Co-Pilot = pcp, pmcd, pmlogger | archive metrics kernel disk history cockpit graph redhat replay what was slow yesterday pmcd recording analysis pmchart flame latency monitoring graphs
Perkeep = archivebox storage, kubo | content addressed archive forever large files track where copies lie usb disks peer to dateien verteilt archiv hash p2p cluster pin gateway
Persepolis | aria2 gui download torrents desktop manager links herunterladen telecharger linux iso magnet client resume downloads
PetaSAN | ceph iscsi nas btrfs distribution shares rock-ons web opensuse samba docker plugins old pc netzwerkspeicher stockage
pfSense = pfblockerng | router firewall box vlan rules gateway netgate own hardware freebsd pare-feu routeur captive portal squid openvpn backup package dualwan
pgAdmin = pgadmin4 | browse postgres in browser query tables gui roles datenbank oberflache explain backup restore dump editor admin base de donnees database web interface queries edit rows administration slow look into the click search record change value graphical client
pgBackRest | postgres point in time recovery wal archive incremental s3 full datenbank sichern sauvegarde pitr stanza parallel restore delta database backup dump nightly copia copy of the every night after crash consistent compressed keep seven days
pgbackweb | nightly dump postgres mysql rotate keep days weeks container datenbank sichern sauvegarde base restore s3 retention cron compressed copia database backup
PgBouncer = odyssey | too many connections postgres pool lightweight connection pooling verbindungen transaction session clients already max datenbank limit pooler exhausted mode slots remaining reserved django nodes available outage highly failover database ausfall
PgCat | rust sharding too many connections postgres pool lightweight connection pooling verbindungen transaction session clients already max datenbank limit pooler exhausted mode slots remaining reserved django nodes available outage highly failover database ausfall
Pgpool-II = pgpool | load balance failover too many connections postgres pool lightweight connection pooling verbindungen transaction session clients already max datenbank limit pooler exhausted mode slots remaining reserved django nodes available outage highly database ausfall
pgweb | light single binary browser browse postgres in query tables gui roles datenbank oberflache explain backup restore dump editor admin base de donnees database simple go web interface queries edit rows administration slow look at click change value run show columns
Phoronix Test Suite | many comparisons how fast is my disk cpu benchmark compare iops vps performance messen leistung geschwindigkeit vergleich
*PHP = php-fpm, phpenv, opcache | web scripting fpm pool memory limit upload size extension version wordpress composer modules webseite drupal nextcloud website execution ini programmieren programming language runtime developer
phpIPAM = nipap | ip address list subnets which is free spreadsheet replace scan ipam subnetze freie adressen vlan ping discovery requests adresses libres
phpMyAdmin = pma | browse mysql mariadb tables in browser edit rows import sql dump export wordpress datenbank oberflache users privileges base structure query database gui web interface queries ansehen look at click change value run show columns
Pi-hole = pihole-ftl, gravity sync | ads gone on every device smart tv phone whole network dns blocklist trackers kids adverts spam banners popups werbung blockieren publicite pub bloquer anuncios ad blocker
picframe | old tablet digital photo frame slideshow family pictures living room bilderrahmen cadre diashow fotos wand clock weather immich transitions tv screensaver
PicoShare | minimal direct links upload file from command line curl get link sharex screenshot temporary host datei hochladen partager share no limits large wetransfer download expire password guests customers screenshots too big for email dateien verschicken fichiers compartir archivos video to friend wedding pictures gigabyte
Pidgin | irc xmpp chat client channels desktop terminal messenger instant jabber old icq networks plugins rooms
Pihole Exporter | dns queries blocked percentage clients top domains metric grafana ads adguard blocklist graph statistics dashboards lookups prometheus metrics
pika backup | desktop gui laptop home folder external usb drive borg schedule tray rechner sichern sauvegarder ordinateur restore sauvegarde
Piku | tiny heroku git push raspberry deploy rails web app zero downtime ssh containers to any box without kubernetes basecamp rolling kamal-proxy docker vps secrets apps paas hosting vercel netlify platform projects one click container domain publish my own server nodejs python certificate automatically install several
Pingvin Share = pingvin, swingmx share | send big files link expires wetransfer password reverse upload grosse dateien verschicken envoyer gros fichiers clamav smtp partage uploads size large file download expire guests customers screenshots too for email partager compartir archivos video to friend wedding pictures gigabyte attachment temporary public
Pinta | simple paint edit photos photoshop layers draw retouch crop bild bearbeiten retoucher fotos retouche filters brushes png jpg zeichnen malen dessin
Pirsch | server-side log tracker go visitors cookieless web analytics page views performance google alternative besucher funnels speed errors goals countries visiteurs visitas nextjs statistics website
pitivi | cut holiday video edit film clips youtube timeline premiere schneiden montage transitions titles olive
Plank | simple dock mac like desktop gadgets show cpu on wallpaper launcher change widgets hintergrundbild panel
PlatformIO | embedded build esp32 circuit board schematic design microcontroller flash electronics platine pcb layout schaltplan elektronik gerber eagle leiterplatte
Plausible = plausible analytics, plausible ce | visitors count my blog homepage without cookies gdpr google analytics page views referrer privacy banner free besucher zahlen statistik visiteurs visitas statistics website simple cookieless referrers one traffic visites how many people read who visits site which country browser cookie
PMM | database query analytics monitoring mysql cluster enterprise replication slow hot backup galera base de donnees datenbank xtradb
Pocket ID | passkey only login oidc fingerprint face no password simple sign on passwortlos sans mot de passe single sso anmeldung provider passwordless sign-on yubikey family apps anmelden ohne passwort in once for all my services one page front of second factor public internet
PocketBase | backend in one file sqlite auth realtime admin small app firebase developer rest api hobby project users files collections go single database storage functions developers low-code internal crud instant for my phone user login tables without writing server forms
Podcast Client = gnome podcasts, fluent reader | rss reader desktop feeds subscribe nachrichten feed lesen episodes offline news reading folgen abonnieren
Podman = podman-docker, podman rootless | containers without root daemonless rootless quadlet pods docker replacement redhat fedora systemd buildah root-free fcos user namespace drop-in kubernetes yaml ohne sans
popsicle | bootable usb stick several iso images flash sd card installer multiboot live flashen schreiben brennen boot key cle multi windows linux
Portainer = portainer ce, portainer agent, portainer be | click containers in browser web gui docker stacks start stop logs console without command line environments container oberflache interface conteneurs compose ui
Portmaster | privacy dns spn ask before program connects internet outgoing application firewall desktop phone home ausgehend verbindungen erlauben popup per telemetry block pare-feu
PostGIS = pgrouting | geographic coordinates maps spatial queries postgres distance points polygons geodaten gis extension nearest qgis tiles location radius gps geo raster geodatabase database sql base relational tables user role dump vacuum replication connection refused pg hba upgrade major version create db datenbank de donnees datos wordpress
Postgres Backup = postgres backup local, prodrigestivill | nightly dump mysql rotate keep days weeks container datenbank sichern sauvegarde base restore s3 retention cron compressed copia database
Postgres Exporter = prometheus postgres exporter | connections locks slow queries table size replication lag numbers of scraped database metrics datenbank kennzahlen metriques base dashboard pg stat vacuum transactions deadlocks cache hit cluster health monitoring
PostgreSQL = postgres, pgsql, psql, postgresql server | relational sql database tables roles pg hba create user for app extension upgrade major version datenbank base de donnees role dump vacuum replication connection refused db datos wordpress nextcloud backend and restore file access denied slow
PostHog | product analytics funnels feature flags session recording experiments clicks mixpanel amplitude user behaviour nutzerverhalten visitors statistics website events replay users rollout developers what do click where they leave switch for some customers a b test
power-profiles-daemon | laptop battery lasts longer save watts electricity bill cpu governor throttle strom sparen economiser akku stromverbrauch batterie autonomie frequency cstate idle green
PowerDNS = pdns, pdns-recursor | authoritative zones sql backend web admin records recursor dns load balance mysql nameserver dnssec api hosting slaves geo zonen names resolve
PowerDNS Admin | web zones users records edit authoritative sql backend recursor dns load balance mysql nameserver dnssec api hosting slaves geo zonen names resolve
Powerline | python statusline shell prompt shows git branch colours cross rust konsole eingabezeile theme fast toml colourful terminal hubsch show versions
Prism Launcher | multimc fork instances play minecraft on desktop mods java edition kids kinder spielen modpacks forge fabric skins account jeu enfants
Pritunl | openvpn wireguard enterprise vpn web organisations users profiles mongo two-factor sso links site-to-site mobile clients mongodb team roadwarrior firma remote access
privacyIDEA = linotp, multiotp | two factor token enterprise otp yubikey radius enrol employees tokens sms hotp push self-service smartcard zweiter faktor management company enrollment single sign-on identity provider login accounts oidc oauth saml passkey mfa users federated one password for everything anmeldung
ProFTPD | ftp accounts virtual users tls upload website passive sftp mysql quota hosting hochladen customers ftps chroot dateien server files
ProjectSend = cftp | clients download their files upload for customers accounts groups expiry kunden dateien permissions php hochladen teilen share link send large file wetransfer expire password guests screenshots too big email verschicken partager fichiers compartir archivos video to friend wedding pictures gigabyte attachment temporary public
Prometheus = prometheus server | time series scrape collect numbers cpu memory over weeks promql targets exporters retention query metric history how busy alert rules messwerte zeitreihen metriques temporales metrics monitoring
Prometheus Podman Exporter = podman exporter | containers metrics cpu memory rootless state scrape pods images volumes grafana dashboard systemd socket restarts
Promtail | ship tail log files to loki agent labels journal scrape send lines protokolle schicken docker syslog pipeline stages positions forward logs search journaux registros
Proton Pass | swiss alias commercial password vault desktop browser family subscription passworter mots de passe contrasenas autofill ssh agent share families logins cli
ProtonUp = protonup-qt | proton-ge versions play games linux windows titles proton gaming desktop spiele jeux juegos spielen valve controller steam deck big picture library
Proxmox = proxmox ve, pve, proxmox virtual environment | hypervisor virtual machines containers host no subscription nag repository cluster templates guests web esxi replacement virtualisierung virtualisation virtualizacion machine vm virtuelle maschine
Proxmox Backup Server = pbs, proxmox-backup, proxmox backup client | vm container guest backups deduplicated verify datastore prune incremental sichern vms sauvegarde snapshots file restore encrypted remote sync tape garbage
Proxmox Datacenter Manager = pdm, proxmox cluster, proxmox ha | several hosts one view migrate guests live quorum cluster corosync multi remotes dashboard nodes virtualisierung standorte zentral virtual machine vm hypervisor virtuelle maschine
Proxmox Exporter = pve exporter, prometheus-pve-exporter | guests nodes cpu storage metric vm up down grafana dashboards cluster lxc qemu guest token api backups status prometheus metrics
Proxmox Helper Scripts = tteck | one line bash create lxc vm ready made appliance templates install iso wordpress ready-made virtual image community scripts
Prunemate = docker prune, docker-cleanup, docker-gc | disk full of old images dangling volumes unused layers clean delete weekly schedule space var lib docker aufraumen nettoyer limpiar image updates
PrusaSlicer | prusa slice stl for 3d printer gcode filament drucker drucken slicer model printing layers supports impression schichten
PsiTransfer | send large files no account download link expire wetransfer buckets grosse dateien verschicken envoyer gros fichiers upload zip password one-time share file guests customers screenshots too big for email partager compartir archivos video to friend wedding pictures gigabyte attachment temporary public
*Psono | team password vault enterprise share credentials passworter mots de passe equipe browser extension secrets shares company manager passwords logins 1password lastpass passwoerter contrasenas keep all safe netflix login with partner generate strong remember sticky notes
*Pulp = pulpcore | repositories mirror publish rpm deb python container content patch many linux machines channels subscription package compliance errata suse salt clients patches opensuse bootstrap repository packages snapshots promote artifact own upload install team private dependencies offline internal versions paketquelle
*Pulse | proxmox nodes vms containers overview live alerts pbs backups storage in one page webhook knoten ubersicht pve docker hosts metrics discord alert thresholds responsive
Pulumi | infrastructure as code typescript python real programming language cloud stacks go c stack state providers declarative kubernetes deploy programmers terraform alternative hashicorp
*Puppet = puppetserver, puppet agent, openvox, puppetdb | configuration management manifests agent catalog desired state hundreds of machines hiera modules facter master classes puppetdb reports enforce drift node certificates agents ansible alternative
Pushgateway = prometheus pushgateway | batch job short lived script pushes metric backup finished cron duration result scrape later push rather than pull curl last success timestamp ephemeral ci metrics monitoring
PXE = pxe server, ipxe, tftpd-hpa, pxe boot | boot over network install diskless thin clients tftp dhcp option 66 kickstart preseed netzwerkboot demarrage reseau machines
Pydio = pydio cells | enterprise file sharing workspaces box dropbox documents teams dateien gruppen workspace flows large permissions fichiers partager firma
pyenv = pyenv-virtualenv, virtualenvwrapper | several python versions side by compile switch versionen wechseln older newer 3.12 per user shell local global programmieren programming language runtime developer
pypiserver | private npm pypi maven packages cache registry company builds build firm offline dependencies paket depot python index pip install upload minimal wheel own team internal mirror versions paketquelle speed installs
Pyroscope = grafana pyroscope | continuous profiling flame graph which function burns cpu code hot path memory leak profiler go python performance pprof optimisation hotspots profile
*Python = python3, venv | interpreter packages virtual environment scripts version programming programmieren modules libraries pip install script dev headers newest deadsnakes language runtime developer
qBittorrent Desktop = transmission-gtk, deluge gtk, jdownloader desktop | download torrents manager links herunterladen telecharger linux iso magnet client resume downloads
Qdrant | vector embeddings similarity search rag ai documents semantic embedding openwebui knowledge chatbot nearest neighbour payload filter rust collections database neighbours immich chunks retrieval collection scientists research find similar pictures texts
QEMU = qemu-kvm, qemu-guest-agent | emulate other architecture kvm guest agent shutdown ip address freeze arm image virtual machine vm hypervisor virtualisierung virtuelle maschine guest agent
QGIS | gis layers shapefile maps geodata gpx tracks edit openstreetmap desktop karten landkarte route satellit cartes mapas coordinates globe hiking
Qt Creator | c++ gui java ide classic school programming entwickler programmieren plugin debug code workspace projects editor
qtile | tiling window manager keyboard desktop workspaces bar launcher fenster nebeneinander tastatur keybindings config minimal
Quad9 | malware blocking resolver 9.9.9.9 cloud dns filter ads profile phone roaming cli client kids iphone android config id logs analytics parental controls werbung
Quickemu = quickgui | create windows macos linux vm quickly one command desktop download iso distro try out test snapshot spice 11 tpm virtual machine hypervisor virtualisierung virtuelle maschine boxes
Quickwit | sub-second search on object storage jaeger traces log lake s3 cheap parquet elasticsearch alternative index logs sql kafka otlp ingest retention protokolle journaux registros full-text engine documents typo instant fast results query website shards json volltextsuche recherche box for my nextcloud mastodon indexing heap memory
quodlibet | play mp3 collection music player desktop playlists itunes musik abspielen lecteur musique alben
*R | statistics analysis graphs cran programming language interpreter compiler install packages programmieren sprache modules scripts developer runtime environment
RabbitMQ | message queue amqp broker workers tasks exchanges celery async jobs dead letter microservices mqtt cluster web console routing publish consume nachrichten exchange consumers erlang nachrichtenwarteschlange programs messages asynchronous waiting worker decouple services backlog
RackPeek | cli yaml homelab hardware draw rack which device in slot height units diagram cabling schrank serverschrank hohe u baie plan zeichnen layout
RackTables | old php datacenter resource draw rack which device in slot height units diagram cabling schrank serverschrank hohe u baie plan zeichnen layout
Rackula = homebox lab | draw rack which device in slot height units diagram cabling schrank serverschrank hohe u baie plan zeichnen layout
rambox | whatsapp on computer many chat services one window messages nachrichten messenger handy pc wrapper tabs client desktop
Rancher = rancher server | web gui several kubernetes clusters manage users import catalog node rke fleet provisioning rbac charts monitoring many central oberflache workloads k8s cluster
*ranger | terminal file manager fuzzy find history better ls cat grep json command line utilities konsole werkzeuge faster replacements nicer fd lf
rasdaemon = edac, mcelog, ecc memory | memory error ecc corrected machine check faulty ram hardware errors log speicherfehler kernel dimm uncorrectable bit flip logging machine-check server diagnose
Raspberry Image Backup | sd card dies running pi shrink clone boot ssd nfs smb incremental sicherung microsd karte
Raspberry Pi Config = raspi-config, config.txt, rpi-eeprom, gpio | overclock boot from ssd camera gpio i2c spi sd card wear leds off bootloader usb gpu mem overlays fan dtoverlay
raspibackup | raspberry sd card dies backup running pi image shrink clone boot ssd nfs smb incremental sicherung microsd karte
Rathole = localtunnel, tunnelmole | nat traversal expose local port to internet through vps reverse tunnel demo webhook localhost public freigeben ohne offentliche ip cgnat exposer
Rauthy = authcrunch, caddy-security | lightweight oidc provider rust small login passkeys forward auth single sign on memory users anmelden identity sso anmeldung sign-on accounts oauth saml passkey mfa tokens federated one password for everything
RawTherapee | raw demosaic photo development lightroom camera import sort pictures desktop bilder entwickeln fotos organise
Rclone = rclone mount, rclone browser, rclone ui | copy to google drive onedrive s3 b2 mount cloud as folder crypt encrypted sync dropbox speicher vfs cache union bisync pcloud mega
rdiff-backup | reverse incremental mirror plus history versions rsync folder sichern sauvegarde older version restore python space efficient ssh delta
realvnc | vnc graphical desktop viewer display 1 remote screen mouse headless fernsteuern fernzugriff bureau a distance escritorio xfce session password resolution access
Reaper | daw record voice cut audio podcast edit sound waveform mixing tonaufnahme schneiden enregistrer tonspur noise removal mp3
recalbox | old console games snes nintendo emulator retro gamepad couch spielkonsole alte spiele arcade playstation n64 roms tv emulation controllers raspberry consoles libretro play mario sonic zelda super controller nostalgia
Rectangle | window snapping new macbook set up programs dock preferences developer apple einrichten neu laptop configure finder defaults app store homebrew trackpad keyboard shortcuts mas
Redis = redis server, redis-stack, redis sentinel | in memory cache key value queue sessions pub sub maxmemory nextcloud authentik locking speed sentinel session store persist appendonly zwischenspeicher database datenbank donnees in-memory fast ttl file up immich paperless backend lock
Redis Commander = p3x redis | browse keys values browser inspect delete oberflache web gui cache ttl memory tree edit admin database interface look into the click tables search record change value graphical client
Redis Exporter | memory keys hit rate clients evictions metrics scrape grafana valkey latency slowlog connected memory-limit keyspace commands prometheus
RedisInsight | official desktop gui profiler browse redis keys values browser inspect delete oberflache web cache ttl memory tree edit admin database interface look into the click tables search record change value graphical client
Redpanda | kafka compatible event stream broker without zookeeper fast topics api c++ streaming events partitions schema registry microservices producers consumers single binary message queue nachrichten jms workers jobs background publish subscribe realtime websocket programs exchange messages asynchronous waiting worker decouple services backlog
Reloader = stakater reloader, kubed | restart pods when configmap secret changes copy secrets between namespaces kubernetes rolling update changed config annotation automatically pick up new values neustart k8s cluster
Renovate = renovate bot, mend renovate | pull request when newer version image chart dependency outdated automatic bump git versions up to date merge docker tags helm automerge schedule dashboard npm gitlab gitea updates requests packages security dependabot repository libraries hole pip container upgrade automatically
reposilite | private npm pypi maven packages cache registry company builds build firm offline dependencies paket depot java lightweight package artifacts nuget cargo go composer gem libraries proxy publish mirror developers own modules internal download
rescuezilla | image of whole disk clone sd card raspberry to bigger ssd copy exact abbild klonen cloner migrate larger drive rescue multicast platte sicherung partition dd
Resilio Sync = btsync, resilio, bittorrent sync | peer to folder secret key phones large files bittorrent ordner abgleichen fotos handy p2p selective photos camera
Restic = restic backup | encrypted deduplicated offsite backup snapshots b2 s3 repository prune forget restore ransomware sichern verschlusselt sauvegarde chiffree copia seguridad
Restic REST Server | target for over http append only ransomware safe backup destination at friend s house restore sichern sauvegarde rest server
Rhythmbox | play mp3 collection music player desktop playlists itunes musik abspielen lecteur musique alben
RKE2 = rke, rancher kubernetes engine | hardened kubernetes rancher cis government cluster nodes agent fips airgapped etcd snapshots containerd profile join highly available k8s
rkhunter = unhide, rootkit hunter | rootkit hacked hidden trojan check daily scan backdoor suspicious binaries verdachtig warning mail compromised infected schadsoftware pirate
Rockstor = easynas | nas btrfs distribution shares rock-ons web opensuse samba docker plugins old pc netzwerkspeicher stockage
Rook = rook ceph | ceph storage inside kubernetes operator osd block volumes replicated persistent pvc mons disks rbd cephfs object bucket toolbox hyperconverged nodes k8s cluster
Route53 DDNS | aws hosted zone record follow changing home ip dynamic amazon iam cron update script address domain dynamische adresse dyndns dns
rqlite | distributed raft sqlite replicated continuously to s3 restore small app database datenbank sichern sauvegarde wal stream container vaultwarden pocketbase point in time single file embedded replicate backup lightweight locked queries db copy store records application needs backend base de donnees
Rsnapshot | hourly daily weekly hard links rsync snapshots incremental keep versions folder sichern sauvegarde config interval local remote old file restore backup linux time machine
RStudio = rserver | statistics r java c++ ide classic school programming entwickler programmieren plugin debug code workspace projects editor data analysis browser researchers plots python matplotlib analyse csv course lab machine learning experiment shared ai scientists research find similar pictures texts
rsync Time Backup | machine style script hourly daily weekly hard links snapshots incremental keep versions folder sichern sauvegarde config interval local remote old file restore
rsyslog = syslog server, remote syslog | receive syslog from router switch firewall udp 514 central log forward messages write files collector protokoll empfangen journaux network devices ports tcp tls rotate per host file template forwarding logs search protokolle registros
*Ruby = bundler | gems version rails programming programmieren jekyll gem install bundler manager discourse redmine script sprache langage language runtime developer
rufus | bootable usb stick several iso images flash sd card installer multiboot live flashen schreiben brennen boot key cle multi windows linux
Runc | oci low level runtime spawn containers spec kernel namespaces containerd binary security cve update cgroups lifecycle shim
Rundeck | runbook jobs automation operations click to execute script on nodes schedule permission self-service runbooks acl history ansible playbooks web on-call run scripts button interface commands predefined cron for restart colleagues without ssh nightly job failed log output
Runtipi = tipi | app store one click install docker homeserver beginner apps traefik nextcloud jellyfin update simple tailscale personal server home
*Rust = rustup, rustc | compiler cargo crates toolchain programming build programmieren nightly install from source systems sprache compile entwickler langage language runtime developer
RustDesk = rustdesk server, hbbs, hbbr | help parents with computer remote support teamviewer anydesk control screen id relay fernwartung depannage a distance soporte remoto desktop access
Rustic | restic compatible rust deduplicated encrypted archive backup lockless cold storage repo lock-free verschlusselt sichern hot sauvegarde webdav config restore attic
RustScan | fast rust which ports are open scan host range services discovery offene netzwerk scannen puertos abiertos os detection scripts hosts alive subnet security
rwsols | web page button turn on pc magic packet schedule ping shutdown einschalten aufwecken allumer weboberflache reveiller users phone device fernstart scan
Rybbit | visitors web analytics cookieless modern google session replay funnels besucher statistik visiteurs visitas events goals vitals journeys statistics website page views privacy referrers traffic counter statistiques how many people read my blog who visits site which country browser without cookie banner
S3 Browser = mountpoint | bucket as folder upload aws ftp client desktop transfer files site speicher mount sync
s3cmd | command line bucket as folder upload aws ftp client desktop transfer files site speicher mount sync
Sablier | stop idle containers start on request wake when visited save ram sleep scale to zero demand traefik middleware theme loading wait stopped cold ruhezustand
SafeLine = waf | web application firewall sql injection xss block attacks rules protect site bot protection cc ddos website security login challenge hackers reverse proxy https domain
*Salt = saltstack, salt-minion, salt master | configuration management minions grains pillars states remote execution event salt-ssh beacons reactor highstate jinja parallel command all machines zeromq agents puppet ansible alternative
Saltbox = cloudbox, quickbox, media stack | media stack install script plex sonarr seedbox usenet automated google drive ansible rclone cloud arrs torrent
Samba = smbd, cifs, samba server, wsdd, nmbd | windows network drive shared folder explorer z guests nas smb tv freigabe ordner netzlaufwerk partage dossier reseau carpeta compartida share file sharing
Samba AD = samba ad dc, samba domain controller, samba active directory, domain controller | windows domain controller join pcs group policy active directory without domane domaine gpo laptops users roaming dns kerberos replicate anmelden accounts central login company domaene beitreten office computers one account network groups active directory
Sandstorm | grains collaborative web apps personal sovereign box privacy plug and play bitcoin beginner lightning tor nas encrypted no cloud home server app store one click deploy git push heroku vercel netlify platform paas projects container domain publish my own nodejs python certificate automatically install several
SANE = saned, sane-airscan, simple-scan, scanbd, insaned | scanner button network scan documents from other computers usb scannen numeriser escanear flatbed epson canon hp airscan share over drivers feeder linux to folder escl freigeben numeriseur brother document multifunction printer paper mobile
Sanoid = syncoid, zfs sanoid | zfs snapshots hourly daily policy prune send to second box replicate ransomware autosnap frequently offsite pull incremental backup
saunafs | distributed file system chunks across many machines hpc posix s3 master chunk speicher cluster petabyte
Scan to Folder = scan2smb, ftp scanner inbox | multifunction printer scans land in shared paperless consume scanner ordner multifunktionsgerat scannen brother canon epson email numeriser dossier smb share
Scanopy = netvisor, draw.io network map, networkmaps | map of my home network automatically diagram discovered hosts topology plan netzwerkplan docker containers visualise auto-map subnets services schema
scanservjs = scan server web, sane scanservjs | scan from browser phone old usb flatbed scanner pdf web page scannen numeriser escanear duplex ocr canon epson hp adf interface network pages to sane im brother document feeder multifunction printer paper mobile
scrcpy | phone notifications on computer clipboard file send mirror android screen handy verbinden benachrichtigungen zwischenablage sms telephone movil
Screen Reader = onboard, speech dispatcher, high contrast | blind accessibility read aloud braille big letters onscreen keyboard vorlesen barrierefrei blinde sehbehindert zoom magnifier aveugle ciego impaired vision
Scrutiny = scrutiny collector, scrutiny omnibus | hard disk smart health failing drive dying disks temperature reallocated sectors hdd ssd nvme wear age warn before it fails festplatte gesundheit kaputt disque dur sante disco duro
ScyllaDB = scylla | cassandra compatible c++ wide column low latency nosql cluster datenbank keyspace cql shards performance big writes dynamodb low-latency database donnees fast distributed nodes replication ring high write store records queries application needs backend base de
Seafile = seafile server, seadrive | own dropbox fast sync libraries desktop drive letter files share link dateien abgleichen fichiers synchroniser deutsch upload client encrypted library seadoc versions teilen
Seahorse = gnome keyring | encryption keys pgp keyring password prompt sign email unlock at login annoying schlusselbund verschlusseln mail openpgp schlussel secrets service
Sealed Secrets = kubeseal | encrypt to keep in git safely kubernetes public repo password controller gitops bitnami key encrypted manifest commit verschlusselt k8s cluster repository files keys yaml credentials verschluesseln api not plain text playbook rotate tokens env
SeaweedFS = weed | s3 billions of small files filer distributed object storage volume master mount replication erasure cloud tier speicher s3-compatible bucket
Security Onion | whole soc distribution hunt network monitoring connection logs malware beaconing packet capture forensic lan protocol analysis conn.log hunting einbruch bro rita
SELinux = selinux-policy, setenforce | permission denied although root mandatory access policy enforcing permissive labels contexts booleans avc semanage restorecon audit2allow relabel nginx port redhat
Selkies = linuxserver firefox, kasm firefox, docker-firefox, firefox container, chromium container, baseimage-gui | browser or gui program running in container opened web page remote firefox webrtc desktop gpu stream tab without monitor
Semaphore = ansible semaphore | run playbooks from browser schedule web ansible tower lite inventory task template logs knopf playbook starten git repository cron keys history terraform
*Send = firefox send, timvisee send, mozilla send | file encrypted link expires after downloads wetransfer too big for email grosse datei verschicken share files expire download limit large dateien envoyer gros fichier video to friend wedding pictures gigabyte attachment temporary public
*Sentry = getsentry | application errors exceptions crash stack trace bug reports release which line failed frontend python javascript fehler absturz erreur plantage error tracking developers bugs alerts exception in my program notify android users affected
*Seq = datalust seq | structured logs net serilog json events query application developer dashboard search levels signals alerts properties c microsoft protokolle journaux registros
Serial to Network = ser2net, esp-link | usb zigbee smart meter dongle over tcp remote port rs485 modbus stick other floor
SFTP Jail = atmoz sftp, sftp server, sftp chroot, mysecureshell | customer upload only chroot user key no shell kunde dateien hochladen ssh eingesperrt restricted folder docker openssh accounts drop
SFTPGo | sftp ftp webdav accounts quotas virtual folders web customers upload s3 backend jail events hooks users client port forward share links hochladen
Shadowsocks = outline vpn, outline server, shadowsocks-libev, shadowbox | censorship blocked country china iran proxy get around great firewall obfuscated zensur umgehen censure contourner vpn bypass internet
Shamir Secret Sharing = shamir, ssss, hat secrets, paperage | split among family print key on paper after death inheritance digital will notfall tod erben testament threshold recovery succession emergency kit
sharedrop | send photo from phone to laptop same wifi airdrop android iphone browser nearby drop bilder handy pc between and computer local file photos dateien senden fichiers windows without cable text network quick
Sharry | receive large files from outsiders upload link resumable send clients kunden dateien hochladen empfangen grosse fichiers envoyer recevoir alias tus share file wetransfer download expire password guests customers screenshots too big for email verschicken partager compartir archivos video to friend wedding pictures gigabyte attachment temporary
ShellInABox | ajax terminal emulator old in browser over https ssh login page console xterm.js webpage chromebook konsole navigateur web
Shellngn | ssh sftp vnc rdp web client terminals tabs pro browser putty replacement file editor connections saved multi-user konsole navigateur terminal shell
Shelly Exporter = powermeter exporter | smart plug watts electricity usage metric power socket grafana stromverbrauch steckdose prise consommation washing machine fridge kwh current voltage meter price strom prometheus metrics
Shotcut | simple cut holiday video edit film clips youtube timeline premiere schneiden montage transitions titles olive
Shotwell | simple import raw photo development lightroom camera sort pictures desktop bilder entwickeln fotos organise
Shoutrrr | go library url send notification to telegram discord email pushover from script one many services pushbullet benachrichtigung envoyer alerte gateway
Shutter | screenshot annotate arrows crop snip share bildschirmfoto capture d ecran zeichnen markieren blur copy clipboard shortcut
Shynet | visitors without javascript or cookies privacy statistics django page views pixel besucher visiteurs sessions service hits uptime heartbeat python postgres cookieless referrers website analytics google traffic counter statistiques how many people read my blog who visits site which country browser cookie banner
Signal Desktop | private chat messages on computer client linux nachrichten messenger encrypted privat schreiben linked phone install pc laptop
SigNoz | traces metrics logs apm opentelemetry datadog new relic slow request spans service map latency p99 langsam lent dashboards alerts clickhouse otel exceptions application performance query
Simple Dash = homelab dashboard, hoarder homelab, labdash | grid of icons links to every container start page launcher tiles startseite overview labels discovery new tab landing apps dashboard
simplelogin | fake email alias per website spam password identities hide my address wegwerf adresse tarn mailbox forward identity anonymous addresses real shop newsletter who sold mail forwarding proton wegwerfadresse courriel give every different catch-all turn off leak
simplenote | notes markdown vault second brain desktop mind map notizen schreiben knowledge links plugin sync wissen plain phone fast tags automattic simple write idea reminder shopping pin memo laptop telephone notizbuch carnet cuaderno personal thoughts android windows mac offline tablet aufschreiben
simplescreenrecorder | record screen stream twitch webcam scenes capture bildschirm aufnehmen enregistrer ecran virtual camera youtube livestream game lesson stream-deck
sing-box | universal proxy platform tun rules quic censorship fast circumvention client profile china udp lossy network bypass gfw obfs iran masquerade vpn blocked internet
sish | ssh tunnels subdomain nat traversal expose local port to internet through vps reverse tunnel demo webhook localhost public freigeben ohne offentliche ip cgnat exposer
*Skype | old calls video conference meeting work camera call desktop linux videokonferenz visioconference konferenz arbeit school lesson meetings install deb besprechung teams
sleep-on-idle | machine sleeps when nobody uses it wakes for backup nas shut down at night power ruhezustand veille hibernate
slim toolkit | look into image layers why so large waste wasted space shrink dockerfile lint size explore efficiency bytes
Smartctl Exporter | disk smart values temperature wear reallocated metric scrape hard drive grafana festplatte gesundheit hours power-on ssd lifetime nvme pending sectors disque prometheus metrics
SmartDNS | fastest ip choose lowest latency encrypted dns doh dot hide lookups from provider isp spying verschlusselt chiffre relays blocklist upstream privacy anonymised lookup spies nameserver names resolve
smartmontools = smartd, smartctl, gsmartcontrol | disk dying smart self test failing drive email warning bad sectors hard age festplatte kaputt disque defaillant disco
Smokeping | latency packet loss over time line quality jitter lag gaming provider bad evening ping graph proof for isp drops leitung paketverlust latence perte latencia
SMPlayer | mplayer gui minimal video player keyboard command line hardware decoding film abspielen lire hdr youtube stream config scripts lightweight terminal
snapdrop | send photo from phone to laptop same wifi airdrop android iphone browser nearby drop bilder handy pc between and computer local file photos dateien senden fichiers windows without cable text network quick
SnapRAID = snapraid-runner, snapraid-daemon | parity for media disks one drive dies recover scrub sync nightly different sizes unraid platte stirbt films fix silent errors pool mergerfs
Snipe-IT = shelf asset | assets laptops checked out to whom serial warranty stickers licences inventory inventar materiel laptop phone employee checkout depreciation label qr ausleihe asset company equipment check audit tags hardware geraete parc informatique who has which device drawer location purchase supplier minimum
SNMP Exporter = prometheus snmp exporter | switch router nas printer ups numbers via mib oid interface traffic netzwerkgerate ports synology unifi mikrotik walk generator community string bandwidth schalter metrics monitoring
Snort = snort3 | intrusion detection packet rules signatures network attack alert prevention opnsense pfsense talos einbruch erkennung angriff lan packets ids security
Snowflake = snowflake proxy, tor snowflake | help censored people reach internet volunteer proxy donate bandwidth iran zensur helfen censure aider webrtc bridge tor standalone china
SoftEther = softether vpn | vpn server ssl over https sstp l2tp windows client multi protocol japan bridge ethernet virtual hub openvpn clone firewall
solokey | hardware security key usb touch login sudo fido second factor stick sicherheitsschlussel pin piv openpgp ssh tap cle securite
solvespace | cad construct parts 3d printing technical drawing konstruieren bauteil zeichnen konstruktion modell autocad solidworks parametric
sourcetree | graphical git commits branches compare diff merge two files repository grafisch verlauf visuell graph history gui
Spacewalk | old redhat channels patch many linux machines subscription package mirror compliance errata suse salt clients patches opensuse bootstrap
Spectacle | kde screenshot annotate arrows crop snip share bildschirmfoto capture d ecran zeichnen markieren blur copy clipboard shortcut
Speedtest Tracker | internet speed every hour history provider promised mbit slow line isp proof download upload graph ookla complain contract leitung geschwindigkeit anbieter debit fournisseur velocidad
Spotify Client = spotify-tui | desktop linux music streaming play songs musik abspielen horen ecouter musique playlist install
Spyder | scientific python java c++ ide classic school programming entwickler programmieren plugin debug code workspace projects editor
SQLite = sqlite3 | single file database small app query look inside db datenbank datei backup vacuum wal embedded one-file viewer donnees replicate lightweight locked queries copy restore store records application needs backend base de
sqlite-web | browser table editor single file database small app query look inside db datenbank datei backup vacuum wal embedded one-file viewer donnees view replicate lightweight locked queries copy restore store records application needs backend base de
SQLPad | query visualise many kinds of database web desktop client sql editor schema datenbank oberflache base de donnees mysql postgres oracle browse gui queries charts tables interface databases diagram export rows ansehen look at in browser click change value run show columns
SQLPage | web pages from sql queries only forms tables without programming website webseite dashboard crud quickly query charts programmers postgres sqlite
Squid = squid proxy | forward web proxy cache filter sites school kids internet through acl log visited jugendschutz filtrage schule proxyserver whitelist domains block time login
squidguard | forward web proxy cache filter sites school kids internet through acl log visited jugendschutz filtrage schule proxyserver whitelist domains block time login
SSH Exporter | run command over collect result as metric device without agent router appliance numbers scrape login script output ups firewall agentless parse custom metrics monitoring
*SSH Keys = authorized_keys | log in without password key copy laptop public add github schlussel cle clave ed25519 rsa passphrase agent deploy colleague revoke ssh copy id ssh key public key
SSHFS = fuse sshfs | mount remote folder over ssh fuse drive edit files einhangen ordner monter carpeta remota sftp key reconnect local editor
sshuttle | poor man s vpn subnet persistent ssh tunnel reconnect port forward behind firewall jump r l keepalive vps dauerhaft verbindung
Sshwifty | ssh telnet client in web browser terminal connect from anywhere page webssh presets raspberry console chromebook school blocked port konsole navegador
SSL Exporter | metric certificate days prometheus warn before expires left check domains lauft ab ablaufen zertifikat certificat expire list telegram email remaining alert tls https certificado
SSTP = pptp, pptpd, accel-ppp, l2tpd | old windows vpn dial-in protocol legacy router clients ppp mschap dial up radius isp built-in remote einwahl devices
StackGres = dbaas | databases as a service operate postgres mysql mongodb clusters web click create backups kubernetes operator backup pooling patroni console
Starbase 80 = starbase | start page for homelab simple json cards links icons landing startseite d accueil categories themes static minimal nginx labels dashboard
StartOS = libreserver | personal sovereign box privacy plug and play bitcoin beginner apps lightning tor nas encrypted no cloud home server app store one click
Static Web Server = python http.server, busybox httpd | serve folder of html files site tiny single binary download directory publish localhost share lan webseite ordner plain website own domain css images simple homepage index.html upload ausliefern make a without programming business pictures http server sws
Statping = statping-ng, statup | status page uptime percentage website outage response time chart incident announce mobile friendly statuspage ausfall verfugbarkeit disponibilite estado alert down watch sites
Statusnook | status page incident announce outage customers maintenance window downtime is it just me statuspage atlassian storung statusseite de statut panne estado incidencia slack email setup minutes self contained binary website uptime alert down
Steam Link | big picture tv stream raspberry game streaming remote play couch low latency friends gaming pc windows cloud gpu client spiele jeux
Stellarium | planetarium stars sky flashcards vocabulary kids learn school maths astronomy lernen enfants apprendre karteikarten vokabeln kinder learning
*Step CA = smallstep, step cli | own certificate authority internal names home.lan ssh certificates acme issue short lived eigene zertifizierungsstelle autorite tls https zertifikat certificat certificado
Strawberry | collection tagging flac play mp3 music player desktop playlists itunes musik abspielen lecteur musique alben
Subspace | saml simple wireguard web portal employees own device config oidc login ldap peers self service devices mfa einrichten vpn private network
*Sudo = sudoers, doas, passwordless sudo | become root without password who may administrator rights wheel nopasswd rechte droits every time visudo group privileges admin mot de passe
sui | links on one page tree bio social profile tiles landing linktree visitenkarte instagram pages short musician creator avatar dashboard start startseite
Supabase = supabase studio | firebase backend postgres auth realtime storage api for own app entwickler developer login edge functions mobile websocket database users developers low-code internal admin crud instant my phone user tables rest without writing server forms
Supercronic | crontab inside container non-root scheduled commands docker containers cron labels job-exec exec periodically schedule backup script every hour
superslicer | slice stl for 3d printer gcode filament drucker drucken slicer model printing layers supports impression schichten
supertokens | sign in for own application customers oidc social login developers auth0 clerk webauthn magic link tenants sdk multi single on sso anmeldung sign-on identity provider accounts oauth saml passkey mfa tokens users federated one password everything once all my services family page front of apps
Suricata = suricata ids, evebox | intrusion detection inspect network packets rules signatures malware alert ips lan traffic einbruch erkennung eve.json opnsense inline emerging threats pcap ids security
*SWAG = linuxserver swag, letsencrypt nginx | nginx certbot fail2ban bundle wildcard proxy confs subdomain linuxserver reverse domain validation dns duckdns geoblock crowdsec authelia dashboard zertifikat templates https
*Swap = swapfile, swappiness, swap partition | memory full out of oom killed virtual ram file small vps auslagerung memoire 1gb arbeitsspeicher voll fallocate priority remove disable kubernetes
Swarm Cronjob | scheduled tasks services web gui for docker stacks nodes deploy replicas dashboard registry secrets volumes team access cluster overview
Swarmpit = shepherd swarm | web gui for docker swarm services stacks nodes deploy replicas dashboard registry secrets volumes tasks team access cluster overview
Swetrix = swetrix analytics | visitors cookieless web analytics page views performance google alternative besucher funnels speed errors goals countries visiteurs visitas nextjs statistics website privacy referrers traffic counter statistiques how many people read my blog who visits site which country browser without cookie banner
Swirl | docker swarm gui go web for services stacks nodes deploy replicas dashboard registry secrets volumes tasks team access cluster overview
Swizzin | seedbox rutorrent quickbox media stack install script plex sonarr usenet automated google drive ansible rclone cloud arrs torrent
syft | scan container image vulnerabilities cve outdated library sbom security check schwachstellen vulnerabilites filesystem kubernetes ci report severity secrets misconfiguration scanner
Syncthing = syncthing relay, st-sync, stdiscosrv | same folder on laptop and phone without cloud peer to keep identical devices camera obsidian ordner abgleichen synchroniser dossiers carpetas
synergy | one mouse keyboard across two computers share move pointer to other screen maus tastatur teilen bildschirm desk clipboard laptop desktop shared clavier partager
Sysbox | docker in systemd inside container sandbox untrusted containers kernel isolation hardened runtime micro vm code multi tenant class syscall isolate strong sandboxing
*Sysctl = kernel parameters, sysctl.conf, bbr | kernel tuning inotify watches limit forwarding tcp vm.max map count persist parameter somaxconn swappiness network hardening elasticsearch max user ipv6 disable ip forward
sysPass | php customers accounts team password vault enterprise share credentials passworter mots de passe equipe browser extension secrets shares company manager passwords logins 1password lastpass passwoerter contrasenas keep all safe netflix login with partner generate strong remember sticky notes
Systemd Exporter | unit failed active timers last run metric services restarts grafana alert crashed stuck timer missed socket uptime daemons failing prometheus metrics
systemd-oomd | psi cgroup pressure machine freezes when memory full kill hungry process early einfrieren eingefroren swap thrashing browser tabs freeze prefers avoid unresponsive desktop memoire pleine fige
T-Pot | many honeypots dashboard elk fake vulnerable service lure hackers record what attackers type alarm intruder falle piege ssh intrusion early warning
tabliss | browser new tab start page clock wallpaper bookmarks greeting startseite nouvel onglet photo weather todo extension pagina inicio dashboard links
Tactical RMM | monitor and patch windows pcs of customers scripts remote control msp alerts agents patches inventory fernwartung policies desktop access screen
Tailscale = tailscaled, subnet router, exit node | reach home machines from anywhere mesh behind cgnat no port forwarding magicdns tailnet exit node phone uberall erreichen vpn private network remote access
*Talos = talos linux, talosctl | immutable operating system for kubernetes no ssh api cluster nodes minimal bare metal machine config secure boot upgrade kubelet factory image extensions proxmox raspberry k8s omni
targetcli = targetcli-fb, lio target | configure iscsi target lun acl backstore initiator san block linux vmware storage export fileio lio portal authentication speicher
tasmota exporter | smart plug watts electricity usage metric power socket grafana stromverbrauch steckdose prise consommation washing machine fridge kwh current voltage meter price strom prometheus metrics
TDengine | iot industrial time series in postgres hypertables sensor metrics compress extension retention sensordaten chunks continuous aggregates database datenbank donnees
Teable | spreadsheet on postgres airtable records views collaborate table tabelle no-code datenbank tableur collaborative forms kanban excel fast database no code tables grid view relational columns rows link list inventory form filter
TeamPass | php collaborative folders roles team password vault enterprise share credentials passworter mots de passe equipe browser extension secrets shares company manager passwords logins 1password lastpass passwoerter contrasenas keep all safe netflix login with partner generate strong remember sticky notes
Technitium = technitium dns, technitium dns server | own dns zones block ads forwarder doh dhcp web console authoritative recursive namensauflosung records split horizon dnssec blocklists apps cluster query logs nameserver names resolve
Tekton | ci cd pipelines kubernetes native tasks build image triggers pipelinerun task webhook deploy cloud-native artifacts k8s cluster test git push jobs agents gitops release continuous automatically after commit compile rollout tests
Telegraf = telegraf agent | collect metrics agent inputs outputs influx mqtt snmp modbus plugins send numbers sensors to influxdb messwerte sammeln collecter recoger plugin consumer toml grafana docker ping monitoring
Telegram Desktop | chat messages on computer client nachrichten schreiben handy pc messenger groups install linux
Teleport = gravitational teleport, tsh | ssh kubernetes database access audit session recording certificates bastion sso zero trust rdp short-lived infrastructure teams replay requests jump host audited team web terminal compliance sprungserver reach servers from browser who logged in admin colleagues
*Tempo = grafana tempo | traces store object storage spans slow requests microservices grafana traceql trace id find jaeger zipkin otlp bucket cheap long request journey
tenacity | record voice cut audio podcast edit sound waveform mixing tonaufnahme schneiden enregistrer tonspur noise removal mp3
Terminator | split grid terminal emulator window tabs fast fonts colours konsole fenster terminale gpu theme transparent shell foot
Termius | mobile ssh client connections saved web hosts tabs file tunnel putty mobaxterm browser server dashboard sftp editor key vault konsole terminal
Termix | ssh connections saved web hosts tabs file tunnel putty mobaxterm browser server dashboard sftp editor key vault konsole terminal bastion jump host audited session recording access team certificates rdp compliance sprungserver reach servers from who logged in admin colleagues
Termshark | terminal ui capture packets sniff analyse protocol what does device send pcap mitschneiden netzwerk verkehr analysieren dissect http filter debugging trame sniffing
Terraform = terraform cli, hashicorp terraform | infrastructure as code hcl plan apply state provider create vms cloud dns records declarative workspaces modules proxmox hetzner aws azure drift destroy hashicorp
texstudio | references citations thesis latex typesetting paper diplomarbeit these literatur bibliography university scientific word plugin
TFLint | lint errors terraform wrapper modules dry pull request plan apply automation environments remote state run-all infrastructure as code hashicorp
*Thanos | prometheus long term object storage several clusters global query deduplicate sidecar store gateway compactor retention years grafana bucket querier high availability downsample multi cluster prometheuses metrics monitoring
ThinStation | rdp citrix thin client boot image diskless school computers from network clients classroom schule nfs squashfs chroot server epoptes pupils pc without hard disk
Thonny | python beginners micropython microcontroller sketch upload board electronics flash esp32 esp8266 mikrocontroller programmieren bastelprojekt sensors serial monitor libraries flashing blink firmware
thttpd | tiny old serve folder of html files static site single binary download directory publish localhost share lan webseite ordner plain website own domain css images simple homepage index.html upload ausliefern make a without programming business pictures
TigerVNC = vncserver | vnc graphical desktop viewer display 1 remote screen mouse headless fernsteuern fernzugriff bureau a distance escritorio xfce session password resolution access
tightvnc | vnc graphical desktop viewer display 1 remote screen mouse headless fernsteuern fernzugriff bureau a distance escritorio xfce session password resolution access
Tilix | tiles terminal emulator window tabs split fast fonts colours konsole fenster terminale gpu theme transparent shell foot
*Time Machine = samba timemachine, docker-timemachine | mac backup over wifi apple macbook capsule sparsebundle nas sichern sauvegarder copia samba avahi quota vfs fruit laptop automatisch
timekpr | kids screen time limit computer hours per day bedtime lock internet kinder zeit begrenzen enfants temps ecran ninos
TimescaleDB = timescale | time series in postgres hypertables sensor metrics compress extension retention sensordaten chunks continuous aggregates database datenbank donnees hypertable sql relational tables user role dump vacuum replication connection refused pg hba upgrade major version create db base de datos wordpress nextcloud backend and
Timeshift = systemback | restore linux system after broken update snapshot rollback desktop mint rsync wiederherstellen btrfs boot schnappschuss revert
*Timezone = timedatectl, tzdata | clock one hour off time zone summer berlin region uhr zeitzone fuseau horaire zona horaria sommerzeit utc daylight saving logs wrong container stunde
Tinc | mesh vpn daemon old full hosts keys routing peers layer 2 bridge gateways decentralised nodes sites automatically route reliable unix standorte
Tinkerbell | workflows hook bare metal pxe kickstart automated network install many machines profiles dhcp tftp distro templates snippets reinstall rack koan boot razor
Tinyauth | simple login page in front of apps one middleware traefik users google totp minimal anmelden ldap oauth screen labels connexion easiest authelia alternative single sign on sso anmeldung protect reverse proxy forward auth github password once for all my services family second factor public internet
Tinyproxy = microsocks | small http socks5 forward proxy anonymous browsing through other machine strip ads einfach privacy allow list raspberry browser setting
TLS Expiry Check = ssl checker, x509 exporter, certspotter | warn before certificate expires days left ssl domains lauft ab ablaufen zertifikat certificat expire list telegram email remaining alert https certificado
tmux = tmuxinator | session keeps running after ssh disconnect split terminal panes detach reattach verbindung abgebrochen weiterlaufen fenster long job background config
*Tor = tor relay, tor exit, obfs4proxy, hidden service | anonymous onion hidden website relay donate bandwidth dark web anonymity bridge anonym anonyme onion-service exit guard obfs censored journalists middle
Traceroute | where does the connection hang hops packet loss route to site trace langsam verbindung paketverlust provider prove latency each hop ping
Traefik = traefik proxy | one entry point subdomain to container automatic certificates labels route https reverse proxy front of apps middleware wildcard letsencrypt sous-domaine unterdomain domain
Traefik Certs Dumper = certs dumper | extract certificates out of acme.json pem files for mail other service copy certificate tls https zertifikat certificat certificado
TrailBase | rust sqlite firebase alternative backend in one file auth realtime admin small app developer rest api hobby project users files collections go
Transfer.sh = 0x0, chibisafe upload | upload file from command line curl get link sharex screenshot temporary host datei hochladen partager share large wetransfer download expire password guests customers screenshots too big for email dateien verschicken fichiers compartir archivos video to friend wedding pictures gigabyte attachment public
trash-cli | delete files older than days temp downloads folder clean up automatically aufraumen nettoyer alte dateien loschen retention supprimer fichiers
Trivy = anchore | scan container image vulnerabilities cve outdated library sbom security check schwachstellen vulnerabilites filesystem kubernetes ci report severity secrets misconfiguration scanner
TrueNAS = freenas, truenas scale, truenas core, ixsystems | nas zfs pools shares apps web old pc replacement synology netzwerkspeicher stockage dataset replication smb iscsi snapshot scrub disk raidz
tsbridge | each container own tailscale hostname https tailnet label proxy share funnel magicdns automatic docker labels dashboard subdomain without ports
TSDProxy = tailscale docker proxy | each container own tailscale hostname https tailnet label proxy share funnel magicdns automatic docker labels dashboard subdomain without ports
ttyd = tty share | terminal in browser command shell web page share session konsole xterm websocket read-only htop webpage navigateur container c libwebsockets
turbovnc | vnc graphical desktop viewer display 1 remote screen mouse headless fernsteuern fernzugriff bureau a distance escritorio xfce session password resolution access
TurnKey Linux = turnkey | ready made appliance lxc templates one line install scripts proxmox helper iso wordpress ready-made virtual image
Tux Paint | kids drawing flashcards vocabulary learn school maths astronomy lernen enfants apprendre karteikarten vokabeln kinder learning
Tyk | api gateway keys quota aggregate backends developer portal graphql developers analytics throttle versions management auth token reverse proxy https domain
Typesense | instant search typo tolerant algolia alternative facets index volltextsuche shop search-as-you-type fast recherche website ranking geo vector engine suche moteur de full-text documents results query shards json box for my nextcloud mastodon indexing heap memory backend misspelled
Typora | markdown wysiwyg notes vault second brain desktop mind map notizen schreiben knowledge links plugin sync wissen
typst | references citations thesis latex typesetting paper diplomarbeit these literatur bibliography university scientific word plugin pdf alternative equations markup compile template student rust faster essay formulas journal article setzen master bachelor homework cv instant preview satz
uBlock Origin = ublock | ad blocker inside browser extension installed for all users policies youtube ads werbung publicite popups cookie banner trackers filter browser policies browser extensions
udp2raw | fake tcp udp vpn blocked by provider disguise wireguard obfuscate deep packet inspection russia obfuscated dpi block iran app own vps easy setup proxy bypass internet
UFW = uncomplicated firewall | allow port deny incoming open 443 simple firewall ubuntu block everything except ssh ports offnen pare-feu ouvrir puertos rules close
uget | download torrents desktop manager links herunterladen telecharger linux iso magnet client resume downloads
Ulauncher | type to start programs desktop gadgets show cpu on wallpaper launcher dock change widgets hintergrundbild panel
Umami | visitors count homepage statistics without cookies google analytics page views privacy simple events besucher zahlen visiteurs statistiques visitas website cookieless lightweight how many people read my blog who visits site which country browser cookie banner
Umbrel = umbrelos | home cloud app store bitcoin node beginner raspberry one click apps lightning nextcloud install tap server pi mini pc privacy personal wallet coins satoshi earn payout sync difficulty dashboard kryptowaehrung geld
Unattended Upgrades = apt-daily, ubuntu livepatch | security patches install themselves overnight apt never update by hand reboot automatisch aktualisieren mises a jour actualizaciones auto updates
Unbound = unbound dns | recursive resolver no google dns privacy cache validating dnssec root hints local names namensauflosung resolveur nameserver resolve
UniFi Controller = unifi, unifi network application, unifi os | ubiquiti access points wifi adopt switches guest wlan roaming clients ssid dream machine usg poe firmware stun inform mongo heatmap
UniFi Poller = unpoller | wifi clients access points signal switch ports metrics grafana influx how many devices wlan roaming rssi client bandwidth dpi dashboards ubiquiti usg poe prometheus exporter
unimus | back up switch router configurations git diff who changed config network gear cisco mikrotik juniper sichern running version backup
unrar | rar extract unpack zip archive compress entpacken decompresser archiv passwort packen descomprimir files folders ark
Upptime | uptime github actions status page without own machine issue opened on outage response time graph website down git verfugbarkeit panne disponibilidad pages commits free hosting badge storung statut alert watch sites
UpSnap = remote wake sleep on lan | web page button turn on pc magic packet schedule ping shutdown einschalten aufwecken allumer weboberflache reveiller users phone device fernstart scan
Uptime Kuma = kuma, kuma uptime | website down outage ping check every minute reachable offline notify telegram uptimerobot pingdom status page heartbeat certificate expires alive erreichbar ausfall verfugbarkeit disponibilite panne caida disponibilidad alert watch sites
Uptrace | traces metrics logs opentelemetry apm slow sql service graph spans datadog alternative clickhouse dashboards alerts errors performance instrument go
UrBackup = urbackup client | windows pcs image backup automatically lan clients file restore bare metal laptops family sicherung rechner incremental raw images web vhd abbild laptop
Urlwatch | watch page change text diff email cron filter css selector notify site updated command line seitenanderung modification de cambio website analyse dns ssl headers osint investigate domain changes difference ports certificate who hosts scan read news daily article digest topics
*USB over IP = usbip, usb passthrough | dongle plugged into other machine share network block unknown sticks zigbee vm passthrough remote printer scanner teilen
*User Accounts = useradd, adduser | new account person home directory group uid shell remove old employee benutzer anlegen utilisateur usuario passwort groups delete lock admin deploy contrasena users create user
UTM | mac apple silicon vms create windows macos linux vm quickly one command desktop download iso distro try out test snapshot spice 11 tpm virtual machine hypervisor virtualisierung virtuelle maschine boxes
Uyuni = suse manager | patch many linux machines channels subscription package mirror compliance errata suse salt clients patches opensuse bootstrap
V2Ray = v2fly | censorship proxy vmess obfuscate blocked country circumvent subscription zensur censure trojan shadowsocks websocket tls cdn users panel firewall bypass iran russia vpn internet
Valkey = valkey server | redis fork in memory cache key value queue sessions cluster sentinel zwischenspeicher linux foundation drop-in immich nextcloud fast license database datenbank donnees in-memory pub sub ttl file locking speed up paperless backend session lock
*Variety | changing wallpaper desktop gadgets show cpu on launcher dock change widgets hintergrundbild panel
*Varnish = varnish cache, vinyl cache | http cache accelerate website wordpress slow many visitors vcl ram ttl purge cached pages magento drupal load reduce speed backend besucher langsam
Vaultwarden = bitwarden_rs | passwords family phone browser autofill vault lastpass 1password share logins generate safe bitwarden passworter mots de passe contrasenas password manager shared passkeys forgot passwoerter tresor app chrome extension card secure note send emergency access keep all netflix login with partner strong remember sticky notes
*Vector = vector.dev, datadog vector | ship transform route logs metrics pipeline vrl rust high throughput sink source remap kafka elasticsearch loki agent aggregator parse observability events search protokolle journaux registros
VectorChord | immich faster vector index embeddings similarity inside postgres extension semantic ai rag search hnsw photos face smart openai embedding
*Velero | back up kubernetes namespaces volumes restore cluster migrate disaster s3 schedule sichern sauvegarde plugin csi snapshot restic kopia k8s ark
Verdaccio = sinopia | private npm pypi maven packages cache registry company builds build firm offline dependencies paket depot javascript node proxy yarn publish own upload install team internal mirror versions paketquelle
Versity Gateway = versitygw | posix folder as s3 compatible bucket object storage minio alternative rust speicher uploads backup console aws keys
Vesktop | wayland screenshare vencord voice chat gaming friends desktop client servers linux plauder zocken sprachchat freunde screen share install deb update gamers messenger
VictoriaLogs = vlogs | log store less ram than loki elasticsearch logsql search lines retention compressed grafana vector promtail syslog fluentbit months cheap disk logs protokolle journaux registros
VictoriaMetrics = vmagent, vmalert, vmsingle | long term metrics less ram than prometheus remote write years retention compressed cheap storage time series langzeit messwerte grafana promql metricsql compression cardinality scrape monitoring
*Vigil | status page microservices rust probe replica dead sick healthy alert slack matrix infrastructure outage ausfall panne load cpu of replicas reporter threshold down xmpp sms website uptime
*Viking | gps tracks maps gis geodata gpx edit openstreetmap desktop karten landkarte route satellit cartes mapas layers coordinates globe hiking
Virtual Camera = v4l2loopback, guvcview, webcamoid | phone as webcam fake zoom photo booth kamera handy loopback module obs cam meeting background usb video0
Virtual Desktop = webtop, linuxserver webtop, rdesktop | whole linux inside browser tab xfce kde tablet container arbeitsplatz bureau fernzugriff ubuntu mate audio clipboard chromebook ipad thin docker desktop environment
VirtualBox = vbox, oracle virtualbox | run windows in a window on desktop virtual machine vm guest additions extension pack usb virtuelle maschine hypervisor virtualisierung guest additions
VMware = vsphere, vcenter, vmware workstation, vmware tools | vm guest tools clipboard vcenter hosts virtual machines workstation player virtuelle maschine snapshots desktop windows esxi cluster vmotion machine hypervisor virtualisierung open vm tools
VMware Horizon = omnissa | virtual desktop client work from home company remote office heimarbeit teletravail buro zuhause arbeit firma apps receiver login
VoidAuth | sso users invitations simple lightweight oidc provider rust small login passkeys forward auth single sign on memory anmelden identity anmeldung invite sign-on accounts oauth saml passkey mfa tokens federated one password for everything
VolSync | replicate pvc rsync restic backups of kubernetes persistent volumes schedule restore cron s3 operator annotations application consistent sichern sauvegarde namespaces k8s cluster stash
Vorta | desktop backup gui laptop home folder external usb drive borg schedule tray rechner sichern sauvegarder ordinateur restore sauvegarde
Vouch | nginx auth request oauth lightweight oidc provider rust small login passkeys forward single sign on memory users anmelden identity sso anmeldung
VPN GUI = networkmanager-openvpn, wireguard gui, nm-applet | connect from desktop tray click university verbinden symbol leiste network manager import ovpn profile home se connecter
vpnc | company cisco vpn client connect to work fortinet office network firmen university campus saml uni firma arbeit travail
VpnCloud | p2p rust mesh peer wireguard cidr invite private small cidrs peers invitation overlay coordination vpn network remote access
vsftpd = ftp server, ftpd | ftp upload camera scanner sends files account passive ports hochladen kamera televerser secure anonymous chroot local users server
Wake on LAN = etherwake, wol, ethtool wol | switch computer remotely sleeping pc magic packet mac address einschalten aufwecken allumer encender bios network card s5 ethernet enable boot fernstart reveiller
Warpgate | transparent ssh http mysql bastion privileged access database session recording just in time jump host contractors users permission temporary third party replace vpn audited team certificates web terminal rdp compliance sprungserver reach servers from browser who logged admin colleagues
warpinator | send photo from phone to laptop same wifi airdrop android iphone browser nearby drop bilder handy pc between and computer local file photos dateien senden fichiers windows without cable text network quick
Watchtower = containrrr watchtower | containers update themselves newest image pull restart every night old version automatically label exclude automatisch aktualisieren mise a jour automatique actualizar docker updates
WatchYourLAN = arp-scan | new device joined my wifi who is on the network unknown intruder notify mac neighbour steals wlan fremdes gerat intrus
waterfox | web browser surf extensions policies bookmarks tabs homepage ublock install without snap internet navigateur navegador mozilla add-ons profile surfen deb ppa certificate
Wavemon | wifi signal strength noise terminal channels wireless neighbours survey wlan empfang channel congested neighbour overlap rssi dbm reception antenna
Wazuh = wazuh agent, wazuh manager | security events all machines siem file changed rootkit intrusion vulnerability agent alerts compliance einbruch dashboard rootcheck cve mitre endpoints active response log
Weather CLI = curl weather, stormy, meteo-qt, gnome weather | forecast rain temperature terminal tray wetter meteo morgen regen desktop indicator applet vorhersage previsions tiempo konsole regnet
Weaviate | vector embeddings semantic hybrid search objects ai embedding rag knowledge chatbot modules graphql nearest neighbour documents images llm database similarity neighbours immich chunks retrieval collection scientists research find similar pictures texts
Web Launcher | php simple tiles start page application ini sidebar services links startseite d accueil platform rest ping cards theme hover bookmarks kacheln dashboard
WebDAV = webdav server, apache webdav, hacdias webdav | http folder mount joplin zotero keepass sync file dav phone netzlaufwerk einbinden calendar scanner apache nginx upload notes app monter
*Webhook = webhookd, adnanh webhook, webhook receiver | run script when url called github push trigger http hook command endpoint deploy curl hmac payload json remote button gitea on receive incoming inspect requests git debug callback from internet show headers body
Webmin = usermin | administer linux in browser users dns apache modules port 10000 perl panel weboberflache virtual machine vm hypervisor virtualisierung virtuelle maschine
WeeChat | terminal irc plugins relay xmpp chat client channels desktop messenger instant jabber old icq networks rooms scripts bouncer backlog libera nick always connected stay logged in read missed messages phone browser
Wesher | wireguard mesh automatic nodes peer cidr invite private small cidrs peers invitation overlay coordination vpn network remote access
Wetty = ttyd web, butterfly | terminal in browser over https ssh login page console xterm.js webpage chromebook konsole navigateur web
wg-access-server = wg-gen-web | wireguard web portal employees own device config oidc login ldap peers self service devices mfa einrichten vpn private network
wg-easy = wireguard ui, wireguard dashboard | vpn clients qr code in browser add phone wireguard web gui peers download config away unterwegs private network
wgdashboard | vpn clients qr code in browser add phone wireguard web gui peers download config away unterwegs private network
*What's Up Docker = wud, getwud | which containers have newer version web list update notify trigger home assistant mqtt semver neue image updates
WhatsApp Desktop = whatsie, zapzap, whatsapp for linux | on computer many chat services one window messages nachrichten messenger handy pc wrapper tabs client
WiFi Drivers = broadcom-sta, rtl8812au, firmware-nonfree, iwlwifi, linux-firmware, realtek driver | wireless stick not recognised driver firmware missing dkms dongle wlan treiber kein chip usb adapter monitor mode found carte pilote reseau sans fil
winapps | windows inside container browser rdp office programs on linux need one program virtual machine vm hypervisor virtualisierung virtuelle maschine
*Windows in Docker = dockurr windows, dockur, macos docker | inside container browser rdp office programs on linux need one program virtual machine vm hypervisor virtualisierung virtuelle maschine
Windows Setup = wsl, wsl2, sysinternals | machines managed install programs package choco linux inside rechner programme installieren patches powershell windows update
windscribe | commercial vpn provider subscription hide ip other country netflix linux client kill switch server streaming geoblock airport privacy connect pia
Winetricks | dlls fonts helper run windows programs exe on linux without vm programme software starten old game install prefix dll photoshop
winscp | bucket as folder upload aws ftp client desktop transfer files site speicher mount sync
WireGuard = wg-quick, wireguard-tools | get into home network from away phone laptop hotel wifi tunnel peer keys qr site to unterwegs heimnetz deplacement reseau maison vpn private
WireGuard Portal = wg-portal | ldap users mail config web employees own device oidc login peers self service devices mfa einrichten vpn private network
Wireshark = tshark | capture packets sniff analyse protocol what does device send pcap mitschneiden netzwerk verkehr analysieren dissect http filter debugging trame sniffing
wolweb | web page button turn on pc magic packet schedule ping shutdown einschalten aufwecken allumer weboberflache reveiller users phone device fernstart scan
Workrave | pauses rsi screen warmer at night blue light eyes breaks screensaver augen nachts bildschirm blaulicht blue-light evening
WPS Office | chinese lookalike word excel powerpoint documents letter spreadsheet presentation docx suite brief tabelle tableur lettre schreiben writer calc impress
wstunnel | websocket tunnel firewall hotel vpn blocked by provider disguise wireguard obfuscate deep packet inspection russia obfuscated dpi block iran app own vps easy setup proxy bypass internet
XCA = tinyca, openssl ca | own root certificate self signed local https create keys trust browser warning eigenes zertifikat intern vertrauen certificat autorite selbst signiert tls certificado
XCP-ng = xen, xenserver | xen hypervisor citrix xenserver replacement hosts pools virtual machines live migration vates virtualisierung host pool vmware migrate iso guests storage repository machine vm virtuelle maschine
xed | text editor desktop notepad syntax highlight files texteditor schreiben notizen plain tabs line numbers colours quick code programming atom
Xen Orchestra = xo, xoa | web for xenserver hosts backups snapshots vms replication xcp-ng ui administration backup delta continuous self-service pools compile from source virtual machine vm hypervisor virtualisierung virtuelle maschine
XMind | mind maps notes markdown vault second brain desktop map notizen schreiben knowledge links plugin sync wissen
Xonsh | python shell friendly autosuggestions prompt colours completion without config konsole terminal command suggestions default chsh web plugins hubsch schone
Xournal++ = xournalpp | handwriting notes pdf sign read annotate ebook viewer desktop merge pages document lesen buch bucher livre convert epub kindle tablet pen teacher whiteboard draw stylus handschrift tafel ecriture write by hand on lecture university wacom samsung
Xpenology | dsm on own hardware loader diskstation nas packages api shares hyper backup snapshot ds hyper-backup drive photos netzwerkspeicher certificates volume surveillance
XPipe | desktop hub shells containers ssh connections saved web hosts tabs file tunnel putty mobaxterm browser server dashboard sftp editor key vault konsole terminal
Xpra | screen for x forward single windows fast remote desktop linux nx sound usb slow connection laptop to workstation fernzugriff escritorio printing multi monitor smooth access
Xray = xray-core | vless reality censorship proxy panel blocked country subscription clients zensur censure xtls trojan iran vps users traffic quota bypass firewall vpn internet
xrdp = xrdp server | windows remote desktop into linux graphical login mstsc rdp port 3389 screen from fernzugriff bureau distant access
xremap | german keys y z swapped layout remap capslock numlock shortcut tastatur clavier teclado umschalten caps qwertz azerty keyboard belegung disposition
xyops | scheduled jobs web cron editor history failures run now multi machine zeitgesteuert task scheduler plugins chain events ui logs overview cronicle successor monitoring ansible playbooks scripts button interface schedule commands runbook predefined for restart script click colleagues without ssh nightly job failed log output
YABS | one script vps how fast is my disk cpu benchmark compare iops performance messen leistung geschwindigkeit vergleich
*Yacht | containers templates web gui portainer alternative one click deploy docker template store compose import apps oberflache vue easy
yakuake | terminal emulator window tabs split fast fonts colours konsole fenster terminale gpu theme transparent shell foot
yazi | rust file manager fuzzy find history better ls cat grep json command line utilities terminal konsole werkzeuge faster replacements nicer fd lf
Yggdrasil = yggstack, yggdrasil-go, cjdns | ipv6 overlay mesh encrypted end to peers experimental self arranging address routing decentralized experiment nodes public community ohne zentrale
youki | rust runtime oci low level spawn containers spec kernel namespaces containerd binary security cve update cgroups lifecycle shim
YugabyteDB = yugabyte | postgres compatible distributed sql survive node loss cluster datenbank geo scale resilient transactions google spanner replicas database donnees survives failure replication horizontally big tables many nodes queries replica shards backend plausible
YunoHost | debian beginner app catalogue domains mail users sso hosting without knowledge libre home server store one click apps portal deploy git push heroku vercel netlify platform paas web projects container domain publish my own nodejs python certificate automatically install several
Zabbix = zabbix server, zabbix agent, zabbix-agent2, zabbix proxy | triggers hosts templates snmp enterprise problems escalation network devices agents auto discovery nagios prtg uberwachung surveillance monitorizacion maps screens escalations windows server latest items graphs metrics monitoring watch machines
Zalando Postgres Operator | patroni spilo cluster in kubernetes failover replicas backup s3 database high availability wal switchover pooler barman primary standby declarative k8s
Zathura | vim keys pdf read annotate ebook viewer desktop merge pages document lesen buch bucher livre convert epub kindle
Zenko CloudServer | scality node mock s3 compatible bucket object storage minio alternative rust gateway speicher uploads backup console aws keys
Zeppelin | spark notebook python plots in browser data science students notebooks datenanalyse wissenschaft pandas teaching class code cells
zero-ui | virtual lan mesh games over internet join network id layer 2 controller friends vpn private remote access
Zerobyte | restic volumes web in browser schedule plans restore files click backup repositories oberflache sichern sauvegarde copia scheduler snapshot browse notifications
ZeroTier = zerotier-one | virtual lan mesh games over internet join network id layer 2 controller friends vpn private remote access
Zettlr | academic markdown notes vault second brain desktop mind map notizen schreiben knowledge links plugin sync wissen writing citations zotero researchers thesis write guide readers toc navigation export technical writer team publish handbuch pages formatting preview instructions internal text readable headings images
ZFS = openzfs, zpool, zfs-auto-snapshot | pool mirror raidz dataset snapshots scrub bit rot compression arc ram resilver l2arc slog encryption trim replace degraded autosnapshot proxmox
zfs-autobackup | ssh pull push thinning replicate send datasets offsite incremental snapshots replizieren zweiter standort yaml daemon prune holds backup
zimaos | home cloud app store browser click install raspberry zimaboard beginner apps hausserver dashboard files drives pi docker icewhale nas server one
Zitadel | oidc saml multi tenant identity organisations passkeys login auth0 alternative provider customer users self service branding event sourcing go kubernetes anmelden single sign on sso anmeldung multi-tenant swiss sign-on accounts oauth passkey mfa tokens federated one password for everything
znapzend | plans mbuffer zfs replicate send datasets push pull offsite incremental snapshots replizieren zweiter standort yaml daemon prune holds backup
ZooKeeper = zookeeper ensemble, apache zookeeper | coordination quorum kafka solr hadoop leader election znodes cluster ensemble config locks nodes distributed clickhouse ephemeral consensus java key value configuration grid members consistent replicated store available outage highly failover database clients ausfall
*Zoom = zoom client, webex, jitsi desktop | video conference meeting work camera call desktop linux videokonferenz visioconference konferenz arbeit school lesson meetings install deb besprechung teams
Zoraxy | reverse proxy web gui beginners subdomain certificate geoip block uptime rules click docker vhost redirect access control stream unterdomain weiterleiten zertifikat https domain
Zorin OS | windows switchers revive old laptop for grandma simple safe browsing system alter grosseltern senioren beginner install usb wiederbeleben vieux ordinateur endless
Zot = zotregistry | oci native registry lightweight images artifacts mirror sync scan push pull helm sboms cosign search cve minimal single binary own hub docker container private vulnerabilities replicate projects robot account self built store tag limit host
Zotero = zotero webdav | references citations thesis latex typesetting paper diplomarbeit these literatur bibliography university scientific word plugin papers research pdf library sync literature literaturverwaltung quellen bibliographie cite article doi annotate footnote journal group
ZPAQ | journaling archive incremental restic compatible rust deduplicated encrypted backup lockless cold storage repo lock-free verschlusselt sichern hot sauvegarde webdav config restore attic
Zrepl = zettarepl, bashclub | zfs replicate send datasets push pull offsite incremental snapshots replizieren zweiter standort yaml daemon prune holds backup
zrok | openziti share nat traversal expose local port to internet through vps reverse tunnel demo webhook localhost public freigeben ohne offentliche ip cgnat exposer
ztncui | virtual lan mesh games over internet join network id layer 2 controller friends vpn private remote access
`;
