import type { ThesaurusGroup } from "./thesaurus-types.ts";

/** Code, building, publishing, automation, AI and games. */
export const software: readonly ThesaurusGroup[] = [
  {
    words: "git code source repositories repository hosting forge github pull request develop",
    services: `
Gitea
Forgejo
GitLab = git lab, gitlab ce, gitlab-ce
Gogs
OneDev
cgit = gitweb | browse
Soft Serve | terminal
Gerrit | code review
Phabricator
phorge
SonarQube = sonar | code quality
Sourcegraph | code search
code-server = vscode | editor ide browser vs code
openvscode | editor ide browser vs code
openvscode-server | editor ide browser vs code
coder | editor ide browser vs code
JupyterHub = jupyter, jupyterlab, jupyter notebook | notebooks python science
RStudio | r statistics
Eclipse Che | ide
Hoppscotch | api test rest
Swagger UI = swagger | api
Weblate | translation strings
Renovate = renovate bot | dependency updates`,
  },
  {
    words: "ci cd continuous integration build pipeline jobs runner automate test release",
    services: `
Jenkins
Drone = drone ci, drone-ci
Woodpecker = woodpecker ci, woodpecker-ci
Gitea Runner = act runner, act_runner, gitea act runner, forgejo runner | gitea actions
GitLab Runner = gitlab-runner
GitHub Runner = github actions runner | actions runner self-hosted runner
Buildbot
TeamCity
GoCD
Concourse = concourse ci
Tekton
Nexus = sonatype nexus | artifact package repository
artifactory | artifact package repository
pulp | artifact package repository
Verdaccio | npm packages registry
devpi | python packages
pypiserver | python packages
apt-cacher-ng = apt cacher, apt cache, apt-cacher | debian package cache mirror
aptly | debian package cache mirror`,
  },
  {
    words: "website blog cms publish content pages site homepage",
    services: `
WordPress = word press
*Ghost = ghost blog, ghost cms
Drupal
Joomla
Hugo | static static site
jekyll | static static site
Strapi | headless
directus | headless
payload cms | headless
Grav
WBO
Wagtail
Typo3
Concrete CMS
ClassicPress
Publii
PrestaShop | shop store e-commerce selling
magento | shop store e-commerce selling
woocommerce | shop store e-commerce selling
opencart | shop store e-commerce selling
shopware | shop store e-commerce selling
medusa | shop store e-commerce selling
saleor | shop store e-commerce selling
MicroBin | paste snippets share
PrivateBin = private bin | paste snippets share text pastebin
zerobin | paste snippets share text pastebin
hastebin | paste snippets share text pastebin
Opengist | paste snippets code gist
*Snippet Box | code snippets
bytestash | code snippets
Rustpad
IT Tools = it-tools, ittools | developer utilities
CyberChef = cyber chef | decode encode utilities
QR Code Generator
SearXNG = searx, searx ng | search engine web private google
Whoogle | search engine web private google
YaCy | search engine
Browserless = chromium headless | browser automation headless
selenium | browser automation headless
selenium grid | browser automation headless
playwright server | browser automation headless
Lighthouse CI
Whoami = traefik whoami | test
Hello World = hello-world`,
  },
  {
    words: "automation workflow automate connect apps triggers integrate zapier low code",
    services: `
n8n
Node-RED = nodered, node red | flows iot
Huginn | agents
Activepieces
Windmill
Kestra
Airflow = apache airflow | pipelines data
Prefect | pipelines data
dagster | pipelines data
Automatisch
Budibase | internal tools
tooljet | internal tools
appsmith | internal tools
Metabase | business intelligence charts questions data
Superset = apache superset | business intelligence charts data
Redash | business intelligence charts data
Airbyte | data sync
NiFi | data flow
Apache Spark = spark | big data
hadoop | big data`,
  },
  {
    words:
      "ai artificial intelligence llm language model gpt chatbot assistant machine learning local",
    services: `
Ollama
Open WebUI = openwebui, open-webui, ollama webui | chatgpt interface
LocalAI = local ai
LibreChat = libre chat | chatgpt interface
AnythingLLM = anything llm | documents
Text Generation WebUI = oobabooga, text-generation-webui
vLLM
llama.cpp
llamacpp
llama cpp
Stable Diffusion = stable diffusion webui | images generate pictures
automatic1111 | images generate pictures
comfyui | images generate pictures
invokeai | images generate pictures
Whisper = faster-whisper, whisper asr | speech transcribe voice
Piper | speech voice text
Flowise | agents flows
langflow | agents flows
dify | agents flows
LiteLLM = lite llm | gateway proxy
SillyTavern
Tabby = tabbyml | code completion
Perplexica | search
Khoj
MLflow | experiments
CVAT | annotate labels
label studio | annotate labels`,
  },
  {
    words: "game games gaming server players multiplayer play",
    services: `
Minecraft = minecraft server, paper mc, papermc, itzg minecraft | java blocks
Minecraft Bedrock = bedrock server
Valheim
Terraria
Factorio
Satisfactory
Palworld
*Rust Game = rust server
ARK = ark survival evolved
Counter-Strike = cs2, csgo, cs go
Team Fortress 2 = tf2
Garry's Mod = gmod
7 Days to Die = 7dtd, 7 days
Project Zomboid = zomboid
Don't Starve Together = dst
V Rising
Enshrouded
Luanti = minetest
OpenTTD
Xonotic
quake
quake3
openarena
Pterodactyl = pterodactyl wings | panel manage
pelican | panel manage
pelican panel | panel manage
Crafty = crafty controller | minecraft panel
mcsmanager | minecraft panel
AMP = cubecoders amp | panel
LinuxGSM = lgsm | manage
RomM | roms emulation retro library
gameyfin | roms emulation retro library
gamevault | roms emulation retro library
EmulatorJS | retro emulation browser
retroarch | retro emulation browser
Foundry VTT = foundry, foundryvtt | tabletop roleplaying dungeons
Sunshine | stream games remote play
moonlight | stream games remote play
wolf | stream games remote play
Steam Headless = steam
steam cache
LanCache = lan cache | steam downloads cache`,
  },
];
