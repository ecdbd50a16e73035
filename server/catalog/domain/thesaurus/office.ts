import type { ThesaurusGroup } from "./thesaurus-types.ts";

/** Documents, notes, money, recipes and other things of daily life. */
export const office: readonly ThesaurusGroup[] = [
  {
    words: "documents paperwork paper pdf scan scanned ocr archive letters invoices office",
    services: `
Paperless-ngx = paperless, paperless ngx, paperless-ng | letters mail bills receipts scanned paper documents searchable ocr archive find office folders filing
Papra | store documents archive simple receipts
Open Archiver = openarchiver | archive emails
Papermerge | letters bills scanned paper documents searchable
Mayan EDMS = mayan | letters scanned paper documents management
Docspell | letters bills scanned paper documents organise
Teedy | scanned paper documents management
EveryDocs`,
  },
  {
    words: "notes note taking wiki knowledge base documentation write markdown ideas",
    services: `
BookStack = book stack | wiki documentation shelves manual write down
Wiki.js = wikijs, wiki js | wiki documentation family knowledge pages write down
DokuWiki = doku wiki | wiki documentation pages text files
MediaWiki = media wiki | wikipedia wiki encyclopedia pages
*Outline | team wiki documentation
Joplin = joplin server | notes notebook sync evernote
Trilium = triliumnext, trilium notes | notes notebook tree personal
Obsidian LiveSync = obsidian, obsidian livesync, obsidian-livesync | sync couchdb notes vault
SilverBullet = silver bullet | notes markdown notebook wiki
Memos = usememos | short quick notes jot thoughts
Standard Notes = standardnotes | encrypted notes
TiddlyWiki = tiddly wiki | notebook notes wiki
Docmost | team wiki pages
AppFlowy | notion
AFFiNE | notion whiteboard
Logseq | outliner notes graph
Blinko | quick notes
Flatnotes | markdown notes simple
XWiki
*Otter Wiki = otterwiki
MkDocs | static site
Docusaurus | static site
SiYuan`,
  },
  {
    words: "tasks todo to-do list project management kanban board planning tickets issues",
    services: `
Vikunja | todo lists tasks household reminders things to do
*Plane = plane.so | jira
Wekan | trello kanban boards cards
Planka | trello kanban boards cards
Kanboard | kanban boards cards tasks
Taiga | agile scrum
OpenProject | gantt projects milestones
Leantime | projects adhd
*Focalboard | boards cards kanban
Redmine | issue tracker bug projects issues tickets
Tasks.md | markdown todo kanban
Super Productivity
Tracks
Jira | issues tickets agile
YouTrack
Donetick | chores household recurring tasks`,
  },
  {
    words: "money finance budget expenses accounting bank spending personal bookkeeping",
    services: `
Firefly III = firefly, firefly iii | money spending expenses budgets bank accounts personal finance ledger
Actual Budget = actual, actual server, actualbudget | money spending expenses budgets envelope personal finance
*Maybe = maybe finance | net worth
Ghostfolio | investment portfolio stocks wealth shares investments etf
Cospend
Spliit | split shared bills friends costs expenses trip holiday flatmates
IHateMoney | split shared bills costs expenses trip holiday flatmates`,
  },
  {
    words: "recipes cooking food meals kitchen meal plan",
    services: `
Mealie | recipes cookbook meal plans cooking shopping list dinner dishes
Tandoor = tandoor recipes | recipes cookbook meal plans cooking shopping list dinner dishes
KitchenOwl | shopping list groceries recipes
RecipeSage
*Cooklang
Norish`,
  },
  {
    words: "bookmarks links save read later articles pocket web pages archive",
    services: `
Linkding | bookmarks links save keep
Linkwarden | bookmarks links save keep archive pages
Shaarli | bookmarks links save share
Karakeep = hoarder | bookmarks links save keep hoard notes worth keeping collect
Wallabag | pocket instapaper articles read later save offline
ArchiveBox = archive box | web archive wayback snapshot pages save offline copies
LinkAce | links archive
Omnivore
*Briefkasten
Floccus | browser sync
Firefox Sync = syncstorage, syncstorage-rs | sync firefox bookmarks tabs passwords`,
  },
  {
    words: "rss news feeds reader articles subscribe blogs podcasts",
    services: `
FreshRSS = fresh rss | news blogs follow feed reader rss atom aggregator
ReactFlux | miniflux reader interface
Yarr | feeds reader
Feedly
Miniflux | news blogs follow feed reader rss atom aggregator
Tiny Tiny RSS = tt-rss, ttrss, tinytinyrss | news blogs follow feed reader rss atom aggregator
CommaFeed | news reader
RSSHub | generate make feeds for sites without rss
RSS-Bridge = rss bridge, rssbridge | generate make feeds for sites without rss`,
  },
  {
    words: "calendar contacts appointments schedule addresses events sync phone caldav carddav",
    services: `
Radicale | calendar contacts address book sync phones caldav carddav
Baikal = baïkal | calendar contacts address book sync phones caldav carddav
DAViCal | calendar contacts server
Xandikos | calendar contacts server git`,
  },
  {
    words: "personal life health travel learn hobby",
    services: `
Wger | workout fitness gym training workouts weights nutrition
FitTrackee | sport running cycling workout
Endurain | sport strava
Dawarich | location history google timeline gps where i have been
OwnTracks | location gps tracking phone where
Traccar | gps tracking vehicles location trackers fleet car
AdventureLog | travel trips
Gramps Web = gramps, grampsweb | family tree genealogy ancestors
webtrees | family tree genealogy ancestors
BabyBuddy = baby buddy | baby newborn
Fasten Health = fasten | medical records
LanguageTool = language tool | grammar spelling proofread spell check proofreading writing
LibreTranslate = libre translate | translate languages translation google deepl
Mozhi | translate translation text languages frontend
Anki Sync Server = anki | flashcards learn
Moodle | courses learning school
Kolibri | learning school offline
Kiwix | wikipedia offline reading
OpenStreetMap Tile Server = osm | map maps
Valhalla | route navigation
Ryot | track media
farmOS | farm crops animals fields
Bar Assistant = barassistant, bar-assistant | cocktails drinks bar recipes
Reitti | location timeline gps where i was
FMD Server = find my device, fmd | find lost phone
Lute | learn foreign languages reading
Moodist | ambient sounds focus noise
VersaTiles | maps tiles
CiviCRM | nonprofit members donations
Monerooo
Rocketpool = rocket pool | ethereum staking node
Bitcoin Core = bitcoind | cryptocurrency node
Ethereum Node = geth | cryptocurrency
Koillection | collection
Monkeytype | typing
Manyfold = van dam | 3d models stl print
OctoPrint | 3d printer prints remotely watch
Mainsail | 3d printer
klipper | 3d printer
moonraker | 3d printer
fluidd | 3d printer
*Spoolman | filament 3d`,
  },
  {
    words: "inventory stock items",
    services: `
Grocy | groceries household stock pantry chores shopping fridge expiry erp
Homebox | inventory household items things belongings labels where stuff stored warranty
*Snipe-IT = snipeit, snipe it | asset inventory equipment hardware company assets laptops licences
Part-DB | electronic parts inventory stock components
inventree | electronic parts inventory stock components`,
  },
  {
    words: "business company customers",
    services: `
Invoice Ninja = invoiceninja | invoices billing clients quotes bill customers freelancer
Akaunting | invoices bookkeeping accounting small business
InvoicePlane | invoices
SolidInvoice | invoices quotes billing
Lago | usage billing metering
Ever Gauzy = gauzy | business erp
Crater | invoices
ERPNext = frappe, erp next | erp business accounting stock
Odoo | erp crm business accounting shop
Dolibarr | erp crm
Twenty | crm customers contacts sales
EspoCRM | crm customers
SuiteCRM | crm`,
  },
  {
    words: "track personal",
    services: `
Kimai | time tracking hours timesheet worked sheets track working
Wallos | subscriptions recurring payments netflix spotify pay monthly costs
Monica = monicahq | relationships contacts friends crm remember birthdays personal
LubeLogger = lubelog | car vehicle maintenance fuel service mileage
Traggo | time tracking`,
  },
  {
    words: "links url web",
    services: `
Shlink | url shortener short links urls shorten
YOURLS | url shortener short links urls shorten
Kutt | url shortener short links urls shorten
LinkStack | profile links
littlelink | profile links`,
  },
  {
    words: "read listen subscribe",
    services: `
Podgrab | podcasts
PinePods | podcasts
Nitter | twitter frontend
Redlib = libreddit | reddit frontend`,
  },
  {
    words: "meeting event form online",
    services: `
Cal.com = calcom, cal com | booking meeting book appointments meetings calendly
LibreBooking = booked scheduler | book reserve rooms equipment resources
Chief Onboarding = chiefonboarding | new employees onboarding
Fider | feature requests ideas voting feedback users
Notfellchen | animal shelter
Easy Appointments = easyappointments | booking
Rallly | poll meeting date find a doodle suits everybody
Framadate | poll date
LimeSurvey | survey poll questionnaire form surveys questionnaires polls
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
    words: "office documents edit write together collaborate",
    services: `
OnlyOffice = onlyoffice document server | word excel edit spreadsheet powerpoint documents together office suite
Collabora = collabora online | word excel edit spreadsheet libreoffice code server collabora powerpoint documents together office suite
CryptPad | encrypted edit together office documents
Etherpad | edit text together pad write real time collaborative editor
HedgeDoc = hackmd, codimd | markdown edit together write notes collaborative editor`,
  },
  {
    words: "tables rows spreadsheet",
    services: `
Grist | spreadsheet database
NocoDB | airtable spreadsheet database
Baserow | airtable spreadsheet database`,
  },
  {
    words: "documents pdf sign",
    services: `
*Documenso | sign signature contract signing contracts documents docusign
DocuSeal | sign signature contract signing contracts documents e-signature docusign fill forms
OpenSign | sign`,
  },
  {
    words: "documents files pdf convert",
    services: `
Stirling-PDF = stirling pdf, stirling | merge split convert pdf tools compress rotate edit pdfs pages
BentoPDF = bento pdf | pdf tools merge split edit browser
PdfDing | read manage pdf files
OmniTools = omni tools | image pdf text converters tools browser
Mazanoke | shrink compress images photos browser
Gotenberg | convert pdf api
Apache Tika = tika | extract text
ConvertX | convert files formats`,
  },
  {
    words: "draw diagrams sketch",
    services: `
Excalidraw | whiteboard draw sketch diagram diagrams hand-drawn together
Mermaid Live Editor = mermaid | diagrams flow charts from text code
PlantUML | diagrams uml from text
Draw.io = drawio, diagrams.net | diagram flowchart draw diagrams flowcharts visio`,
  },
];
