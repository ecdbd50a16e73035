import type { ThesaurusGroup } from "./thesaurus-types.ts";

/** Code, building, publishing, automation, AI and games. */
export const software: readonly ThesaurusGroup[] = [
  {
    words: "git code source repositories repository hosting forge github pull request develop",
    services: `
Gitea | git server host code repositories own github pull requests
Radicle | peer to peer git
GotHub | private github frontend
Forgejo | git server host code repositories own github pull requests
GitLab = git lab, gitlab ce, gitlab-ce | git server host code repositories own github pull requests ci pipelines issues
Gogs | small git server
OneDev
cgit = gitweb | browse
Soft Serve | terminal
Gerrit | code review
Phabricator
phorge`,
  },
  {
    words: "ci cd continuous integration build pipeline jobs runner automate test release",
    services: `
Jenkins | build test pipelines ci automation jobs
Drone = drone ci, drone-ci | build test pipelines ci on push
Woodpecker = woodpecker ci, woodpecker-ci | build test pipelines ci on push
Gitea Runner = act runner, act_runner, gitea act runner, forgejo runner | gitea actions run workflows build ci
GitLab Runner = gitlab-runner | run ci jobs pipelines build
GitHub Runner = github actions runner | actions runner self-hosted runner run workflows build ci
Buildbot
TeamCity
GoCD
Concourse = concourse ci
Tekton
Nexus = sonatype nexus | artifact package repository
artifactory | artifact package repository
pulp | artifact package repository
Verdaccio | npm packages registry private
devpi | python packages
pypiserver | python packages
apt-cacher-ng = apt cacher, apt cache, apt-cacher | debian package cache mirror packages downloads apt proxy
aptly | debian package cache mirror`,
  },
  {
    words: "website blog cms publish content pages site homepage",
    services: `
WordPress = word press | blog website cms publish pages
*Ghost = ghost blog, ghost cms | blog publish newsletter writing
Drupal | cms
Joomla | cms
Hugo | static static site generator pages
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
Publii`,
  },
  {
    words: "automation workflow automate connect apps triggers integrate zapier low code",
    services: `
n8n | automate workflows connect services apis zapier ifttt glue different web together without programming
Node-RED = nodered, node red | flows iot automate wiring drag
Huginn | agents watch web act
Activepieces
Windmill
Kestra
Automatisch
Budibase | internal tools
tooljet | internal tools
appsmith | internal tools`,
  },
  {
    words:
      "ai artificial intelligence llm language model gpt chatbot assistant machine learning local",
    services: `
Ollama | run language models llm locally own hardware ai chatgpt
Open WebUI = openwebui, open-webui, ollama webui | chatgpt interface chat local models llm ai
LocalAI = local ai | openai api local models
LibreChat = libre chat | chatgpt interface
AnythingLLM = anything llm | documents
Text Generation WebUI = oobabooga, text-generation-webui
vLLM
llama.cpp
llamacpp
llama cpp
Stable Diffusion = stable diffusion webui | images generate pictures from text ai
automatic1111 | images generate pictures
comfyui | images generate pictures
invokeai | images generate pictures
Whisper = faster-whisper, whisper asr | speech transcribe voice to text audio
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
Minecraft = minecraft server, paper mc, papermc, itzg minecraft | java blocks world craft kids play mining
Minecraft Bedrock = bedrock server | blocks world craft phone console xbox tablet
Valheim | vikings survival
Terraria | 2d sandbox
Factorio | factory belts
Satisfactory | factory building
Palworld | monsters survival
*Rust Game = rust server | survival
ARK = ark survival evolved
Counter-Strike = cs2, csgo, cs go | shooter
Team Fortress 2 = tf2
Garry's Mod = gmod
7 Days to Die = 7dtd, 7 days
Project Zomboid = zomboid
Don't Starve Together = dst
V Rising
Enshrouded
Luanti = minetest | voxel blocks world
OpenTTD
Xonotic
quake
quake3
openarena
Pterodactyl = pterodactyl wings | panel manage game server
pelican | panel manage
pelican panel | panel manage
Crafty = crafty controller | minecraft panel
mcsmanager | minecraft panel
AMP = cubecoders amp | panel
LinuxGSM = lgsm | manage
RomM | roms emulation retro library games collection emulator console
gameyfin | roms emulation retro library
gamevault | roms emulation retro library
EmulatorJS | retro emulation browser
retroarch | retro emulation browser
Foundry VTT = foundry, foundryvtt | tabletop roleplaying dungeons rpg dragons
Sunshine | stream games remote play
moonlight | stream games remote play
wolf | stream games remote play
Steam Headless = steam | games stream
steam cache
LanCache = lan cache | steam downloads cache game`,
  },
  {
    words: "online shop store selling",
    services: `
PrestaShop | shop store e-commerce selling
magento | shop store e-commerce selling
woocommerce | shop store e-commerce selling
opencart | shop store e-commerce selling
shopware | shop store e-commerce selling
medusa | shop store e-commerce selling
saleor | shop store e-commerce selling`,
  },
  {
    words: "text snippets paste share",
    services: `
MicroBin | paste snippets share text
PrivateBin = private bin | paste snippets share text pastebin secret vanish burn after reading encrypted
OTS = one time secret, onetimesecret, yopass | share secret once vanish
Cap = captcha | proof of work captcha
zerobin | paste snippets share text pastebin
hastebin | paste snippets share text pastebin
Opengist | paste snippets code gist gists
*Snippet Box | code snippets
bytestash | code snippets
Rustpad`,
  },
  {
    words: "tools utilities",
    services: `
IT Tools = it-tools, ittools | developer utilities handy tools converters generators
CyberChef = cyber chef | decode encode utilities encrypt convert data
QR Code Generator`,
  },
  {
    words: "search engine web internet",
    services: `
SearXNG = searx, searx ng | search engine web private google metasearch spy tracking without being tracked
Wikimore | private wikipedia frontend
AnonymousOverflow | private stackoverflow frontend
SoundCloak | private soundcloud frontend
bitmagnet | torrent search index dht
Whoogle | search engine web private google spy tracking
YaCy | search engine`,
  },
  {
    words: "test testing",
    services: `
Browserless = chromium headless | browser automation headless
selenium | browser automation headless
selenium grid | browser automation headless
playwright server | browser automation headless
Lighthouse CI
Whoami = traefik whoami | test
Hello World = hello-world`,
  },
  {
    words: "develop programming software",
    services: `
SonarQube = sonar | code quality
Sourcegraph | code search
code-server = vscode | editor ide browser vs code edit programming write tablet
Atuin | shell history sync across machines search
asciinema | record terminal sessions
OpenRegex | test regular expressions
Svix | webhooks sending
openvscode | editor ide browser vs code
openvscode-server | editor ide browser vs code
coder | editor ide browser vs code
JupyterHub = jupyter, jupyterlab, jupyter notebook | notebooks python science data
RStudio | r statistics
Eclipse Che | ide
Hoppscotch | api test rest
Swagger UI = swagger | api
Weblate | translation strings translate software
Renovate = renovate bot | dependency updates`,
  },
  {
    words: "data analyse",
    services: `
Airflow = apache airflow | pipelines data schedule dags
Prefect | pipelines data
dagster | pipelines data
Metabase | business intelligence charts questions data sql reports dashboards
Superset = apache superset | business intelligence charts data
Redash | business intelligence charts data
Airbyte | data sync
NiFi | data flow
Apache Spark = spark | big data
hadoop | big data`,
  },
];
