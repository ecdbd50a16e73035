import type { ThesaurusGroup } from "./thesaurus-types.ts";

/** Chat, mail, social networks, calls and notifications. */
export const communication: readonly ThesaurusGroup[] = [
  {
    words: "chat messages messaging messenger team talk instant slack discord rooms",
    services: `
Matrix Synapse = synapse, matrix | homeserver federated chat messages encrypted whatsapp rooms messenger
Element = element web, element-web | matrix client
schildichat | matrix client
Conduit | matrix homeserver
conduwuit | matrix homeserver
tuwunel | matrix homeserver
continuwuity | matrix homeserver
Dendrite | matrix homeserver
Mattermost | team chat slack channels
Rocket.Chat = rocketchat, rocket chat | team chat slack channels
Zulip | team chat slack topics threads
Revolt = stoat
Ejabberd | xmpp jabber
Prosody | xmpp jabber
Snikket | xmpp
The Lounge = thelounge | irc client web chat always on
InspIRCd | irc server
Cinny | matrix client
Converse | xmpp web client
Matterbridge | bridge chats together discord slack telegram
SimpleX SMP = smp server | private messenger simplex queue
Keyoxide | prove online identity keys
ZNC | irc bouncer stay connected chat
Ergo = oragono | irc server
UnrealIRCd | irc server`,
  },
  {
    words: "email mail e-mail smtp imap mailbox inbox send receive",
    services: `
Mailcow = mailcow dockerized | own mail server email accounts complete
Mailu | own mail server email accounts complete
Docker Mailserver = docker-mailserver, mailserver | own mail server email accounts complete
Dovecot | imap mailboxes mailbox server
Stalwart = stalwart mail | own mail server email all in one jmap
Mail-in-a-Box = mailinabox, miab | own mail server
Modoboa
Maddy
Roundcube | webmail read mail browser inbox
SnappyMail | webmail
rainloop | webmail
Cypht | webmail
Roundup`,
  },
  {
    words: "social network federated community posts fediverse forum discussion",
    services: `
Mastodon | twitter microblog microblogging toots fediverse social federated
Pleroma | microblog
akkoma | microblog
Misskey | microblog twitter microblogging fediverse social federated
firefish | microblog
sharkey | microblog
calckey | microblog
GoToSocial | microblog twitter microblogging fediverse social lightweight federated
Pixelfed | instagram photos share federated
Lemmy | reddit link aggregator votes communities
Mbin | reddit
kbin | reddit
Friendica | facebook
Diaspora
Discourse | forum discussion board community
Flarum | forum
NodeBB | forum
phpBB | forum
HumHub | intranet
BookWyrm | books goodreads reviews
WriteFreely | blog writing minimal
Bluesky PDS = bluesky, atproto`,
  },
  {
    words: "push notifications notify alerts messages phone send",
    services: `
ntfy = ntfy.sh | push notifications phone alerts scripts send
Gotify | push notifications phone alerts scripts send
Apprise = apprise api | gateway notifications many services
Pushbits
Bark = bark server | iphone
Mosquitto Notifier
Novu`,
  },
  {
    words: "video calls conference meeting",
    services: `
Jitsi = jitsi meet, jitsi-meet | video conference meeting calls meetings zoom teams webcam
BigBlueButton | video conference classroom online classes teaching
Galene | video conference
MiroTalk | video conference calls
LiveKit | video calls`,
  },
  {
    words: "voice talk",
    services: `
Mumble = murmur, mumble server | voice gaming talk while playing games low latency team speak
TeamSpeak = teamspeak 3, ts3 | voice gaming talk while playing games`,
  },
  {
    words: "calls messages",
    services: `
coturn | nat relay turn server turn stun webrtc calls
Asterisk | phone telephony voip pbx telephone calls phones sip
FreePBX | phone telephony voip pbx
Signal API = signal-cli, signal-cli-rest-api | signal send
Mautrix | bridge whatsapp telegram`,
  },
  {
    words: "customers support questions tickets",
    services: `
Chatwoot | customer support live chat
Zammad | helpdesk tickets support
osTicket | helpdesk tickets support
FreeScout | helpdesk shared mailbox help desk inbox
Answer = apache answer | questions community`,
  },
  {
    words: "mailing list newsletter email subscribers",
    services: `
Listmonk | newsletter mailing list campaign newsletters subscribers campaigns
Mautic | newsletter campaign marketing
Mixpost | social media posts schedule publish
Postiz | social media posts schedule publish
Mailman = mailman3 | mailing list lists discussion`,
  },
  {
    words: "email mail",
    services: `
Postfix | relay mta send outgoing mail smtp server alerts deliver
Rspamd | spam filter junk incoming mail
SpamAssassin | spam filter junk incoming mail
Mailpit | test catch mails development smtp
mailhog | test catch
Mailcatcher | catch test mails development
MailCrab | catch test mails development
Proton Mail Bridge = proton bridge, protonmail bridge, proton bridge relay | proton mail smtp
Bichon | archive emails
maildev | test catch
SimpleLogin | alias anonymous addresses email aliases hide address
AnonAddy = addy.io, addy | alias anonymous addresses
Sendmail | relay
exim | relay
exim4 | relay
msmtp | relay
imapsync | migrate copy
isync | migrate copy
mbsync | migrate copy
offlineimap | migrate copy
Piler = mailpiler | archive`,
  },
];
