const list = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean));

/** Words that carry no meaning for finding a playbook. Words such as "up" and "down" do, and are not among them. */
export const stopWords = list(`
a an the this that these those some any all every each both other another such same own more most much many few no not
i me my mine we us our ours you your yours he she it its they them their who whom whose which what where when why how
is am are was were be been being do does did done has have had having can could will would shall should may might must
to of in on at by for from with without into onto over under about as than then so and or but if because while until
also too just only even still again yet already now please pls kindly thanks thank hey hi ok okay chiffon
there here let lets want need like get make put give set up-to-date something anything thing things stuff one ones
happen happens happened happening occur occurs occurred
new newer newest fresh latest current existing instance setup service services app apps application applications tool
software program solution role roles via using use used whether ready going go able
i'd i'm it's don't that's whats really very quick quickly good nice best simple easy possible maybe proper properly
right once first finally next later today tomorrow tonight soon asap everything whole entire
after before during since between through across around per along among else ever never always often sometimes anyone
someone everybody everyone anybody somebody anywhere somewhere nobody away back see let lets become becomes know known
come comes came goes gone take takes taken keep keeps kept stay stays tell told sure without says said gets got getting
being inside out away via etc maybe rather instead like kind sort bit lot lots little actually replacement alternative substitute replace ourselves myself themselves itself
`);

/** Words for people and circumstances: they may stand in any description and tell little. */
export const settingWords = list(`
family families friend friends kid kids child children wife husband partner parents grandma house household couch club
holiday colleague colleagues people guest guests daily weekly monthly hourly nightly day days night hour week month year
minute morning overnight old own place spot line big small large great cheap safe safely secure fancy cool favorite
favourite anything phone phones laptop tablet pc mac device devices work job school friendly
together alone side way ways case idea world life compatible easily automatic automatically regularly regular schedule
`);

/** What is set of something rather than being one: "with port 80 and user anna". */
export const valueNouns = list(`
port user name domain version size label password path tag branch url time
`);

/** Words for where something runs rather than what it is. */
export const placeWords = list(`
homelab lab server servers host hosts machine machines box nas nas1 nas2 pi raspberry rpi vm vms cluster node nodes
computer network home house here rack cloud vps lan localhost local prod production staging proxmox desktop laptop
basement closet office
`);

/**
 * Common words of requests that a typo search must never turn into a product: "plan" is no "Plane", "sonar" may be.
 */
export const commonWords = list(`
able access account across action active actual add address admin after agent alert allow always another answer apply area
around attach auto available away back backup base basic before behind better between block board book both bottom box
branch break bring browser build button call camera card care case cert change channel charge chat check clean clear
click client close cloud code cold color come common config connect console container control copy core correct cost count
cover create cron custom daily dark data date deal deep default delete delay deploy desk detail device disk docs domain
door down download draft drive drop during early east edit empty enable end enough entry error even event every exact
example expose extra face fail fast feed field file fill film final find fire firewall first fix flag flat flow folder
follow force form frame free friend front full game gate general ghost give global gone good grant graph great green group
grow guest guide half hand handle hard head health heat heavy help hide high history hold hook hour image import info
inside internal issue item join keep key kids kill kind know label large last launch lead leave left less level light limit
line link list live load local lock log login long look lost love mail main maintain make manage mark master match
matter mean media meet memory menu merge message might mind minute miss mobile mode model moment money month more mount
mouse move music name near need never news next night nodes normal north note notify number offline often online open
option order other output over owner pack page paper parent part party pass password past patch path pause peer people
phone photo photos pick picture pipe place plain plan play point pool port portal ports post power press print private
problem process prod profile project proper protect public pull pure push query queue quick quiet quit quota range rate
read ready real reason reboot record reduce refresh region release reload remote remove rename renew repair replace reply
report request reset resolve rest restart restore result retry return review right ring role roll room root rotate round
route router rules running safe same save scale scan school scope screen script search second secret section secure
select send sensor serve server service session settings setup share shared sheet shell shift ship shop short show
side sign signal silent simple since site sites size sleep slow small smart snap social some song soon sort sound source
space speed spin split stack staff stage stale start state static status stay step stick stop storage store stream
street strong style sure swap switch sync system table tablet tail take target task team tell temp term test text
thank them there thing think thread ticket time title today token tool total touch track traffic train transfer trash tree
trigger true trust tube tune turn type under unit unlock until update upgrade upload user users valid value very video
view visit voice volume wait wake walk wall want watch water wave week weekly well west what wheel when where which while
white wide wifi window wipe wire with word work works world worker write wrong year zone portals monitors movies films
pictures documents recipes passwords notes bookmarks backups certificate certificates packages records record
`);
