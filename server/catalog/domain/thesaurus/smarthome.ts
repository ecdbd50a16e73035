import type { ThesaurusGroup } from "./thesaurus-types.ts";

/** The house: automation, cameras, energy and radio. */
export const smarthome: readonly ThesaurusGroup[] = [
  {
    words: "smart home house automation iot devices lights heating sensors control",
    services: `
Home Assistant = homeassistant, hass, hassio, ha core, home-assistant | lights lamps heating switches smart home sensors automate control house thermostat blinds
My Media for Alexa = mymediaforalexa | play own music on amazon echo
openHAB = open hab | lights lamps heating switches smart home sensors automate control house
Domoticz | lights switches heating
ioBroker = io broker | lights switches heating
FHEM | lights switches heating
Homebridge = home bridge | apple homekit siri
Scrypted | homekit cameras
Gladys = gladys assistant
HomeGenie
Mosquitto = eclipse mosquitto | message broker publish subscribe mqtt mqtt broker sensors messages iot
emqx | message broker publish subscribe mqtt mqtt broker
vernemq | message broker publish subscribe mqtt mqtt broker
Zigbee2MQTT = z2m, zigbee2mqtt | zigbee bridge coordinator zigbee bulbs buttons sensors stick
deconz | zigbee bridge coordinator zigbee
Z-Wave JS = zwavejs, zwave-js-ui, zwavejs2mqtt | z-wave bridge zwave z-wave
ESPHome = esp home | esp32 esp8266 firmware microcontroller sensors flash
Tasmota | firmware
tasmoadmin | firmware
tasmobackup | firmware
Matter Server = python-matter-server | matter
WLED | led strip
Rhasspy | voice assistant
wyoming | voice assistant
willow | voice assistant
EVCC | electric car charging solar wallbox
emonCMS = openenergymonitor, emoncms | energy power electricity
*Volkszähler = volkszaehler | energy meter
Solar Assistant | solar inverter photovoltaic
solaranzeige | solar inverter photovoltaic
opendtu | solar inverter photovoltaic
ahoydtu | solar inverter photovoltaic
TeslaMate = tesla mate | tesla car log data logger
ThingsBoard = thingspeak | iot platform telemetry
ChirpStack | lora gateway lorawan
the things stack | lora gateway lorawan
rtl_433 = rtl433 | radio weather sensors
WeeWX | weather station
*Hyperion = hyperion ng | ambient light tv
Ring MQTT = ring-mqtt
AppDaemon = app daemon
Double Take | face recognition
InfluxDB Bridge`,
  },
  {
    words: "camera cameras cctv nvr video surveillance security recording motion detection",
    services: `
Frigate = frigate nvr | object person detection cameras recording detect people cars nvr surveillance house security footage
ZoneMinder = zone minder | cameras recording nvr surveillance footage
Shinobi = shinobi nvr | cameras recording
MotionEye = motioneyeos | motion cameras recording surveillance footage
Viseron | cameras recording detect
Agent DVR = agentdvr | cameras recording motion surveillance footage door
ispy | cameras recording
Blue Iris
Kerberos.io
CompreFace | face recognition
CodeProject AI = codeproject | object detection
deepstack | object detection
go2rtc | stream restream
Moonfire NVR
Camera Proxy`,
  },
  {
    words: "radio flights aircraft antenna receiver",
    services: `
ADS-B Feeder | planes map ads-b
readsb | planes map ads-b
dump1090 | planes map ads-b
tar1090 | planes map ads-b
flightradar24 | planes map ads-b
fr24 | planes map ads-b
flightaware | planes map ads-b
piaware | planes map ads-b
OpenWebRX | sdr
rtl_tcp = rtltcp | sdr
AIS-catcher | ships
Direwolf | amateur packet aprs`,
  },
];
