/**
 * Words that people say all day, whatever they ask for, in the languages that requests come in. Only their rarity is
 * read: they tell what is meant less than "zigbee" does. The most common stand in `constant`, the others in `frequent`.
 */
const constant = `
  get got gets getting go goes going gone went come comes coming came make makes made making take takes took taken give
  gave given put know knew known think thought see saw seen look looks looking find found want wants wanted need needs
  needed like likes liked say says said tell tells told ask asks asked use used uses using work works worked working
  try tries tried trying call called keep keeps kept let lets leave left feel seem seems turn start begin show shows
  time times day days year years week weeks night nights today tomorrow yesterday morning evening hour hours minute
  minutes thing things stuff people man woman person guy guys kid kids child children wife husband mum mom dad mother
  father son daughter friend friends family home house place way ways part parts world life hand hands head eye
  good better best bad worse new old big small little long short high low great right wrong same other another own last
  first second next early late whole all every each many much more most less few some any no none not never always often
  again still already just only even too very really quite well back away around here there now then soon later once
  one two three four five ten half lot lots bit maybe perhaps please thanks sorry yes okay sure anyway also both either
  because since while until though however instead without within before after during between against about above below
  something anything nothing everything someone anyone nobody everyone somewhere everywhere
  gehen geht ging kommen kommt machen macht gemacht geben gib gibt nehmen nimm haben hat hatte sein ist war sind werden
  wird wurde konnen kann konnte mussen muss sollen soll sollte wollen will wollte lassen lass sagen sagt wissen weiss
  sehen sieht finden brauchen brauche brauchen mochte gern gerne zeit tag tage jahr woche nacht heute morgen gestern
  abend leute mann frau kind kinder haus ding sachen gut besser schlecht neu alt gross klein ganz alle alles jeder viel
  mehr wenig noch schon nur auch immer nie wieder bitte danke hier dort jetzt dann bald spater einmal zwei drei
  aller va vais vont venir vient faire fait faites donner donne prendre prends mettre mets mis avoir ai avait etre est
  etait sont pouvoir peux peut pourrait devoir dois doit falloir faut vouloir veux veut voudrais savoir sais voir vois
  trouver besoin temps jour jours an annee semaine nuit aujourd hui demain hier matin soir gens homme femme enfant
  enfants maison chose choses bon bonne mieux mauvais nouveau nouvelle vieux grand petit tout tous toute toutes chaque
  beaucoup plus moins encore deja seulement aussi toujours jamais merci ici maintenant puis bientot deux trois
  ir voy va vamos venir viene hacer haz hace hecho dar dame tomar poner pon tener tengo tiene haber hay ser es era son
  estar esta poder puedo puede puedes deber debo debe querer quiero quiere quisiera saber sabe ver veo encontrar
  necesito tiempo dia dias ano semana noche hoy manana ayer tarde gente hombre mujer nino ninos casa cosa cosas bueno
  mejor malo nuevo nueva viejo grande pequeno todo todos toda todas cada mucho mas menos otra vez todavia ya solo
  tambien siempre nunca favor gracias aqui ahora luego pronto dos tres
  ir vou vai vamos vir vem fazer faz feito dar tomar por ponha ter tenho tem haver ha ser era sao estar esta poder posso
  pode podes dever devo deve querer quero quer queria saber sabe ver vejo encontrar preciso tempo dia dias ano semana
  noite hoje amanha ontem manha tarde gente homem mulher crianca criancas casa coisa coisas bom melhor mau novo nova
  velho grande pequeno tudo todos toda todas cada muito mais menos outra vez ainda ja so tambem sempre nunca favor
  obrigado obrigada aqui agora depois logo dois tres`;

const frequent = `
  able accept across act actually add afraid age ago agree almost alone along answer apart apparently appear area arm
  arrive bag bed behind believe beside big body book born boss box boy break bring broke broken brother brought build
  built business busy buy care carry case cause center certain chance change changed check choose city class clean clear
  close closed coffee cold complete could country couple course cover cut dark dead deal dear death decide deep door
  down drink drive drop dry eat eight else end enough entire even event ever exactly except expect face fact fail fall
  far fast fault fill fine finish fire fit fix floor follow food foot forget form forward free front full fun game
  garage garden girl glad god gonna ground group grow guess hair happen happened happy hard hate hear heard heart heat
  heavy help hold holiday hope hot huge hundred hurry idea important inside interest job join keep kill kind kitchen
  large laugh lead learn least lie lift light line list listen live living lock lose lost love lunch manage matter mean
  meet middle might mind mine miss moment money month months moved mouth move must myself name near neighbour nice nine
  normal note notice number off office open order out outside over page paper parents pass past pay phone pick piece
  plan play point possible power pretty probably problem promise proper pull push question quick quickly quiet quit
  reach read ready real reason red remember rest ride ring road room round rule run running safe sat save school screen
  seat send sent set seven share sharp shop shot should shut side sign silly simple single sister sit six size sleep
  slow somehow son sort sound speak special spend spot stand state stay step stick stop story straight street strange
  strong stuck stupid such sudden summer suppose swear system table talk team ten thank themselves third thirty thousand
  throw tired together top touch town trouble true trust truth twenty twice type under understand up upset usual usually
  visit voice wait walk wall war watch water wear weekend welcome whatever whenever white wife win window winter wish
  wonder word worry worth would write wrote yet young
  arbeit bleiben bringen denken ende erst fertig frage frei fuhren genau geschehen glauben halten heissen helfen holen
  horen kaputt kurz lang laufen leben legen leicht liegen los nachste name nennen oder platz richtig schnell schreiben
  seite sitzen spielen sprechen stehen stellen stunde suchen tragen tun uber verstehen weg weil weiter welt wichtig wort
  zeigen ziehen zimmer zuruck
  acheter aider aimer appeler apporter arreter arriver attendre chercher commencer comprendre connaitre croire demander
  depuis dernier devenir dire ecrire entendre fin fois garder heure jouer laisser lire manger marcher mois monde montrer
  ouvrir parler partir passer penser perdre porter pourquoi premier probleme rester seul sortir suivre tenir tomber
  travail trop vivre vrai
  acabar ahi algo alguien andar ayudar buscar cambiar casi comer creer cuando decir dejar despues dinero empezar entender
  entrar entre esperar fin forma hablar hasta hora igual jugar leer llamar llegar llevar mes mirar momento mundo nada
  nombre numero pagar parte pasar pensar perder persona primero problema quedar salir seguir semana sentir tampoco
  terminar trabajo traer ultimo usar vida vivir volver
  abrir acabar achar ajudar algo alguem andar chamar chegar comecar comer comprar conseguir contar continuar deixar
  dinheiro dizer durante entender entrar entre escrever esperar falar ficar fim hora igual jogar lado ler levar lugar mes
  mostrar mudar mundo nada nome numero olhar pagar parte passar pensar perder pessoa primeiro problema procurar sair
  seguir sentir terminar trabalho trazer ultimo usar vida viver voltar`;

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** How much such a word tells, 0–1, beside 1 for any other. By plain word. */
export const everydayWords: ReadonlyMap<string, number> = new Map([
  ...words(frequent).map((word) => [word, 0.7] as const),
  ...words(constant).map((word) => [word, 0.45] as const),
]);
