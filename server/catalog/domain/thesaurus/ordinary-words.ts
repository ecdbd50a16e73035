/**
 * Names and aliases that are ordinary words too. Such a word in a request is believed to be the product only where the
 * repository has it, where it is capitalised inside a sentence, or where nothing else could be meant.
 */
export const ordinaryNames: ReadonlySet<string> = new Set(
  `actual agenda alloy amanda amp answer anki apache apprise arcane ark artemis atlas bacula bark bind blocky
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
