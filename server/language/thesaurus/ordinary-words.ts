/**
 * Names and aliases that are ordinary words too. Such a word in a request is believed to be the product only where the
 * repository has it, where it is capitalised inside a sentence, or where nothing else could be meant.
 */
export const ordinaryNames: ReadonlySet<string> = new Set(
  `telly actual agenda alloy amanda amp answer anki apache apprise arcane ark artemis atlas bacula bark bind blocky
  borg buildbot cacti caddy cast chef coder cockpit compose conduit consul copyparty cosmos crafty crater cron dash
  dashboard dex diaspora distribution docs domain dragonfly drone element endurain envoy ergo fasten fetch firefly flame
  fleet flood flow flux fog foreman garage ghost glance glances gladys grist helm home homepage homer host hosting
  hostname hugo hydra hyperion java jekyll jobs kind kodi maddy maybe matrix matter medusa memos mercury milvus mimir
  monica motion mumble named nebula nexus nomad notify obsidian odoo onion osquery outline pangolin pelican perplexica
  pex phoenix piler piper piped pipeline plane planka polaris portal prom prosody proxy psono pulp pulse puppet python
  quake quassel rabbit rancher rathole registry rust ruby salt samba sail send sentry seq shell shiori sling slim
  snort solr sonar spark stalwart stash station steam stirling stump sudo sunshine superset swag swap swarm swing
  synapse tabby taiga talos tandoor tempo tesla thanos timezone tor traccar tracks transmission trilium tube turn twenty
  vault vector velero vigil vorta wagtail watchtower webhook whisper willow windmill wolf yacht zipline flow
  answerx roundup crystal rally plex2 stack screen sync backup monit varnish squid sshd ssh docker2 dotfiles
  go golang redirect locale sysctl logrotate node ente valhalla satisfactory terraria rhasspy supabase chroma`
    .split(/\s+/)
    .filter(Boolean),
);

/**
 * Products that nobody hosts at home but that people compare with: "without zoom" describes, "install zoom" asks for
 * it and for nothing else. In compact form.
 */
export const foreignNames: ReadonlySet<string> = new Set(
  `zoom slack teams microsoftteams msteams dropbox netflix spotify trello notion photoshop oracle oracledb oracledatabase
  sap exchange microsoftexchange exchangeserver msexchange activedirectory windowsserver icloud onedrive sharepoint
  office365 microsoft365 o365 googledrive googlephotos googlecalendar googlehome gmail outlook discord telegram whatsapp
  signal skype youtube twitch facebook instagram twitter linkedin tiktok airbnb uber steamdeck lastpass 1password
  dashlane jira confluence salesforce shopify squarespace wix evernote onenote todoist asana monday basecamp figma canva
  zapier ifttt airtable docusign calendly doodle datadog newrelic splunk pagerduty cloudwatch github heroku vercel
  netlify digitalocean azure aws gcp mssql sqlserver microsoftsqlserver db2 dockerdesktop alexa siri ring nest hue
  disneyplus primevideo hulu appletv chromecast roku carplay word excel powerpoint autocad lightroom premiere`
    .split(/\s+/)
    .filter(Boolean),
);
