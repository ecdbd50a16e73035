/** Office, communication, development, business. One product a line; see the README beside this folder. */
export const workProducts = `
*389 Directory Server | red hat replication users groups central accounts login linux machines dn bind schema ldif verzeichnisdienst annuaire directorio one user list for nextcloud jellyfin gitea same password everywhere member group
3CX | commercial windows app phone system pbx web interface extensions voip sip voicemail ivr call queue office telefonanlage standard telephonique centralita house telephone ring all phones answering machine internal doorbell cisco yealink softphone number provider
4ga Boards | kanban real time trello markdown tasks team todo doing done card assign due date drag columns checklist karten tableau tablero
4get | private google results without ads javascript tracking search engine spy suchmaschine the internet being followed duckduckgo bing default browser own
AbanteCart | online shop selling products cart checkout payment orders catalogue shopify e-commerce onlineshop boutique tienda store sell handmade goods customers basket paypal shipping stock
Abiotic Factor | science facility survival game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis
Abstruse | ci cd build test pipelines deploy git push jobs agents gitops release kubernetes continuous automatically after commit compile rollout image tests
*Accent = accent localization | translation strings localization translators crowdin languages interface text glossary memory uebersetzung traduction volunteers translate my app german french json missing
Activepieces | zapier automation workflows pieces no-code triggers connect services ai automatisieren when mail arrives then save attachment to sheet telegram message automatically glue
Activity Relay = aode-relay, fediverse relay | fediverse posts empty timeline small instance federate more content subscribe activitypub nobody sees my federated mastodon
ActivityWatch | time spent on computer screen automatic track programs coding hours productivity rescuetime bildschirmzeit how long did i work report week client
Actual Budget | envelope budgeting ynab money month euros categories zero based spending savings bank sync left to spend haushaltsbuch ausgaben enveloppes presupuesto
Admidio | club members association dues membership list sports groups roles verein mitglieder beitrag adherents socios fees birthday volunteers letters events address donors
AFFiNE | notion miro replacement whiteboard pages docs canvas edgeless blocks notes workspace tables local first notizen wiki database board team templates own
AfterLogic WebMail = afterlogic | email client inbox read mail browser imap compose accounts unified lesen lire courrier from work without installing attachments folders search signature
Agate | small web protocol capsule text pages retro browse lagrange gemtext smolweb minimal geminispace tls hobby text-only site alternative nineties personal notes nostalgia
AgenDAV | calendar web interface caldav view tasks browser month week kalender anzeigen show appointments radicale baikal nextcloud edit events todo shared agenda
Agent Zero | autonomous ai personal assistant does tasks telegram whatsapp computer tools memory let do the work write program fix bug by itself command terminal task
Agola | ci cd build test pipelines deploy git push jobs agents gitops release kubernetes continuous automatically after commit compile rollout image tests
AHEM | nodejs disposable temporary inbox registration throwaway address wegwerf mail jetable temporal ten minute sign up without giving spam forum verification code
Aim Tracker = aimstack | machine learning experiments track models metrics registry training runs data science compare accuracy hyperparameters artifacts neural network reproducible ai python team dashboard
Aimeos | online shop selling products cart checkout payment orders catalogue shopify e-commerce onlineshop boutique tienda store sell handmade goods customers basket paypal shipping stock
Airbyte | data sync connectors elt sources destinations warehouse replicate fivetran nightly load copy tables api csv postgres failed retry engineer etl
Airflow = apache airflow | dags schedule pipelines data engineering tasks etl python batch workflows backfill nightly load copy tables warehouse api csv postgres failed retry engineer
AKHQ = kafkahq | java browse kafka topics messages consumer groups lag web interface partitions events topic subscribe microservices throughput replay log producer stream
Akkoma | fediverse microblog pleroma fork bubble quote instance federated timeline emoji reactions twitter replacement without company own account write short posts follow people boosts mastodon compatible soziales netzwerk reseau social
Alf.io | event tickets sell conference check-in reservations attendees qr eintrittskarten billets entradas festival party seats pdf door scanner refund register participants date place organiser meetup veranstaltung evenement evento
Alfresco = alfresco community, alfresco content services | enterprise content documents records sharepoint replacement versions workflow approval libraries folders company intranet check-out check-in cmis gestion documentaire contracts files letters staff permission history law firm office cabinet revision find aktenschrank
Allura = apache allura | git hosting repositories push code browse own private projects tickets lightweight forge quellcode depot store my source without github remote origin clone branches team version history
Alps = alps webmail | minimal no javascript email client inbox read mail browser imap compose accounts unified lesen lire courrier my from any holiday internet cafe login attachments address book
ALTCHA | privacy proof of work form captcha bots spam registration ai crawlers scraping protect not a robot comment flooded scrapers openai overload site
Ambar | search inside files on disk full-text index desktop nas find document by content volltext dateien durchsuchen which file contains the word pdf office photos archive shares
Anki Sync Server | flashcards learn vocabulary spaced repetition decks study exam memorise karteikarten lernen cartes memoire words french japanese cards review phone
AnonymousOverflow | private stackoverflow front end questions without cookies tracking look at site javascript login wall proxy instance anonymous lightweight privacy browse mirror
Anope | services nickserv irc daemon chanserv small channels network chat hexchat nickname channel server tls libera freenode missed messages while offline
*Answer = apache answer, incubator answer | questions answers community stackoverflow q a votes reputation developers knowledge fragen antworten how do i question best tags experts team programmers
Antora | documentation asciidoc multi repository versions site developers write guide readers toc navigation export technical writer team publish handbuch pages formatting preview instructions internal text readable headings links images anleitung
Anuko Time Tracker = anuko | clock in employees attendance timesheet payroll terminal stempeluhr zeiterfassung pointage fichaje how many hours worked today week project report start stop break overtime stunden heures
AnythingLLM | chat with your documents rag workspace pdf ai private embeddings agents dokumente fragen own chatgpt at home ask questions write letters homework family upload file history model ollama
Apache Druid = druid | realtime olap sql reports charts dashboards analytics explore dataset publish query tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter
Apache Hop = pentaho, kettle | etl pipelines transform data cleaning columns connectors stream ingest warehouse change capture move rows between systems clean csv nightly import
Apache Ignite | distributed key value coordination consensus quorum leader election cluster configuration grid nodes members locks consistent replicated store available outage highly failover database clients ausfall
Apache James | java jmap imap pop3 mailboxes mail storage sieve enterprise calendars folders postfach create address new user forwarding password change mailbox full
Apache OpenMeetings = openmeetings | java video call webrtc meeting conference room camera browser obs guests screen share videokonferenz visioconference family grandma see each other microphone online lesson many participants link mute
Apache Pinot = pinot | sql reports charts dashboards analytics explore dataset publish query tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter
Apache Pulsar = pulsar | message queue broker jms streaming topics workers jobs background publish subscribe realtime websocket programs exchange messages asynchronous waiting worker decouple services backlog
Apache Spark = pyspark | big data cluster distributed processing batch jobs dataframes analytics huge datasets terabytes nodes compute sql parallel analyse
Apache StreamPipes = streampipes | industrial iot streams workflow engine durable process jobs steps developers code orchestration long running business schedule microservices event automation retry failed tasks queue approval orchestrate
Apache Syncope = syncope | provision user accounts identity governance synchronise hr directory joiner leaver roles lifecycle one list for nextcloud jellyfin gitea same password everywhere member group
Apache Tika = tika, tika server | extract text metadata from word excel pdf office files parser indexing search detect mime type language paperless companion mail attachments
Apache Zeppelin | notebooks spark sql reports charts dashboards analytics explore dataset publish query tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter
ApacheDS | directory users groups central accounts login linux machines dn bind schema ldif verzeichnisdienst annuaire directorio one user list for nextcloud jellyfin gitea same password everywhere member group
Apereo CAS | university java single sign-on identity provider login accounts oidc oauth saml passkey mfa tokens users federated one password for everything anmeldung cas
Aphrodite Engine = aphrodite | serve llm inference gpu fast throughput openai api batching tensor production own chatgpt run mistral qwen deepseek vram tokens per second model huggingface
APITable | vika airtable spreadsheet database no code tables grid view collaborate relational tabelle columns rows link records excel list inventory form views filter
Apollo Streaming | stream games from pc to tv handheld remote play moonlight host encode gamestream steam deck couch gaming upstairs television downstairs virtual display hdr
ApostropheCMS | cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
AppFlowy = appflowy cloud | notion replacement pages databases kanban notes ai desktop workspace blocks tasks offline notizen wiki database board team templates own personal thoughts android windows mac tablet aufschreiben noter apuntar
Appsmith | internal tools low-code admin panel dashboards queries javascript widgets retool crud build form table dashboard over postgres mysql api for staff without frontend developer backoffice drag
Aptabase | mobile desktop apps website visitors statistics page views google analytics privacy referrers cookieless traffic counter besucher statistiques how many people read my blog who visits site which country browser without cookie banner
Araa Search = araa | private google results without ads javascript tracking engine spy suchmaschine the internet being followed duckduckgo bing default browser own
ArcadeDB | graph document database nodes relationships queries connected multi-model traversal network of people who knows whom edges query backend developers store
Archiva = apache archiva | maven java private package registry artifacts nuget cargo go composer gem libraries proxy cache publish mirror developers build dependencies own modules internal download company offline
ArchiveBox | web archive wayback machine snapshot pages save offline copies website disappear warc preserve screenshot webseite sichern archiver interesting sites keep favourites remember article disappeared read on phone laptop
Archivy | web archive replay warc crawl wayback record websites preserve keep copy of page before it disappears offline snapshot evidence download entire site webseite sichern
Argilla | llm feedback annotate labels text images audio training dataset machine learning tagging draw rectangles on pictures train own detector frigate yolo crowd labelling
Arize Phoenix = phoenix tracing | llm tracing observability prompts tokens cost evaluation developers what did the prompt trace calls debug agent latency evaluate answers team
Arma | military simulation game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis play with evening own server password world save online
Artalk | chinese go comments under blog posts readers disqus static website moderation kommentare commentaires comentarios visitors reply article hugo jekyll embed anonymous spam discussion
*Artemis | jms java message queue broker streaming topics workers jobs background publish subscribe realtime websocket programs exchange messages asynchronous waiting worker decouple services backlog
Artillery | load test stress performance requests per second simulate users website benchmark how many visitors can my handle concurrent slow latency traffic
AsciiDoc = asciidoctor | documentation markup technical book pdf html convert manual write guide readers toc navigation export writer team publish handbuch pages formatting preview instructions internal text readable headings links images anleitung
asciinema = asciinema server | record terminal sessions share replay demo command line cast tutorial show how works gif readme playback screencast console typed commands bash zsh laptop again
Asmbb | assembly forum discussion board bulletin threads members posts community moderators foro users register ask reply hobby club topic sticky moderation questions
AssaultCube = sauerbraten | small shooter game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis frag old school evening deathmatch instagib office lunch
Asterisk | phone pbx sip voip telephone calls extensions voicemail ivr fritzbox trunk landline internal telefonanlage telephonie centralita house ring all phones answering machine call doorbell cisco yealink softphone number provider
Astro = astrojs | islands javascript static site generator markdown blog pages themes build publish website portfolio html generate from text files fast no database deploy homepage webseite bauen
Astroneer | planets exploration game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis play with evening own server password world save online
Astuto | ruby status feature requests ideas voting feedback users roadmap canny suggestions customers wish vote vorschlaege what should we build next upvote product board planned
Atheme | services chanserv irc daemon nickserv small channels network chat hexchat nickname channel server tls libera freenode missed messages while offline
Atlas Schema = ariga atlas | migrations versioned database changes rollback developers alter table sql scripts deploy change version up down apply application messages inspect
Atomic CRM | react supabase customers leads sales pipeline deals contacts follow up salesforce hubspot kundenverwaltung clients clientes companies phone calls offers follow-up appointments team prospects
Attic = nix cache, cachix | nix binary cache ci cd build test pipelines deploy git push jobs agents gitops release kubernetes continuous automatically after commit compile rollout image tests
Atuin = atuin server | shell history sync across machines search commands ctrl-r bash zsh forgot command i typed last week other computer terminal console laptop again
Authgear | single sign-on identity provider login accounts oidc oauth saml passkey mfa tokens users federated one password for everything anmeldung sign in once all my services family page front of apps second factor public internet
Autodiscover = autoconfig, email autodiscover | thunderbird outlook finds mail settings automatically phone account setup imap port client wizard server name wrong iphone profile mailbox messages outgoing message postfach e-mail courriel correo
AutoGPT | autonomous ai agent personal assistant does tasks telegram whatsapp computer tools memory let do the work write program fix bug by itself command terminal task
Automad | cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
Automatic1111 = a1111 | gradio extensions generate images pictures from text prompt ai gpu art midjourney lora bilder erzeugen generer draw picture description portrait dall-e checkpoint upscale vram graphics card
Automatisch | zapier automation connect services workflow no code privacy business when mail arrives then save attachment to sheet telegram message automatically glue
automx = automx2 | thunderbird outlook finds mail settings automatically phone account setup imap port client wizard server name wrong iphone profile mailbox messages outgoing message postfach e-mail courriel correo
Axelor | java bpm french erp accounting purchase sales inventory manufacturing company suppliers orders warehouse sap warenwirtschaft gestion entreprise business staff stock invoices production
Azimutt | browse database tables sql query editor web interface many databases schema diagram export rows datenbank ansehen look at in browser click change value run show columns gui
Backdrop CMS | website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
BaGetter = baget, nuget server | nuget dotnet private package registry artifacts maven cargo go composer gem libraries proxy cache publish mirror developers build dependencies own modules internal download company offline
Bagisto | laravel multi vendor online shop selling products cart checkout payment orders catalogue shopify e-commerce onlineshop boutique tienda store sell handmade goods customers basket paypal shipping stock
Bahmni | clinic patients electronic health records doctor practice prescriptions billing hospital arztpraxis appointment diagnosis lab results physician nurse chart patient illness vaccination treatment insurance arzt medecin medico
Baikal = sabre dav | calendar contacts caldav carddav sync phones address book davx5 family lightweight php termine kalender kontakte calendrier agenda contactos phone iphone android thunderbird without google leave icloud
Bamboo = atlassian bamboo | ci cd build test pipelines deploy git push jobs agents gitops release kubernetes continuous automatically after commit compile rollout image tests
*Bark = bark server | push notifications iphone ios apns alerts custom script curl tell me when finished message on my phone alarm washing machine doorbell notify sensor benachrichtigung notification aviso
Barotrauma | submarine europa game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis play with evening own server password world save online
Baserow | airtable no-code database tables grid collaborate forms api spreadsheet applications tabelle datenbank columns rows link records excel list inventory form views filter
bbPress | forum discussion board bulletin threads members posts community moderators foro users register ask reply hobby club topic sticky moderation questions
Bear Blog | writing minimal publish posts federated personal essay text small website write essays diary travel public without distractions readers subscribe
Beehive | events chains go ifttt workflow engine durable process jobs steps developers code orchestration long running business schedule microservices event automation when this happens do that button lamp sensor telegram rss weather trigger
Belenios | verifiable cryptographic ballots inria vote decision assembly participation citizens election proposals motions budget group democratic abstimmung votacion members meeting decide elect board ballot secret count residents participate
Benotes | bookmarks links save tags read later personal pinboard lesezeichen favoris url site keep remember find again category import browser extension private favourites
BentoPDF | pdf merge split edit in browser private client side compress rotate jpg ilovepdf smallpdf organise pages zusammenfuegen fusionner shrink bigger attachment delete blank page extract sign form fill crop number privacy iframe nothing uploaded
Besu = hyperledger besu | ethereum cryptocurrency node staking execution consensus validator blockchain eth kryptowaehrung sync chain wallet rpc attestation disk peers archive smart contract defi
Better Auth = stack auth | single sign-on identity provider login accounts oidc oauth saml passkey mfa tokens users federated one password for everything anmeldung sign in once all my services family page front of apps second factor public internet
Betula | bookmarks links save tags read later personal pinboard lesezeichen favoris url site keep remember find again category import browser extension private favourites
Bibliogram | instagram private front end tiktok medium quora imgur fandom pinterest genius imdb read without tracking account ads watch look app registration redirect proxy paywall popup
BiblioReads | goodreads private front end instagram tiktok medium quora imgur fandom pinterest genius imdb read without tracking account ads watch look app registration redirect proxy paywall popup
big-AGI | chatgpt interface chat models api key ai browser assistant prompts plugins ki own at home ask questions write letters homework family upload file history private model ollama
BigBlueButton = bbb, greenlight | video classroom online teaching lessons slides whiteboard breakout rooms students record lecture university virtueller unterricht classe virtuelle family grandma see each other camera microphone lesson many participants link mute
BillionMail | mail server included newsletter mailing list campaigns subscribers mailchimp templates unsubscribe bulk opens clicks rundbrief infolettre boletin write to thousand people customers club monthly subscribe design click rate
BinderHub | repository launch notebooks python data science students browser pandas kernel cells classroom matplotlib plots analyse csv course lab machine learning experiment shared
Binternet | pinterest private front end instagram tiktok medium quora imgur fandom genius imdb read without tracking account ads watch look app registration redirect proxy paywall popup
Blinko | quick notes ideas capture flash ai search thoughts jot later sort memo notizen ideen meeting study remember find again daily note web clip attach onenote evernote
Bloben | calendar web interface caldav view tasks browser month week kalender anzeigen show appointments radicale baikal nextcloud edit events todo shared agenda
Bludit | json flat file cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
Bluesky PDS = bluesky, atproto, pds, at protocol | own personal data server account handle decentralized twitter alternative posts domain skeets federated jack feed social media people timeline follow without big tech soziales netzwerk reseau red
Bolt CMS | website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
Bolt.diy = bolt.new | ai programming agent writes code autonomously fix issues developer coding assistant repository let do the work write program bug by itself command terminal task
Bonfire | fediverse microblog small single user activitypub personal posts federated followers twitter mastodon follow friends own handle server boosts social media people account timeline without big tech soziales netzwerk reseau red
BookStack | wiki manual handbook shelves books chapters pages write down how-to household company knowledge documentation onboarding wysiwyg export pdf anleitung handbuch wissen manuel documentacion
BreezeWiki | fandom wiki private front end instagram tiktok medium quora imgur pinterest genius imdb read without tracking account ads watch look app registration redirect proxy paywall popup
Briar Mailbox = briar | tor android activists private anonymous messenger peer to no phone number decentralized censorship onion calls nobody can trace who writes whom account encrypted chat friends
Briefer | sql reports charts dashboards analytics explore dataset publish query tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter
Briefkasten | bookmarks save links browser extension tags screenshots url site keep later remember find again category import private favourites lesezeichen favoris
Browserless = chromium headless, chrome headless, headless chrome, alpine-chrome | headless browser api screenshots scraping pdf puppeteer automation render javascript remote chrome page screenshot script click fill form test website regression
Browsertrix | save complete web page one html archive crawl offline website copy keep of before it disappears snapshot evidence download entire site webseite sichern
BuddyPress | wordpress plugin social network community profiles friends groups own facebook wall members netzwerk reseau leave twitter instagram pictures posts likes profile
Budibase | internal tools low-code forms portals admin panel crud database retool power apps build form table dashboard over postgres mysql api for staff without frontend developer backoffice drag
Bugzilla | bug tracker issues mozilla defects reports triage software quality report problem ticket severity developer version fix assign milestone fehler melden
Buildbot | build test automation python framework schedulers workers compile nightly code after commit automatically run tests docker image deploy release worker
Buku | bookmarks links save tags read later personal pinboard lesezeichen favoris url site keep remember find again category import browser extension private favourites
BullMQ = bull board | nodejs redis message queue broker jms streaming topics workers jobs background publish subscribe realtime websocket programs exchange messages asynchronous waiting worker decouple services backlog
Bulwark Webmail | email client inbox read mail browser imap compose accounts unified lesen lire courrier from work without installing attachments folders search signature
Bytebase | change review browse database tables sql query editor web interface many databases schema diagram export rows datenbank ansehen look at in browser click value run show columns gui
ByteStash | code snippets store organise search share developers language highlight piece of config log with colleague link copy text forum keep reuse programming
Cactus Comments | matrix federated under blog posts readers disqus static website moderation kommentare commentaires comentarios visitors reply article hugo jekyll embed anonymous spam discussion
Cal.com = calendso, cal.diy | calendly booking link appointments meetings availability customers schedule slots time zone terminbuchung rendez-vous citas clients choose free slot meeting lesson consultation reminder confirmation buffer
calcurse | calendar terminal caldav sync command line appointments local files kalender contacts agenda phone offline import ics remind events radicale nextcloud google pull laptop keyboard termine
Campfire = once campfire | 37signals basecamp rooms group chat messenger team messages small own nachrichten messagerie write colleagues company direct files search mentions channel slack teams without cloud
Camunda = zeebe | bpmn process engine decision workflow durable jobs steps developers code orchestration long running business schedule microservices event automation retry failed tasks queue approval orchestrate
Canaille | single sign-on identity provider login accounts oidc oauth saml passkey mfa tokens users federated one password for everything anmeldung sign in once all my services family page front of apps second factor public internet
*Cap = capjs | proof of work captcha bots spam registration form ai crawlers scraping protect not a robot signup contact turnstile recaptcha replacement
Carnet | notes phone sync markdown cloud simple categories google keep notizen write idea reminder shopping pin memo laptop telephone notizbuch cuaderno
castget | podcasts download episodes library automatic subscribe listen shows archive nas folgen hoeren podcast feed phone radio show car rss
Centrifugo | websocket realtime message queue broker jms streaming topics workers jobs background publish subscribe programs exchange messages asynchronous waiting worker decouple services backlog
cgit = gitweb, stagit | browse git repositories read-only web view commits diff plain fast log look at code browser history branch clone public show
ChartMuseum = helm repository | helm charts private package registry artifacts maven nuget cargo go composer gem libraries proxy cache publish mirror developers build dependencies own modules internal download company offline
Chatbot UI | nextjs chatgpt interface chat models api key ai browser assistant prompts plugins ki own at home ask questions write letters homework family upload file history private model ollama
Chatwoot | customer support live chat website widget shared inbox whatsapp intercom zendesk agents conversations visitors kundenservice assistance clients request complaint answer several colleagues info address status open closed it department user problem
cheat.sh | developer documentation offline api json viewer sheets handy format language reference programmer look up command syntax example learn beginner training practise
checkdmarc | test smtp sending why mail lands in spam check headers dkim spf score delivery command line my mails go to junk outlook gmail refuse record txt spoof deliverability sender
Chemotion | laboratory notebook experiments samples scientists protocols research lims electronic traceability labor proben laboratoire chemistry biology university experiment write down barcode freezer
Cherry Studio | chatgpt interface chat models api key ai browser assistant prompts plugins ki own at home ask questions write letters homework family upload file history private model ollama
CherryPick | fediverse microblog misskey fork instance federated reactions notes twitter replacement without company own account write short posts follow people boosts mastodon compatible soziales netzwerk reseau social
Chhoto URL = chhoto | rust tiny api shortener short links bitly tinyurl redirect long address compact kurzlink raccourcir acortar link too shorter flyer clicks memorable slug share
Chia = chia blockchain | farming plots hard disks cryptocurrency harvester space coins plot drives coin earn disk proof wallet satoshi payout sync difficulty dashboard kryptowaehrung geld
Chibisafe | share large file link wetransfer upload download expire password guests customers screenshots too big for email dateien verschicken partager fichiers compartir archivos video to friend wedding pictures gigabyte attachment temporary public
Chief Onboarding | new employees first day checklist slack hr welcome colleague einarbeitung tasks to do email hire resources badges access rights
ChromaDB | python simple vector database embeddings semantic search similarity rag ai nearest neighbours immich chunks retrieval chatbot documents collection scientists research find similar pictures texts
Chyrp Lite | cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
Cinny = cinny web | matrix client discord-like chat rooms spaces browser elegant interface write friends family direct message group end-to-end encryption verify device room synapse login web
CipherMail = djigzo | gateway company s mime encrypt mail pgp keys public key sign secret message verschluesseln chiffrer cifrar fingerprint trust verify privacy thunderbird email
CircleCI | ci cd build test pipelines deploy git push jobs agents gitops release kubernetes continuous automatically after commit compile rollout image tests
CISO Assistant | risk compliance iso 27001 audit gdpr controls grc policies certification nis2 team responsible deadline record overview security questionnaire evidence datenschutz
CiviCRM | nonprofit members donations charity association fundraising membership events contacts mailing verein spenden dons socios sports club fees birthday volunteers letters address list donors
CKAN = dkan | open data portal government sql reports charts dashboards analytics explore dataset publish query tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter
ClamAV Milter = clamsmtp | virus scan incoming mail attachments infected reject malware postfix viren anhang too much advertising phishing attachment before mailbox filter exchange
Claper | slides pdf elixir live quiz audience questions presentation poll classroom word cloud game publikum frage teacher lecture vote with phone mentimeter score players pin
ClassicPress | wordpress fork classic editor without gutenberg blog website company club editors pages menu theme upload pictures content authors webseite site internet
Classroombookings | meeting room booking desks classrooms day view reserve school office raumbuchung teacher lab who has the today recurring choose date confirm slot overview participants calendar termin rendez-vous cita
ClearFlask | feature requests ideas voting feedback users roadmap canny suggestions customers wish vote vorschlaege what should we build next upvote product board status planned
ClearML | orchestration machine learning experiments track models metrics registry training runs data science compare accuracy hyperparameters artifacts neural network reproducible ai python team dashboard
Cline | ai programming agent writes code autonomously fix issues developer coding assistant repository let do the work write program bug by itself command terminal task
ClipCascade = clipboard sync | clipboard copy on phone paste computer shared between devices text link zwischenablage presse-papiers portapapeles photo from iphone to windows pc without cable same network quick
CMAK = kafka manager | browse kafka topics messages consumer groups lag web interface partitions events topic subscribe microservices throughput replay log producer stream application deploy developers database inspect
CMS Made Simple | website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
Cockpit CMS | website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
Codecov | test coverage percentage code lint performance score page speed regressions build pull request quality check my bad practice security hole before merge website slow seo
Codever | code snippets organize library personal developers language tags share piece of config log with colleague link copy text forum keep reuse programming
Collabora = collabora online, code server collabora, coolwsd, collabora code | libreoffice in browser edit odt docx spreadsheet slides together google docs nextcloud office writer calc shared typing gemeinsam bearbeiten bureautique ofimatica
Colota | share live location gps logging where am i timeline real time track standort teilen phone position map was yesterday route driven places history google
Comentario = commento | comments under blog posts readers disqus static website moderation kommentare commentaires comentarios visitors reply article hugo jekyll embed anonymous spam discussion
ComfyUI | generate images video nodes workflow ai stable diffusion flux pictures gpu bilder erzeugen draw picture from description portrait dall-e checkpoint upscale vram graphics card
CommaFeed | rss google reader inspired news feed aggregator keyboard nachrichten flux follow sites blogs headlines articles unread subscribe opml categories mark star phone
Commet | matrix client chat messenger rooms encrypted cute mobile light interface write friends family direct message group end-to-end encryption verify device room synapse login web
Concourse = concourse ci | ci pipelines resources containers yaml fly tasks stateless compile code after commit automatically run tests build docker image deploy release worker
Concrete CMS = concrete5 | website inline editing blocks pages club company blog editors menu theme upload pictures content authors webseite site internet articles images publish homepage redaktion
Conductor = netflix conductor | netflix microservices orchestration workflow engine durable process jobs steps developers code long running business schedule event automation retry failed tasks queue approval orchestrate
*Conduit = matrix conduit | matrix homeserver lightweight rust chat small single binary raspberry low memory rocksdb federation synapse alternative less ram sqlite rooms friends family end-to-end federate join register own domain
conduwuit | matrix homeserver conduit fork rust fast chat lightweight federation discontinued rooms synapse alternative less ram sqlite friends family end-to-end federate join register own domain raspberry
Confluence | atlassian company wiki spaces pages templates meeting notes macros knowledge team documentation write down how things work at home guide instructions colleagues search page history edit together anleitung mode d emploi
Conifer = webrecorder | web archive replay warc crawl wayback record websites preserve keep copy of page before it disappears offline snapshot evidence download entire site webseite sichern
CONSUL Democracy | madrid city debates vote decision assembly participation citizens election proposals motions budget group democratic abstimmung votacion members meeting decide elect board ballot secret count residents participate
Contao | german cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
ContextForge = mcp gateway | give llm tools access assistant connect functions claude openapi proxy uses my files calendar home agent chatbot ai models python team dashboard
continuwuity | matrix homeserver conduwuit community fork rust chat federation lightweight rooms synapse alternative less ram sqlite friends family end-to-end federate join register own domain raspberry
Converse = converse.js | xmpp web client browser jabber chat blog omemo rooms conversations instant messaging friends family end-to-end roster presence chatrooms whatsapp without phone number
ConvertX | convert files formats video heic jpg docx epub mp4 png audio online converter cloudconvert batch umwandeln konvertieren convertir photo wrong format open file iphone picture old word document music
Convex = convex backend | reactive typescript backend database auth users api storage realtime functions developers firebase low-code internal app admin crud instant for my phone user login tables rest without writing server forms
Convoy = convoy webhooks | webhooks sending deliver retries events customers signatures developers webhook to retry signing endpoint log saas web developer call backend integration program testing schnittstelle
CopyPaste | clipboard copy on phone paste computer shared between devices text link zwischenablage presse-papiers portapapeles photo from iphone to windows pc without cable same network quick
Coqui TTS = coqui, xtts | voice clone text to speech read aloud announce spoken output home assistant vorlesen synthese vocale house should speak book article loud german natural
Coral Talk | newspaper newsroom comments under blog posts readers disqus static website moderation kommentare commentaires comentarios visitors reply article hugo jekyll embed anonymous spam discussion
Core Lightning = cln | network bitcoin channels instant payments sats wallet node zahlungen satoshi pay open channel receive invoice routing fees umbrel bolt
Corteza | low-code records salesforce crm customers leads sales pipeline deals contacts follow up hubspot kundenverwaltung clients clientes companies phone calls offers follow-up appointments team prospects
Couchbase | document database json replication sync offline first obsidian vault mobile http livesync app replicate fauxton store records queries application needs backend datenbank base de donnees
Countly | mobile apps website visitors statistics page views google analytics privacy referrers cookieless traffic counter besucher statistiques how many people read my blog who visits site which country browser without cookie banner
Courier IMAP = courier | pop3 mailboxes mail storage sieve enterprise calendars folders postfach client read mailbox folder users thunderbird outlook messages outgoing message account e-mail courriel correo
Crab Fit | poll date doodle find meeting time availability vote group terminfindung sondage when does everybody have party club choose confirm slot overview participants calendar termin rendez-vous cita
Craft CMS | php agencies website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
Crawl4AI | python llm scrape websites crawl extract pages markdown spider structured web scraping collect prices listings from page robot csv export table without api
Crawlab | scrape websites crawl extract pages markdown llm spider structured web scraping collect prices listings from page robot csv export table without api
Crawlee = apify | scrape websites crawl extract pages markdown llm spider structured web scraping collect prices listings from page robot csv export table without api
CrewAI | team of agents python autonomous ai agent personal assistant does tasks telegram whatsapp computer tools memory let do the work write program fix bug by itself command terminal task
Croodle | poll date doodle find meeting time availability vote group terminfindung sondage when does everybody have party club choose confirm slot overview participants calendar termin rendez-vous cita
cryptgeon | files send password securely once vanish self-destruct link secret share credentials colleague view passwort verschicken einmal wifi key to customer not by email readable only deletes itself
CryptPad | encrypted edit together documents spreadsheet kanban slides google docs zero knowledge private collaboration anonymous pad whiteboard verschluesselt chiffre cifrado at the same time club minutes shared link no account
CTFd | scoreboard challenges learn hacking vulnerable practice capture the flag security training exercise sql injection xss ethical hacker course exploit beginner practise
*Cube = cube.js | sql reports charts dashboards analytics explore dataset publish query tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter
CubeCart | online shop selling products cart checkout payment orders catalogue shopify e-commerce onlineshop boutique tienda store sell handmade goods customers basket paypal shipping stock
Cusdis | comments under blog posts readers disqus static website moderation kommentare commentaires comentarios visitors reply article hugo jekyll embed anonymous spam discussion
Cuttlefish | tracking opens smtp sending transactional mail delivery outgoing sendgrid mailgun bounce bulk queue mta server should me cron output root smart raid warning gmail account forward send
CVAT = cvat.ai | annotate images video boxes labels computer vision training dataset segmentation draw rectangles on pictures train own detector frigate yolo crowd labelling
*CVS = cvsweb, viewvc | version control repository commits checkout legacy code game assets central trunk revisions check in out history old project branches programming projects source versions quellcode
Cwtch | private anonymous messenger peer to no phone number decentralized censorship onion calls nobody can trace who writes whom account encrypted chat friends activists
CyberChef | decode encode base64 hex encrypt decrypt xor forensic convert recipe data analyse ctf timestamp uuid hash jwt url regex quick online converters without uploading
Cypht | webmail several accounts combined inbox lightweight unified imap rss browser read my mail from any holiday internet cafe login attachments address book
Cypress = sorry cypress | headless browser end-to-end testing automation chromium firefox webkit scraping remote chrome javascript page screenshot script click fill form test website regression
Cyrus IMAP = cyrus | university jmap pop3 mailboxes mail storage sieve enterprise calendars folders postfach client read mailbox folder users thunderbird outlook create address new user forwarding password change full
Dada Mail | newsletter mailing list campaigns subscribers mailchimp templates unsubscribe bulk opens clicks rundbrief infolettre boletin write to thousand people customers club monthly subscribe design click rate
Dagger = dagger.io | pipelines as code ci cd build test deploy git push jobs agents gitops release kubernetes continuous automatically after commit compile rollout image tests
Dagster | data assets pipelines orchestrate etl python lineage schedule engineering nightly load copy tables warehouse api csv postgres failed retry engineer
daloRADIUS | web interface hotspot wifi enterprise login per user 802.1x vlan certificate eap network access accounting captive eduroam wlan anmeldung unifi point switch port users own password each guest
DataHub | metadata catalog lineage sql reports charts dashboards analytics explore dataset publish query tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter
Dataverse | research harvard sql reports charts dashboards analytics explore dataset publish query tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter
DAViCal | calendar caldav postgres shared groupware appointments resources kalender calendrier iphone android thunderbird davx5 family birthdays tasks sync phone without google leave icloud
davmail = davmail gateway | exchange outlook office365 imap caldav gateway thunderbird mac company calendar bridge contacts work account linux smtp ldap oauth modern authentication
Daytona | cloud ide developer workspaces containers kubernetes team reproducible environments program from chromebook tablet any computer editor in the browser remote workspace terminal extension
DBeaver | desktop browse database tables sql query editor web interface many databases schema diagram export rows datenbank ansehen look at in browser click change value run show columns gui
dbmate | schema migrations versioned database changes rollback developers alter table sql scripts deploy change version up down apply application messages inspect
dbt | sql models transform warehouse etl pipelines data cleaning columns connectors stream ingest change capture move rows between systems clean csv nightly import data build tool
DCC Antispam = dcc | bulk checksums spam virus filter incoming mail gateway quarantine greylist attachments scan junk spamfilter too much advertising phishing infected attachment before mailbox exchange
Debezium | change data capture kafka etl pipelines transform cleaning columns connectors stream ingest warehouse move rows between systems clean csv nightly import
Decap CMS = netlify cms | git based netlify website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
Decidim | barcelona municipality vote decision assembly participation citizens election proposals motions budget group democratic abstimmung votacion members meeting decide elect board ballot secret count residents participate
DefectDojo = django-defectdojo | findings pentest scanners vulnerable dependencies updates sbom libraries cve pull requests developers programmers repository find report security scan quellcode company overview severity owner due
Delta Chat = chatmail | over email imap messenger group team rooms messages small own nachrichten messagerie write colleagues company direct files search mentions channel slack teams without cloud
Dendrite | matrix homeserver second generation go chat federation lightweight rooms small synapse alternative less ram sqlite friends family end-to-end federate join register own domain raspberry
Dependency-Track = owasp dependency track | sbom cyclonedx vulnerable dependencies updates libraries cve findings pull requests developers outdated security hole npm pip container tags upgrade automatically
DevDocs | mdn python api developer documentation offline json viewer cheat sheets handy format language reference programmer look up command syntax example
DevToys | developer documentation offline api json viewer cheat sheets handy format language reference programmer look up command syntax example learn beginner training practise
*Diaspora = diaspora pod | facebook social network decentralized pods aspects friends posts privacy soziales netzwerk reseau leave twitter instagram own pictures likes profile media people account timeline follow without big tech red
Dify | llm apps agents chatbot workflow rag prompts knowledge platform builder build bot answering questions prompt chain vector store tools no code company
Dillinger | markdown editor browser live preview export html pdf write down edit page text files instructions howto remember find later pages formatting internal readable headings links images anleitung guide
Directus | headless cms database sql api content admin panel wrap existing graphql collections for mobile app website editors endpoints media roles schema
Discourse | forum discussion board community topics trust levels categories modern email moderation members diskussion foro club users register ask threads questions hobby
Disposable Mail = temp mail, disposable email | temporary inbox registration throwaway address wegwerf jetable temporal ten minute sign up without giving spam forum verification code
Django CMS | python website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
DMARC Report Viewer = dmarc-srg, dmarc viewer | reports xml aggregate domain spoofing dashboard who sends mail in my name mails go to junk outlook gmail refuse record txt spoof spam score deliverability sender
doccano | text named entity annotate labels images audio training dataset machine learning tagging draw rectangles on pictures train own detector frigate yolo crowd labelling
DocFetcher | search inside files on disk full-text index desktop nas find document by content volltext dateien durchsuchen which file contains the word pdf office photos archive shares
Docker Mailserver | own mail server email accounts container postfix dovecot config files no database dkim domain correo receive and send at my leave gmail family addresses phone inbox catch-all forwarding
Docker Registry UI = registry ui, registry browser | browse delete tags container images private scan push pull vulnerabilities replicate hub projects robot account own self built store tag limit host
Docling = docling serve | convert pdf tables layout to markdown json for ai rag extract documents parse papers ibm read invoices structured chunk llm knowledge
Docmost | team wiki pages notion confluence spaces real time editing comments diagrams company knowledge history collaborative docs wissen write down how things work at home guide instructions colleagues search page edit together anleitung mode d emploi
Docsify | documentation site markdown on the fly no build static pages write guide readers toc navigation export technical writer team publish handbuch
Docspell | scanned letters bills invoices paper documents ocr correspondents organise suggest tags upload scanner email attachments personal filing searchable full text dokumente rechnungen ordnen ranger factures letter bank statement joint household multiple users scansnap addon custom fields
Documenso | sign signature contract agreements documents docusign send pdf for signing lease customer legally binding e-signature unterschreiben vertrag signer contrat firmar contrato employment rental nda without printing scanning remotely
Docusaurus | documentation website react versioned docs markdown blog developers static project landing handbook sidebar search algolia mdx product facebook deploy guide
DocuSeal | sign signature contract fill pdf forms template docusign hellosign tenant agreement e-signature customers signing link unterschrift vertrag signer contrat firma employment rental nda without printing scanning remotely
Docuware | invoices scanning workflow approval archive company paperwork cloud dms accounting dokumente rechnungseingang contracts files letters staff permission history law firm office cabinet revision find aktenschrank
DokuWiki | wiki pages plain text files no database documentation small office namespaces syntax plugins instructions anleitung einfach write down how things work at home guide colleagues search page history edit together knowledge mode d emploi
Dolibarr | erp crm invoices orders stock small company association freelancer quotes products contracts php facturation devis rechnungen facturas customer unpaid reminder vat pdf email estimate
Dotclear | french blog cms website pages content themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
Dovecot = dovecot imap | imap mailboxes mail storage sieve pop3 thunderbird phone folders maildir quota login inbox postfach boite buzon client read mailbox folder users outlook
dpaste | paste text code log share command line curl expire snippet link zwischenablage show error message to forum post short between computers expires
DragonFly Mail Agent | local delivery send from scripts cron smtp gmail account root alerts simple no daemon outgoing relay versenden server should me output smart raid warning forward
Dragonfly P2P | peer to image distribution container images private registry scan push pull vulnerabilities replicate docker hub projects robot account own self built store tag limit host
DragonflyDB | multicore cache key value in-memory sessions queue fast pub sub ttl nextcloud file locking speed up zwischenspeicher immich paperless backend memory session lock
Draupnir = mjolnir | ban lists spam abuse matrix homeserver users rooms reset password deactivate moderation bans admin panel media cleanup chat family friends room messages federation element user account
Draw.io = diagrams.net | diagram flowchart network plan rack floor org chart visio lucidchart shapes arrows topology diagramm netzplan organigramme diagrama picture of boxes explain idea structure presentation process
drawDB | schema diagram browse database tables sql query editor web interface many databases export rows datenbank ansehen look at in browser click change value run show columns gui
Drawpile | paint draw together canvas artists live drawing session tablet zeichnen malen dessin designer sketch screen prototype creative pen picture board
Dremio = apache drill | sql reports charts dashboards analytics explore dataset publish query tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter
*Drone = drone ci | build test pipelines ci container yaml on push gitea github docker steps runner compile code after commit automatically run tests image deploy release worker
Drop OSS | pc games drm-free library netflix for gog installers download client friends steam-like own setup files family old gaming install collection play
Drupal | cms website modules content types views university government pages taxonomy editors webseite company club blog menu theme upload pictures authors site internet
DSpace | university institutional repository theses sql reports charts dashboards analytics explore dataset publish query tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter
Dub = dub.co | analytics marketing url shortener short links bitly tinyurl redirect long address compact kurzlink raccourcir acortar link too shorter flyer clicks memorable slug share
dudle | poll date doodle find meeting time availability vote group terminfindung sondage when does everybody have party club choose confirm slot overview participants calendar termin rendez-vous cita
Dumb Genius | lyrics private front end instagram tiktok medium quora imgur fandom pinterest imdb read without tracking account ads watch look app registration redirect proxy paywall popup
Duo Unix = pam_duo | push approve phone second factor one-time code ssh login security key touch two-factor stolen password zwei faktor double authentification six digit sudo extra protection usb stick new
DVC | git data versions machine learning experiments track models metrics registry training runs science compare accuracy hyperparameters artifacts neural network reproducible data version control
DVWA = damn vulnerable web application | php mysql learn hacking vulnerable practice capture the flag security training exercise sql injection xss ethical hacker course exploit beginner practise
Easy Appointments | booking hairdresser doctor customers choose time slot salon termine buchen reservation citas clients free meeting lesson consultation reminder confirmation buffer
ebook-convert = calibre convert | ebooks epub mobi azw3 kindle kobo format reader book umwandeln livre libro wrong for my ereader manga comics pocketbook send to device calibre
Eclipse Che = openshift devspaces | cloud ide developer workspaces containers kubernetes team reproducible environments program from chromebook tablet any computer editor in the browser remote workspace terminal extension
Eclipse Theia | vs code in browser edit programming gitpod upstream remote ide workspace program from chromebook tablet any computer editor the team terminal extension
*Eco = eco server, eco game | ecology civilization meteor economy game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis
ecoDMS | scan inbox archive gobd audit-proof tax german office letters invoices printer ocr classify archivieren revisionssicher steuer belege contracts files staff permission history law firm cabinet revision find aktenschrank
eduMEET | university video call webrtc meeting conference room camera browser obs guests screen share videokonferenz visioconference family grandma see each other microphone online lesson many participants link mute
Eggdrop | tcl channel protection irc bot commands moderation quotes logs karma chat hexchat nickname server tls libera freenode missed messages while offline
EGroupware | groupware mail calendar contacts tasks crm team office exchange collaboration gruppenkalender staff mailbox shared address book meeting invitation delegate out of mobile phone push firma courriel
ejabberd | xmpp jabber messenger erlang scalable conversations federated muc push nachrichten instant messaging friends family omemo end-to-end roster presence chatrooms whatsapp without phone number
eLabFTW | laboratory notebook experiments samples scientists protocols research lims electronic traceability labor proben laboratoire chemistry biology university experiment write down barcode freezer
ElectrumX | electrum wallet index bitcoin private balance lookup sparrow hardware ledger address history own bank trezor coins transaction sync lightning blocks
*Element = riot web | matrix client browser chat rooms encrypted messages interface homeserver calls spaces nachrichten write friends family direct message group end-to-end encryption verify device room synapse login web element web
Element Call | video group calls livekit matrix homeserver x login oidc modern authentication rooms voip chat family friends room messages federation user account
Eleventy = 11ty | javascript static site generator markdown blog pages themes build publish website portfolio html generate from text files fast no database deploy homepage webseite bauen
Elgg | php framework social network community profiles friends groups own facebook wall members netzwerk reseau leave twitter instagram pictures posts likes profile
Elsa Workflows | workflow engine durable process jobs steps developers code orchestration long running business schedule microservices event automation retry failed tasks queue approval orchestrate
*Enclosed | send password securely once vanish self-destruct link secret share credentials colleague view passwort verschicken einmal wifi key to customer not by email readable only deletes itself
Engelsystem | conference talks call for papers abstracts programme speakers volunteers shifts schedule congress meetup lectures room slots helpers registration submissions register participants date place organiser veranstaltung evenement evento
Enketo | field data collection forms offline phone humanitarian survey gps research xlsform registration answers questions feedback guests party pdf results embed
Eramba | risk compliance iso 27001 audit gdpr controls grc policies certification nis2 team responsible deadline record overview security questionnaire evidence datenschutz
*Ergo = oragono, ergochat | irc server bouncer built-in modern history accounts go always-on channels chat hexchat nickname channel tls libera freenode missed messages while offline
Erigon | ethereum cryptocurrency node staking execution consensus validator blockchain eth kryptowaehrung sync chain wallet rpc attestation disk peers archive smart contract defi
ERPNext = frappe, frappe erpnext | erp accounting stock manufacturing purchase sales payroll company sap orders suppliers warehouse invoices warenwirtschaft buchhaltung gestion entreprise business staff production
Errbit | error tracking exceptions crash reports stack trace developers application bugs alerts exception in my program bug notify release javascript python android users affected
Espial | bookmarks links save tags read later personal pinboard lesezeichen favoris url site keep remember find again category import browser extension private favourites
EspoCRM = espo | crm customers leads opportunities sales accounts cases marketing campaigns salesforce kundenverwaltung clients companies phone calls deals offers follow-up appointments pipeline team prospects
Etebase = etesync, etesync server | end-to-end encrypted calendar contacts tasks notes sync phone private verschluesselt kalender backup android davx5 protected journal address book kontakte personal thoughts windows mac offline tablet aufschreiben noter apuntar
Ethercalc | spreadsheet together collaborative real time google sheets excel quick table shared csv tabelle gemeinsam tableur at the same club minutes link no account
Ethereum Node = go-ethereum | cryptocurrency staking execution consensus validator blockchain eth kryptowaehrung sync chain wallet rpc attestation disk peers archive smart contract defi
Etherpad = etherpad lite | pad write text together real time colours authors meeting minutes protocol collaborative simple shared typing gemeinsam schreiben ecrire ensemble escribir juntos school class without account
eturnal | nat relay turn stun webrtc video calls fail behind firewall one way audio nextcloud talk matrix voip call does not connect mobile network ice candidate jitsi synapse voice
EventSchedule | event tickets sell conference check-in reservations attendees qr eintrittskarten billets entradas festival party seats pdf door scanner refund register participants date place organiser meetup veranstaltung evenement evento
Ever Gauzy = gauzy | freelancers agency erp hr time tracking invoicing employees projects candidates payroll business staff orders stock invoices production warehouse accounting purchase order invoice employee company
EverShop | online shop selling products cart checkout payment orders catalogue shopify e-commerce onlineshop boutique tienda store sell handmade goods customers basket paypal shipping stock
EveryDocs | upload pdf documents simple archive folders people mobile view search household paperwork private dms dokumente archivieren classer archivar invoice letter state paid tax doctor categories
*Evidence | markdown reports sql charts dashboards analytics explore dataset publish query tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter evidence dev
Evolution API | chatbot crm brazil whatsapp send messages automatically bot qr pair business webhook message automation notify customers group home assistant reminder
Excalidraw | whiteboard draw sketch diagrams hand-drawn arrows boxes brainstorm meeting together miro scribble remote zeichnen skizze dessiner pizarra dibujar picture of network plan explain idea structure presentation process
Exceptionless | error tracking exceptions crash reports stack trace developers application bugs alerts exception in my program bug notify release javascript python android users affected
Exim = exim4 | mta outgoing mail relay smarthost debian queue deliver routing smtp bounce mails from server do not arrive stuck gmx gmail provider password port 587 notify
FamilyHub | family organiser calendar chores shopping meal wall tablet household familienplaner parents kids week notes shared dinner reminders appointments kitchen screen familie famille
Farfalle | ai search answers with sources perplexity web questions citations ask question internet cited llm searxng ollama summarise results private local assistant research own
Farside = libredirect | redirect working instance private front end instagram tiktok medium quora imgur fandom pinterest genius imdb read without tracking account ads watch look app registration proxy paywall popup
Fathom Lite | website visitors statistics page views google analytics privacy referrers cookieless traffic counter besucher statistiques how many people read my blog who visits site which country browser without cookie banner
FauxPilot | ai code completion copilot programming assistant editor own gpu autocomplete vscode intellij suggest private replacement developers local model ollama llm answers research
Faveo | laravel helpdesk tickets support customers email agents zendesk queue requests knowledge base hilfe anfragen assistance request complaint answer several colleagues info address status open closed it department user problem
fdm | filter deliver collect pop3 fetch mail from provider accounts local forward gmx old isp mailbox abholen recuperer move to new account messages folder download backup rule sort copy
Feather Wiki | tiny single html file infinitely extensible personal notes small write idea reminder shopping pin memo laptop telephone notizbuch carnet cuaderno
FediFetcher = getmoarfediverse | missing replies backfill fediverse client timeline web interface nicer toots mastodon read threads lists boosts social media people account follow without big tech soziales netzwerk reseau red
feed2imap | feeds by email newsletters to rss inbox digest nachrichten per mail news blog subscribe headline whole text mailbox reader newspaper
Feedly | rss news follow blogs aggregator cloud reader sites headlines articles unread subscribe opml categories mark star phone read daily website article changes email digest topics
Fiche = termbin | netcat pipe paste text code log share command line curl expire snippet link zwischenablage show error message to forum post short between computers expires
Fider = getfider | feature requests ideas voting feedback users roadmap canny suggestions customers wish vote vorschlaege what should we build next upvote product board status planned
File Sharing | share large link wetransfer upload download expire password guests customers screenshots too big for email dateien verschicken partager fichiers compartir archivos video to friend wedding pictures gigabyte attachment temporary public share files
FilePizza | peer to browser webrtc airdrop between phone and computer local wifi send file nearby photos handy pc dateien senden fichiers photo from iphone windows without cable text same network quick
Firecrawl | scrape websites crawl extract pages markdown llm spider structured web scraping collect prices listings from page robot csv export table without api
Firefish = calckey | fediverse microblog misskey fork twitter reactions instance federated posts replacement without company own account write short follow people boosts mastodon compatible soziales netzwerk reseau social
Firefly III Importer | bank statement import csv camt gocardless nordigen transactions automatic kontoauszug releve bancaire extracto connection psd2 spectre ofx downloads duplicate revolut n26 sparkasse paypal sync
Firefox Sync = syncstorage, syncstorage-rs, mozilla sync | bookmarks tabs passwords history mozilla between devices own account browser lesezeichen abgleichen interesting sites keep favourites remember article disappeared read on phone laptop
Flagsmith | feature toggles remote config product analytics events funnels session replay flags experiments users behaviour rollout developers what do click where they leave switch for some customers a b test
Flarum | forum modern light discussion community tags php simple threads diskussionsforum foro users register ask reply posts hobby club topic sticky moderation bulletin board questions
FlashPaper | send password securely once vanish self-destruct link secret share credentials colleague view passwort verschicken einmal wifi key to customer not by email readable only deletes itself
Flatnotes | markdown notes folder flat plain files simple search tags distraction free notizen simples write down edit page text instructions howto remember find later
Flipt | feature toggles git product analytics events funnels session replay flags experiments users behaviour rollout developers what do click where they leave switch for some customers a b test
Floccus | browser bookmarks sync chrome firefox tabs between computers nextcloud webdav extension lesezeichen abgleichen interesting sites keep favourites remember article disappeared read on phone laptop
Floreant POS | restaurant tables kitchen point of sale cash register shop checkout barcode receipt till inventory kasse caisse caja small store selling scanner drawer bar cafe cashier daily sales
Flowable = activiti | bpmn process java workflow engine durable jobs steps developers code orchestration long running business schedule microservices event automation retry failed tasks queue approval orchestrate
Flowise = flowiseai | llm agents flows drag drop chatbot rag langchain builder visual build bot answering questions prompt chain vector store tools no code company
FluffyChat | flutter phone cute family matrix client chat messenger rooms encrypted mobile light interface write friends direct message group end-to-end encryption verify device room synapse login web
FluxBB | forum discussion board bulletin threads members posts community moderators foro users register ask reply hobby club topic sticky moderation questions
FMD Server | find lost phone stolen android ring locate wipe airtag keys handy verloren orten telephone perdu where is my car kids location map last position tracker gps device
Focalboard = mattermost boards | trello notion asana boards cards kanban table personal properties project roadmap views calendar gallery filter task mattermost to do overview who does what progress deadline aufgabe tache tarea
Fooocus | simple midjourney-like generate images pictures ai canvas inpainting artists stable diffusion prompt bilder erzeugen draw picture from description portrait dall-e checkpoint upscale vram graphics card
Forgejo = codeberg | git hosting repositories push code github gitea fork community issues pull requests federation actions private projects quellcode depot team organisations clone commit branch webhook
Form.io | builder google forms typeform questions answers registration sign up sheet contact submissions formular formulaire formulario feedback party order website embed file upload results csv
Formbricks | survey in-app feedback experience typeform qualtrics nps product users targeting questionnaire umfrage sondage party registration order form website embed file upload results csv
*Fossil = fossil scm | sqlite wiki single binary git hosting repositories push code browse own private projects tickets lightweight forge quellcode depot store my source without github remote origin clone branches team version history
Foswiki | wiki structured enterprise macros tables topics perl intranet write down edit page text files instructions howto remember find later pages formatting preview internal readable headings links images anleitung guide twiki
FoundationDB | distributed key value coordination consensus quorum leader election cluster configuration grid nodes members locks consistent replicated store available outage highly failover database clients ausfall
Foundkey | fediverse microblog misskey fork instance federated reactions notes twitter replacement without company own account write short posts follow people boosts mastodon compatible soziales netzwerk reseau social
frab | conference talks call for papers abstracts programme speakers volunteers shifts schedule congress meetup lectures room slots helpers registration submissions register participants date place organiser veranstaltung evenement evento
Framadate | poll date doodle find meeting time availability vote group terminfindung sondage when does everybody have party club choose confirm slot overview participants calendar termin rendez-vous cita
Frappe Books | bookkeeping offline desktop accounting small business invoices ledger buchhaltung vat tax profit loss balance sheet expense customer vendor freelancer customers money receipts year end geld rechnung
Frappe CRM | erpnext calls customers leads sales pipeline deals contacts follow up salesforce hubspot kundenverwaltung clients clientes companies phone offers follow-up appointments team prospects
Frappe HR = frappe hrms, hrms | employees leave vacation holidays payroll recruitment personnel attendance urlaub personal conges empleados staff colleagues employee who is on holiday days left request boss approve
Frappe Learning | courses lms e-learning exams students training certificates university lernplattform formation teacher homework grades quiz certificate video lessons employees pupils kurs cours curso
FreeHelpdesk | helpdesk tickets support customers email agents zendesk queue requests knowledge base hilfe anfragen assistance request complaint answer several colleagues info address status open closed it department user problem
FreePBX = freepbx distro | asterisk gui phone system pbx web interface extensions voip sip voicemail ivr call queue office telefonanlage standard telephonique centralita house telephone ring all phones answering machine internal doorbell cisco yealink softphone number provider
FreeScout | helpdesk shared mailbox help desk inbox helpscout team email support assign conversations gemeinsames postfach boite partagee request complaint answer several colleagues info address status open closed it department user problem
FreeSWITCH | softswitch scalable phone system pbx web interface extensions voip sip voicemail ivr call queue office telefonanlage standard telephonique centralita house telephone ring all phones answering machine internal doorbell cisco yealink softphone number provider
FreshRSS | rss news blogs follow feed reader google feedly atom subscribe unread articles without algorithm nachrichten abonnieren actualites flux noticias headlines websites in one place newspapers youtube channels opml star mark read
Friendica | facebook social network federated timeline friends events photos groups decentralized connect networks soziales netzwerk leave twitter instagram own pictures posts likes profile
Friendly Captcha | proof of work bots spam registration form ai crawlers scraping protect not a robot comment flooded scrapers openai overload site
FSCrawler | elasticsearch folders search inside files on disk full-text index desktop nas find document by content volltext dateien durchsuchen which file contains the word pdf office photos archive shares
Fulcrum | electrum wallet index bitcoin private balance lookup sparrow hardware ledger address history own bank trezor coins transaction sync lightning blocks
*Full-Text RSS | articles feeds truncated excerpt extract content complete news blog subscribe headline whole mailbox reader newspaper read daily website article changes email digest topics five filters
FusionPBX | freeswitch multi-tenant phone system pbx web interface extensions voip sip voicemail ivr call queue office telefonanlage standard telephonique centralita house telephone ring all phones answering machine internal doorbell cisco yealink softphone number provider
Galene | video conference lightweight lecture small go few resources meeting room videokonferenz webcam microphone presenter password low cpu students call family without account browser people talk
Galette | club members association dues membership list sports groups roles verein mitglieder beitrag adherents socios fees birthday volunteers letters events address donors
gamja | minimal web client irc bouncer channels backlog libera nick always connected terminal chat stay logged in read missed messages phone browser
Gancio | local events agenda calendar community posters concerts activism fediverse embed veranstaltungen evenements eventos register for concert meetup party guests neighbourhood announce
Gatling | scala load test stress performance requests per second simulate users website benchmark how many visitors can my handle concurrent slow latency traffic
Gatsby | react static site generator markdown blog pages themes build publish website portfolio html generate from text files fast no database deploy homepage webseite bauen
Gemini Server = gemini capsule | small web protocol capsule text pages retro browse lagrange gemtext smolweb minimal geminispace tls hobby text-only site alternative nineties personal notes nostalgia
Gemstash | ruby gems private package registry artifacts maven nuget cargo go composer gem libraries proxy cache publish mirror developers build dependencies own modules internal download company offline
Gerrit = gerrit code review | code review git changes approve patch sets android large team submit vote commit change pull request developers programming projects source history versions quellcode
GetSimple = getsimple cms | cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
*Ghost = ghost blog, ghost cms | blog newsletter publish writing members paid subscribers substack medium posts schreiben veroeffentlichen write articles travel diary photos bakery club homepage comments theme update
*Gift Manager | gifts wish list birthday christmas presents wedding registry claim secret family geschenke wunschliste cadeaux regalos grandparents kids buy surprise who buys what santa
Giftless | bare repository ssh push pull version control own large files no web interface quellcode store my source code without github remote origin clone branches team history
Giscus | github discussions comments under blog posts readers disqus static website moderation kommentare commentaires comentarios visitors reply article hugo jekyll embed anonymous spam discussion
Gitblit | java windows git hosting repositories push code browse own private projects tickets lightweight forge quellcode depot store my source without github remote origin clone branches team version history
GitBook | documentation book markdown publish chapters manual write guide readers toc navigation export technical writer team handbuch pages formatting preview instructions internal text readable headings links images anleitung
GitBucket | scala github clone git hosting repositories push code browse own private projects tickets lightweight forge quellcode depot store my source without remote origin branches team version history
Gitea Runner = act runner, gitea act runner, forgejo runner | forgejo actions run workflows build ci jobs executor labels docker waiting for pipeline stuck no available test tag register token workflow yaml
Gitea | git hosting repositories push code github own private projects issues pull requests lightweight organisation ssh key packages mirror quellcode depot repositorio team organisations clone commit branch webhook
GitHub Runner = github actions runner, actions-runner, self-hosted runner | actions workflows own hardware build minutes repository organisation token jobs ci pipeline stuck no available test tag register workflow yaml
GitLab = gitlab ce, gitlab omnibus | git repositories merge requests ci pipelines issues registry devops company github groups runners pages code hosting quellcode group projects maintainer kubernetes omnibus
GitLab Runner = gitlab ci | execute pipelines jobs executor docker shell tags stuck pending register ci build pipeline no available test tag token workflow yaml
GitPrep | git hosting repositories push code browse own private projects tickets lightweight forge quellcode depot store my source without github remote origin clone branches team version history
Glewlwyd | single sign-on identity provider login accounts oidc oauth saml passkey mfa tokens users federated one password for everything anmeldung sign in once all my services family page front of apps second factor public internet
Gluu | single sign-on identity provider login accounts oidc oauth saml passkey mfa tokens users federated one password for everything anmeldung sign in once all my services family page front of apps second factor public internet
gmid | small web protocol capsule text pages retro browse lagrange gemtext smolweb minimal geminispace tls hobby text-only site alternative nineties personal notes nostalgia
Gmvault | archive backup email gmail imap search tags old messages export download mailarchiv sauvegarde keep all emails for years find message inbox quota full before deleting account
GNU nano | beginners ctrl text editor terminal config plugins edit file command line default syntax highlighting write code scripts remotely shortcut keys change plugin
GNU Social = statusnet | fediverse microblog small single user activitypub personal posts federated followers twitter mastodon follow friends own handle server boosts media people account timeline without big tech soziales netzwerk reseau red
GO Feature Flag | product analytics events funnels session replay flags experiments users behaviour rollout developers what do click where they leave switch for some customers a b test
GoCD | continuous delivery pipelines value stream stages deploy agents thoughtworks compile code after commit automatically run tests build docker image release worker
gocron | cron web run ansible playbooks scripts jobs button interface schedule commands runbook predefined for restart script click colleagues without ssh nightly job failed log output
Gogs | small git hosting go lightweight repositories raspberry github push code painless team organisations clone commit branch webhook programming projects source history versions quellcode
Gollum | wiki git backed markdown pages edit browser repository history write down page text files instructions howto remember find later formatting preview internal readable headings links images anleitung guide
Gophernicus = gopher server | small web protocol capsule text pages retro browse lagrange gemtext smolweb minimal geminispace tls hobby text-only site alternative nineties personal notes nostalgia
*Got Your Back = gyb | gmail command line archive backup email imap search tags old messages export download mailarchiv sauvegarde keep all emails for years find message inbox quota full before deleting account
Gotenberg | convert html docx to pdf api chromium libreoffice generate invoices markdown office documents render headless paperless companion url screenshot print letters web page converter microservice
GotHub | private github front end browse repositories without tracking read code look at browser history branch clone public show programming projects source versions quellcode
Gotify = gotify server | push notifications phone android alerts scripts websocket pushover priority app token benachrichtigung tell me on my when backup fails script done camera motion server down message alarm
GoToSocial | fediverse microblog lightweight single user raspberry mastodon small activitypub personal account social federated twitter replacement without company own write short posts follow people boosts compatible soziales netzwerk reseau gts
GrapesJS | templates framework website builder drag drop visual page landing design without coding wix squarespace make a programming homepage business pictures own domain
Grauphel | sticky desktop notes gnome linked sync legacy notizen write idea reminder shopping pin memo laptop telephone notizbuch carnet cuaderno personal thoughts android windows mac offline tablet aufschreiben noter apuntar
Grav | flat file cms markdown website without database small pages themes company club blog editors menu theme upload pictures content authors webseite site internet
GreenMail | java junit catch test mails development fake smtp disposable inbox preview developer testing email mailbox messages outgoing message client account postfach e-mail courriel correo
Grimoire | bookmarks links save tags read later personal pinboard lesezeichen favoris url site keep remember find again category import browser extension private favourites
grommunio | exchange outlook activesync groupware company mail calendar mobile sync mapi firmenmail staff mailbox shared address book meeting invitation delegate out of office phone push firma courriel
*Group Office | groupware mail calendar contacts tasks crm team exchange collaboration gruppenkalender staff mailbox shared address book meeting invitation delegate out of mobile phone push firma courriel
GrowthBook | a b testing product analytics events funnels session replay feature flags experiments users behaviour rollout developers what do click where they leave switch for some customers test
h2oGPT | chat with documents ai answers company knowledge search pdf sources embeddings dokumente fragen ask my manuals contracts question answered from own files summarise
HabitTrove | habits daily streak tick off routine every day water exercise motivation gewohnheiten habitudes habitos quit smoking reading calendar goals each meditate coins
Hadoop = hdfs, apache hadoop, mapreduce | big data cluster distributed storage batch map reduce huge datasets terabytes nodes compute sql jobs parallel analyse
Hagrid = keys.openpgp.org | encrypt mail pgp keys public key sign secret message verschluesseln chiffrer cifrar fingerprint trust verify privacy thunderbird email file backup signature apt
*Half-Life = hldm, sven co-op | gordon freeman deathmatch co-op game multiplayer dedicated friends join lan party gaming host session mods slots spielen mitspieler jouer amis
*Halo = halo blog | chinese java blog cms website pages content themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
Haptic | markdown notes local first minimal editor browser write down edit page text files instructions howto remember find later pages formatting preview internal readable headings links images anleitung guide
Haraka | nodejs plugins smtp sending transactional mail delivery outgoing sendgrid mailgun bounce bulk queue mta mails from server do not arrive stuck relay gmx gmail provider password port 587 notify
*Harper = harper grammar | grammar checker private offline english writing style linter prose mistakes spelling text email correct developers texts emails articles language errors rechtschreibung
HashiCorp Boundary | identity aware access proxy zero trust company internal apps beyondcorp without vpn policy sign in once for all my services family one login page front of second factor public internet
HashOver | comments under blog posts readers disqus static website moderation kommentare commentaires comentarios visitors reply article hugo jekyll embed anonymous spam discussion
Hastebin = haste-server, hastypaste | paste code log share quick pastebin developers raw url piece of config with colleague link copy text forum keep reuse programming
Hasura | graphql postgres instant backend database auth users api storage realtime functions developers firebase low-code internal app admin crud for my phone user login tables rest without writing server forms
Hatchet | task queue background workflow engine durable process jobs steps developers code orchestration long running business schedule microservices event automation retry failed tasks approval orchestrate
*Haven = haven blog | blog writing minimal publish posts federated personal essay text small website write essays diary travel public without distractions readers subscribe
Haystack = deepset haystack | chat with documents ai answers company knowledge search pdf sources embeddings dokumente fragen ask my manuals contracts question answered from own files summarise
Hazelcast = infinispan | distributed key value coordination consensus quorum leader election cluster configuration grid nodes members locks consistent replicated store available outage highly failover database clients ausfall
Hearch | private google results without ads javascript tracking search engine spy suchmaschine the internet being followed duckduckgo bing default browser own
HedgeDoc = hackmd, codimd | markdown notes write together collaborative editor slides meeting minutes students real time pad hackmd preview gemeinsam notizen collaboratives at the same club shared link no account
Heisenbridge | bouncer style irc bridge matrix slack email puppet legacy network chat connect one client all chats messages double synapse chatting community room talk friends people unterhalten discuter chatear
Helicone | llm tracing observability prompts tokens cost evaluation developers what did the prompt trace calls debug agent latency evaluate answers team
Helios Voting | verifiable cryptographic ballots vote decision assembly participation citizens election proposals motions budget group democratic abstimmung votacion members meeting decide elect board ballot secret count residents participate
Helix Editor | text terminal config plugins edit file command line default syntax highlighting write code scripts remotely shortcut keys change plugin
Hello World = nginx demo | test example first container demo does docker work try minimal check traefik routing certificate smoke it run sample page learn beginner training practise
Helpy | helpdesk tickets support customers email agents zendesk queue requests knowledge base hilfe anfragen assistance request complaint answer several colleagues info address status open closed it department user problem
Hemmelig | send password securely once vanish self-destruct link secret share credentials colleague view passwort verschicken einmal wifi key to customer not by email readable only deletes itself
Hexo | nodejs static site generator markdown blog pages themes build publish website portfolio html generate from text files fast no database deploy homepage webseite bauen
HeyForm | form conversational typeform survey quiz drag logic google forms formular formulaire formulario registration answers questions feedback guests party pdf results embed
*Hi.Events | event tickets sell conference check-in reservations attendees qr eintrittskarten billets entradas festival party seats pdf door scanner refund register participants date place organiser meetup veranstaltung evenement evento
Hitobito | club members association dues membership list sports groups roles verein mitglieder beitrag adherents socios fees birthday volunteers letters events address donors
Hive = apache hive | big data cluster distributed storage batch map reduce huge datasets terabytes nodes compute sql jobs parallel analyse
Hockeypuck = keyserver | keyserver sks encrypt mail pgp keys public key sign secret message verschluesseln chiffrer cifrar fingerprint trust verify privacy thunderbird email
Hollama | chatgpt interface chat models api key ai browser assistant prompts plugins ki own at home ask questions write letters homework family upload file history private model ollama
Hollo | headless single user fediverse microblog small activitypub personal posts federated followers twitter mastodon follow friends own handle server boosts social media people account timeline without big tech soziales netzwerk reseau red
Homebrewery | tabletop roleplaying dungeons dragons battle map initiative characters campaign monsters rollenspiel dungeon master game night role playing friends online character sheet combat fog of war d20
Homechart | family organiser calendar chores shopping meal wall tablet household familienplaner parents kids week notes shared dinner reminders appointments kitchen screen familie famille
Homer SIP = sipcapture, heplify | capture troubleshoot call traces proxy voip carrier load balance calls registrar trunk signalling house telephone ring all phones answering machine internal doorbell cisco yealink softphone number provider
Honk | humorous go fediverse microblog small single user activitypub personal posts federated followers twitter mastodon follow friends own handle server boosts
HonKit | documentation book markdown publish chapters manual write guide readers toc navigation export technical writer team handbuch pages formatting preview instructions internal text readable headings links images anleitung
Hook0 | webhooks sending deliver retries events customers signatures developers webhook to retry signing endpoint log saas web developer call backend integration program testing schnittstelle
Hookshot = matrix hookshot | github gitlab jira feeds matrix bot plugins rss webhooks notifications rooms reminders chat homeserver family friends room messages federation element user account
Horilla | hr employees leave vacation holidays payroll recruitment personnel attendance urlaub personal conges empleados staff colleagues employee who is on holiday days left request boss approve
Hound = hound code search | etsy regex code search index repositories grep symbols cross reference browse developers find function where used many projects programmers repository report security scan quellcode
hstr | shell history sync across machines search commands ctrl-r bash zsh forgot command i typed last week other computer terminal console laptop again
HTMLy | flat file cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
httpbin = gohttpbin | echo request test receive incoming http hook run script inspect requests payload trigger git push debug callback url from internet show headers body github
Hubzilla | nomadic identity channels link aggregator communities reddit hacker news comments votes threads federated discussion post links discuss subscribe community upvote moderators sublemmy subreddit topics
*Hugo = gohugo | static site generator markdown blog fast pages themes build github webseite statisch portfolio html generate from text files no database deploy homepage bauen
Huly | linear jira slack notion replacement project tracker chat hr team planner office all in one wiki database board notes templates own
HumHub | social intranet company employees spaces wall club community facebook internal network colleagues news members groups events files staff media people account timeline follow without big tech soziales netzwerk reseau red
Hydra CI = hydra nix | nix nixos cd build test pipelines deploy git push jobs agents gitops release kubernetes continuous automatically after commit compile rollout image tests
*Hydrogen | lightweight old browsers matrix client chat messenger rooms encrypted cute mobile light interface write friends family direct message group end-to-end encryption verify device room synapse login web
Hydroxide | proton mail imap smtp thunderbird send alerts encrypted local client server via account headless paid docker outlook mailbox messages outgoing message postfach e-mail courriel correo
HylaFAX = iaxmodem, t38modem | fax send receive modem pdf to office faxe versenden telecopie number doctor authority paper telephone line provider company telefon received faxes as mail lawyer
Hyperpipe | youtube music private front end instagram tiktok medium quora imgur fandom pinterest genius imdb read without tracking account ads watch look app registration redirect proxy paywall popup
Hyvor Relay | transactional api smtp sending mail delivery outgoing sendgrid mailgun bounce bulk queue mta server should me cron output root smart raid warning gmail account forward send
IBM Db2 = db2 | enterprise relational sql database legacy instance listener tablespace erp datenbank business application backend tables schema users backup restore license store records queries needs base de donnees
Icarus = icarus server | survival planet drop game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis
Iceshrimp = iceshrimp.net | dotnet fediverse microblog misskey fork instance federated reactions notes twitter replacement without company own account write short posts follow people boosts mastodon compatible soziales netzwerk reseau social
iDempiere = adempiere | compiere ledger erp accounting purchase sales inventory manufacturing company suppliers orders warehouse sap warenwirtschaft gestion entreprise business staff stock invoices production
Illa Builder = illa | backend database auth users api storage realtime functions developers firebase low-code internal app admin crud instant for my phone user login tables rest without writing server forms
imapfilter | lua script sort mail rules into folders automatically vacation reply filter newsletters inbox zero regeln abwesenheit move to new provider old account messages folder download backup rule copy
Improved Initiative | tabletop roleplaying dungeons dragons battle map characters campaign monsters rollenspiel dungeon master game night role playing friends online character sheet combat fog of war d20
Inboxen | disposable temporary inbox registration throwaway address wegwerf mail jetable temporal ten minute sign up without giving spam forum verification code
Inbucket | catch test mails development fake smtp disposable inbox preview developer testing email mailbox messages outgoing message client account postfach e-mail courriel correo
Indico | conference talks call for papers abstracts programme speakers volunteers shifts schedule congress meetup lectures room slots helpers registration submissions register participants date place organiser veranstaltung evenement evento
Inngest | workflow engine durable process jobs steps developers code orchestration long running business schedule microservices event automation retry failed tasks queue approval orchestrate
InspIRCd | irc server daemon modules channels network own chat operators hexchat nickname channel tls libera freenode missed messages while offline chatting community room talk friends people unterhalten discuter chatear
Insurgency Sandstorm = insurgency | tactical shooter game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis steam source engine rcon match maps workshop srcds clan rounds
Internet Clipboard | copy on phone paste computer shared between devices text link zwischenablage presse-papiers portapapeles photo from iphone to windows pc without cable same network quick
InvenioRDM = invenio, zenodo | research repository zenodo doi sql reports charts dashboards analytics explore dataset publish query tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter
InvokeAI | generate images pictures ai canvas inpainting artists stable diffusion prompt bilder erzeugen draw picture from description portrait dall-e checkpoint upscale vram graphics card
Issabel | elastix successor phone system pbx web interface extensions voip sip voicemail ivr call queue office telefonanlage standard telephonique centralita house telephone ring all phones answering machine internal doorbell cisco yealink softphone number provider
Isso | python lightweight sqlite comments under blog posts readers disqus static website moderation kommentare commentaires comentarios visitors reply article hugo jekyll embed anonymous spam discussion
isync | sync imap maildir local copy mutt backup download mailbox two way offline move mail to new provider old account messages folder rule sort
*IT Tools | developer utilities handy uuid hash base64 json converter generator token cron qr regex cheat timestamp jwt url encode quick online converters without uploading
Itinerary = kde itinerary | trip planner holiday flights hotel day plan collaborative hiking trails reiseplanung voyage viaje places been journey road bookings map tickets hike route
iTop = combodo itop | cmdb itil change incidents assets configuration it service dependency impact company servers laptops incident request catalogue inventory dependencies department overview findings severity owner due
JackTrip | musicians play music together online low latency band rehearsal jam choir remote probe musik repetition instruments sing internet session friends
Jami = gnu ring | gnu calls private anonymous messenger peer to no phone number decentralized censorship onion video call family without account browser people talk
Jamulus | band server musicians play music together online low latency rehearsal jam choir remote probe musik repetition instruments sing internet session friends
Jan AI | desktop offline chatgpt interface chat models api key browser assistant prompts plugins ki own at home ask questions write letters homework family upload file history private model ollama
Janssen = janssen project | single sign-on identity provider login accounts oidc oauth saml passkey mfa tokens users federated one password for everything anmeldung sign in once all my services family page front of apps second factor public internet
Janus = janus gateway | plugins gateway c video call webrtc meeting conference room camera browser obs guests screen share videokonferenz visioconference family grandma see each other microphone online lesson many participants link mute
JanusGraph | graph document database nodes relationships queries connected multi-model traversal network of people who knows whom edges query backend developers store
JasperReports = jasperserver | pdf print reports java sql charts dashboards analytics explore dataset publish query tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter
*Jekyll = github pages | static site generator ruby markdown blog github pages liquid portfolio html generate from text files fast no database deploy homepage webseite bauen
Jenkins = jenkins controller, jenkins agent | build test deploy pipelines ci jobs plugins java groovy nightly agents freestyle jenkinsfile kompilieren integration continue compile code after commit automatically run tests docker image release worker
Jesse Trading = jesse | crypto bot exchange binance strategy backtest buy sell automatically profit candles handelsbot bitcoin ethereum kraken market making backtesting dry run signals indicators hyperopt
Jira = jira software | atlassian tickets issues sprints agile backlog workflow boards bugs epics story points scrum board epic estimation team work kanban release
Jirafeau | one-click php share large file link wetransfer upload download expire password guests customers screenshots too big for email dateien verschicken partager fichiers compartir archivos video to friend wedding pictures gigabyte attachment temporary public
Jitsi = jitsi meet, docker-jitsi-meet | video conference meeting call zoom teams google meet webcam screen share browser room link grandparents without account videokonferenz visioconference videollamada family grandma see each other camera microphone online lesson many participants mute
Jitsu | product analytics events funnels session replay feature flags experiments users behaviour rollout developers what do click where they leave switch for some customers a b test
JMeter = apache jmeter | java gui load test stress performance requests per second simulate users website benchmark how many visitors can my handle concurrent slow latency traffic
Joomla | cms website extensions templates articles menus club pages webseite verein company blog editors menu theme upload pictures content authors site internet
Joplin = joplin server | notes notebook evernote sync phone laptop markdown web clipper attachments todo encrypted share handwritten notizen synchronisieren carnet notas thoughts ideas meeting study remember find again daily note clip attach onenote
*js-dos | retro games in browser emulation nintendo snes gameboy kids old console library gaming download install collection play friends prince of persia doom computer classics
JSON Crack | graph visualise developer documentation offline api viewer cheat sheets handy format language reference programmer look up command syntax example
JSON Hero | developer documentation offline api viewer cheat sheets handy format language reference programmer look up command syntax example learn beginner training practise
JSON Resume | cv job application pdf template lebenslauf bewerbung candidature curriculum letter employer skills experience print cover new interview apply stelle
json-server | fake api mock responses test frontend developers simulate pretend endpoint stub replies without backend prototype contract integration web developer call program testing schnittstelle
Juice Shop | owasp learn hacking vulnerable practice capture the flag security training exercise sql injection xss ethical hacker course exploit beginner practise
Jupyter Book | documentation notebooks scientific publish computational markdown executable figures python university report equations bibliography figure build html pdf beamer write docx latex manuscript template
*Just Short It | url shortener links bitly tinyurl redirect long address compact kurzlink raccourcir acortar link too shorter flyer clicks memorable slug share
Kafdrop | java browse kafka topics messages consumer groups lag web interface partitions events topic subscribe microservices throughput replay log producer stream
Kali Linux = kali | tools distribution learn hacking vulnerable practice capture the flag security training exercise programmer look up command syntax offline example format
Kallithea | git hosting repositories push code browse own private projects tickets lightweight forge quellcode depot store my source without github remote origin clone branches team version history
Kamailio | sip proxy voip carrier load balance calls registrar trunk capture signalling telephony register dial provider scalable line number company telefon
Kan = kan.bn | trello kanban boards cards import collaborate workspace todo doing done card assign due date drag columns checklist karten tableau tablero
Kanboard | kanban boards minimal columns tasks swimlanes work in progress limit project lightweight aufgaben tafel tableau taches todo doing done deadline assign colleague club plan cards checklist attachments
Karakeep = hoarder | bookmarks links notes images save everything ai tags hoard worth keeping collect pocket raindrop screenshots later lesezeichen sammeln marque-pages favoritos interesting sites keep favourites remember article disappeared read on phone laptop
Katbin | paste text code log share command line curl expire snippet link zwischenablage show error message to forum post short between computers expires
kbin | reddit magazines threads microblog federated links votes fediverse discontinued post discuss subscribe community upvote moderators sublemmy subreddit topics social media people account timeline follow without big tech soziales netzwerk reseau red
KCC | convert ebooks epub mobi azw3 kindle kobo format reader book umwandeln livre libro wrong for my ereader manga comics pocketbook send to device calibre
Keila | elixir newsletter mailing list campaigns subscribers mailchimp templates unsubscribe bulk opens clicks rundbrief infolettre boletin write to thousand people customers club monthly mail subscribe design click rate
Kestra | orchestration workflows yaml scheduled pipelines tasks triggers event driven cron python bash script web form approval retries flow schedule every night job notify when failed replacement
Ketesa | matrix homeserver users rooms reset password deactivate moderation spam bans admin panel media cleanup chat family friends room messages federation element user account
keybr | typing speed test words per minute practice keyboard tippen schreibmaschine ten fingers wpm accuracy learn touch faster course finger lesson colleagues challenge
Keyoxide = keyoxide web, aspe | prove online identity keys openpgp verify accounts profile decentralized claims pgp fingerprint proof mastodon github domain really me keybase page who am i linked
Keyshade | password manager credentials team vault share logins 1password lastpass browser extension passwoerter mots de passe contrasenas keep all safe netflix login with partner generate strong remember sticky notes
KeystoneJS | headless graphql cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina for mobile app api endpoints media roles schema
khal | calendar terminal caldav sync command line appointments local files kalender contacts agenda phone offline import ics remind events radicale nextcloud google pull laptop keyboard termine
Khoj = khoj ai | second brain ai assistant notes documents questions obsidian research personal agent ask my pdf emacs automations chat reminders private local llm answers own
Kill Bill | subscription billing payments saas recurring invoices catalog charge customers plan monthly usage credits stripe invoice payment gateway dunning money receipts year end geld rechnung
Kill the Newsletter | feeds by email newsletters to rss inbox digest nachrichten per mail news blog subscribe headline whole text mailbox reader newspaper
Killing Floor 2 = killing floor | zeds waves game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis play with evening own server password world save online
Kirby | flat file designers cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
Kiwi IRC | web embed widget client bouncer channels backlog libera nick always connected terminal chat stay logged in read missed messages phone browser
Knowage = spagobi | sql reports charts dashboards analytics explore dataset publish query tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter
KoboldCpp = kobold, koboldai | single file storytelling local llm characters models gguf chat gradio roleplay notebook ki own chatgpt run mistral qwen deepseek gpu vram tokens per second model huggingface
KoboToolbox | ngo refugees field data collection forms offline phone humanitarian survey gps research xlsform members meeting decide elect board ballot secret count residents participate
Kokoro = kokoro tts | natural small text to speech voice read aloud announce spoken output home assistant vorlesen synthese vocale house should speak book article loud german
Kopano = zarafa, z-push | exchange outlook activesync groupware company mail calendar mobile sync mapi firmenmail staff mailbox shared address book meeting invitation delegate out of office phone push firma courriel
Kotaemon | chat with documents ai answers company knowledge search pdf sources embeddings dokumente fragen ask my manuals contracts question answered from own files summarise
Krayin = krayin crm | laravel crm customers leads sales pipeline deals contacts follow up salesforce hubspot kundenverwaltung clients clientes companies phone calls offers follow-up appointments team prospects
Kreuzberg | extract text documents pdf ocr tables api rag pipeline python office images chunks metadata read invoices structured chunk llm knowledge
Kroki | diagrams from text render plantuml mermaid graphviz bpmn api images documentation asciidoc svg picture of network boxes arrows plan explain idea structure presentation process
Ktistec | crystal single user fediverse microblog small activitypub personal posts federated followers twitter mastodon follow friends own handle server boosts social media people account timeline without big tech soziales netzwerk reseau red
Kubeflow | kubernetes pipelines machine learning experiments track models metrics registry training runs data science compare accuracy hyperparameters artifacts neural network reproducible
KumoMTA | high volume smtp sending transactional mail delivery outgoing sendgrid mailgun bounce bulk queue mta server should me cron output root smart raid warning gmail account forward send
Kutt = kutt.it | url shortener short links bitly custom domain expire password statistics kurzlink raccourcir link too long shorter address flyer clicks memorable slug share
La Suite Meet | french government livekit video call webrtc meeting conference room camera browser obs guests screen share videokonferenz visioconference family grandma see each other microphone online lesson many participants link mute
Label Studio | annotate labels text images audio training dataset machine learning tagging draw rectangles on pictures train own detector frigate yolo crowd labelling
LabKey | laboratory notebook experiments samples scientists protocols research lims electronic traceability labor proben laboratoire chemistry biology university experiment write down barcode freezer
Lago = getlago | usage based billing metering saas subscriptions events pricing stripe invoices api customers charge plan monthly credits invoice payment gateway dunning
Laminar | minimal bash ci cd build test pipelines deploy git push jobs agents gitops release kubernetes continuous automatically after commit compile rollout image tests
LanceDB | vector database embeddings semantic search similarity rag ai nearest neighbours immich chunks retrieval chatbot documents collection scientists research find similar pictures texts
Langflow | llm agents flows drag drop rag langchain prototyping visual build bot answering questions prompt chain vector store tools no code company
Langfuse = langsmith | llm tracing observability prompts tokens cost evaluation developers what did the prompt trace calls debug agent latency evaluate answers team
Launchpad | ubuntu bugs ppa translations code hosting report problem ticket severity developer version fix assign milestone fehler melden to do overview who does what progress deadline aufgabe tache tarea
Lavalink | music audio node discord bot moderation voice channel play youtube commands community roles welcome guild queue playlist friends slash command moderators
LavinMQ | amqp lightweight message queue broker exchange consumers workers jobs publish celery erlang dead letter nachrichtenwarteschlange programs messages asynchronous waiting worker decouple services backlog
LDAP User Manager | php simple web interface users groups add change forgotten password directory browse entries one list for nextcloud jellyfin gitea same everywhere member group
LeafWiki | tree wiki markdown single binary team runbook pages simple write down edit page text files instructions howto remember find later
Leantime | projects adhd neurodivergent goals ideas roadmap small team timesheets non project managers dyslexia motivation todo doing done deadline assign colleague club plan cards checklist attachments
Ledger CLI | plain text accounting double entry command line journal money reports buchhaltung comptabilite assets liabilities income expense balance sheet transactions import csv
Left 4 Dead 2 | zombies valve campaign game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis steam source engine rcon match maps workshop srcds clan rounds left 4 dead
legit = legit git | git hosting repositories push code browse own private projects tickets lightweight forge quellcode depot store my source without github remote origin clone branches team version history
Lemmy = lemmy ui | reddit communities links votes comments federated fediverse threads moderation upvote subreddit post discuss subscribe community moderators sublemmy topics social media people account timeline follow without big tech soziales netzwerk reseau red
LemonLDAP::NG = lemonldap | perl websso french single sign-on identity provider login accounts oidc oauth saml passkey mfa tokens users federated one password for everything anmeldung
Lenpaste | paste text code log share command line curl expire snippet link zwischenablage show error message to forum post short between computers expires
LessPass | stateless derived password manager credentials team vault share logins 1password lastpass browser extension passwoerter mots de passe contrasenas keep all safe netflix login with partner generate strong remember sticky notes
Letta = memgpt | memory stateful autonomous ai agent personal assistant does tasks telegram whatsapp computer tools let do the work write program fix bug by itself command terminal task
LiberaForms | form builder google forms typeform questions answers registration sign up sheet contact submissions formular formulaire formulario feedback party order website embed file upload results csv
Libervia | social blog xmpp web client browser jabber chat omemo rooms conversations instant messaging friends family end-to-end roster presence chatrooms whatsapp without phone number
LibMedium | medium articles private front end instagram tiktok quora imgur fandom pinterest genius imdb read without tracking account ads watch look app registration redirect proxy paywall popup
LibreBooking = booked scheduler | reserve rooms equipment resources meeting room book desk vehicle court raum reservieren reservation salle reserva clients choose free slot lesson consultation reminder confirmation buffer
LibreChat | chatgpt interface multiple providers anthropic openai gemini conversations agents accounts ki chat own at home ask questions write letters homework family upload file history private model ollama
LibRemdb | imdb films private front end instagram tiktok medium quora imgur fandom pinterest genius read without tracking account ads watch look app registration redirect proxy paywall popup
LibreQR | make qr code link wifi guest poster scan picture generate erzeugen generer generar guests password with phone menu business card
LibreSign | sign pdf nextcloud certificate digital signature contracts request signers unterschrift signer firmar employment contract rental nda without printing scanning remotely
LibreY = librex | private google results without ads javascript tracking search engine spy suchmaschine the internet being followed duckduckgo bing default browser own
libSQL = turso | single file embedded database wal replicate backup lightweight locked queries small datenbank app db copy restore store records application needs backend base de donnees
Lieer | archive backup email gmail imap search tags old messages export download mailarchiv sauvegarde keep all emails for years find message inbox quota full before deleting account
Liftosaur | strava gpx rides runs statistics heatmap gym lifting log training sport bike ride marathon kilometers heart rate garmin progress pr weights
Lightdash | dbt metrics sql reports charts dashboards analytics explore dataset publish query tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter
Lighthouse CI = lhci, lighthouse | google pagespeed code coverage lint performance score page speed regressions build pull request quality check my bad practice security hole before merge website slow seo
Lighthouse Ethereum = lighthouse beacon | cryptocurrency node staking execution consensus validator blockchain eth kryptowaehrung sync chain wallet rpc attestation disk peers archive smart contract defi
LimeSurvey | survey questionnaire poll research students statistics multiple choice anonymous participants export spss surveymonkey umfrage fragebogen sondage encuesta registration answers questions feedback guests party pdf results embed
Limnoria = supybot | python irc bot channel commands moderation quotes logs karma chat hexchat nickname server tls libera freenode missed messages while offline
LinguaCafe | learn foreign languages reading texts words lookup vocabulary lingq fremdsprache lernen langue idioma french japanese study exam cards review phone
Lingva = lingva translate | translate text languages private front end google deepl duckduckgo without tracking uebersetzen english german french letter sentence website foreign language what does this mean uebersetzer traducteur texts emails articles errors rechtschreibung
LinkAce | links archive bookmarks lists monitor dead broken tags wayback lesezeichen save url site keep later remember find again category import browser extension private favourites favoris
Linkding | bookmarks links save tags minimal browser extension archive delicious pinboard find website again lesezeichen marque-pages favoritos marcadores url site keep later remember category import private favourites favoris
LinkHut | bookmarks links save tags read later personal pinboard lesezeichen favoris url site keep remember find again category import browser extension private favourites
Linkwarden | bookmarks links save archive pages screenshot pdf collections collaborative dead raindrop lesezeichen sammlung marque-pages favoritos interesting sites keep favourites remember article disappeared read on phone laptop
linx-server = linx | share large file link wetransfer upload download expire password guests customers screenshots too big for email dateien verschicken partager fichiers compartir archivos video to friend wedding pictures gigabyte attachment temporary public
Listmonk | newsletter mailing list campaigns subscribers mailchimp bulk mail templates opt-in bounce rundbrief infolettre boletin write to thousand people customers club monthly subscribe unsubscribe design click rate
LiteLLM = litellm proxy | llm gateway proxy many providers one openai api keys budget costs spend routing key for claude gpt gemini limit users several models
liteshort | url shortener short links bitly tinyurl redirect long address compact kurzlink raccourcir acortar link too shorter flyer clicks memorable slug share
Litlyx | website visitors statistics page views google analytics privacy referrers cookieless traffic counter besucher statistiques how many people read my blog who visits site which country browser without cookie banner
Live Helper Chat | website visitors support widget operators intercom customers talk customer question bubble answer agent offline form whatsapp bot shop ask directly
livegrep | code search index repositories grep symbols cross reference browse developers find function where used many projects regex programmers repository report security scan quellcode
LiveKit = livekit server | video audio webrtc sfu developers realtime calls ai agents voice rooms sdk family grandma see each other camera microphone online lesson many participants link mute
Liwan | website visitors statistics page views google analytics privacy referrers cookieless traffic counter besucher statistiques how many people read my blog who visits site which country browser without cookie banner
llama-swap | switch models on demand several local llm inference gguf cpu quantized small hardware vulkan own chatgpt run mistral qwen deepseek gpu vram tokens per second model huggingface
llama.cpp = llama-server, ik_llama | local llm inference gguf cpu quantized models small hardware vulkan swap own chatgpt run mistral qwen deepseek gpu vram tokens per second model huggingface
llamafile | one executable local llm inference gguf cpu quantized models small hardware vulkan swap own chatgpt run mistral qwen deepseek gpu vram tokens per second model huggingface
LNbits | lightning network bitcoin channels instant payments sats wallet node zahlungen satoshi pay open channel receive invoice routing fees umbrel bolt
LobeChat = lobehub | chatgpt interface chat models api key ai browser assistant prompts plugins ki own at home ask questions write letters homework family upload file history private model ollama
Lobsters | invite tree programmers link aggregator communities reddit hacker news comments votes threads federated discussion post links discuss subscribe community upvote moderators sublemmy subreddit topics
LocalAI | openai api compatible local models drop-in llm images audio without cloud cpu ki own chatgpt at home ask questions write letters homework family upload file history private model ollama
Locust | python load test stress performance requests per second simulate users website benchmark how many visitors can my handle concurrent slow latency traffic
LogChimp | nodejs boards feature requests ideas voting feedback users roadmap canny suggestions customers wish vote vorschlaege what should we build next upvote product board status planned
LogicalDOC | documents archive versions workflow ocr office company filing check-in search gestion documentale dokumente contracts files letters staff permission history law firm cabinet revision find aktenschrank
Loomio | consensus group discussion threads vote decision assembly participation citizens election proposals motions budget democratic abstimmung votacion members meeting decide elect board ballot secret count residents participate
Loop Habit Tracker | habits daily streak tick off routine every day water exercise motivation gewohnheiten habitudes habitos quit smoking reading calendar goals each meditate coins
Lorien | handwriting tablet pen teacher whiteboard annotate pdf notes draw stylus handschrift tafel ecriture write by hand on lecture university wacom samsung
Lotide | link aggregator communities reddit hacker news comments votes threads federated discussion post links discuss subscribe community upvote moderators sublemmy subreddit topics
Lowcoder = openblocks | retool dashboards backend database auth users api storage realtime functions developers firebase low-code internal app admin crud instant for my phone user login tables rest without writing server forms
LSC = ldap synchronization connector | provision user accounts identity governance synchronise hr directory joiner leaver roles lifecycle one list for nextcloud jellyfin gitea same password everywhere member group
Luigi = digdag, azkaban | workflow engine durable process jobs steps developers code orchestration long running business schedule microservices event automation retry failed tasks queue approval orchestrate
Luminary | calendar web interface caldav view tasks browser month week kalender anzeigen show appointments radicale baikal nextcloud edit events todo shared agenda
LWT | learn foreign languages reading texts words lookup vocabulary lingq fremdsprache lernen langue idioma french japanese study exam cards review phone
Lynx Shortener | url short links bitly tinyurl redirect long address compact kurzlink raccourcir acortar link too shorter flyer clicks memorable slug share
Machinaris | farming plots hard disks cryptocurrency harvester space coins plot drives coin earn disk proof wallet satoshi payout sync difficulty dashboard kryptowaehrung geld
Maddy = maddy mail server | mail server single binary smtp imap dkim small go email domain composable receive and send at my own leave gmail family addresses phone inbox catch-all forwarding
Mage-OS | online shop enterprise selling catalogue products cart e-commerce stores orders onlineshop tienda store sell handmade goods customers basket paypal shipping stock
Magento = adobe commerce | online shop enterprise selling catalogue products cart e-commerce stores orders onlineshop tienda sell things on the internet customers basket shipping paypal stock discount own store verkaufen vendre vender
*Mail-in-a-Box = miab | own server turnkey ubuntu domain dns webmail gmail leave easy email accounts backup receive and send at my family addresses phone inbox catch-all forwarding
Mail-Tester | test smtp sending why lands in spam check headers dkim spf score delivery command line my mails go to junk outlook gmail refuse record txt spoof deliverability sender
MailArchiva | exchange compliance archive backup email gmail imap search tags old messages export download mailarchiv sauvegarde keep all emails for years find message inbox quota full before deleting account
Mailcatcher | catch test mails development fake smtp ruby preview developer password reset mail not really sent see what application sends port 1025
Mailcow = mailcow dockerized | own mail server email accounts complete domain webmail spam sogo aliases gmail leave mailboxes dkim calendar eigener mailserver serveur courriel correo receive and send at my family addresses phone inbox catch-all forwarding
MailCrab | catch test mails development rust fake smtp live developer preview password reset mail not really sent see what application sends port 1025
MailDev | catch test mails development nodejs fake smtp preview developer password reset mail not really sent see what application sends port 1025
MailHog | catch test mails development smtp fake inbox web view developer old password reset mail not really sent see what application sends port 1025
Mailman = mailman3, gnu mailman, hyperkitty, postorius | mailing list discussion members archive moderation club association group email digest verteiler liste de diffusion lista correo one address reaches all choir school parents reply to everyone subscribe
Mailnesia | disposable temporary inbox registration throwaway address wegwerf mail jetable temporal ten minute sign up without giving spam forum verification code
Mailpit | catch test mails development smtp fake inbox preview html never reaches customer developer staging testmail password reset mail not really sent see what application sends port 1025
MailScanner | clamav sendmail spam virus filter incoming mail gateway quarantine greylist attachments scan junk spamfilter too much advertising phishing infected attachment before mailbox exchange
Mailu | own mail server email accounts docker complete domain webmail antispam aliases gmail lightweight mailserver serveur courriel correo receive and send at my leave family addresses phone inbox catch-all forwarding
Majordomo | mailing list subscribers group email discussion archive moderate association verteiler liste de diffusion lista one address reaches all members choir school parents reply to everyone subscribe
Manage My Damn Life = mmdl | calendar web interface caldav view tasks browser month week kalender anzeigen show appointments radicale baikal nextcloud edit events todo shared agenda
Manticore Search = sphinx search | sql full-text engine index documents typo instant fast results query website shards json volltextsuche recherche box for my nextcloud mastodon indexing heap memory backend misspelled
MantisBT = mantis bug tracker | bug tracker issues defects php report status assigned release problem ticket severity developer version fix assign milestone fehler melden to do overview who does what progress deadline aufgabe tache tarea
MapStore | custom map markers layers share places geojson gis wms karte marker country zoom satellite geodata offline display website leaflet landkarte carte
MapTool | tabletop roleplaying dungeons dragons battle map initiative characters campaign monsters rollenspiel dungeon master game night role playing friends online character sheet combat fog of war d20
Marginalia Search = marginalia | small web peer to engine own crawler index decentralised intranet suchmaschine the internet without being followed duckduckgo bing default browser results
massCode | code snippets organize library personal developers language tags share piece of config log with colleague link copy text forum keep reuse programming
Mastodon | twitter x microblog toots fediverse followers timeline instance federated community social network account soziales netzwerk reseau red leave facebook instagram own friends pictures posts likes profile
Mataroa | minimal blog writing publish posts federated personal essay text small website write essays diary travel public without distractions readers subscribe
MateCat | cat professional translators translation strings localization crowdin languages interface text glossary memory uebersetzung traduction volunteers translate my app german french json missing
Materialious | private youtube front end watch without ads google account tracking subscriptions werbung publicite videos no advertising kids channel subscribe login
Matrix Alertmanager | prometheus alerts bot plugins rss github webhooks gitlab notifications rooms reminders chat homeserver family friends room messages federation element user account
Matrix Appservice IRC = appservice irc | bridge slack email puppet legacy network chat connect one client all chats messages double synapse chatting community room talk friends people unterhalten discuter chatear
Matrix Authentication Service | upgrade password login migration homeserver element x oidc calls modern rooms group voip chat family friends room messages federation user account
Matrix Synapse = synapse, matrix server | homeserver federated chat encrypted messages whatsapp signal alternative rooms own messenger bridges family private element nachrichten messagerie mensajes friends room federation user account
matrix-wechat | bridge irc slack email puppet legacy network chat connect one client all chats messages double synapse chatting community room talk friends people unterhalten discuter chatear
Matterbridge | bridge chats together discord slack telegram irc matrix channel relay messages between networks connect messenger one inbox family whatsapp signal contacts double
Mattermost = mattermost team edition | team chat slack channels threads devops company secure messaging playbooks webhooks microsoft teams firma equipe messagerie write colleagues group direct messages files search mentions channel without cloud
Mattermost Calls = calls-offloader, rtcd | voice screen share channel team meeting audio huddle anruf talk colleagues microphone group webrtc udp port 8443 ring recording
Maubot | python plugins reminder matrix bot rss github webhooks gitlab notifications rooms reminders chat homeserver family friends room messages federation element user account
Mautic | marketing automation newsletter campaigns leads landing page drip email scoring hubspot mailchimp segments write to thousand people customers club monthly mail subscribe unsubscribe design click rate
Mautrix = mautrix whatsapp, mautrix telegram, mautrix signal, mautrix discord, mautrix bridge | bridge whatsapp telegram signal messenger instagram discord into matrix puppet all chats one place beeper networks inbox family contacts double
Maxun | scrape websites crawl extract pages markdown llm spider structured web scraping collect prices listings from page robot csv export table without api
Mayan EDMS = mayan | electronic document management company records ocr metadata retention workflows approval versions digital signatures cabinets scanned paper office compliance dokumentenmanagement gestion documentaire documental contracts files letters staff permission history law firm cabinet revision find aktenschrank
Mazanoke | shrink compress images photos jpg heic webp browser local resize smaller picture size too big upload bilder verkleinern reduire photograph website limit jpeg png avif quality megabytes
Mbin | reddit kbin fork magazines threads microblog federated links votes post discuss subscribe community upvote moderators sublemmy subreddit topics social media people account timeline follow without big tech soziales netzwerk reseau red
mc-router | hostname routing subdomain minecraft map browser 3d proxy multiple worlds lobby players render hibernate world view statistics server network son daughter school friends build together lag ram plugins seed
mCaptcha | proof of work captcha bots spam registration form ai crawlers scraping protect not a robot comment flooded scrapers openai overload site
McFly | shell history sync across machines search commands ctrl-r bash zsh forgot command i typed last week other computer terminal console laptop again
MCP Server = mcp, model context protocol | give llm tools access assistant connect functions claude openapi proxy uses my files calendar home agent chatbot ai models python team dashboard
MCPHub | several servers one endpoint give llm tools access assistant connect functions claude openapi proxy uses my files calendar home agent chatbot
mcpo | openapi open webui give llm tools access assistant connect functions claude proxy uses my files calendar home agent chatbot ai models python team dashboard
mdBook | book documentation from markdown rust chapters static manual online write guide readers toc navigation export technical writer team publish handbuch
Medama | website visitors statistics page views google analytics privacy referrers cookieless traffic counter besucher statistiques how many people read my blog who visits site which country browser without cookie banner
mediasoup | video call webrtc meeting conference room camera browser obs guests screen share videokonferenz visioconference family grandma see each other microphone online lesson many participants link mute
MediaWiki | wikipedia like encyclopedia articles edit history talk page templates categories fandom community wiki encyclopedie enciclopedia write down how things work at home guide instructions colleagues search together knowledge anleitung mode d emploi
MegaLinter = super-linter | code coverage lint performance score page speed regressions build pull request quality check my bad practice security hole before merge website slow seo
Meltano | etl pipelines transform data cleaning columns connectors stream ingest warehouse change capture move rows between systems clean csv nightly import
*Memos = usememos | short quick notes jot thoughts timeline microblog twitter-like tags idea capture markdown diary private google keep kurznotizen pense-bete twitter for myself on the go
Mempool Explorer | bitcoin blocks transaction fees unconfirmed block visualize confirmation how long pending satoshi fee estimate next own privacy coins wallet earn payout sync difficulty dashboard kryptowaehrung geld
Mercure | server-sent events message queue broker jms streaming topics workers jobs background publish subscribe realtime websocket programs exchange messages asynchronous waiting worker decouple services backlog
Mercurial = hg, heptapod | hg version control repository commits checkout legacy code game assets central trunk revisions check in out history old project branches
Mercury Parser | full articles feeds truncated excerpt extract content complete text news blog subscribe headline whole mailbox reader newspaper read daily website article changes email digest topics
Meridian News = meridian | summary ai digest rss articles briefing filter zusammenfassung resume blog subscribe headline whole text mailbox reader newspaper read daily website article changes email topics
Mermaid Live Editor = mermaid | diagrams flow chart sequence gantt from text code markdown render svg preview flussdiagramm picture of network boxes arrows plan explain idea structure presentation process
Metabase | business intelligence charts questions sql reports dashboards company numbers ask database tableau power bi without auswertung rapports informes graph sales query postgres mysql share with colleagues boss filters
MetaMCP | give llm tools access assistant connect functions claude openapi proxy uses my files calendar home agent chatbot ai models python team dashboard
Metasfresh | wholesale food fork erp accounting purchase sales inventory manufacturing company suppliers orders warehouse sap warenwirtschaft gestion entreprise business staff stock invoices production
Metasploit | exploits learn hacking vulnerable practice capture the flag security training exercise sql injection xss ethical hacker course exploit beginner practise
Metronome | xmpp jabber java company internal messenger presence roster muc chat instant messaging friends family omemo end-to-end chatrooms whatsapp without phone number
MicroBin | paste snippets text files share url shortener small tiny pastebin upload expire piece of code config log with colleague link copy forum keep reuse programming
Microblog.pub | fediverse small single user activitypub personal posts federated followers twitter mastodon follow friends own handle server boosts social media people account timeline without big tech soziales netzwerk reseau red
Microcks | fake api mock responses test frontend developers simulate pretend endpoint stub replies without backend prototype contract integration web developer call program testing schnittstelle
Microsoft SQL Server = sql server, azure sql edge | t-sql relational database windows dotnet sa password ssms enterprise backup bak datenbank business application backend tables schema users restore license legacy
Microweber | drag drop laravel cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
midPoint = evolveum | provision user accounts identity governance synchronise hr directory joiner leaver roles lifecycle one list for nextcloud jellyfin gitea same password everywhere member group
*Mind Map | ideas brainstorm branches nodes xmind visual thinking gedankenkarte carte mentale mapa mental picture of network boxes arrows plan explain idea structure presentation process mind maps
Mindustry | tower defense factory game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis build production line belts machines save upload blueprints automation headless
Mini QR | make code link wifi guest poster scan picture generate erzeugen generer generar guests password with phone menu business card
Miniflux | rss feed reader minimal fast news blogs atom keyboard unread go opinionated feedly nachrichten flux noticias headlines websites in one place newspapers youtube channels opml star mark read
MintHCM | hr employees leave vacation holidays payroll recruitment personnel attendance urlaub personal conges empleados staff colleagues employee who is on holiday days left request boss approve
MiroTalk = mirotalk p2p, mirotalk sfu | video call browser peer to zoom screen share meeting room no download videoanruf webcam microphone lecture presenter password low cpu students
Misago | forum discussion board bulletin threads members posts community moderators foro users register ask reply hobby club topic sticky moderation questions
Misskey | fediverse microblog japanese reactions emoji drive antennas cute twitter instance replacement without company own account write short posts follow people boosts mastodon compatible soziales netzwerk reseau social
Mitra | crypto subscriptions fediverse microblog small single user activitypub personal posts federated followers twitter mastodon follow friends own handle server boosts
Mixpost | social media posts schedule publish facebook instagram twitter calendar buffer hootsuite marketing planen plan tweets page tiktok weekly all accounts at once
MkDocs = mkdocs material, material for mkdocs | documentation website from markdown project docs search theme static developers build yaml navigation manual handbook pages python howto publish internal technical writer gitlab
MLflow = mlflow tracking | machine learning experiments track models metrics registry training runs data science compare accuracy hyperparameters artifacts neural network reproducible ai python team dashboard
Mobilizon | events groups facebook federated meetup gatherings association fediverse rsvp veranstaltungen evenements eventos register for concert party guests neighbourhood announce participants date place organiser veranstaltung evenement evento
Mockoon | fake api mock responses test frontend developers simulate pretend endpoint stub replies without backend prototype contract integration web developer call program testing schnittstelle
MockServer | fake api mock responses test frontend developers simulate pretend endpoint stub replies without backend prototype contract integration web developer call program testing schnittstelle
Modoboa | mail hosting domains mailboxes aliases webmail admin panel email accounts dmarc quota receive and send at my own domain leave gmail family addresses phone inbox catch-all forwarding
MODX | cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
MollySocket | signal molly android push without google firebase degoogled fcm messages battery distributor tell me when script finished message on my phone alarm washing machine doorbell notify sensor benachrichtigung notification aviso
Monero Node | xmr mining cryptocurrency private wallet cpu hashrate pool coins schuerfen minage hash earn randomx electricity privacy coin satoshi payout sync difficulty dashboard kryptowaehrung geld
Monerooo | monero xmr mining cryptocurrency private node wallet cpu hashrate pool coins schuerfen minage hash earn randomx electricity privacy coin satoshi payout sync difficulty dashboard kryptowaehrung geld
MongooseIM | mobile scalable xmpp jabber java company internal messenger presence roster muc chat instant messaging friends family omemo end-to-end chatrooms whatsapp without phone number
Moodist | ambient sounds focus white noise rain sleep concentration cafe calm geraeusche bruit pluie cannot concentrate baby fall asleep waves birds fire
Morphic | ai search answers with sources perplexity web questions citations ask question internet cited llm searxng ollama summarise results private local assistant research own
Morss | full articles feeds truncated excerpt extract content complete text news blog subscribe headline whole mailbox reader newspaper read daily website article changes email digest topics
Mosquitto Notifier | mqtt messages to notification push telegram email forward topic alert tell me when script finished message on my phone alarm washing machine doorbell notify sensor benachrichtigung aviso
Mostlymatter | mattermost without limits framasoft group chat messenger team rooms messages small own nachrichten messagerie write colleagues company direct files search mentions channel slack teams cloud
Movim | php social blog xmpp web client browser jabber chat omemo rooms conversations instant messaging friends family end-to-end roster presence chatrooms whatsapp without phone number
Mox = mox mail | go modern low maintenance own mail server email accounts domain webmail antispam aliases gmail leave mailboxes dkim mailserver correo receive and send at my family addresses phone inbox catch-all forwarding
Mozhi | translate text languages private front end google deepl duckduckgo without tracking uebersetzen english german french letter sentence website foreign language what does this mean uebersetzer traducteur
mpop | collect pop3 fetch mail from provider accounts deliver local forward gmx old isp mailbox abholen recuperer move to new account messages folder download backup rule sort copy
mqttwarn | mqtt messages to notification push telegram email forward topic alert tell me when script finished message on my phone alarm washing machine doorbell notify sensor benachrichtigung aviso
MQTTX = mqtt web client | see mqtt topics messages debug browse retained publish test sensors tree smart home devices subscribe topic tasmota esphome shelly zigbee client password tls
MRBS = meeting room booking system | meeting room booking desks classrooms day view reserve school office raumbuchung teacher lab who has the today recurring choose date confirm slot overview participants calendar termin rendez-vous cita
MTProto Proxy = mtproxy, mtproto, mtg, telegram proxy | russia secret link messenger censorship blocked bot send messages group alerts commands country message from alarm script notify token registered number
Multicraft | minecraft steam game panel instances web console start stop daemon nodes restart in browser friends own server backup worlds hosting ram
Muse Bot = muse, discord music bot | music youtube spotify discord moderation voice channel play commands community roles welcome guild queue playlist friends slash command moderators
Mwmbl | non-profit volunteer crawl peer to search engine own crawler index decentralised intranet suchmaschine the internet without being followed duckduckgo bing default browser results
mwoffliner | archive wiki offline export pages zim dump mediawiki save before shutdown sichern kiwix fandom travel read without connection preserve copy
MyBB | php forum discussion board bulletin threads members posts community moderators foro users register ask reply hobby club topic sticky moderation questions
MySQL Router | load balance read write split proxy connection pooling failover database primary goes down switch automatically standby replica cluster galera traffic
n8n = n8n.io | automate workflows connect apis zapier ifttt make glue services webhook trigger nodes email to sheet without programming ai agent automatisieren automatiser when mail arrives then save attachment telegram message automatically
n8n Worker = n8n runners | scale workflow executions queue mode redis workers slow automations many parallel concurrency production webhook processor thousands distribute load second machine zapier automation
Necesse | game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis side scrolling dig biomes loot world save
NeoDB | douban letterboxd marks books movies games reviews ratings catalog goodreads watched track lend what have i read rate stars want list film novel author
Neos CMS = neos | typo3 flow website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
Nethermind | ethereum cryptocurrency node staking execution consensus validator blockchain eth kryptowaehrung sync chain wallet rpc attestation disk peers archive smart contract defi
NethServer | active directory domain controller windows join pcs group policy login company accounts domaene beitreten office computers one account network users groups
NetNewsWire | rss reader terminal desktop feeds news articles offline keyboard nachrichten flux headlines websites in one place newspapers youtube channels opml star mark read
*New API | chinese quota tokens llm gateway proxy many providers one openai keys budget costs spend routing key for claude gpt gemini limit users several models
NewsBlur | rss news reader training stories intelligence social aggregator blogs nachrichten follow sites headlines articles unread subscribe opml categories mark star phone
NexoPOS | laravel point of sale cash register shop checkout barcode receipt restaurant till inventory kasse caisse caja small store selling scanner drawer bar cafe cashier daily sales
Next Terminal | ssh bastion jump host audited session recording access team certificates web rdp compliance sprungserver reach servers from browser who logged in admin colleagues
NextChat = chatgpt next web | vercel light chatgpt interface chat models api key ai browser assistant prompts plugins ki own at home ask questions write letters homework family upload file history private model ollama
Nextcloud Bookmarks | browser sync floccus tags links folders lesezeichen marque-pages favoritos save pages favourites synchronise personal thoughts android windows mac offline tablet aufschreiben noter apuntar
Nextcloud Calendar | shared family appointments invite birthdays google phone caldav week view kalender termine calendrier calendario sync iphone android thunderbird without leave icloud
Nextcloud Contacts | address book phone numbers birthdays vcard carddav groups share kontakte adressbuch carnet adresses contactos family sync iphone android thunderbird without google leave icloud
Nextcloud Deck | kanban boards cards cloud trello team planning stacks todo doing done card assign due date drag columns checklist karten tableau tablero
Nextcloud Forms | form builder google typeform questions answers registration sign up sheet contact submissions formular formulaire formulario feedback party order website embed file upload results csv
Nextcloud Mail | email client inbox read browser imap compose accounts unified lesen lire courrier from work without installing attachments folders search signature
Nextcloud News | rss feed reader blogs phone subscribe folders unread nachrichten actualites noticias headlines websites in one place newspapers youtube channels opml star mark read
Nextcloud Notes | phone sync markdown cloud simple categories google keep notizen write idea reminder shopping pin memo laptop telephone notizbuch carnet cuaderno
Nextcloud Office = richdocuments, nextcloud collabora | edit word excel powerpoint documents inside browser together odt docx textverarbeitung bureautique file in the files view spreadsheet letter share link google docs replacement
Nextcloud Passwords | password manager credentials team vault share logins 1password lastpass browser extension passwoerter mots de passe contrasenas keep all safe netflix login with partner generate strong remember sticky notes
Nextcloud Polls | poll date vote doodle meeting group find day umfrage termin sondage encuesta choose participants maybe club
Nextcloud Talk = spreed, talk high performance backend, nextcloud hpb, signaling server | video call chat group screen sharing high performance backend participants videoanruf appel family grandma see each other camera microphone online lesson many link mute
Nextcloud Tasks = tasks.org, opentasks, jtx board | todo phone caldav sync reminders lists davx5 due aufgaben erinnerung taches tareas today list remind repeat priority family errands deadline
Nextcloud Whiteboard | draw together sketch sticky brainstorm call students zeichnen tableau blanc pizarra scribble miro excalidraw team ideas
nforwardauth | protect site with google github login reverse proxy forward auth header cookie only my account sign in once for all services family one page front of apps second factor public internet
ngIRCd | tiny private irc daemon services nickserv chanserv small channels network chat hexchat nickname channel server tls libera freenode missed messages while offline
NiFi = apache nifi | data flow routing processors drag ingest transform stream provenance nightly load copy tables warehouse api csv postgres failed retry engineer etl
Nikola | python static site generator markdown blog pages themes build publish website portfolio html generate from text files fast no database deploy homepage webseite bauen
NocoBase | plugin data models crud backend database auth users api storage realtime functions developers firebase low-code internal app admin instant for my phone user login tables rest without writing server forms
NodeBB | forum nodejs real time discussion community categories federated modern threads users register ask reply posts hobby club topic sticky moderation bulletin board questions
Noisedash | ambient sounds focus white noise rain sleep concentration cafe calm geraeusche bruit pluie cannot concentrate baby fall asleep waves birds fire
nopCommerce | dotnet online shop selling products cart checkout payment orders catalogue shopify e-commerce onlineshop boutique tienda store sell handmade goods customers basket paypal shipping stock
Norish | recipes real time household shared groceries calendar family cooking rezepte einkauf cook dish dinner ingredient bake grandmother scale portion shopping week plan phone tablet
Nostr Relay | decentralized notes keys censorship resistant zaps twitter events decentralised social bitcoiners client damus primal publish media people account timeline follow without big tech soziales netzwerk reseau red
nostr-rs-relay | decentralized notes keys censorship resistant zaps twitter events decentralised social bitcoiners client damus primal publish media people account timeline follow without big tech soziales netzwerk reseau red
Nostream | nostr relay decentralized notes keys censorship resistant zaps twitter events decentralised social bitcoiners client damus primal publish media people account timeline follow without big tech soziales netzwerk reseau red
*Note Mark | markdown notes minimal notebooks share fast web simple files write down edit page text instructions howto remember find later personal thoughts android windows mac offline tablet aufschreiben noter apuntar
Notea | notes markdown s3 storage notion-like editor tree simple write down edit page text files instructions howto remember find later personal thoughts android windows mac offline tablet aufschreiben noter apuntar
Notesnook = notesnook sync server | encrypted notes private evernote notebooks reminders sync phone verschluesselt chiffrees secret diary thoughts password protected notebook laptop attachments personal android windows mac offline tablet aufschreiben noter apuntar
Notfellchen | animal shelter adoption pets rats rescue find home tierheim animaux dog cat rat new foster animals organisations homeless pet abandoned
Notifuse | newsletter mailing list campaigns subscribers mailchimp templates unsubscribe bulk opens clicks rundbrief infolettre boletin write to thousand people customers club monthly mail subscribe design click rate
Notmuch | tags terminal archive backup email gmail imap search old messages export download mailarchiv sauvegarde keep all emails for years find message inbox quota full before deleting account
Novu | notification infrastructure email sms push in-app inbox developers templates digest workflow product tell me on my phone when backup fails script done camera motion server down message alarm
NSQ = nsqd | message queue broker jms streaming topics workers jobs background publish subscribe realtime websocket programs exchange messages asynchronous waiting worker decouple services backlog
ntfy | push notifications phone alerts curl script topic backup finished doorbell home assistant pushover benachrichtigung handy alertes telephone tell me on my when fails done camera motion server down message alarm
Nullboard | kanban minimal single page offline local browser lists notes todo doing done card assign due date drag columns checklist karten tableau tablero
Nuxeo | enterprise content digital assets documents workflow metadata company repository records brand media library versions gestion contenu documentaire contracts files letters staff permission history law firm office cabinet revision find aktenschrank
Obsidian LiveSync = self-hosted livesync | vault notes sync phone desktop couchdb markdown linked zettelkasten plugin instantly icloud without paying subscription notizen abgleichen thoughts ideas meeting study remember find again daily note web clip attach onenote evernote
OCRmyPDF | scanned pdf make searchable text layer ocr tesseract copy from scan deskew a watch folder texterkennung reconnaissance texte find words in letter paste picture contract paper letters search
October CMS | website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative winter cms
ODK Central = odk | enumerators xforms field data collection forms offline phone humanitarian survey gps research xlsform members meeting decide elect board ballot secret count residents participate
Odoo = odoo community, openerp | erp crm accounting inventory shop website pos invoicing manufacturing company modules sales sap warenwirtschaft kasse gestion entreprise empresa customer unpaid reminder vat pdf email estimate freelancer
Odyssey Pooler | postgres connection pooling too many connections limit clients exhausted max transaction mode slots remaining reserved django nodes available outage highly failover database ausfall
OFBiz = apache ofbiz | erp supply chain catalog orders warehouse java logistics company business staff stock invoices production accounting purchase order invoice employee
OhMyForm = tellform | form builder typeform google forms questions submissions contact survey formular formulaire registration answers feedback guests party pdf results embed alternative club
Ollama = ollama server | run language models llm locally own gpu ai chatgpt without cloud llama mistral qwen gemma pull model private ki lokal sprachmodell ia locale alternative offline deepseek code assistant
OmniTools | image resize pdf text video converters handy everyday little utilities browser string number json csv without uploading umwandeln outils herramientas
Omnivore | read later articles newsletters highlights save pocket pdf text to speech long article train offline highlight kindle ereader without ads
One Time Secret | ruby send password securely once vanish self-destruct link share credentials colleague view passwort verschicken einmal wifi key to customer not by email readable only deletes itself
OneDev = onedev server | git repositories ci kanban issues builds code search all in one java devops store my source without github remote origin clone branches team version history
OnlyOffice = onlyoffice document server, onlyoffice docs, documentserver | word excel powerpoint docx xlsx edit documents together browser google docs microsoft office 365 spreadsheet slides comments track changes nextcloud editor textverarbeitung tabelle tableur hoja de calculo
Onyx = danswer | enterprise connectors slack drive chat with documents ai answers company knowledge search pdf sources embeddings dokumente fragen ask my manuals contracts question answered from own files summarise
Open Archiver | email archive google workspace microsoft 365 imap mailbox compliance ediscovery retention legal old mails search attachments keep forever mailarchiv archivage courriels archivo correo
*Open Food Facts | calories diary nutrition weight water macros myfitnesspal diet abnehmen kalorien regime dieta lose eat barcode meal protein log scale
Open Interpreter | autonomous ai agent personal assistant does tasks telegram whatsapp computer tools memory let do the work write program fix bug by itself command terminal task
Open Notebook = notebooklm | podcast notebooklm sources chat with documents ai answers company knowledge search pdf embeddings dokumente fragen ask my manuals contracts question answered from own files summarise
*Open Social | network community profiles friends groups own facebook wall members netzwerk reseau leave twitter instagram pictures posts likes profile media people account timeline follow without big tech soziales red
Open Source POS = ospos | point of sale cash register shop checkout barcode receipt restaurant till inventory kasse caisse caja small store selling scanner drawer bar cafe cashier daily sales
Open Web Analytics = owa | website visitors statistics page views google privacy referrers cookieless traffic counter besucher statistiques how many people read my blog who visits site which country browser without cookie banner
Open WebUI = ollama webui | chatgpt interface chat local models rag documents family ai accounts prompts ki oberflaeche discuter ia own at home ask questions write letters homework upload file history private model ollama
Open-Xchange = ox app suite | exchange outlook activesync groupware company mail calendar mobile sync mapi firmenmail staff mailbox shared address book meeting invitation delegate out of office phone push firma courriel
OpenArena | arena shooter free quake deathmatch retro lan fps frag old school evening instagib office lunch play with friends own server steam password spielen jouer jugar
openBIS | laboratory notebook experiments samples scientists protocols research lims electronic traceability labor proben laboratoire chemistry biology university experiment write down barcode freezer
OpenBoard | handwriting tablet pen teacher whiteboard annotate pdf notes draw stylus handschrift tafel ecriture write by hand on lecture university wacom samsung
OpenBoxes | medical supply hospital warehouse shipments erp chain catalog orders java logistics company business staff stock invoices production accounting purchase order invoice employee
OpenCart | online shop selling products cart checkout php extensions orders onlineshop boutique tienda sell things on the internet customers basket shipping paypal stock discount own store verkaufen vendre vender
OpenClaw = clawdbot, moltbot | whatsapp telegram lobster skills autonomous ai agent personal assistant does tasks computer tools memory let do the work write program fix bug by itself command terminal task
OpenDJ | directory users groups central accounts login linux machines dn bind schema ldif verzeichnisdienst annuaire directorio one user list for nextcloud jellyfin gitea same password everywhere member group
OpenedAI Speech | text to voice read aloud announce spoken output home assistant vorlesen synthese vocale house should speak book article loud german natural
Openfire | plugins admin console java xmpp jabber company internal messenger presence roster muc chat instant messaging friends family omemo end-to-end chatrooms whatsapp without phone number
Opengist | code snippets gist github git pastebin highlight versions share piece of config log with colleague link copy text forum keep reuse programming
OpenGrok | code search index repositories grep symbols cross reference browse developers find function where used many projects regex programmers repository report security scan quellcode
OpenHands = opendevin | ai programming agent writes code autonomously fix issues developer coding assistant repository let do the work write program bug by itself command terminal task
OpenHaystack | find lost phone stolen android ring locate wipe airtag keys handy verloren orten telephone perdu where is my car kids location map last position tracker gps device
OpenKM | documents records electronic filing workflow ocr versions company compliance archive metadata sharepoint dokumentenmanagement gestion documental contracts files letters staff permission history law firm office cabinet revision find aktenschrank
OpenLIT | llm tracing observability prompts tokens cost evaluation developers what did the prompt trace calls debug agent latency evaluate answers team
OpenMage | online shop enterprise selling catalogue products cart e-commerce stores orders onlineshop tienda store sell handmade goods customers basket paypal shipping stock
OpenMapTiles | maps tiles own map google render region offline karten carte mapas country zoom satellite geodata display website leaflet gis landkarte
OpenMetadata | metadata catalog lineage sql reports charts dashboards analytics explore dataset publish query tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter
OpenProject | gantt milestones work packages microsoft project timeline agile construction planning budgets meetings projektplan diagramme de gestion proyectos todo doing done deadline assign colleague club plan cards checklist attachments
OpenRefine | messy spreadsheet cleaning cluster facets etl pipelines transform data columns connectors stream ingest warehouse change capture move rows between systems clean csv nightly import
OpenRegex = regex101 | test regular expressions pattern match generate explain ai developers text capture group natural language web developer endpoint call backend integration program testing schnittstelle
OpenReplay | session replay watch users clicks product analytics events funnels feature flags experiments behaviour rollout developers what do click where they leave switch for some customers a b test
OpenResume | cv resume job application pdf template lebenslauf bewerbung candidature curriculum letter employer skills experience print cover new interview apply stelle
OpenRouter | cloud credits llm gateway proxy many providers one openai api keys budget costs spend routing key for claude gpt gemini limit users several models
OpenSign = opensignlabs | sign pdf contracts docusign adobe request signatures several signers audit trail initials unterschreiben signature electronique firma digital employment contract rental nda without printing scanning remotely
OpenSIPS | proxy registrar sip voip carrier load balance calls trunk capture signalling telephony register dial provider scalable line number company telefon
OpenSlides | assembly agenda delegates speakers list minutes vote decision participation citizens election proposals motions budget group democratic abstimmung votacion members meeting decide elect board ballot secret count residents participate
OpenTrashmail | php pop smtp rss disposable temporary inbox registration throwaway address wegwerf mail jetable temporal ten minute sign up without giving spam forum verification code
OpenTTS | many engines text to speech voice read aloud announce spoken output home assistant vorlesen synthese vocale house should speak book article loud german natural
OpenVidu | developers recordings video call webrtc meeting conference room camera browser obs guests screen share videokonferenz visioconference family grandma see each other microphone online lesson many participants link mute
OpenVSCode Server = openvscode | vs code in browser edit programming gitpod upstream remote ide workspace program from chromebook tablet any computer editor the team terminal extension
OpenWA | whatsapp send messages automatically bot api qr pair business webhook chatbot message automation notify customers group home assistant reminder nodejs library answer incoming chat
openWakeWord = microwakeword | hey jarvis voice assistant alexa replacement wake word microphone speaker room spoken commands offline sprachassistent vocal talk to the house turn on light by google home echo esp32
Opigno | courses lms e-learning exams students training certificates university lernplattform formation teacher homework grades quiz certificate video lessons employees pupils kurs cours curso
Opik | llm tracing observability prompts tokens cost evaluation developers what did the prompt trace calls debug agent latency evaluate answers team
OpnForm | form builder google forms typeform questions answers registration sign up sheet contact submissions formular formulaire formulario feedback party order website embed file upload results csv
Oracle Database = oracle xe, oracle db | enterprise relational sql legacy instance listener tablespace erp datenbank business application backend tables schema users backup restore license store records queries needs base de donnees
OrangeHRM | hr employees leave vacation holidays payroll recruitment personnel attendance urlaub personal conges empleados staff colleagues employee who is on holiday days left request boss approve
OrientDB | graph document database nodes relationships queries connected multi-model traversal network of people who knows whom edges query backend developers store
Ory Hydra | oauth2 server single sign-on identity provider login accounts oidc oauth saml passkey mfa tokens users federated one password for everything anmeldung
Ory Kratos | headless identity registration single sign-on provider login accounts oidc oauth saml passkey mfa tokens users federated one password for everything anmeldung
Ory Oathkeeper | identity aware access proxy zero trust company internal apps beyondcorp without vpn policy sign in once for all my services family one login page front of second factor public internet
Osclass | classifieds ads kleinanzeigen marketplace craigslist online shop selling products cart checkout payment orders catalogue shopify e-commerce onlineshop boutique tienda store sell handmade goods customers basket paypal shipping stock
osCommerce | legacy online shop selling products cart checkout payment orders catalogue shopify e-commerce onlineshop boutique tienda store sell handmade goods customers basket paypal shipping stock
Ossn = opensource social network | social network community profiles friends groups own facebook wall members netzwerk reseau leave twitter instagram pictures posts likes profile media people account timeline follow without big tech soziales red
osTicket | helpdesk support tickets customers email form departments sla canned replies php hilfe anfragen request complaint answer several colleagues info address status open closed it department user problem
OSV-Scanner | vulnerable dependencies updates sbom libraries cve findings pull requests developers outdated security hole npm pip container tags upgrade automatically programmers repository find report scan quellcode
OTOBO = otrs | perl otrs successor dynamic fields helpdesk tickets support customers email agents zendesk queue requests knowledge base hilfe anfragen assistance request complaint answer several colleagues info address status open closed it department user problem
*OTS = ots-share | send password securely once vanish self-destruct link secret share credentials colleague view passwort verschicken einmal wifi key to customer not by email readable only deletes itself
Otter Wiki = an otter wiki | markdown git history minimal small team pages notes attachments simple personal club documents distraction free table permission registration changelog
*Outline = outline wiki, getoutline | team wiki knowledge base notion confluence handbook markdown collections slack company docs real time fast wissensdatenbank equipe write down how things work at home guide instructions colleagues search page history edit together anleitung mode d emploi
Overleaf = sharelatex, overleaf toolkit | latex thesis paper edit together scientific writing pdf bibliography equations university students formulas wissenschaft these co-author template supervisor compile tex bibtex history
Oxwall | social network community profiles friends groups own facebook wall members netzwerk reseau leave twitter instagram pictures posts likes profile media people account timeline follow without big tech soziales red
P2Pool | monero xmr mining cryptocurrency private node wallet cpu hashrate pool coins schuerfen minage hash earn randomx electricity privacy coin satoshi payout sync difficulty dashboard kryptowaehrung geld
PacketFence | network access control quarantine wifi enterprise login per user 802.1x vlan certificate eap accounting captive eduroam wlan anmeldung unifi point switch port users own password each guest
Packeton | php composer private package registry artifacts maven nuget cargo go gem libraries proxy cache publish mirror developers build dependencies own modules internal download company offline
Page Assist | chatgpt interface chat models api key ai browser assistant prompts plugins ki own at home ask questions write letters homework family upload file history private model ollama
Pagure | fedora git hosting repositories push code browse own private projects tickets lightweight forge quellcode depot store my source without github remote origin clone branches team version history
Papercups | live chat website visitors support widget operators intercom customers talk customer question bubble answer agent offline form whatsapp bot shop ask directly
Paperless Mobile = swift paperless, paperless share, paperless app | scan documents with phone camera upload letters receipts android iphone companion archive dokumente scannen handy paper photo crop scanner pocket
Paperless-AI = paperless-gpt | automatically tag title scanned documents llm ocr correspondent ollama letters rename classify chat with paperwork dokumente verschlagworten ask my pdf manuals contracts question answered from own files summarise
Paperless-ngx = paperless, paperless-ng | scanned paper letters mail bills receipts tax insurance contract scanner pdf ocr searchable filing cabinet folders drawer tag correspondent consume paperwork archive return dokumente belege rechnungen ablage documents factures papiers documentos facturas papeles
Papermerge = papermerge dms | scanned paper documents pdf ocr pages reorder merge folders versions archive letters contracts searchable text desktop file browser dokumente scannen numeriser escaner documentos
Papra | documents archive store receipts warranty minimal paperwork email inbox upload tags search household family papers contracts simple filing dokumente belege archiver documentos recibos digitise shoebox invoice bank statement attachment intake forward mail pdf organisation retention
ParadeDB | full-text search engine index documents typo instant fast results query website shards json volltextsuche recherche box for my nextcloud mastodon indexing heap memory backend misspelled
Particify = arsnova | lecture students feedback clicker live quiz audience questions presentation poll classroom word cloud game slides publikum frage teacher vote with phone mentimeter score players pin
Passit | password manager credentials team vault share logins 1password lastpass browser extension passwoerter mots de passe contrasenas keep all safe netflix login with partner generate strong remember sticky notes
Passky | password manager credentials team vault share logins 1password lastpass browser extension passwoerter mots de passe contrasenas keep all safe netflix login with partner generate strong remember sticky notes
Password Pusher = pwpush | helpdesk send securely once vanish self-destruct link secret share credentials colleague view passwort verschicken einmal wifi key to customer not by email readable only deletes itself
Pastebin | paste text code log share command line curl expire snippet link zwischenablage show error message to forum post short between computers expires
Pastefy | paste text code log share command line curl expire snippet link zwischenablage show error message to forum post short between computers expires
Pasty | paste text code log share command line curl expire snippet link zwischenablage show error message to forum post short between computers expires
Payload CMS | headless nextjs typescript code first content admin developers for mobile app website editors api endpoints media roles schema blog articles images publish company homepage redaktion
PdfDing | read pdf files browser remember page position highlights annotate library tags share lecture papers lesen lire leer ebook manual textbook bookmark shared link tablet continue where stopped dark mode
Peergos | encrypted private storage documents photos social sharing peer to zero knowledge verschluesselt dropbox alternative link calendar chat
Pelican Static = pelican blog | python site generator markdown blog pages themes build publish website portfolio html generate from text files fast no database deploy homepage webseite bauen
Penpot | design prototypes ui mockups figma designers vector components wireframes interface handoff entwurf maquette diseno designer sketch screen prototype creative pen picture board
Peppermint | nodejs simple helpdesk tickets support customers email agents zendesk queue requests knowledge base hilfe anfragen assistance request complaint answer several colleagues info address status open closed it department user problem
Percona Server | sql relational database tables user grant root password dump innodb slow query lamp wordpress datenbank base de donnees datos nextcloud backend create and restore file access denied
Perforce = p4d, helix core | game studio version control repository commits checkout legacy code assets central trunk revisions check in out history old project branches
Perplexica = vane search | ai search answers with sources perplexity web questions citations ask question internet cited llm searxng ollama summarise results private local assistant research own
PgHero | slow queries indexes postgres web interface browse tables edit rows administration datenbank look at in browser click change value run query show columns gui
Phabricator = arcanist | code review diffs tasks repositories differential company maniphest legacy team approve commit change pull request developers programming projects source history versions quellcode
Phanpy | minimalist fediverse client timeline missing replies web interface nicer toots mastodon read threads lists boosts social media people account follow without big tech soziales netzwerk reseau red
Phorge | code review tasks diffs phabricator fork community repositories maniphest team approve commit change pull request developers programming projects source history versions quellcode
Photon Geocoder | geocoding address search coordinates reverse lookup places openstreetmap adresse suchen street house number latitude longitude find map dawarich immich city
phpBB | forum bulletin board classic threads php members private messages subforums moderators foro users register ask reply posts hobby club topic sticky moderation community questions
phpList | php classic newsletter mailing list campaigns subscribers mailchimp templates unsubscribe bulk opens clicks rundbrief infolettre boletin write to thousand people customers club monthly mail subscribe design click rate
phpMyFAQ | faq questions answers customers knowledge base categories support help haeufige fragen how do i again article rating ask editor admin helpdesk
phpRedisAdmin | redis web interface browse keys values inspect cache memory look into the database gui click tables search record change value graphical client browser
Pico CMS | website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
PieFed = pyfedi | python topics link aggregator communities reddit hacker news comments votes threads federated discussion post links discuss subscribe community upvote moderators sublemmy subreddit
*Piler | archive emails company legal journal compliance search deduplicate retention gobd mailarchivierung archivage keep all for years find old message inbox quota full download gmail before deleting account
Pinafore = semaphore fediverse | fediverse client timeline missing replies web interface nicer toots mastodon read threads lists boosts social media people account follow without big tech soziales netzwerk reseau red
*Piper = piper tts | text to speech voice read aloud announce spoken output home assistant vorlesen synthese vocale house should speak book article loud german natural
Plan Analytics = plan player analytics | minecraft map browser 3d proxy multiple worlds lobby players render hibernate world view statistics server network subdomain kids survival spawn hub
*Plane = plane.so, makeplane | jira linear issues sprints cycles modules roadmap backlog product team project tracker bugs cycle module epic pages agile todo doing done deadline assign colleague club plan cards checklist attachments
*Planka | trello kanban boards cards drag real time labels due date team columns simple tafel karten tableau tarjetas todo doing done deadline assign colleague club project plan checklist attachments
PlantUML = plantuml server | uml class sequence diagrams from text code render png architecture developers documentation picture of network boxes arrows plan explain idea structure presentation process
playSMS | web interface campaigns sms send receive text message usb modem sim stick gsm gateway phone alert kurznachricht card lte warn when internet down texting otp notify mobile
Playwright Server = playwright | headless browser end-to-end testing automation chromium firefox webkit scraping remote chrome javascript page screenshot script click fill form test website regression
Pleroma | fediverse microblog lightweight elixir twitter instance federated timeline replacement without company own account write short posts follow people boosts mastodon compatible soziales netzwerk reseau social
Plik | share large file link wetransfer upload download expire password guests customers screenshots too big for email dateien verschicken partager fichiers compartir archivos video to friend wedding pictures gigabyte attachment temporary public
Plone | python enterprise cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
Plotly Dash = plotly | python dashboards sql reports charts analytics explore dataset publish query tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter
Plume | federated blog rust writing minimal publish posts personal essay text small website write essays diary travel public without distractions readers subscribe
Plunk = useplunk | newsletter mailing list campaigns subscribers mailchimp templates unsubscribe bulk opens clicks rundbrief infolettre boletin write to thousand people customers club monthly mail subscribe design click rate
PmWiki | wiki php flat files groups skins recipes collaborative pages write down edit page text instructions howto remember find later formatting preview internal readable headings links images anleitung guide
PocketMine = pocketmine-mp | php plugins blocks world craft phone console xbox switch tablet ipad kids cross-play kinder konsole son daughter school friends build together lag ram seed
Polemarch | run ansible playbooks scripts jobs button web interface schedule commands runbook predefined cron for restart script click colleagues without ssh nightly job failed log output
Polis | opinion clusters statements agree disagree vote decision assembly participation citizens election proposals motions budget group democratic abstimmung votacion members meeting decide elect board ballot secret count residents participate
Polr | laravel php url shortener short links bitly tinyurl redirect long address compact kurzlink raccourcir acortar link too shorter flyer clicks memorable slug share
Pomerium | identity aware access proxy zero trust company internal apps beyondcorp without vpn policy sign in once for all my services family one login page front of second factor public internet
Pomf = uguu | curl upload small share large file link wetransfer download expire password guests customers screenshots too big for email dateien verschicken partager fichiers compartir archivos video to friend wedding pictures gigabyte attachment temporary public
Pontoon Localization = pontoon | mozilla translation strings translators crowdin languages interface text glossary memory uebersetzung traduction volunteers translate my app german french json missing
Pootle | translation strings localization translators crowdin languages interface text glossary memory uebersetzung traduction volunteers translate my app german french json missing
Portkey = portkey gateway | llm gateway proxy many providers one openai api keys budget costs spend routing key for claude gpt gemini limit users several models
*Postal = postal server | web interface api smtp sending transactional mail delivery outgoing sendgrid mailgun bounce bulk queue mta server should me cron output root smart raid warning gmail account forward send
Poste.io = poste | single container own mail server email accounts domain webmail antispam aliases gmail leave mailboxes dkim mailserver correo receive and send at my family addresses phone inbox catch-all forwarding
Postfix = postfix null client, boky postfix, smtp relay | smtp relay send outgoing mail mta alerts cron deliver smarthost queue bounce gmail rejected versenden envoyer correo mails from server do not arrive stuck gmx provider password port 587 notify
PostfixAdmin | php virtual mailboxes domains aliases postfix dovecot web admin vacation quota users email accounts create mail address new user forwarding password change mailbox full
PostgREST = postgraphile | rest api from postgres backend database auth users storage realtime functions developers firebase low-code internal app admin crud instant for my phone user login tables without writing server forms
Postiz | social media posts schedule publish instagram linkedin tiktok x ai buffer calendar planen publier plan tweets facebook page weekly all accounts at once
Postmill | link aggregator communities reddit hacker news comments votes threads federated discussion post links discuss subscribe community upvote moderators sublemmy subreddit topics
Postmoogle | email to room bridge matrix irc slack puppet legacy network chat connect one client all chats messages double synapse chatting community talk friends people unterhalten discuter chatear
*Power Mail-in-a-Box | own server email accounts domain webmail antispam aliases gmail leave mailboxes dkim mailserver correo receive and send at my family addresses phone inbox catch-all forwarding
Precis | news summary ai digest rss articles briefing filter zusammenfassung resume blog subscribe headline whole text mailbox reader newspaper read daily website article changes email topics
Prefect = prefect server | python pipelines data workflows schedule flows retries orchestrate etl nightly load copy tables warehouse api csv postgres failed retry engineer
PrestaShop = presta | online shop selling products cart checkout e-commerce orders catalogue payment boutique en ligne onlineshop tienda sell things on the internet customers basket shipping paypal stock discount own store verkaufen vendre vender
pretalx | conference talks call for papers abstracts programme speakers volunteers shifts schedule congress meetup lectures room slots helpers registration submissions register participants date place organiser veranstaltung evenement evento
Pretix | event tickets sell concert conference check-in scan qr theatre seating eintrittskarten billetterie entradas register for meetup party guests neighbourhood announce
PrivateBin | pastebin encrypted paste text secret burn after reading expire log share password zero knowledge geheim teilen piece of code config with colleague link copy forum keep reuse programming
PrivateGPT | offline chat with documents ai answers company knowledge search pdf sources embeddings dokumente fragen ask my manuals contracts question answered from own files summarise
Priviblur | tumblr private front end instagram tiktok medium quora imgur fandom pinterest genius imdb read without tracking account ads watch look app registration redirect proxy paywall popup
ProcessWire | api fields cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
Prodigy Annotation = prodigy | annotate labels text images audio training dataset machine learning tagging draw rectangles on pictures train own detector frigate yolo crowd labelling
ProGet | windows nuget docker private package registry artifacts maven cargo go composer gem libraries proxy cache publish mirror developers build dependencies own modules internal download company offline
ProjeQtOr | project planning resources costs risks quality gantt timesheet audit compliance team responsible deadline record overview to do who does what progress aufgabe tache tarea
Promptfoo | evaluate compare prompts llm tracing observability tokens cost evaluation developers what did the prompt trace calls debug agent latency answers team
*Prosody = prosody im | xmpp jabber lightweight lua conversations gajim messenger jitsi federation nachrichten instant messaging friends family omemo end-to-end roster presence chatrooms whatsapp without phone number
Proton Mail Bridge = proton bridge, proton bridge relay | imap smtp thunderbird send alerts encrypted local client server via account headless paid docker outlook mailbox messages outgoing message postfach e-mail courriel correo
Proxigram | instagram private front end tiktok medium quora imgur fandom pinterest genius imdb read without tracking account ads watch look app registration redirect proxy paywall popup
ProxiTok | tiktok private front end instagram medium quora imgur fandom pinterest genius imdb read without tracking account ads watch look app registration redirect proxy paywall popup
Proxmox Mail Gateway = pmg | appliance spam virus filter incoming quarantine greylist attachments scan junk spamfilter too much advertising phishing infected attachment before mailbox exchange
PrusaLink | 3d printer failure detection ai camera spaghetti bambu remote phone drucker voron ender creality bed mesh nozzle filament pause job upload octoprint
Prysm | ethereum cryptocurrency node staking execution consensus validator blockchain eth kryptowaehrung sync chain wallet rpc attestation disk peers archive smart contract defi
Public Inbox | git archive kernel mailing list subscribers group email discussion moderate association verteiler liste de diffusion lista one address reaches all members choir school parents reply to everyone subscribe
Publii | static website desktop editor blog non technical publish offline themes portfolio html generate from text files fast no database deploy homepage webseite bauen
Puppeteer | headless browser end-to-end testing automation chromium firefox webkit scraping remote chrome javascript page screenshot script click fill form test website regression
PushBits | push notifications over matrix gotify compatible alerts scripts element tell me when script finished message on my phone alarm washing machine doorbell notify sensor benachrichtigung notification aviso
Pushbullet | copy between phone and pc push notification alerts message scripts send mobile benachrichtigung tell me when script finished on my alarm washing machine doorbell notify sensor aviso
Pywb = python wayback | web archive replay warc crawl wayback record websites preserve keep copy of page before it disappears offline snapshot evidence download entire site webseite sichern
QloApps | hotel booking rooms reservation guests bed breakfast website rates zimmer chambres table room menu orders pizza guest check-in price night
QR Code Generator = qrcode, qr generator | make link wifi guest poster scan picture generate erzeugen generer generar guests password with phone menu business card wifi qr
Quartz = obsidian publish | obsidian notes vault static site generator markdown blog pages themes build publish website portfolio html generate from text files fast no database deploy homepage webseite bauen digital garden
*Quassel = quassel core | distributed core client irc bouncer channels backlog libera nick always connected terminal chat stay logged in read missed messages phone browser
Quelea | church congregation members families donations worship songs projector kirche gemeinde eglise sunday service lyrics bible groups tithes parish school volunteers
Quetre | quora private front end instagram tiktok medium imgur fandom pinterest genius imdb read without tracking account ads watch look app registration redirect proxy paywall popup
Quetz = conda mirror | conda private package registry artifacts maven nuget cargo go composer gem libraries proxy cache publish mirror developers build dependencies own modules internal download company offline
Quill Forms | form builder google typeform questions answers registration sign up sheet contact submissions formular formulaire formulario feedback party order website embed file upload results csv
Quillpad | notes phone sync markdown cloud simple categories google keep notizen write idea reminder shopping pin memo laptop telephone notizbuch carnet cuaderno
Quivr | chat with documents ai answers company knowledge search pdf sources embeddings dokumente fragen ask my manuals contracts question answered from own files summarise
R2R | chat with documents ai answers company knowledge search pdf sources embeddings dokumente fragen ask my manuals contracts question answered from own files summarise
Radicale | calendar contacts caldav carddav sync phone iphone android address book birthdays google icloud small lightweight termine kalender kontakte calendrier agenda contactos family thunderbird without leave
Radicle = radicle node | peer to git collaboration decentralized code seed node without github sovereign forge store my source remote origin clone branches team version history
RAGFlow | chat with documents ai answers company knowledge search pdf sources embeddings dokumente fragen ask my manuals contracts question answered from own files summarise
Rahoot | kahoot pub quiz live audience questions presentation poll classroom word cloud game slides publikum frage teacher lecture vote with phone mentimeter score players pin
RainLoop | webmail browser imap inbox simple modern read mail discontinued my from any holiday internet cafe login attachments address book mailbox messages outgoing message client account postfach e-mail courriel correo
Rallly | poll meeting date doodle suits everybody vote schedule group friends when are you free terminfindung umfrage sondage encuesta fecha time slot participants availability family reunion party
Raneto | knowledge base markdown files nodejs documentation faq pages write down edit page text instructions howto remember find later formatting preview internal readable headings links images anleitung guide
RavenDB | graph document database nodes relationships queries connected multi-model traversal network of people who knows whom edges query backend developers store
ReactFlux | miniflux front end nicer reader interface feeds third party react follow sites news blogs headlines articles unread subscribe opml categories mark star phone
Reactive Resume = rxresume | templates design ai cv job application pdf template lebenslauf bewerbung candidature curriculum letter employer skills experience print cover new interview apply stelle
Red Discord Bot = redbot, discord bot | cogs moderation music voice channel play youtube commands community roles welcome guild queue playlist friends slash command moderators
Redash | sql queries charts share dashboards results business intelligence scheduled graph sales numbers query postgres mysql with colleagues boss filters auswertung
Redlib = libreddit | private reddit front end read subreddits without app ads account look at site javascript tracking login wall proxy instance anonymous lightweight
Redmine | bug tracker issues tickets gantt projects wiki time ruby roadmap versions developers repository forum milestone subproject estimate spent feature request open closed
Redoc | static pretty api documentation explore endpoints openapi try requests developers interface description rest yaml show interactive reference web developer endpoint call backend integration program testing schnittstelle
Redpanda Connect = benthos | stream processors yaml etl pipelines transform data cleaning columns connectors ingest warehouse change capture move rows between systems clean csv nightly import
Redpanda Console | browse kafka topics messages consumer groups lag web interface partitions events topic subscribe microservices throughput replay log producer stream application deploy developers database inspect
Reduced.to | url shortener short links bitly tinyurl redirect long address compact kurzlink raccourcir acortar link too shorter flyer clicks memorable slug share
Refact | ai code completion copilot programming assistant editor own gpu autocomplete vscode intellij suggest private replacement developers local model ollama llm answers research
Remark42 | go privacy oauth login comments under blog posts readers disqus static website moderation kommentare commentaires comentarios visitors reply article hugo jekyll embed anonymous spam discussion
Request Baskets = requestbin | collect inspect receive incoming http hook run script requests payload trigger git push debug callback url from internet show headers body github
Request Tracker = best practical rt | ticket helpdesk email queue support university it requests audit compliance team responsible deadline record overview to do who does what progress aufgabe tache tarea
Retrom | retro games in browser emulation nintendo snes gameboy kids old console dos library gaming download install collection play friends prince of persia doom computer classics
Reviewdog | lint comments code coverage performance score page speed regressions build pull request quality check my bad practice security hole before merge website slow seo
RhodeCode | git hosting repositories push code browse own private projects tickets lightweight forge quellcode depot store my source without github remote origin clone branches team version history
Ride The Lightning = rtl | network bitcoin channels instant payments sats wallet node zahlungen satoshi pay open channel receive invoice routing fees umbrel bolt
Rill | sql reports charts dashboards analytics explore dataset publish query tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter
rimgo | imgur private front end instagram tiktok medium quora fandom pinterest genius imdb read without tracking account ads watch look app registration redirect proxy paywall popup
RMQTT | mqtt broker scalable iot devices topics dashboard rules clustering millions smart home publish subscribe topic tasmota esphome shelly zigbee client password tls retained
Rnote | handwriting tablet pen teacher whiteboard annotate pdf notes draw stylus handschrift tafel ecriture write by hand on lecture university wacom samsung
Rock RMS | church congregation members families donations worship songs projector kirche gemeinde eglise sunday service lyrics bible groups tithes parish school volunteers
Rocket.Chat | team slack channels omnichannel livechat company messaging federation teams equipe messagerie write colleagues group direct messages files search mentions channel without cloud
RocketMQ | message queue broker jms streaming topics workers jobs background publish subscribe realtime websocket programs exchange messages asynchronous waiting worker decouple services backlog
Rocketpool = rocketpool smartnode | ethereum staking node minipool validator reth rewards decentralized sync chain wallet rpc attestation disk peers archive smart contract defi coins satoshi earn payout difficulty dashboard kryptowaehrung geld
Roundcube = roundcubemail | webmail read mail in browser inbox imap folders travel address book compose web e-mail lesen courrier correo from work without installing client attachments search signature
*Roundup = roundup issue tracker | issue tracker email python bugs threads web command line mailing report problem ticket severity developer version fix assign milestone fehler melden
Routr | sip proxy voip carrier load balance calls registrar trunk capture signalling telephony register dial provider scalable line number company telefon
Rowy | airtable spreadsheet database no code tables grid view collaborate relational tabelle columns rows link records excel list inventory form views filter
Rspamd | spam filter junk incoming mail greylisting dkim bayes learn phishing score viagra spamfilter pourriel correo basura advertising mails inbox full folder train ham unsolicited werbung
RSS Guard | reader terminal desktop feeds news articles offline keyboard nachrichten flux headlines websites in one place newspapers youtube channels opml star mark read
RSS-Bridge | generate feeds for sites without facebook instagram twitter scrape make atom site has no feed follow telegram channel youtube in my reader
rss2email | feeds by email newsletters to rss inbox digest nachrichten per mail news blog subscribe headline whole text mailbox reader newspaper rss to email
RSSHub | generate feeds for sites without rss twitter instagram youtube bilibili everything make feed site has no follow telegram channel in my reader
RSSMonster | rss news reader training stories intelligence social aggregator blogs nachrichten follow sites headlines articles unread subscribe opml categories mark star phone
rtpengine | media relay sip proxy voip carrier load balance calls registrar trunk capture signalling house telephone ring all phones answering machine internal call doorbell cisco yealink softphone number provider
RudderStack | customer data pipeline product analytics events funnels session replay feature flags experiments users behaviour rollout developers what do click where they leave switch for some customers a b test
Rustpad | code text edit together real time minimal collaborative pad interview pair programming syntax highlighting ephemeral share piece of config log with colleague link copy forum keep reuse
Rustypaste | paste text code log share command line curl expire snippet link zwischenablage show error message to forum post short between computers expires
SafeTwitch | twitch streams private front end instagram tiktok medium quora imgur fandom pinterest genius imdb read without tracking account ads watch look app registration redirect proxy paywall popup
Saleor | headless commerce graphql shop django selling products channels shopify developers sell things on the internet customers basket shipping paypal stock discount own store verkaufen vendre vender
Saltcorn | no-code database pages backend auth users api storage realtime functions developers firebase low-code internal app admin crud instant for my phone user login tables rest without writing server forms
SAP HANA = hana | enterprise relational sql database legacy instance listener tablespace erp datenbank business application backend tables schema users backup restore license store records queries needs base de donnees
Satis = composer satis | php composer private package registry artifacts maven nuget cargo go gem libraries proxy cache publish mirror developers build dependencies own modules internal download company offline
Scalar | modern pretty api documentation explore endpoints openapi try requests developers interface description rest yaml show interactive reference web developer endpoint call backend integration program testing schnittstelle
SchildiChat = schildichat web | matrix client chat bubbles element fork unified messages browser write friends family direct message group end-to-end encryption verify device room synapse login web
Schleuder | pgp encrypted list mailing subscribers group email discussion archive moderate association verteiler liste de diffusion lista one address reaches all members choir school parents reply to everyone subscribe
Scira | ai search answers with sources perplexity web questions citations ask question internet cited llm searxng ollama summarise results private local assistant research own
SCP Secret Laboratory = scp sl | horror facility game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis play with evening own server password world save online
Scraperr | scrape websites crawl extract pages markdown llm spider structured web scraping collect prices listings from page robot csv export table without api
Scrapy = scrapyd | python spiders scrape websites crawl extract pages markdown llm spider structured web scraping collect prices listings from page robot csv export table without api
Screenity | record screen video share explain colleague loom bug demonstration link webcam bildschirm aufnehmen tutorial report clip chrome annotate zoom
Screwdriver = screwdriver.cd | ci cd build test pipelines deploy git push jobs agents gitops release kubernetes continuous automatically after commit compile rollout image tests
Scribe = scribe medium | medium articles private front end instagram tiktok quora imgur fandom pinterest genius imdb read without tracking account ads watch look app registration redirect proxy paywall popup
Scriberr | diarization speakers summary speech to text transcribe audio recording interview meeting subtitles dictate voice untertitel transkribieren sous-titres transcribir write down what was said memo podcast lecture dictation
SD.Next | generate images pictures from text prompt ai gpu art midjourney lora bilder erzeugen generer draw picture description portrait dall-e checkpoint upscale vram graphics card
SearXNG = searx | private web search engine metasearch google without tracking results no ads spy suchmaschine moteur de recherche buscador bing duckduckgo combined engines family default
SeaTable | seafile airtable spreadsheet database no code tables grid view collaborate relational tabelle columns rows link records excel list inventory form views filter
SeaTunnel = apache seatunnel | etl pipelines transform data cleaning columns connectors stream ingest warehouse change capture move rows between systems clean csv nightly import
SeedDMS = letodms | documents versions review approve workflow small office php quality manual iso controlled dokumente freigabe contracts files letters staff permission history law firm cabinet revision find aktenschrank
Selenium = selenium standalone | browser automation testing click website webdriver scraping headless qa remote chrome javascript page screenshot script fill form test regression web developer endpoint call backend integration program schnittstelle
Selenium Grid = selenium hub | browser automation parallel tests many browsers nodes hub webdriver qa remote chrome javascript page screenshot script click fill form test website regression
Selenoid | browser automation parallel tests many browsers nodes hub webdriver qa remote chrome javascript page screenshot script click fill form test website regression
*Self Service Password = ltb | forgotten reset change expired ldap web interface users groups add directory browse entries one user list for nextcloud jellyfin gitea same everywhere member group
Selfoss | rss news reader training stories intelligence social aggregator blogs nachrichten follow sites headlines articles unread subscribe opml categories mark star phone
Semaphore UI | run ansible playbooks web interface schedule terraform tasks inventory button history team playbook runs log survey vault cron nightly colleagues
Semgrep = codeql | security rules patterns code coverage lint performance score page speed regressions build pull request quality check my bad practice hole before merge website slow seo
SENAITE = bika | laboratory notebook experiments samples scientists protocols research lims electronic traceability labor proben laboratoire chemistry biology university experiment write down barcode freezer
Sendmail = sendmail mta | outgoing mail mta relay legacy unix queue deliver cron smtp mails versenden from server do not arrive stuck gmx gmail provider password port 587 notify
Sendy | amazon ses newsletter mailing list campaigns subscribers mailchimp templates unsubscribe bulk opens clicks rundbrief infolettre boletin write to thousand people customers club monthly mail subscribe design click rate
Sentrifugo | hr employees leave vacation holidays payroll recruitment personnel attendance urlaub personal conges empleados staff colleagues employee who is on holiday days left request boss approve
Serendipity = s9y | php weblog cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
Session Messenger = oxen session | onion oxen private anonymous peer to no phone number decentralized censorship calls nobody can trace who writes whom account encrypted chat friends activists
SGLang | structured radix serve llm inference gpu fast throughput openai api batching tensor production own chatgpt run mistral qwen deepseek vram tokens per second model huggingface
Shaarli | bookmarks links share minimal delicious no database tags personal notes public lesezeichen marque-pages interesting sites keep favourites remember article disappeared read on phone laptop
Sharkey | fediverse microblog misskey fork reactions notes edit import instance twitter replacement without company own account write short posts follow people boosts mastodon compatible soziales netzwerk reseau social
Sharkord | discord replacement compatible voice text channels gaming community guild friends without nitro roles bots chatting room talk people unterhalten discuter chatear
*Shelf = shelf.nu | asset tracking equipment qr labels booking custody cameras tools inventory tool borrowed lend where serial photo location sticker supermarket list phone log history cost owner
Shibboleth | university saml federation single sign-on identity provider login accounts oidc oauth passkey mfa tokens users federated one password for everything anmeldung
Shiny Server = shiny | r apps sql reports charts dashboards analytics explore dataset publish query tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter
Shiori | bookmarks links save tags read later personal pinboard lesezeichen favoris url site keep remember find again category import browser extension private favourites
Shlink | url shortener short links statistics qr codes visits bitly own domain redirect tinyurl kurzlink raccourcir acortar link too long shorter address flyer clicks memorable slug share
Shopware = shopware 6 | german online shop selling products cart checkout orders onlineshop haendler plugins sell things on the internet customers basket shipping paypal stock discount own store verkaufen vendre vender
Sidekiq | ruby jobs message queue broker jms streaming topics workers background publish subscribe realtime websocket programs exchange messages asynchronous waiting worker decouple services backlog
Siege = siege benchmark | load test stress performance requests per second simulate users website benchmark how many visitors can my handle concurrent slow latency traffic
Signal API = signal-cli, signal-cli-rest-api, signal messenger api | send message from script home assistant notification phone number receive bot group alarm notify token registered text picture attachments linked device automation
Signal Proxy | iran censorship messenger blocked bot send messages group alerts commands country message from alarm script notify token registered number signal tls proxy
Silex | designer website builder drag drop visual page landing design without coding wix squarespace make a programming homepage business pictures own domain
SillyTavern | roleplay chat characters ai companion personas llm story lorebook fantasy waifu adventure group koboldcpp backend lore local model ollama private
SilverBullet | notes markdown notebook personal wiki browser hackable live queries linked pages offline lua second brain notizen thoughts ideas meeting study remember find again daily note web clip attach onenote evernote
Silverstripe | new zealand cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
Sim Studio | workflow engine durable process jobs steps developers code orchestration long running business schedule microservices event automation retry failed tasks queue approval orchestrate
*Simple Machines Forum = smf | php discussion board bulletin threads members posts community moderators foro users register ask reply hobby club topic sticky moderation questions
Simple NixOS Mailserver = nixos mailserver | nix declarative own mail server email accounts domain webmail antispam aliases gmail leave mailboxes dkim correo receive and send at my family addresses phone inbox catch-all forwarding
SimpleRisk | risk compliance iso 27001 audit gdpr controls grc policies certification nis2 team responsible deadline record overview security questionnaire evidence datenschutz
SimpleSAMLphp = simplesaml | saml php single sign-on identity provider login accounts oidc oauth passkey mfa tokens users federated one password for everything anmeldung
SimpleX SMP = smp server, simplex, simplex chat, xftp server | private messenger no identifiers queue relay metadata anonymous chat own nobody can trace who writes whom account encrypted phone friends activists
Simply Shorten | url shortener short links bitly tinyurl redirect long address compact kurzlink raccourcir acortar link too shorter flyer clicks memorable slug share
SimplyTranslate | translate text languages private front end google deepl duckduckgo without tracking uebersetzen english german french letter sentence website foreign language what does this mean uebersetzer traducteur
SingleFile | save complete web page one html archive crawl offline website copy keep of before it disappears snapshot evidence download entire site webseite sichern
sist2 | nas thumbnails search inside files on disk full-text index desktop find document by content volltext dateien durchsuchen which file contains the word pdf office photos archive shares
Sitespeed.io = sitespeed | web performance code coverage lint score page speed regressions build pull request quality check my bad practice security hole before merge website slow seo
SiYuan = siyuan note | notes blocks local first privacy bidirectional links spaced repetition knowledge notion markdown outline flashcards thoughts ideas meeting study remember find again daily note web clip attach onenote evernote
Slash = yourselfhosted slash | bookmarks links save tags read later personal pinboard lesezeichen favoris url site keep remember find again category import browser extension private favourites
Sliding Sync | matrix homeserver element x login oidc calls modern authentication rooms group voip chat family friends room messages federation user account
smee = smee.io | forward github to localhost receive incoming http hook run script inspect requests payload trigger git push debug callback url from internet show headers body
SMS Gate = android sms gateway | android phone as gateway send receive text message usb modem sim stick gsm alert kurznachricht card lte warn when internet down texting otp notify mobile
smtp-gotify | email to push notification convert old device printer nas telegram discord alerts only mail tell me on my phone when backup fails script done camera motion server down message alarm
smtp-to-telegram | email push notification convert old device printer nas discord alerts only mail tell me on my phone when backup fails script done camera motion server down message alarm
smtp2discord | smtp email to push notification convert old device printer nas telegram discord alerts only mail tell me on my phone when backup fails script done camera motion server down message alarm
smtp4dev | dotnet windows catch test mails development fake smtp disposable inbox preview developer testing email mailbox messages outgoing message client account postfach e-mail courriel correo
Snac = snac2 | c no javascript database fediverse microblog small single user activitypub personal posts federated followers twitter mastodon follow friends own handle server boosts
SnapPass | send password securely once vanish self-destruct link secret share credentials colleague view passwort verschicken einmal wifi key to customer not by email readable only deletes itself
SnappyMail | webmail fast light browser imap inbox rainloop fork compose read mail lesen my from any holiday internet cafe login attachments address book
Snibox | code snippets organize library personal developers language tags share piece of config log with colleague link copy text forum keep reuse programming
Snikket | xmpp jabber family private messenger invite link circle conversations whatsapp alternative whole easy nachrichten famille instant messaging friends omemo end-to-end roster presence chatrooms without phone number
Snippet Box | code snippets organize library personal developers language tags share piece of config log with colleague link copy text forum keep reuse programming
Snowplow | product analytics events funnels session replay feature flags experiments users behaviour rollout developers what do click where they leave switch for some customers a b test
Socialhome | fediverse microblog small single user activitypub personal posts federated followers twitter mastodon follow friends own handle server boosts social media people account timeline without big tech soziales netzwerk reseau red
Soft Serve = charm soft-serve | git terminal ssh tui repositories browse command line tasty push look at code browser history branch clone public show programming projects source versions quellcode
Soju = soju bouncer | modern bouncer irc client channels backlog libera nick always connected terminal chat hexchat nickname channel server tls freenode missed messages while offline
Soketi = laravel reverb | pusher laravel message queue broker jms streaming topics workers jobs background publish subscribe realtime websocket programs exchange messages asynchronous waiting worker decouple services backlog
Solanum | irc daemon services nickserv chanserv small channels network chat hexchat nickname channel server tls libera freenode missed messages while offline
solidtime | time tracking freelancer agency toggl clockify billable hours projects zeiterfassung suivi du temps how long did i work on report week client programs screen
Solidus | rails online shop selling products cart checkout payment orders catalogue shopify e-commerce onlineshop boutique tienda store sell handmade goods customers basket paypal shipping stock
SonarQube = sonar scanner, sonarcloud | code quality smells bugs coverage technical debt static analysis duplicate vulnerabilities review developers check my bad practice security hole before merge website slow seo
Sonic Search | full-text engine index documents typo instant fast results query website shards json volltextsuche recherche box for my nextcloud mastodon indexing heap memory backend misspelled
SonoBus | plugin daw musicians play music together online low latency band rehearsal jam choir remote probe musik repetition instruments sing internet session friends
Sopel | irc bot channel commands moderation quotes logs karma chat hexchat nickname server tls libera freenode missed messages while offline chatting community room talk friends people unterhalten discuter chatear
Soulmask | game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis play with evening own server password world save online
SoundCloak | private soundcloud front end listen without tracking music look at site javascript login wall proxy instance anonymous lightweight privacy browse mirror cookies
Sourcebot | code search index repositories grep symbols cross reference browse developers find function where used many projects regex programmers repository report security scan quellcode
Sourcegraph | code search across repositories navigate definitions references large codebase developers grep find function where used many projects regex symbols programmers
Space Engineers | spaceship building asteroid game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis
Spacebar Chat = spacebar server, fosscord | discord replacement compatible voice text channels gaming community guild friends without nitro roles bots chatting room talk people unterhalten discuter chatear
Spacebin | paste text code log share command line curl expire snippet link zwischenablage show error message to forum post short between computers expires
SpamAssassin = spamd | spam filter junk incoming mail score bayes rules viagra spamfilter pourriel advertising mails inbox full folder train ham unsolicited werbung
Speaches | openai compatible speech to text transcribe audio recording interview meeting subtitles dictate voice untertitel transkribieren sous-titres transcribir write down what was said memo podcast lecture dictation
Spectre Passwords = masterpassword | password manager credentials team vault share logins 1password lastpass browser extension passwoerter mots de passe contrasenas keep all safe netflix login with partner generate strong remember sticky notes
Spinnaker | multi cloud ci cd build test pipelines deploy git push jobs agents gitops release kubernetes continuous automatically after commit compile rollout image tests
SPIP | french magazine cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
Spree = spree commerce | rails online shop selling products cart checkout payment orders catalogue shopify e-commerce onlineshop boutique tienda store sell handmade goods customers basket paypal shipping stock
sprunge | curl pipe paste text code log share command line expire snippet link zwischenablage show error message to forum post short between computers expires
Sqitch | schema migrations versioned database changes rollback developers alter table sql scripts deploy change version up down apply application messages inspect
*Squad = squad server | military tactical shooter game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis
Squidex | headless dotnet cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina for mobile app api endpoints media roles schema
ssh-import-id | public keys github users bastion login certificates team access who may log in schluessel anmelden reach servers from browser logged terminal session admin colleagues
Stable Diffusion = stable diffusion webui, sd-webui | generate images pictures from text prompt ai gpu art midjourney lora bilder erzeugen generer draw picture description portrait dall-e checkpoint upscale vram graphics card
Stable Diffusion Forge = sd forge, sd-webui-forge | generate images pictures from text prompt ai gpu art midjourney lora bilder erzeugen generer draw picture description portrait dall-e checkpoint upscale vram graphics card
StackStorm = st2 | run ansible playbooks scripts jobs button web interface schedule commands runbook predefined cron for restart script click colleagues without ssh nightly job failed log output
Staffjoy = shift planning, staff roster | shift plan roster staff volunteers duty schedule dienstplan schichtplan planning equipes turnos colleagues employee who is on holiday days left request boss approve
Stalwart = stalwart mail, stalwart mail server | own mail server all in one jmap imap smtp rust calendar contacts spam single binary modern domain mailserver serveur courriel receive and send email at my leave gmail family addresses phone inbox catch-all forwarding
*Standard Notes | encrypted private sync zero knowledge secret journal evernote phone longevity verschluesselte notizen chiffrees notas cifradas diary thoughts password protected notebook laptop attachments
Starbound | 2d space planets game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis side scrolling dig biomes loot world save
Start9 = embassyos | bitcoin node home app store raspberry personal cloud pi install apps one click wallet coins satoshi earn payout sync difficulty dashboard kryptowaehrung geld
Statamic | laravel flat file cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
Static Website = static site, nginx static | serve plain html files folder own domain css images simple homepage index.html upload webseite ausliefern make a without programming business pictures html site
Stationeers | space station atmosphere game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis
Stikked | paste text code log share command line curl expire snippet link zwischenablage show error message to forum post short between computers expires
Stirling-PDF | merge split rotate compress shrink convert watermark remove password pages ocr redact adobe acrobat ilovepdf smallpdf combine too big to email zusammenfuegen teilen fusionner unir blank page delete sign fill form office extract images add numbers repair s pdf
Stoat = revolt, revolt chat | discord replacement community voice channels roles emojis gaming chat servers friends guild text without nitro bots chatting room talk people unterhalten discuter chatear
Stract | optics customisable peer to search engine own crawler index decentralised intranet suchmaschine the internet without being followed duckduckgo bing default browser results
Strapi | headless cms content api json rest graphql nodejs types frontend developers for mobile app website editors endpoints media roles schema
Streamlit | python data app sql reports charts dashboards analytics explore dataset publish query tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter
Streams Fediverse | link aggregator communities reddit hacker news comments votes threads federated discussion post links discuss subscribe community upvote moderators sublemmy subreddit topics streams
strfry | nostr relay decentralized notes keys censorship resistant zaps twitter events decentralised social bitcoiners client damus primal publish media people account timeline follow without big tech soziales netzwerk reseau red
Subversion = svn, svnserve | svn trunk version control repository commits checkout legacy code game assets central revisions check in out history old project branches
SuiteCRM = sugarcrm | crm customers leads sales accounts quotes workflows salesforce marketing campaigns kundenverwaltung companies phone calls deals offers follow-up appointments pipeline team prospects
Sunup | android push without google firebase degoogled fcm messages battery distributor tell me when script finished message on my phone alarm washing machine doorbell notify sensor benachrichtigung notification aviso
Supavisor | postgres connection pooling too many connections limit pooler clients exhausted max transaction mode slots remaining reserved django nodes available outage highly failover database ausfall
Super Productivity | todo pomodoro timeboxing jira time tracking focus break adhd developers day planner konzentration today list remind repeat priority family errands deadline
*Superset = apache superset | business intelligence charts sql dashboards visualisation tableau explore data slices graph sales numbers query postgres mysql share with colleagues boss filters auswertung
SurfSense | chat with documents ai answers company knowledge search pdf sources embeddings dokumente fragen ask my manuals contracts question answered from own files summarise
Svix | webhooks sending deliver retries events customers signatures developers webhook to retry signing endpoint log saas web developer call backend integration program testing schnittstelle
Swagger UI = swagger, swagger editor | api documentation explore endpoints openapi try requests developers interface description rest yaml show interactive reference web developer endpoint call backend integration program testing schnittstelle
SwarmUI = stableswarmui | comfy backend generate images pictures ai canvas inpainting artists stable diffusion prompt bilder erzeugen draw picture from description portrait dall-e checkpoint upscale vram graphics card
Sygnal = matrix push gateway | matrix push notifications own mobile app apns fcm gateway messages phone not ringing element build android iphone no
Sylius | symfony online shop selling products cart checkout payment orders catalogue shopify e-commerce onlineshop boutique tienda store sell handmade goods customers basket paypal shipping stock
Synapse Admin | delete rooms purge media matrix homeserver users reset password deactivate moderation spam bans panel cleanup chat family friends room messages federation element user account
*Tabby = tabbyml | ai code completion copilot programming assistant editor own gpu autocomplete vscode intellij suggest private replacement developers local model ollama llm answers research
Taiga = taiga.io | agile scrum sprints user stories backlog kanban epics burndown team points software development wiki issues estimation retrospective to do overview who does what progress deadline aufgabe tache tarea
Takahe | multi domain fediverse microblog small single user activitypub personal posts federated followers twitter mastodon follow friends own handle server boosts
Talkyard | questions slack stackoverflow forum discussion board bulletin threads members posts community moderators foro users register ask reply hobby club topic sticky moderation
Tasks.md | kanban markdown files board cards lanes simple todo personal drag columns directory due themes docker light to do overview who does what progress deadline aufgabe tache tarea
Taskwarrior = taskchampion sync server, taskchampion, taskserver, taskd | command line todo terminal tasks sync urgency projects geek aufgaben next due project tag list phone laptop done reminder aufgabe liste
TastyIgniter | restaurant orders online menu table delivery takeaway kitchen reservation gastronomie guests room booking website pizza hotel guest check-in price night
TeamCity = teamcity agent | jetbrains build server ci agents projects artifacts test compile code after commit automatically run tests docker image deploy release worker
Teddit | private reddit front end read subreddits without app ads account look at site javascript tracking login wall proxy instance anonymous lightweight
Teedy = sismics docs | scanned paper documents tags ocr workflow sharing small company family records search pdf lightweight dms dokumente verwalten gestion gestor documental files contracts comments audit folder relations webhook
Teeworlds = ddnet | 2d shooter cute game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis frag old school evening deathmatch instagib office lunch
*Temporal = temporal.io | durable execution retries microservices workflow engine process jobs steps developers code orchestration long running business schedule event automation retry failed tasks queue approval orchestrate
Tendenci | club members association dues membership list sports groups roles verein mitglieder beitrag adherents socios fees birthday volunteers letters events address donors
TerriaJS = terriamap | custom map markers layers share places geojson gis wms karte marker country zoom satellite geodata offline display website leaflet landkarte carte
Tesseract = tesseract ocr | recognise text from picture photo scan ocr languages extract words image texterkennung reconnaissance optique reconocimiento texto find in scanned letter copy paste contract paper letters search
Text Generation Inference = tgi, huggingface tgi | serve llm gpu fast throughput openai api batching tensor production own chatgpt run mistral qwen deepseek vram tokens per second model huggingface
Text Generation WebUI = oobabooga, textgen | gradio local llm characters models gguf chat roleplay notebook ki own chatgpt run mistral qwen deepseek gpu vram tokens per second model huggingface
textbee | android gateway sms send receive text message usb modem sim stick gsm phone alert kurznachricht card lte warn when internet down texting otp notify mobile
Textpattern | cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
The Bastion = ovh bastion | ssh jump host audited session recording access team certificates web terminal rdp compliance sprungserver reach servers from browser who logged in admin colleagues
The Forest | cannibals island survival game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis crossplay password world save steam play together craft base monsters night
The Lounge | irc client browser always connected backlog libera channels modern push history chat stay logged in read missed messages phone chatting community room talk friends people unterhalten discuter chatear
The Null Pointer = 0x0.st | curl upload file paste text code log share command line expire snippet link zwischenablage show error message to forum post short between computers expires
Thirty Bees | prestashop fork online shop selling products cart checkout payment orders catalogue shopify e-commerce onlineshop boutique tienda store sell handmade goods customers basket paypal shipping stock
ThunderHub | lightning network bitcoin channels instant payments sats wallet node zahlungen satoshi pay open channel receive invoice routing fees umbrel bolt
TiddlyWiki | notebook single html file notes nonlinear tiddlers personal wiki journal offline links tags notizbuch thoughts ideas meeting study remember find again daily note web clip attach onenote evernote
Tigase | xmpp jabber java company internal messenger presence roster muc chat instant messaging friends family omemo end-to-end chatrooms whatsapp without phone number
TiKV | distributed key value coordination consensus quorum leader election cluster configuration grid nodes members locks consistent replicated store available outage highly failover database clients ausfall
Tildes | link aggregator communities reddit hacker news comments votes threads federated discussion post links discuss subscribe community upvote moderators sublemmy subreddit topics
Tiledesk | live chat website visitors support widget operators intercom customers talk customer question bubble answer agent offline form whatsapp bot shop ask directly
Timeful = when2meet, schej | find meeting time availability heatmap group friends google calendar free slots vote choose for without account doodle
TimeOff = timeoff.management | vacation absence leave requests sick days team holiday approval calendar urlaub krank conges vacaciones staff colleagues employee who is on left request boss approve
TimeTagger | time spent on computer screen automatic track programs coding hours productivity rescuetime bildschirmzeit how long did i work report week client
TimeTrex | clock in employees attendance timesheet payroll terminal stempeluhr zeiterfassung pointage fichaje how many hours worked today week project report start stop break overtime stunden heures
Tina CMS | git based markdown website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
Tine = tine20, tine groupware | groupware mail calendar contacts tasks crm team office exchange collaboration gruppenkalender staff mailbox shared address book meeting invitation delegate out of mobile phone push firma courriel
Tinode | mobile api group chat messenger team rooms messages small own nachrichten messagerie write colleagues company direct files search mentions channel slack teams without cloud
Tiny Tiny RSS = tt-rss | news feed reader aggregator filters labels plugins google android nachrichten flux headlines websites in one place newspapers youtube channels opml star mark read
Titra | clock in employees attendance timesheet payroll terminal stempeluhr zeiterfassung pointage fichaje how many hours worked today week project report start stop break overtime stunden heures
tldr = tldr pages | man page examples developer documentation offline api json viewer cheat sheets handy format language reference programmer look up command syntax example
tldraw | whiteboard draw sketch infinite canvas sticky together miro shapes brainstorm zeichnen tableau blanc designer screen prototype creative pen picture board
TMail | disposable temporary inbox registration throwaway address wegwerf mail jetable temporal ten minute sign up without giving spam forum verification code
Todo.txt = simpletask | plain text file contexts priority phone sync simple brainstorm next due project tag list laptop done reminder aufgabe liste
Tolgee | in-context editing screenshot translation strings localization translators crowdin languages interface text glossary memory uebersetzung traduction volunteers translate my app german french json missing
Tomboy = gnote | sticky desktop notes gnome linked sync legacy notizen write idea reminder shopping pin memo laptop telephone notizbuch carnet cuaderno personal thoughts android windows mac offline tablet aufschreiben noter apuntar
ToolJet | internal tools low-code drag drop dashboards database retool crud admin build form table dashboard over postgres mysql api for staff without frontend developer backoffice
Trac | wiki issue tracker subversion tickets roadmap python milestones timeline report problem ticket severity developer version fix assign milestone fehler melden
*Tracks = tracks gtd | getting things done gtd contexts next actions david allen todo projects waiting someday review weekly rails to do overview who does what progress deadline aufgabe tache tarea
Traduora = ever traduora | translation strings localization translators crowdin languages interface text glossary memory uebersetzung traduction volunteers translate my app german french json missing
Traefik Forward Auth | protect site with google github login reverse proxy header cookie only my account sign in once for all services family one page front of apps second factor public internet
Traggo | time tracking tags calendar view dashboard personal start stop toggl zeiterfassung how many hours worked today week project report break overtime stunden heures
Travis CI | cd build test pipelines deploy git push jobs agents gitops release kubernetes continuous automatically after commit compile rollout image tests
Trigger.dev | typescript background jobs workflow engine durable process steps developers code orchestration long running business schedule microservices event automation retry failed tasks queue approval orchestrate
Trilium = triliumnext, trilium notes | notes tree hierarchical second brain personal knowledge scripting cloned evernote onenote diary day journal notizen baum thoughts ideas meeting study remember find again daily note web clip attach
Trino = presto, trinodb | federated queries data lake sql reports charts dashboards analytics explore dataset publish query tables business intelligence visualise graphs figures boss numbers csv public researchers interactive filter
Trudesk | helpdesk tickets support customers email agents zendesk queue requests knowledge base hilfe anfragen assistance request complaint answer several colleagues info address status open closed it department user problem
Tryton | python gnu health modular erp accounting purchase sales inventory manufacturing company suppliers orders warehouse sap warenwirtschaft gestion entreprise business staff stock invoices production
Tsuru | deploy apps git push heroku vercel netlify platform paas web projects one click container domain publish my app own server nodejs python certificate automatically install several
ttyrec = termtosvg | record terminal sessions share replay demo command line cast tutorial show how works gif readme playback screencast console typed commands bash zsh laptop again
Tududi | todo tasks areas projects notes habits life organisation telegram recurring productivity aufgaben today list remind repeat priority family errands deadline
Tuleap | agile alm requirements tests scrum git compliance medical traceability report problem ticket severity developer version fix assign milestone fehler melden
Turtl | secure encrypted notes bookmarks passwords images collaborative private evernote secret diary thoughts password protected notebook laptop attachments personal android windows mac offline tablet aufschreiben noter apuntar
tuwunel | matrix homeserver conduwuit successor rust enterprise chat federation rooms scalable synapse alternative less ram sqlite friends family end-to-end federate join register own domain raspberry
*Twenty = twenty crm | crm customers contacts sales pipeline salesforce hubspot opportunities deals companies modern kunden vertrieb clients ventes phone calls offers follow-up appointments team prospects notion-like
Twikoo | comments under blog posts readers disqus static website moderation kommentare commentaires comentarios visitors reply article hugo jekyll embed anonymous spam discussion
Twinny | vscode extension ai code completion copilot programming assistant editor own gpu autocomplete intellij suggest private replacement developers local model ollama
Tymeslot | meeting booking appointment scheduling calendly slot availability calendar link terminbuchung visitors pick a time zoom customers free email invitation choose date confirm overview participants termin rendez-vous cita
Typebot | chatbot conversational flow form builder google forms typeform questions answers registration sign up sheet contact submissions formular formulaire formulario feedback party order website embed file upload results csv
TypeDB | graph document database nodes relationships queries connected multi-model traversal network of people who knows whom edges query backend developers store
Typemill | cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
TYPO3 | enterprise cms german website extensions pages editors multilingual university behoerde webseite company club blog menu theme upload pictures content authors site internet
Umbraco | dotnet cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
Undb | airtable spreadsheet database no code tables grid view collaborate relational tabelle columns rows link records excel list inventory form views filter
uniCenta | java touch screen point of sale cash register shop checkout barcode receipt restaurant till inventory kasse caisse caja small store selling scanner drawer bar cafe cashier daily sales
UnifiedPush = nextpush, up distributor | ntfy distributor android push without google firebase degoogled fcm messages battery tell me when script finished message on my phone alarm washing machine doorbell notify sensor benachrichtigung notification aviso
Univention = ucs, univention corporate server | german school active directory domain controller windows join pcs group policy login company accounts domaene beitreten office computers one account network users groups
Unleash | feature toggles product analytics events funnels session replay flags experiments users behaviour rollout developers what do click where they leave switch for some customers a b test
Unlighthouse | google whole site code coverage lint performance score page speed regressions build pull request quality check my bad practice security hole before merge website slow seo
UnrealIRCd | irc server daemon modules channels operators network hosting chat hexchat nickname channel tls libera freenode missed messages while offline chatting community room talk friends people unterhalten discuter chatear
Unturned | zombies blocky game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis play with evening own server password world save online
Urlaubsverwaltung | vacation absence leave requests sick days team holiday approval calendar urlaub krank conges vacaciones staff colleagues employee who is on left request boss approve
Utterances | github issues comments under blog posts readers disqus static website moderation kommentare commentaires comentarios visitors reply article hugo jekyll embed anonymous spam discussion
UVdesk | helpdesk tickets support customers email agents zendesk queue requests knowledge base hilfe anfragen assistance request complaint answer several colleagues info address status open closed it department user problem
Vacation Responder = autoreply | automatic reply mail away holiday absence answer colleagues message abwesenheit urlaub vacaciones sieve notify senders i am on until back out of office
Vale = vale prose linter | grammar checker private offline english writing style linter prose mistakes spelling text email correct developers texts emails articles language errors rechtschreibung
Vanilla Forums | forum discussion board bulletin threads members posts community moderators foro users register ask reply hobby club topic sticky moderation questions
vBulletin | forum discussion board bulletin threads members posts community moderators foro users register ask reply hobby club topic sticky moderation questions
vdirsyncer | calendar terminal caldav sync command line appointments local files kalender contacts agenda phone offline import ics remind events radicale nextcloud google pull laptop keyboard termine
VDO.Ninja = obs ninja | obs camera source streamers podcast guest video call webrtc meeting conference room browser guests screen share videokonferenz visioconference family grandma see each other microphone online lesson many participants link mute
Vegeta | load test stress performance requests per second simulate users website benchmark how many visitors can my handle concurrent slow latency traffic
*Velocity | proxy lobby minecraft map browser 3d multiple worlds players render hibernate world view statistics server network subdomain kids survival spawn hub
Veloren | voxel rpg game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis play with evening own server password world save online
Vendure | nodejs headless online shop selling products cart checkout payment orders catalogue shopify e-commerce onlineshop boutique tienda store sell handmade goods customers basket paypal shipping stock
Verba | chat with documents ai answers company knowledge search pdf sources embeddings dokumente fragen ask my manuals contracts question answered from own files summarise
VersaTiles | vector map tiles free openstreetmap styles serve own basemap karte country zoom satellite geodata offline display website leaflet gis landkarte carte
VERT = vert.sh | convert files browser webassembly images audio video documents private local cloudconvert heic webp format umwandeln convertir photo wrong open file iphone picture old word document music
Vespa | full-text search engine index documents typo instant fast results query website shards json volltextsuche recherche box for my nextcloud mastodon indexing heap memory backend misspelled
VHS Recorder = charm vhs | record terminal sessions share replay demo command line cast tutorial show how works gif readme playback screencast console typed commands bash zsh laptop again
Vikunja | todo list tasks household reminders due dates todoist chores shared lists kanban gantt things to do wunderlist microsoft aufgaben erledigen taches tareas pendientes today remind repeat priority family errands deadline
ViMbAdmin | virtual mailboxes domains aliases postfix dovecot web admin vacation quota users email accounts create mail address new user forwarding password change mailbox full
Vince | website visitors statistics page views google analytics privacy referrers cookieless traffic counter besucher statistiques how many people read my blog who visits site which country browser without cookie banner
Vintage Story | blocks survival realistic crafting game multiplayer dedicated friends join co-op lan party gaming host session mods slots spielen mitspieler jouer amis
VitePress = vuepress | vue static site generator markdown blog pages themes build publish website portfolio html generate from text files fast no database deploy homepage webseite bauen
Vitess | distributed sql database survives node failure cluster geo replication horizontally big tables many nodes scale queries replica shards backend plausible
vLLM = vllm openai | serve llm inference gpu fast throughput openai api batching tensor production own chatgpt run mistral qwen deepseek vram tokens per second model huggingface
Vouch Proxy | protect site with google github login reverse forward auth header cookie only my account sign in once for all services family one page front of apps second factor public internet
Vtiger = vtiger crm | helpdesk inventory invoices crm customers leads sales pipeline deals contacts follow up salesforce hubspot kundenverwaltung clients clientes companies phone calls offers follow-up appointments team prospects
Vvveb | php website builder drag drop visual page landing design without coding wix squarespace make a programming homepage business pictures own domain
Wafrn | tumblr fediverse microblog small single user activitypub personal posts federated followers twitter mastodon follow friends own handle server boosts social media people account timeline without big tech soziales netzwerk reseau red
Wagtail | cms django python website pages editors streamfield company club blog menu theme upload pictures content authors webseite site internet articles images publish homepage redaktion
WAHA = whatsapp api, whatsapp http api | swagger http sessions whatsapp send messages automatically bot api qr pair business webhook chatbot message automation notify customers group home assistant reminder
Waistline | calories food diary nutrition weight water macros myfitnesspal diet abnehmen kalorien regime dieta lose eat barcode meal protein log scale
Wakapi = wakatime | time spent on computer screen automatic track programs coding hours productivity rescuetime bildschirmzeit how long did i work report week client
Waline | chinese vercel comments under blog posts readers disqus static website moderation kommentare commentaires comentarios visitors reply article hugo jekyll embed anonymous spam discussion
Wallabag | pocket instapaper read later articles save offline ereader kobo without ads reading list annotate spaeter lesen artikel lire plus tard leer despues interesting sites keep favourites remember article disappeared on phone laptop
Wanderer Trails | trip planner itinerary holiday flights hotel day plan collaborative hiking reiseplanung voyage viaje places been journey road bookings map tickets hike route
Wastebin | paste text code log share command line curl expire snippet link zwischenablage show error message to forum post short between computers expires
Wazo | phone system pbx web interface extensions voip sip voicemail ivr call queue office telefonanlage standard telephonique centralita house telephone ring all phones answering machine internal doorbell cisco yealink softphone number provider
WBO = whiteboard wbo, whitebophir | collaborative whiteboard online draw together tutoring teacher math lesson pen tafel zeichnen tableau blanc pizarra designer sketch screen prototype creative picture board
*Web Key Directory = wkd | publish own encrypt mail pgp keys public sign secret message verschluesseln chiffrer cifrar fingerprint trust verify privacy thunderbird email
*Web-Check | website analyse dns ssl headers osint investigate domain page changes difference notify ports certificate who hosts scan read news daily article email digest topics
Webalizer | log files old website visitors statistics page views google analytics privacy referrers cookieless traffic counter besucher statistiques how many people read my blog who visits site which country browser without cookie banner
WebGoat | learn hacking vulnerable practice capture the flag security training exercise sql injection xss ethical hacker course exploit beginner practise owasp lessons
Webhook Tester = webhook.site | receive incoming http hook run script inspect requests payload trigger git push debug callback url from internet show headers body github
Weblate | translation strings translate software localization contributors po files crowdin translators languages gettext git uebersetzung traduction traduccion volunteers my app german french json missing
Webstudio | website builder drag drop visual page landing design without coding wix squarespace make a programming homepage business pictures own domain
Websurfx | private google results without ads javascript tracking search engine spy suchmaschine the internet being followed duckduckgo bing default browser own
WebSVN | version control repository commits checkout legacy code game assets central trunk revisions check in out history old project branches programming projects source versions quellcode
Weights and Biases = wandb | machine learning experiments track models metrics registry training runs data science compare accuracy hyperparameters artifacts neural network reproducible ai python team dashboard
Wekan | trello kanban boards cards swimlanes columns lists drag checklist team project tafel karten tableau cartes tablero todo doing done deadline assign colleague club plan attachments
Whishper | subtitles editor web speech to text transcribe audio recording interview meeting dictate voice untertitel transkribieren sous-titres transcribir write down what was said memo podcast lecture dictation
*Whisper = whisper asr, openai-whisper, whisper.cpp, wyoming faster whisper, whisperx, whisper-asr-webservice | speech to text transcribe audio recording interview meeting subtitles dictate voice untertitel transkribieren sous-titres transcribir write down what was said memo podcast lecture dictation
Whoami = traefik whoami, echo server, http-echo | test proxy headers container request ip shows demo reverse works forwarded check traefik routing certificate try first smoke does it run sample page
WhoDB | browse database tables sql query editor web interface many databases schema diagram export rows datenbank ansehen look at in browser click change value run show columns gui
Whoogle = whoogle search | private google results without ads javascript tracking search engine spy suchmaschine the internet being followed duckduckgo bing default browser own
Wiki-Go | flat file markdown pages databaseless quick private write down edit page text files instructions howto remember find later
Wiki.js | pages knowledge documentation family company markdown git storage editors permissions search nice modern confluence wissensdatenbank base de connaissances write down how things work at home guide instructions colleagues page history edit together anleitung mode d emploi
Wikimore = wikiless | private wikipedia front end read without tracking look at site javascript login wall proxy instance anonymous lightweight privacy browse mirror cookies
WikiTeam = dumpgenerator | archive wiki offline export pages zim dump mediawiki save before shutdown sichern kiwix fandom travel read without connection preserve copy
WildDuck | mongodb scalable imap own mail server email accounts domain webmail antispam aliases gmail leave mailboxes dkim mailserver correo receive and send at my family addresses phone inbox catch-all forwarding
*Windmill = windmill.dev | scripts to workflows internal tools python typescript jobs schedule developers airplane cron bash script web form approval retries flow every night job notify when failed replacement
Wire Server | calls swiss enterprise group chat messenger team rooms messages small own nachrichten messagerie write colleagues company direct files search mentions channel slack teams without cloud
WireMock | fake api mock responses test frontend developers simulate pretend endpoint stub replies without backend prototype contract integration web developer call program testing schnittstelle
WiseMapping | mind map ideas brainstorm branches nodes xmind visual thinking gedankenkarte carte mentale mapa mental picture of network boxes arrows plan explain idea structure presentation process
WonderCMS | cms website pages content blog themes editors publish articles templates webseite erstellen site web pagina homepage for company club bakery change texts pictures menu news wordpress alternative
WooCommerce = woo | wordpress online shop selling products cart checkout payments orders etsy onlineshop boutique tienda sell things on the internet customers basket shipping paypal stock discount own store verkaufen vendre vender
Woodpecker = woodpecker ci, crow ci | build test pipelines ci container yaml on push forgejo gitea codeberg drone fork agent compile code after commit automatically run tests docker image deploy release worker
WordPress = wp, wp-cli | blog website cms themes plugins pages posts gutenberg publish company club hacked update webseite betreiben site web pagina write articles travel diary photos bakery homepage comments theme
Worklenz | project resource planning tasks team workload timesheets agency todo doing done card assign due date drag columns checklist karten tableau tablero
WPPConnect | whatsapp send messages automatically bot api qr pair business webhook chatbot message automation notify customers group home assistant reminder nodejs library answer incoming chat
WPScan | wordpress vulnerabilities plugins outdated hacked scan enumerate users themes security check website hacker blog weak login brute force report
WriteFreely | minimal blog writing fediverse distraction free essay journal medium publish schreiben ecrire write essays diary travel public posts without distractions readers subscribe
wrk = wrk2 | load test stress performance requests per second simulate users website benchmark how many visitors can my handle concurrent slow latency traffic
WSO2 Identity Server = wso2 | single sign-on provider login accounts oidc oauth saml passkey mfa tokens users federated one password for everything anmeldung sign in once all my services family page front of apps second factor public internet
Wyoming Satellite | raspberry microphone voice assistant alexa replacement wake word speaker room spoken commands offline sprachassistent vocal talk to the house turn on light by google home echo esp32 home assistant voice
Xandikos | caldav carddav calendar contacts git history version minimal kalender iphone android thunderbird davx5 family appointments birthdays shared tasks sync phone without google leave icloud
Xapian = xapian omega | library full-text search engine index documents typo instant fast results query website shards json volltextsuche recherche box for my nextcloud mastodon indexing heap memory backend misspelled
xBrowserSync = xbrowsersync api | bookmarks sync browsers encrypted chrome firefox android lesezeichen synchronisieren save url site keep later remember find again category import browser extension private favourites favoris
XenForo | commercial forum discussion board bulletin threads members posts community moderators foro users register ask reply hobby club topic sticky moderation questions
XWiki | enterprise wiki structured pages confluence macros applications company intranet knowledge java extensions permissions wissensmanagement write down how things work at home guide instructions colleagues search page history edit together anleitung mode d emploi
Yaak | api test rest requests postman graphql http client headers developers send request endpoint json token collection debug websocket web developer call backend integration program testing schnittstelle
YaCy | peer to search engine own crawler index decentralised intranet suchmaschine the internet without being followed duckduckgo bing default browser results
Yakforms | framaforms drupal form builder google forms typeform questions answers registration sign up sheet contact submissions formular formulaire formulario feedback party order website embed file upload results csv
Yarr | rss reader single binary minimal feeds desktop or server simple nachrichten follow sites news blogs headlines articles unread subscribe opml categories mark star phone
Yclas = open eshop | classifieds ads kleinanzeigen marketplace online shop selling products cart checkout payment orders catalogue shopify e-commerce onlineshop boutique tienda store sell handmade goods customers basket paypal shipping stock
YetiForce | polish gdpr records crm customers leads sales pipeline deals contacts follow up salesforce hubspot kundenverwaltung clients clientes companies phone calls offers follow-up appointments team prospects
Yopass | go redis send password securely once vanish self-destruct link secret share credentials colleague view passwort verschicken einmal wifi key to customer not by email readable only deletes itself
YOURLS = your own url shortener | url shortener short links php bitly statistics bookmarklet plugin redirect kurzlink raccourcir acortar link too long shorter address flyer clicks memorable slug share
YouTrack | jetbrains issues agile boards bugs query knowledge base workflows helpdesk bug developers release commands time estimation sprint to do overview who does what progress deadline aufgabe tache tarea
Zalenium | browser automation parallel tests many browsers nodes hub webdriver qa remote chrome javascript page screenshot script click fill form test website regression
Zammad | helpdesk tickets support email phone agents zendesk customers escalation company it hilfe anfragen assistance request complaint answer several colleagues info address status open closed department user problem
Zanata | translation strings localization translators crowdin languages interface text glossary memory uebersetzung traduction volunteers translate my app german french json missing
Zeal | developer documentation offline api json viewer cheat sheets handy format language reference programmer look up command syntax example learn beginner training practise
Zen Cart | online shop selling products checkout payment orders catalogue shopify e-commerce onlineshop boutique tienda store sell handmade goods customers basket paypal shipping stock
Zentyal | small business active directory domain controller windows join pcs group policy login company accounts domaene beitreten office computers one account network users groups
Zero Mail = mail0 | ai gmail email client inbox read browser imap compose accounts unified lesen lire courrier from work without installing attachments folders search signature 0 email
ZeroBin = 0bin | paste encrypted text browser pastebin snippets share burn piece of code config log with colleague link copy forum keep reuse programming
Zimbra = zimbra collaboration | exchange outlook activesync groupware company mail calendar mobile sync mapi firmenmail staff mailbox shared address book meeting invitation delegate out of office phone push firma courriel
ZNC | irc bouncer stay connected backlog channels libera nick disconnect offline playback chat hexchat nickname channel server tls freenode missed messages while
Znuny | perl otrs fork helpdesk tickets support customers email agents zendesk queue requests knowledge base hilfe anfragen assistance request complaint answer several colleagues info address status open closed it department user problem
Zoekt | trigram code search index repositories grep symbols cross reference browse developers find function where used many projects regex programmers repository report security scan quellcode
Zola | rust static site generator markdown blog pages themes build publish website portfolio html generate from text files fast no database deploy homepage webseite bauen
ZoneMTA | smtp sending transactional mail delivery outgoing sendgrid mailgun bounce bulk queue mta server should me cron output root smart raid warning gmail account forward send
Zulip | team chat topics threads streams asynchronous slack organised conversations developers university company equipe write colleagues group direct messages files search mentions channel teams without cloud
Zuul | openstack gating ci cd build test pipelines deploy git push jobs agents gitops release kubernetes continuous automatically after commit compile rollout image tests
µlogger | share live location gps logging where am i timeline real time track standort teilen phone position map was yesterday route driven places history google
`;
