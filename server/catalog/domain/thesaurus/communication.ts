import type { ThesaurusGroup } from "./thesaurus-types.ts";

/** Chat, mail, social networks, calls and notifications. */
export const communication: readonly ThesaurusGroup[] = [
  {
    words: "chat messages messaging messenger team talk instant slack discord rooms",
    services: `
Matrix Synapse = synapse, matrix | homeserver federated
Element = element web, element-web | matrix client
schildichat | matrix client
Conduit | matrix homeserver
conduwuit | matrix homeserver
tuwunel | matrix homeserver
continuwuity | matrix homeserver
Dendrite | matrix homeserver
Mattermost
Rocket.Chat = rocketchat, rocket chat
Zulip
Revolt = stoat
Ejabberd | xmpp jabber
Prosody | xmpp jabber
Snikket | xmpp
Mumble = murmur, mumble server | voice gaming
TeamSpeak = teamspeak 3, ts3 | voice gaming
The Lounge = thelounge | irc client
ZNC | irc bouncer
Ergo = oragono | irc server
UnrealIRCd | irc server
Jitsi = jitsi meet, jitsi-meet | video conference meeting calls
BigBlueButton | video conference classroom
Galene | video conference
MiroTalk | video conference calls
LiveKit | video calls
coturn | nat relay turn server turn stun
Asterisk | phone telephony voip pbx
FreePBX | phone telephony voip pbx
Signal API = signal-cli, signal-cli-rest-api | signal send
Mautrix | bridge whatsapp telegram
Chatwoot | customer support live
Zammad | helpdesk tickets support
osTicket | helpdesk tickets support
FreeScout | helpdesk shared mailbox
Answer = apache answer | questions community`,
  },
  {
    words: "email mail e-mail smtp imap mailbox inbox send receive",
    services: `
Mailcow = mailcow dockerized
Mailu
Docker Mailserver = docker-mailserver, mailserver
Postfix | relay mta
Dovecot
Stalwart = stalwart mail
Mail-in-a-Box = mailinabox, miab
Modoboa
Maddy
Roundcube | webmail
SnappyMail | webmail
rainloop | webmail
Cypht | webmail
Rspamd | spam filter
SpamAssassin | spam filter
Mailpit | test catch
mailhog | test catch
maildev | test catch
Listmonk | newsletter mailing list campaign
Mautic | newsletter campaign marketing
Mailman = mailman3 | mailing list
SimpleLogin | alias anonymous addresses
AnonAddy = addy.io, addy | alias anonymous addresses
Sendmail | relay
exim | relay
exim4 | relay
msmtp | relay
Roundup
imapsync | migrate copy
isync | migrate copy
mbsync | migrate copy
offlineimap | migrate copy
Piler = mailpiler | archive`,
  },
  {
    words: "social network federated community posts fediverse forum discussion",
    services: `
Mastodon | twitter microblog
Pleroma | microblog
akkoma | microblog
Misskey | microblog
firefish | microblog
sharkey | microblog
calckey | microblog
GoToSocial | microblog
Pixelfed | instagram photos
Lemmy | reddit link aggregator
Mbin | reddit
kbin | reddit
Friendica | facebook
Diaspora
Discourse | forum
Flarum | forum
NodeBB | forum
phpBB | forum
HumHub | intranet
BookWyrm | books goodreads reviews
WriteFreely | blog
Bluesky PDS = bluesky, atproto`,
  },
  {
    words: "push notifications notify alerts messages phone send",
    services: `
ntfy = ntfy.sh
Gotify
Apprise = apprise api | gateway
Pushbits
Bark = bark server | iphone
Mosquitto Notifier
Novu`,
  },
];
