import type { ThesaurusGroup } from "./thesaurus-types.ts";

/** Names, proxies, tunnels, certificates, passwords and protection. */
export const network: readonly ThesaurusGroup[] = [
  {
    words:
      "dns names resolve block ads adverts advertising trackers domain nameserver local network wide",
    services: `
Pi-hole = pihole, pi hole | ad blocker
AdGuard Home = adguard, adguardhome, ad guard | ad blocker parental
Blocky | ad blocker
Technitium = technitium dns
Unbound | recursive resolver
BIND = bind9, named | authoritative zone
dnsmasq | dhcp
CoreDNS = core dns
PowerDNS = power dns, pdns | authoritative zone
NSD
Knot DNS = knot, knot resolver
dnscrypt-proxy = dnscrypt | encrypted
DDclient = ddclient, duckdns | dynamic address update ip ddns dynamic dns
ddns-updater | dynamic address update ip ddns dynamic dns
ddns updater | dynamic address update ip ddns dynamic dns
inadyn | dynamic address update ip ddns dynamic dns
Kea DHCP = kea | dhcp addresses leases dhcp server
isc-dhcp-server | dhcp addresses leases dhcp server
dhcpd | dhcp addresses leases dhcp server
*Avahi | bonjour local mdns`,
  },
  {
    words:
      "reverse proxy https http web server route domains certificates tls ssl ingress host subdomain load balancer",
    services: `
Traefik
Nginx = nginx web server
Nginx Proxy Manager = nginxproxymanager, nginx-proxy-manager | npm proxy
npmplus | npm proxy
Caddy = caddy server, caddy-docker-proxy
HAProxy = ha proxy
Apache = apache2, httpd, apache http server
SWAG = linuxserver swag, swag
Zoraxy
*Pangolin | tunnel
Envoy = envoy proxy
BunkerWeb | firewall waf
Squid = squid proxy | forward cache
Tinyproxy | forward
Varnish | cache
Certbot = letsencrypt, let's encrypt, lets encrypt | renew certificate
acme.sh | renew certificate
Step CA = step-ca, smallstep | certificate authority
EJBCA | certificate authority
Lighttpd
Keepalived | virtual ip failover vrrp
MetalLB | kubernetes
OpenResty`,
  },
  {
    words: "vpn tunnel remote access connect from outside away secure private network",
    services: `
WireGuard = wire guard, wg
wg-easy = wgeasy, wireguard ui, wireguard-ui, wg easy | wireguard web ui
OpenVPN = open vpn
Tailscale = tail scale | mesh
Headscale = head scale | tailscale control mesh
NetBird | mesh
ZeroTier = zero tier | mesh
Netmaker | mesh
Nebula | mesh
Cloudflared = cloudflare tunnel, cloudflare tunnels | cloudflare expose
IPsec = strongswan
libreswan
Pritunl
Firezone
frp = frpc, frps | expose nat
Rathole | expose nat
Guacamole = apache guacamole | remote desktop rdp vnc browser
RustDesk = rust desk | remote desktop support
MeshCentral = mesh central | remote desktop manage computers
xrdp | remote desktop rdp
noVNC | remote desktop vnc
tigervnc | remote desktop vnc
kasmvnc | remote desktop vnc
Teleport | ssh bastion
Kasm = kasm workspaces | desktop browser
Sshwifty | ssh terminal browser
wetty | ssh terminal browser
ttyd | ssh terminal browser
shellngn | ssh terminal browser
gotty | ssh terminal browser
Shadowsocks = outline vpn | censorship proxy
v2ray | censorship proxy
xray | censorship proxy
Tor = tor relay | anonymous onion
softether
OpenSSH = sshd, ssh server, ssh | login shell
Fail2ban = fail 2 ban | ban brute force login attempts
CrowdSec = crowd sec | intrusion ban attacks
Endlessh | tarpit
Suricata | intrusion detection ids
Snort | intrusion detection ids
UFW = uncomplicated firewall | firewall ports
firewalld | firewall ports
nftables | firewall rules ports
iptables | firewall rules ports
OPNsense | firewall router
pfSense | firewall router
OpenWrt | router firmware
UniFi Controller = unifi, unifi network application | access points wifi ubiquiti
omada | access points wifi ubiquiti
omada controller | access points wifi ubiquiti
Netbox | ip addresses rack inventory documentation ipam
phpIPAM = php ipam | ip addresses
*Nautobot | ipam
WatchYourLAN = pi.alert, arp-scan | devices network scanner intruder who is on
pialert | devices network scanner intruder who is on
netalertx | devices network scanner intruder who is on
ntopng = ntop | traffic flow
Wireshark | packets capture
Nmap | port scan
iperf = iperf3 | bandwidth test
Chrony = ntpd, timesyncd | clock time synchronisation ntp time server
Wake on LAN | wake computer wol wakeonlan
upsnap | wake computer wol wakeonlan`,
  },
  {
    words:
      "password passwords login credentials sign-on sso authentication identity users two factor mfa accounts secrets vault",
    services: `
Vaultwarden = vault warden, bitwarden_rs, bitwardenrs | bitwarden password manager
Bitwarden = bit warden | password manager
Passbolt | password manager team
Psono | password manager
KeePass | password manager
keepassxc | password manager
keeweb | password manager
Authelia
Authentik = goauthentik
Keycloak = key cloak
Zitadel
Kanidm
LLDAP = light ldap | directory
OpenLDAP = slapd | directory ldap
FreeIPA = free ipa, ipa server | directory kerberos
Samba AD = samba ad dc | domain controller directory active directory
Pocket ID = pocketid | passkeys
Tinyauth
Ory
kratos
hydra
Casdoor
Dex
OAuth2 Proxy = oauth2-proxy
Hashicorp Vault = vault | api keys secrets
openbao | api keys secrets
Infisical | api keys secrets
2FAuth = 2fauth | one time codes totp
privacyIDEA
FreeRADIUS | wifi radius
Kerberos`,
  },
];
