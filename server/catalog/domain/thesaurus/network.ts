import type { ThesaurusGroup } from "./thesaurus-types.ts";

/** Names, proxies, tunnels, certificates, passwords and protection. */
export const network: readonly ThesaurusGroup[] = [
  {
    words: "dns block ads adverts advertising trackers network wide",
    services: `
Pi-hole = pihole, pi hole | ad blocker block ads adverts trackers whole network dns every device ad-blocking
AdGuard Home = adguard, adguardhome, ad guard | ad blocker parental block ads adverts trackers whole network dns every device ad-blocking kids
Blocky | ad blocker block ads adverts trackers dns
Technitium = technitium dns | dns server zones block ads`,
  },
  {
    words: "reverse proxy https http web server route domains ingress subdomain load balancer",
    services: `
Traefik | one entry point domains automatic certificates route requests containers front apps
APISIX = apisix gateway | api gateway routing
Kong | api gateway
Error Pages = error-pages | nicer pages 404 errors
Nginx = nginx web server | web server serve pages sites proxy
Nginx Proxy Manager = nginxproxymanager, nginx-proxy-manager | npm proxy domains certificates hosts point click front apps
npmplus | npm proxy
Caddy = caddy server, caddy-docker-proxy | web server automatic https domains front apps
HAProxy = ha proxy | balance load several backends tcp load balancer redundant
Apache = apache2, httpd, apache http server | web server serve pages sites
SWAG = linuxserver swag, swag
Zoraxy
*Pangolin | tunnel
Envoy = envoy proxy
BunkerWeb | firewall waf
Lighttpd
OpenResty`,
  },
  {
    words: "vpn tunnel remote access connect from outside away secure private network",
    services: `
WireGuard = wire guard, wg | vpn get into home from away phone road tunnel
wg-easy = wgeasy, wireguard ui, wireguard-ui, wg easy | wireguard web ui vpn get into home from away phone road tunnel clients qr
OpenVPN = open vpn | vpn get into home from away road tunnel
Tailscale = tail scale | mesh vpn reach machines from anywhere private network tailnet
Headscale = head scale | tailscale control mesh own coordination tailnet vpn reach machines server
Headplane | web page headscale admin
Headscale UI
NetBird | mesh vpn reach machines from anywhere
ZeroTier = zero tier | mesh vpn reach machines from anywhere
Netmaker | mesh
Nebula | mesh
Cloudflared = cloudflare tunnel, cloudflare tunnels | cloudflare expose publish home services without opening ports
IPsec = strongswan | vpn site-to-site
libreswan
Pritunl
Firezone
frp = frpc, frps | expose nat
Rathole | expose nat
Shadowsocks = outline vpn | censorship proxy
v2ray | censorship proxy
xray | censorship proxy
Tor = tor relay | anonymous onion
Snowflake | help censored people tor proxy
Tinc | mesh vpn
Yggdrasil = yggstack | mesh overlay
TSDProxy | tailscale proxy containers
softether | vpn server`,
  },
  {
    words: "login sign-on sso single authentication identity users two factor mfa 2fa accounts",
    services: `
Authelia | login page front of apps two factor single sign on shared one account sso protect
Authentik = goauthentik | login page front of apps two factor single sign on shared one account sso identity provider
Keycloak = key cloak | single sign on one account shared login identity provider oidc saml
Zitadel | oidc accounts
Kanidm | accounts directory passkeys
Pocket ID = pocketid | passkeys login passwordless oidc single sign on
Tinyauth | simple login page front of apps
Ory
kratos
hydra
Casdoor
Dex
OAuth2 Proxy = oauth2-proxy | login in front of apps google github account
2FAuth = 2fauth | one time codes totp
privacyIDEA`,
  },
  {
    words: "dns names resolve domain nameserver name server",
    services: `
Unbound | recursive resolver dns caching validating
BIND = bind9, named | authoritative zone dns server zones names
dnsmasq | dhcp dns lan hand out addresses names resolve
CoreDNS = core dns | dns server plugins cluster
PowerDNS = power dns, pdns | authoritative zone
NSD
Knot DNS = knot, knot resolver
dnscrypt-proxy = dnscrypt | encrypted
DDclient = ddclient, duckdns | dynamic address update ip ddns dynamic dns home changes name public
Cloudflare DDNS = cloudflare ddns, cloudflare-ddns, cloudflareddns | home ip changes dynamic dns keep address current public ip cloudflare
Route53 DDNS = route53 ddns, route53ddns | dynamic dns aws home ip
echoip = ip echo | what is my public ip address
ddns-updater | dynamic address update ip ddns dynamic dns home changes name public
ddns updater | dynamic address update ip ddns dynamic dns home changes name public
inadyn | dynamic address update ip ddns dynamic dns`,
  },
  {
    words: "local network lan",
    services: `
Kea DHCP = kea | dhcp addresses leases dhcp server hand out give ip lan clients
isc-dhcp-server | dhcp addresses leases dhcp server hand out give ip lan clients
dhcpd | dhcp addresses leases dhcp server hand out give ip lan clients
*Avahi | bonjour local mdns find discover devices names airprint zeroconf`,
  },
  {
    words: "certificates certificate tls ssl https",
    services: `
Certbot = letsencrypt, let's encrypt, lets encrypt | renew certificate free certificates https let's encrypt acme
Traefik Certs Dumper = traefik-certs-dumper | extract certificates from traefik
acme.sh | renew certificate free certificates https let's encrypt acme
Step CA = step-ca, smallstep | certificate authority own internal ca issue
EJBCA | certificate authority`,
  },
  {
    words: "network",
    services: `
Squid = squid proxy | forward cache web proxy filter
Tinyproxy | forward
Varnish | cache
Keepalived | virtual ip failover vrrp shared floating redundancy
MetalLB | kubernetes loadbalancer addresses services bare metal`,
  },
  {
    words: "remote access computers",
    services: `
Guacamole = apache guacamole | remote desktop rdp vnc browser computers screen ssh
RustDesk = rust desk | remote desktop support control screen teamviewer
MeshCentral = mesh central | remote desktop manage computers
xrdp | remote desktop rdp windows graphical login screen session
noVNC | remote desktop vnc
tigervnc | remote desktop vnc
kasmvnc | remote desktop vnc
Teleport | ssh bastion
Kasm = kasm workspaces | desktop browser
Sshwifty | ssh terminal browser
wetty | ssh terminal browser
Termix | ssh terminal browser manage servers
Neko | shared virtual browser watch together
Virtual Desktop = webtop, virtual desktop | linux desktop in browser
ttyd | ssh terminal browser
shellngn | ssh terminal browser
gotty | ssh terminal browser`,
  },
  {
    words: "secure shell access",
    services: `
OpenSSH = sshd, ssh server, ssh | login shell remote secure hardening harden sshd root key-only`,
  },
  {
    words: "security protect attacks",
    services: `
Fail2ban = fail 2 ban | ban brute force login attempts block attackers failed logins ssh repeated password guessing
CrowdSec = crowd sec | intrusion ban attacks block hackers attackers bots malicious ips prevention shared blocklist
Endlessh | tarpit trap ssh bots slow
Suricata | intrusion detection ids network traffic inspect
Snort | intrusion detection ids`,
  },
  {
    words: "firewall security network traffic",
    services: `
UFW = uncomplicated firewall | firewall ports allow deny open close incoming
firewalld | firewall ports allow deny zones open close incoming
nftables | firewall rules ports packet filter
iptables | firewall rules ports packet filter
OPNsense | firewall router gateway
pfSense | firewall router gateway`,
  },
  {
    words: "network devices",
    services: `
OpenWrt | router firmware wifi access point
UniFi Controller = unifi, unifi network application | access points wifi ubiquiti wlan switches
omada | access points wifi ubiquiti
omada controller | access points wifi ubiquiti
Netbox | ip addresses rack inventory documentation ipam document racks cables source of truth
phpIPAM = php ipam | ip addresses
*Nautobot | ipam
WatchYourLAN = pi.alert, arp-scan | devices network scanner intruder who is on unknown new in my scan
pialert | devices network scanner intruder who is on
netalertx | devices network scanner intruder who is on
ntopng = ntop | traffic flow who uses bandwidth analysis
Wireshark | packets capture sniff traffic analyse
Nmap | port scan
iperf = iperf3 | bandwidth test measure network throughput between two machines`,
  },
  {
    words: "machines",
    services: `
Chrony = ntpd, timesyncd | clock time synchronisation ntp time server correct exact synchronise clocks step
Wake on LAN | wake computer wol wakeonlan switch on computers remotely
upsnap | wake computer wol wakeonlan switch on computers remotely web`,
  },
  {
    words: "passwords password manager logins vault",
    services: `
Vaultwarden = vault warden, bitwarden_rs, bitwardenrs | bitwarden password manager passwords logins keep store safe family
Bitwarden = bit warden | password manager passwords logins keep store safe family
Passbolt | password manager team passwords share
Psono | password manager
KeePass | password manager
keepassxc | password manager
keeweb | password manager`,
  },
  {
    words: "secrets credentials keys vault",
    services: `
Hashicorp Vault = vault | api keys secrets tokens credentials store encrypted
openbao | api keys secrets tokens credentials store encrypted
Infisical | api keys secrets environment variables credentials team`,
  },
  {
    words: "directory users accounts central",
    services: `
LLDAP = light ldap | directory user ldap accounts central
OpenLDAP = slapd | directory ldap user accounts central
FreeIPA = free ipa, ipa server | directory kerberos user ldap accounts central domain
Samba AD = samba ad dc | domain controller directory active directory
FreeRADIUS | wifi radius enterprise logins 802.1x
Kerberos | tickets realm single sign on`,
  },
];
