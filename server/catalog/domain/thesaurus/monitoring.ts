import type { ThesaurusGroup } from "./thesaurus-types.ts";

/** Watching machines, sites and logs. */
export const monitoring: readonly ThesaurusGroup[] = [
  {
    words:
      "uptime monitor monitoring watch watches websites sites services portals online offline up down outage alert notify ping status page availability reachable",
    services: `
Uptime Kuma = kuma, kuma uptime, uptimekuma | websites sites reachable status page check alive pinging
Statusnook | status page websites
Gatus | health dashboard yaml status page endpoints
*Statping = statping-ng | status page
Upptime
Cachet = cachethq | incident communication
cState | static
*Kener | status page incidents
Blackbox Exporter = prometheus blackbox, blackbox | probe http endpoint metrics
Vigil
Checkmate = bluewave uptime | uptime servers
Peekaping`,
  },
  {
    words:
      "monitoring metrics server machine cpu memory load performance statistics graphs chart dashboard resource usage observe health",
    services: `
Prometheus = prom | time series database scrape collect numbers timeseries cpu memory
Grafana | dashboards visualize visualise plots graphs panels plot pretty diagrams chart
Node Exporter = prometheus node exporter, node-exporter | host hardware exporter cpu ram disk numbers machine collects stats
Postgres Exporter = prometheus postgres exporter | metrics of postgres databases
SSH Exporter | metrics over ssh
Metrics Server = metrics-server | kubernetes resource cpu memory usage pods
kube-state-metrics
btop | processes cpu terminal
ctop | containers top terminal
htop | processes cpu terminal
cAdvisor | container docker usage per cpu memory
Netdata | real time live real-time cpu charts
Glances | system overview top htop processes
Zabbix = zabbix server, zabbix agent | enterprise hosts triggers snmp agent
Nagios = nagios core | checks plugins alerts hosts
Icinga = icinga2, icinga 2 | checks
Checkmk = check_mk | checks
LibreNMS | snmp switches routers network devices ports gear
Observium | snmp network
*Cacti | snmp rrd
Munin | graphs hosts trends
*Beszel | lightweight docker stats small light server overview
*Dashdot = dashdot | server info dash.
Telegraf | agent collect influx
collectd
VictoriaMetrics = victoria metrics, vmagent | time series
*Thanos | long term prometheus
*Mimir = grafana mimir
SNMP Exporter = prometheus snmp exporter | switches routers metrics`,
  },
  {
    words: "logs log logging search collect central events messages syslog aggregate",
    services: `
*Loki = grafana loki | promtail log store search logs from all machines
Promtail | ship log shipper send
Alloy = grafana alloy | ship collect agent
Graylog | central log search
Elasticsearch = elastic, elastic stack | full text search engine full-text index logs
elk | full text search engine
Kibana | visualize elastic dashboard log visualisation search
Logstash | pipeline
Filebeat | ship
OpenSearch | full text search
Fluentd | ship
fluent bit | ship
fluentbit | ship
*Vector = vector.dev | ship pipeline forward logs metrics
*Dozzle | docker container viewer live tail read view logs browser web output
rsyslog | receiver forward syslog system logs central collector ship receive
VictoriaLogs = victoria logs | log store search
Seq = datalust seq`,
  },
  {
    words: "website web analytics visitors traffic page views statistics privacy",
    services: `
Plausible = plausible analytics | visitors counting analytics google alternative site cookies gdpr visits visit count who homepage
Umami | visitors counting analytics google alternative site cookies visits visit count who homepage
Matomo = piwik | visitors counting analytics google alternative site visits visit count who homepage
GoatCounter | visitors counting site visits visit
Ackee
*Shynet
PostHog | product events
GoAccess | access log report`,
  },
  {
    words: "monitor watch alert notify",
    services: `
Healthchecks = healthchecks.io | cron jobs dead man switch scheduled ran missed heartbeat backup job silent failed scripts still run
Smokeping | latency packet loss network ping connection quality
Changedetection = changedetection.io, change detection | page change price watch web diff changes changed notice prices pages edited alert when text
Monitoror | wallboard build`,
  },
  {
    words: "monitoring observe",
    services: `
Alertmanager = prometheus alertmanager, alert manager | alerts route notify pager alerting rules metrics
Scrutiny | hard disk smart health drive failure hdd temperature drives disks dying failing ssd glance
Pushgateway = prometheus pushgateway | batch jobs metrics
Monit | process watchdog restart
Netbox Exporter
Speedtest Tracker = speedtest-tracker | internet speed bandwidth isp connection test speedtest how fast line provider hourly history
OpenSpeedTest = open speedtest | internet speed bandwidth lan test browser
librespeed | internet speed bandwidth lan test browser connection
Pulse | proxmox
Sentry | application errors exceptions crash reports tracking bugs stack traces crashes
GlitchTip | application errors exceptions
SigNoz | traces apm
Jaeger | distributed tracing traces spans requests slow
*Tempo = grafana tempo | traces
OpenTelemetry Collector = otel collector, otelcol | traces metrics`,
  },
];
