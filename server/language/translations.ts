import { stem } from "./words.ts";

/**
 * What people ask for in German, French, Spanish, Portuguese, Dutch, Italian and Polish, as playbooks say it in English.
 * Each line is `english words = foreign words`, folded, without accents; a `*` stands for any ending. Only words that are
 * no English ones: they are read in every message.
 */
const lines = `
package = paket pakete paketen paquet paquets paquete paquetes pacote pacotes pakket pakketten pakiet* pacchett*
update = aktualisier* aktualisieren mise-a-jour actualiz* atualiz* aktualiz* bijwerken aggiorn* neueste neuesten neuester
install = installier* instala instalar instale instalacion instalacao zainstal* einricht* aufsetz* installe installer
restart = neustart* neustarten redemarr* reinici* herstart* riavvi* zrestart* neugestartet
backup = sicherung* sichern datensicherung* sauvegard* respald* zapasow* reservekopie* seguridad salvaguard* backupear
restore = wiederherstell* zuruckspiel* restaur* recuper* przywroc* terugzet* ripristin* zuruckhol*
remove = entfern* losch* geloscht supprim* enlev* elimina* borra* quitar usun* verwijder* rimuov* apagar deinstallier* desinstal*
disk = festplatt* platte platten speicherplatz disque disques disco discos dysk* schijf harde
storage = speicher stockage almacenamiento armazenamento opslag magazyn
memory = arbeitsspeicher memoire memoria geheugen pamiec pamieci
machine server = rechner* kiste kisten ordinateur* serveur* maquina* ordenador* servidor* maszyn* komputer* macchin* computadora*
container = kontener* conteneur* contenedor* conteiner* contenitor*
network = netzwerk* netz heimnetz reseau* red redes rede netwerk* siec* rete
firewall = pare-feu parefeu cortafuegos brandmauer zapora
port = porta puerto puertos portas poort ports
password = passwort* kennwort* motdepasse contrasena* senha senhas wachtwoord* haslo hasla geheim*
user account = benutzer* nutzer* konto konten utilisateur* compte comptes usuario* cuenta cuentas conta contas gebruiker* uzytkownik* utent*
key = schlussel* ssh-schlussel cle cles clef llave llaves chave chaves sleutel* klucz* chiav*
certificate tls = zertifikat* certificat* certificado* certyfikat* zertifizierung*
domain dns = domane domain* domaine* dominio* dominios domena
name hostname = namen nom noms nombre nombres nome nomes naam nazw* rechnername* umbenenn* renomm* renombr* renome*
website web = webseite* internetseite* seite seiten siteweb pagina* strona strony
photo = bild bilder foto fotos fotoalbum zdjeci* immagin*
film movie = film* filme filmes pelicula* peliculas
music audio = musik* musique* musica* muzyk* muziek lied lieder chanson*
book = buch bucher livre livres libro libros livro livros ksiazk* boek boeken
document paper = dokument* unterlagen papier* papiers documento* papeles papeis rechnungen rechnung facture* factura* fatura*
file = datei* dateien fichier* archivo* archivos ficheiro* arquivo* arquivos plik* bestand bestanden
folder = ordner* verzeichnis* dossier* carpeta* pasta pastas katalog* map mapa
share nfs samba = freigabe* freigeb* partage* comparti* udostepn* delen
calendar = kalender* calendrier* calendario* kalendarz* agenda*
mail = e-mail* mails courriel* correo* correio* poczt* post
recipe = rezept* recette* receta* receita* przepis*
news rss = nachricht* actualites noticia* nieuws wiadomosc*
notification alert = benachrichtig* meldung* meldungen alarm* notif* aviso* avisa* avisar avise alerte* alerta* powiadom* melding* alarme
temperature fan = temperatur* lufter* ventil* temperatur temperature temperatura* grad grados grados kuhl* ventilateur* graden ventoinha*
light = licht* lampe* lampen lumiere* luz luces luzes swiatl*
camera = kamera* cameras camara* cameras telecamer*
printer = drucker* drucken imprim* impresora* impressora* drukark*
scan = scannen scanner* numeris* escane* digitaliz*
time clock = uhrzeit* uhr horloge* hora horas reloj* relogio* klok zegar* heure
timezone = zeitzone* fuseau* fuso* zonahoraria tijdzone
schedule cron = zeitplan* planifi* programad* tache* tarea* tarefa* geplant* agendad* harmonogram*
night = nacht* nachts nuit noche* noite* noc nocy
reboot = hochfahr* neustarten booten redemarrage
stop shutdown = ausschalt* herunterfahr* runterfahr* abschalt* eteind* eteins arret* apagar desliga* wylacz* zatrzym* uitzet* detener detene* parar spegn*
start = starten startet einschalt* demarr* allum* arranc* encend* iniciar iniciam inicia wlacz* uruchom* opstart*
database = datenbank* base-de-donnees basededatos bancodedados databank baza bazy
log = protokoll* protokolle journaux registro* dziennik* logboek
monitoring = uberwach* surveill* supervis* vigila* monitora* monitoriz* monitorow* bewak*
dashboard = ubersicht* tableau-de-bord tableau* painel panel* przeglad*
graph metrics = diagramm* grafik* kurven graphique* courbe* grafico* graficos wykres*
backup copy = kopie* kopia copie copies copia* copias kopien
encryption = verschlussel* chiffr* cifra* criptograf* szyfrow*
tunnel vpn remote = unterwegs fernzugriff zugriff acces acceso acesso dostep* toegang exterieur fora fuera
proxy = reverseproxy mandataire
router gateway = routeur* enrutador* roteador* ruter*
wifi wireless = wlan sans-fil inalambric* draadloos
internet = internetanbindung netzanschluss connexion* conexion* conexao*
speed = geschwindigkeit* vitesse* velocidad* velocidade* szybkosc* snelheid* langsam* lent lento lenta
download = herunterlad* runterlad* telecharg* descarg* baixar baixa pobier* downloaden
ads blocker = werbung* pub publicite* publicidad* anuncio* reklam* reclame*
game = spiel* spiele jeu jeux juego* jogo* spel gry gra
children = kinder* enfants ninos criancas dzieci
house smarthome = haus* wohnzimmer* maison* casa* huis* dom
door = tur turen porte puerta* porta*
screen desktop = bildschirm* ecran* pantalla* ecra tela ekran* scherm*
keyboard = tastatur* clavier* teclado* klawiatur* toetsenbord*
mouse touchpad = maus souris raton myszk* muis
language locale = sprache* sprachen langue* idioma* lingua* taal jezyk* umlaut* akzent*
browser = navigateur* navegador* przegladark*
phone mobile = handy* telefon* telephone* movil celular* telemovel mobiel*
kernel = noyau* nucleo*
driver = treiber* pilote* controlador* sterownik*
battery ups power = akku* batterie* bateria* stromausfall* strom panne coupure* apagon* pradu
update upgrade version = version* versionen ausgabe wersj*
virtual machine vm = virtuelle* virtuel* virtuales virtuais wirtualn*
clone template = vorlage* klon* modele* plantilla* klonow* szablon*
cluster node = knoten noeud* nodo* wezel wezl*
permission rights = rechte* berechtigung* droits permisos permissoes uprawni*
group = gruppe* groupe* grupo* grupa grupy
script = skript* skripte scripts guion
list = liste* listen lista* listas lijst*
blocklist domains = sperrliste* blockier* gesperrt* blokowan* bloquea* bloque* bloqueo*
health check = prufen pruf* uberpruf* verifi* comprob* comprueba* sprawdz* controler*
space = platz speicherplatz espace* espacio* espaco* miejsce ruimte
clean prune = aufraum* bereinig* nettoy* limpi* limpa* opruim* czysc* wyczysc* mull
dependency unused = abhangigkeit* verwaist* inutilis* dependenc* zaleznosc*
configuration = konfigur* einstellung* einstell* reglage* configur* ajuste* instelling* ustawien*
subtitle = untertitel* soustitre* sous-titre* subtitul* legenda* legendas napis* ondertitel*
video = videos vidéos filmik*
radio = rundfunk
record vinyl = schallplatte* vinyle* vinilo* vinil
television tv = fernseh* televis* telewizor*
movie series = serie serien series
search = suche* suchen recherch* busca* buscar buscador pesquis* szuka* zoeken
translate translation = ubersetz* tradu* vertal* tlumacz*
money budget = geld* haushaltsbuch* argent dinero dinheiro pieniadz* ausgaben gastos depenses
shopping list = einkauf* courses compras zakup*
task todo = aufgabe* aufgaben taches tareas tarefas zadani*
chat message = nachrichten messagerie* mensaje* mensagem* mensagens wiadomosci
sync = synchronisier* abgleich* sincroniz* synchronizuj*
mount = einhang* einbind* eingehangt montage monter montar monta
external usb stick = stick* usb-stick externe* extern clef-usb
login ssh = anmeld* anmelden einlogg* connecter connexion iniciar-sesion entrar zalog* inlogg* ansluit*
hardening security = absicher* sicherheit* securis* seguro* segura* seguranca* zabezpiecz* beveilig*
attack intrusion ban = angriff* einbruch* attaque* ataque* atak*
address ip = adresse* direccion* endereco* adres*
queue = warteschlange*
lock = sperr* verrouill* bloque* zablok*
rotate = wechseln erneuer* renouvel* renov* odnow*
image = abbild* imagen* imagem*
repository git = quellcode* depot* repositorio*
development tools = entwicklung* developpement* desarrollo* desenvolvimento
resize bigger = vergross* agrandi* ampli* aumenta* powieksz*
new host = neuer neue neuen nouveau nouvelle nuevo nueva novo nova nowy nowa nieuw*
workstation laptop desktop = arbeitsplatz* laptop* portable* portatil* computador*
font = schrift* schriftart* police* fuente* fonte* czcionk*
color theme = farbe* farben couleur* color* cor
recording = aufnahm* aufzeichn* enregistr* graba* grava*
heating = heizung* chauffage* calefaccion aquecimento ogrzewan* verwarming
garden = garten* jardin* jardim ogrod*
weather = wetter* meteo* clima* tempo pogod*
map location = karte* karten carte mapas kaart*
error = fehler* erreur* blad* fout
delete old = alte alten alter vieux vieille* viejo* vieja* velho* velha* stare stary oude
time synchronization ntp = zeitserver zeitsynchron*
`;

