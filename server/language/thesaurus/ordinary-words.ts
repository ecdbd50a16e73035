/**
 * Names and aliases that are ordinary words too. Such a word in a request is believed to be the product only where the
 * repository has it, where it is capitalised inside a sentence, or where nothing else could be meant.
 */
export const ordinaryNames: ReadonlySet<string> = new Set(
  `telly actual agenda alloy amanda amp answer anki apache arcane ark artemis atlas bark bind blocky
 cast chef coder cockpit compose conduit consul cosmos crafty crater cron dash
 dashboard dex diaspora distribution docs domain dragonfly drone element endurain envoy ergo fasten fetch firefly flame
 fleet flood flow flux fog foreman garage ghost glance glances gladys helm home homepage homer host hosting
 hostname hugo hydra hyperion java jekyll jobs kind maybe matrix matter medusa memos mercury mimir
 monica motion mumble named nebula nexus nomad notify obsidian onion outline pangolin pelican 
 pex phoenix piler piper piped pipeline plane planka polaris portal prom prosody proxy psono pulp pulse puppet python
 quake quassel rabbit registry rust ruby salt sail send sentry seq shell sling slim
 spark stash station steam stirling stump sudo sunshine superset swag swap swarm swing
 synapse tabby talos tandoor tempo tesla thanos timezone tor tracks transmission tube turn twenty
 vault vector velero vigil webhook whisper willow windmill wolf yacht zipline flow
 answerx roundup crystal rally plex2 stack screen sync backup monit varnish squid sshd ssh docker2 dotfiles
 go golang redirect locale sysctl logrotate node ente valhalla satisfactory chroma`
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
