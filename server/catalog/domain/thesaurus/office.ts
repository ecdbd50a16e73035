import type { ThesaurusGroup } from "./thesaurus-types.ts";

/** Documents, notes, money, recipes and other things of daily life. */
export const office: readonly ThesaurusGroup[] = [
  {
    words: "documents paperwork paper pdf scan scanned ocr archive letters invoices office",
    services: `
Paperless-ngx = paperless, paperless ngx, paperless-ng
Papermerge
Mayan EDMS = mayan
Docspell
Teedy
Stirling-PDF = stirling pdf, stirling | merge split convert pdf tools
OnlyOffice = onlyoffice document server | word excel edit spreadsheet
Collabora = collabora online | word excel edit spreadsheet libreoffice code server collabora
CryptPad | encrypted edit together
Etherpad | edit text together pad
HedgeDoc = hackmd, codimd | markdown edit together
Grist | spreadsheet database
NocoDB | airtable spreadsheet database
Baserow | airtable spreadsheet database
*Documenso | sign signature contract
DocuSeal | sign signature contract
Gotenberg | convert pdf api
Apache Tika = tika | extract text
OpenSign | sign
ConvertX | convert files formats
EveryDocs`,
  },
  {
    words: "notes note taking wiki knowledge base documentation write markdown ideas",
    services: `
BookStack = book stack
Wiki.js = wikijs, wiki js
DokuWiki = doku wiki
MediaWiki = media wiki | wikipedia
*Outline | team
Joplin = joplin server
Trilium = triliumnext, trilium notes
Obsidian LiveSync = obsidian, obsidian livesync, obsidian-livesync | sync couchdb
SilverBullet = silver bullet
Memos = usememos | short quick
Standard Notes = standardnotes
TiddlyWiki = tiddly wiki
Docmost
AppFlowy | notion
AFFiNE | notion whiteboard
Logseq
Blinko
Flatnotes
XWiki
Excalidraw | whiteboard draw sketch diagram
Draw.io = drawio, diagrams.net | diagram flowchart
*Otter Wiki = otterwiki
MkDocs | static site
Docusaurus | static site
SiYuan`,
  },
  {
    words: "tasks todo to-do list project management kanban board planning tickets issues",
    services: `
Vikunja
*Plane = plane.so | jira
Wekan | trello
Planka | trello
Kanboard
Taiga | agile scrum
OpenProject | gantt
Leantime
*Focalboard
Redmine | issue tracker
Tasks.md
Super Productivity
Tracks
Jira
YouTrack
Donetick | chores household
Grocy | groceries household stock pantry chores shopping
Homebox | inventory household items things belongings labels
*Snipe-IT = snipeit, snipe it | asset inventory equipment hardware
Part-DB | electronic parts inventory stock components
inventree | electronic parts inventory stock components`,
  },
  {
    words: "money finance budget expenses accounting bank spending personal bookkeeping",
    services: `
Firefly III = firefly, firefly iii
Actual Budget = actual, actual server, actualbudget
*Maybe = maybe finance | net worth
Ghostfolio | investment portfolio stocks wealth
Invoice Ninja = invoiceninja | invoices billing clients
Akaunting | invoices
InvoicePlane | invoices
Crater | invoices
Kimai | time tracking hours timesheet
Wallos | subscriptions recurring payments
Cospend
Spliit | split shared bills friends
IHateMoney | split shared bills
ERPNext = frappe, erp next | erp business
Odoo | erp crm business
Dolibarr | erp crm
Twenty | crm customers contacts sales
EspoCRM | crm customers
SuiteCRM | crm
Monica = monicahq | relationships contacts friends crm
LubeLogger = lubelog | car vehicle maintenance fuel
Traggo | time tracking`,
  },
  {
    words: "recipes cooking food meals kitchen meal plan",
    services: `
Mealie
Tandoor = tandoor recipes
KitchenOwl | shopping list groceries
RecipeSage
*Cooklang
Norish`,
  },
  {
    words: "bookmarks links save read later articles pocket web pages archive",
    services: `
Linkding
Linkwarden
Shaarli
Karakeep = hoarder
Wallabag | pocket instapaper
ArchiveBox = archive box | web archive wayback snapshot
LinkAce
Omnivore
Shlink | url shortener short links
YOURLS | url shortener short links
Kutt | url shortener short links
*Briefkasten
Floccus | browser sync
LinkStack | profile links
littlelink | profile links`,
  },
  {
    words: "rss news feeds reader articles subscribe blogs podcasts",
    services: `
FreshRSS = fresh rss
Miniflux
Tiny Tiny RSS = tt-rss, ttrss, tinytinyrss
CommaFeed
RSSHub | generate
RSS-Bridge = rss bridge, rssbridge | generate
Podgrab | podcasts
PinePods | podcasts
Nitter | twitter frontend
Redlib = libreddit | reddit frontend`,
  },
  {
    words: "calendar contacts appointments schedule addresses events sync phone caldav carddav",
    services: `
Radicale
Baikal = baïkal
DAViCal
Xandikos
Cal.com = calcom, cal com | booking meeting
Easy Appointments = easyappointments | booking
Rallly | poll meeting date
Framadate | poll date
LimeSurvey | survey poll questionnaire form
*Formbricks | survey form
HeyForm | survey form
OhMyForm | form
Mobilizon | events groups
Gancio | events
Pretix | tickets event
Alf.io | tickets event
*Tymeslot`,
  },
  {
    words: "personal life health travel learn hobby",
    services: `
Wger | workout fitness gym training
FitTrackee | sport running cycling workout
Endurain | sport strava
Dawarich | location history google timeline gps
OwnTracks | location gps tracking phone
Traccar | gps tracking vehicles location
AdventureLog | travel trips
Gramps Web = gramps, grampsweb | family tree genealogy ancestors
webtrees | family tree genealogy ancestors
BabyBuddy = baby buddy | baby newborn
Fasten Health = fasten | medical records
LanguageTool = language tool | grammar spelling proofread
LibreTranslate = libre translate | translate languages translation
Anki Sync Server = anki | flashcards learn
Moodle | courses learning school
Kolibri | learning school offline
Kiwix | wikipedia offline
OpenStreetMap Tile Server = osm | map maps
Valhalla | route navigation
Ryot | track media
Koillection | collection
Monkeytype | typing
Manyfold = van dam | 3d models stl print
OctoPrint | 3d printer
Mainsail | 3d printer
klipper | 3d printer
moonraker | 3d printer
fluidd | 3d printer
*Spoolman | filament 3d`,
  },
];
