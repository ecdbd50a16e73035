import type { ThesaurusGroup } from "./thesaurus-types.ts";

/** Watching machines, sites and logs. */
export const monitoring: readonly ThesaurusGroup[] = [
  {
    words:
      "uptime monitor monitoring watch watches websites sites services portals online offline up down outage alert notify ping status page availability reachable",
    services: `
Uptime Kuma = kuma, kuma uptime, uptimekuma
Gatus | health dashboard yaml
*Statping = statping-ng
Upptime
Cachet = cachethq | incident communication
cState | static
*Kener
Healthchecks = healthchecks.io | cron jobs dead man switch scheduled
Blackbox Exporter = prometheus blackbox, blackbox | probe http endpoint metrics
Smokeping | latency packet loss network
Changedetection = changedetection.io, change detection | page change price watch web diff
Monitoror | wallboard build
Vigil
Checkmate = bluewave uptime
Peekaping`,
  },
  {
    words:
      "monitoring metrics server machine cpu memory load performance statistics graphs chart dashboard resource usage observe health",
    services: `
Prometheus = prom | time series database scrape collect
Grafana | dashboards visualize visualise plots graphs panels
Alertmanager = prometheus alertmanager, alert manager | alerts route notify pager
Node Exporter = prometheus node exporter, node-exporter | host hardware exporter
cAdvisor | container docker usage
Netdata | real time
Glances | system overview top
Zabbix = zabbix server, zabbix agent | enterprise
Nagios = nagios core | checks plugins
Icinga = icinga2, icinga 2 | checks
Checkmk = check_mk | checks
LibreNMS | snmp switches routers network devices
Observium | snmp network
*Cacti | snmp rrd
Munin
*Beszel | lightweight docker stats
*Dashdot = dashdot | server info dash.
Scrutiny | hard disk smart health drive failure hdd temperature
Telegraf | agent collect influx
collectd
VictoriaMetrics = victoria metrics, vmagent | time series
*Thanos | long term prometheus
*Mimir = grafana mimir
Pushgateway = prometheus pushgateway
SNMP Exporter = prometheus snmp exporter
Monit | process watchdog restart
Netbox Exporter
Speedtest Tracker = speedtest-tracker | internet speed bandwidth isp connection test speedtest
OpenSpeedTest = open speedtest | internet speed bandwidth lan
librespeed | internet speed bandwidth lan
Pulse | proxmox
Sentry | application errors exceptions crash reports tracking
GlitchTip | application errors exceptions
SigNoz | traces apm
Jaeger | distributed tracing traces spans
*Tempo = grafana tempo | traces
OpenTelemetry Collector = otel collector, otelcol | traces metrics`,
  },
  {
    words: "logs log logging search collect central events messages syslog aggregate",
    services: `
*Loki = grafana loki | promtail
Promtail | ship
Alloy = grafana alloy | ship collect agent
Graylog
Elasticsearch = elastic, elastic stack | full text search engine
elk | full text search engine
Kibana | visualize elastic dashboard
Logstash | pipeline
Filebeat | ship
OpenSearch | full text search
Fluentd | ship
fluent bit | ship
fluentbit | ship
*Vector = vector.dev | ship pipeline
*Dozzle | docker container viewer live tail
rsyslog | receiver
VictoriaLogs = victoria logs
Seq = datalust seq`,
  },
  {
    words: "website web analytics visitors traffic page views statistics privacy",
    services: `
Plausible = plausible analytics
Umami
Matomo = piwik
GoatCounter
Ackee
*Shynet
PostHog | product events
GoAccess | access log report`,
  },
];