/** What may be meant in English, by the stem of each word. */
type Meaning = readonly string[];

const whole = new Map<string, Meaning>();
const beginnings = new Map<string, Meaning>();
for (const line of lines.trim().split("\n")) {
  const [english = "", foreign = ""] = line.split(" = ");
  const meaning = english.trim().split(" ").map(stem);
  for (const word of foreign.trim().split(/\s+/)) {
    const map = word.endsWith("*") ? beginnings : whole;
    const key = word.replace(/[*-]/g, "");
    map.set(key, [...new Set([...(map.get(key) ?? []), ...meaning])]);
  }
}
const shortest = Math.min(...[...beginnings.keys()].map((key) => key.length));

/** The stems of English words that a folded foreign word stands for; none for a word that is not known. */
export function translationsOf(word: string): Meaning {
  const found = whole.get(word);
  if (found !== undefined) return found;
  for (let length = word.length; length >= shortest; length--) {
    const meaning = beginnings.get(word.slice(0, length));
    if (meaning !== undefined) return meaning;
  }
  return [];
}

const list = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Words that hold other languages together and tell nothing. None is an English word that tells something. */
const foreignStops = list(`
der die das den dem des ein eine einen einem einer eines und oder aber nicht kein keine ich du er sie es wir ihr mich mir dich
dir uns euch mein meine meinen meinem meiner dein deine unser unsere unseren sein seine ihre auf aus bei beim mit nach
von vom zu zum zur im am um fur uber unter vor durch gegen ohne bis seit ist sind war waren bin hat habe haben hatte
wird werden wurde kann konnen konnte muss mussen soll sollen sollte will wollen wenn dass weil als wie wo was wer da
dann doch noch schon mal halt eben ja nein nur auch so sehr mehr alle alles allen jede jeder jedes dieser diese dieses
diesen bitte einmal gleich bringen machen mach mache gib geben lass lassen hier dort jetzt immer wieder irgendwie ganz
le la les un une de du et ou mais ne pas plus je tu il elle on nous vous ils elles mon ma mes ton ta tes notre nos votre
vos leur leurs ce cet cette ces au aux dans sur sous avec sans pour par en y est sont etait suis ai as avons avez ont
faut faire fait fais peux peut pouvez veux veut voudrais qui que quoi dont quand comme si tout toute tous toutes bien
encore deja ici la-bas s'il plait svp stp c d l j m n s t qu
el los las una unos unas lo al del y o pero no mas yo mi mis tu tus su sus nuestro nuestra nuestros con sin para por desde hasta
es son era estoy esta estan hay he ha han tengo tiene quiero quiere puedo puede puedes hacer haz pon que quien cuando
donde como si todo toda todos todas muy ya aqui ahora otra otro vez favor en se me te nos le les
o os as um uma uns umas do da dos das no na nos nas ao aos pelo pela e ou mas nao mais eu ele ela nos meu minha meus
minhas seu sua com sem para por ate sao esta estao tenho tem quero quer posso pode fazer faz ponha quem quando onde como
se tudo toda todos todas muito ja aqui agora outra outro vez isso este esta nele nela a gente entendo
het een en van ik je jij hij zij wij we mijn ons onze met naar voor zonder op aan uit bij om te dat dit die niet geen
is zijn was kan moet wil als dan ook nog al zo wat wie waar alles zolang laat eens maar
il lo gli uno di da dal della dello delle dei degli nel nella con per su non piu io tu lui noi voi mio mia miei questo
questa quello quella che chi come quando dove se tutto tutti c'e anche
i w z na do ze sie nie tak jest sa byl byla mam ma moj moja moje nasz nasza jak co kto gdzie kiedy zeby teraz juz
prosze od przez dla oraz lub
`);
/** Those of them that are English too, or a name: they tell no language by themselves. */
const shared = list(
  "a as am an on me no do die man war was will is so in us or to we i he all on or pro dos not most rest son des plus tu en de la le el es y o e",
);

/** True for a message in another language: several of its words hold that one together. */
export function isForeign(words: readonly string[]): boolean {
  const held = words.filter((word) => foreignStops.has(word));
  const told = held.filter((word) => !shared.has(word));
  return told.length >= 2 && held.length * 4 >= words.length;
}

/** True for a word that holds a foreign sentence together. */
export function isForeignStop(word: string): boolean {
  return foreignStops.has(word);
}
