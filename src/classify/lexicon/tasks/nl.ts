/** Dutch cue phrases of tasks. */
import type { CueLines } from '../compile-phrases.ts';
import type { TaskCue } from '../task-cues.ts';

export const nl: CueLines<TaskCue> = {
  translate:
    'vertaal*|vertal*|naar het {engels,nederlands,frans,duits,spaans} |in het {engels,frans,duits,spaans}',
  howsay: 'hoe zeg je|wat is * in het|wat betekent|hoe heet * in het|hoe schrijf je',
  language: 'engels*|frans*|duits*|spaans*|nederlands*|italiaans*|latijn',
  summarize:
    'samenvat*|vat * samen|kernpunten|hoofdpunten|belangrijkste punten|kort samengevat|waar gaat * over|beknopt',
  brief: 'in {een,twee,drie,vijf,0} {zin,zinnen,woorden,punten} |maximaal 0|kort',
  rewrite:
    'herschrijf*|herformuleer*|anders verwoorden|maak {dit,deze,het} {formeler,korter,vriendelijker,beleefder,duidelijker,eenvoudiger} |vereenvoudig*|parafraseer*|in andere woorden|verbeter {deze,dit,mijn} |formuleer',
  adjust: 'korter|langer|formeler|vriendelijker|beleefder|eenvoudiger|inkorten|duidelijker',
  correct: 'corrigeer*|spelling*|grammatica*|verbeter de|taalfouten|fouten|nakijken',
  tone: 'formeel|beleefd|vriendelijk|professioneel|informeel|toon|stijl',
  extract:
    'haal * uit|extraheer*|noem alle|geef alle|zoek alle|welke {personen,bedrijven,plaatsen,namen,data} |trefwoorden|sleutelwoorden|lijst alle|uit de tekst',
  classify:
    'classificeer*|categoriseer*|categorie|sentiment|positief of negatief|label*|deel * in|gevoel|is deze {recensie,review,mail}',
  polarity: 'positief|negatief|neutraal|ja of nee|waar of onwaar|opties:',
  write:
    'schrijf*|maak {een,me} |bedenk*|verzin*|stel * op|geef me {een,0,ideeën} |ontwerp*|genereer*|creëer*',
  genre:
    'verhaal|gedicht|brief|mail|e-mail|artikel|toespraak|speech|blog|advertentie|slogan|titel*|uitnodiging|recept|essay|post|bericht aan|scenario|liedje|quiz|vragen over|productbeschrijving|sollicitatiebrief',
  ideas: 'ideeën|idee|suggesties|namen voor|0 {ideeën,tips,redenen}',
  plan: 'plan|planning|schema|reisplan|programma|agenda|weekmenu',
  code: 'code|functie|script|programma|algoritme|variabele|database|query|programmeer*|foutmelding|formule|methode',
  program:
    'schrijf een {functie,script,programma,query} |wat doet deze code|waarom werkt mijn {code,script} |in {python,java,javascript,sql,excel}',
  error: 'fout|foutmelding|werkt niet|crasht',
  compute:
    'bereken*|los * op|bewijs|hoeveel is|keer|gedeeld door|procent|vergelijking|afgeleide|wortel|plus|min',
  howmany: 'hoeveel|hoe {lang,ver,snel,oud,groot,vaak,hoog} |in totaal',
  quantity: 'euro|kilometer|meter|uur|minuten|kilo|liter|per {uur,dag,week,maand} |dubbel|helft|korting|over',
  mathnoun: 'vergelijking|driehoek|cirkel|kans|priemgetal|breuk|hoek|straal|omtrek|oppervlakte|gemiddelde',
  logic: 'logica|logisch*|conclusie|argument*|redenering|aanname|volgt|dus|als * dan|alle * zijn',
  puzzle:
    'raadsel|puzzel|ouder dan|langer dan|kleiner dan|liegt|leugenaar|waarheid|hoort er niet bij|volgende getal|naast|wie {is,heeft,zit}',
  cause: 'oorzaak|gevolg|omdat|waardoor|leidt tot',
  likely: 'waarschijnlijk*|meest logisch',
  who: 'wie|wanneer|waar|welke|welk|hoofdstad|in welk jaar',
  what: 'wat {is,zijn,betekent,was} |is het|bestaat er|definitie|klopt het',
  why: 'waarom|hoe komt het',
  howto: 'hoe {kan,moet,werkt,maak,doe,krijg} |tips|stappen|stap voor stap|beste manier|wat moet ik doen',
  explain: 'leg * uit|uitleg|beschrijf*|verschil*|vertel* me|voordelen|nadelen|voorbeelden',
  compare: 'verschil*|vergelijk*|of|beter',
  advise: 'advies|aanraden|raad * aan|moet ik|kan ik|mag ik|is het {veilig,normaal,beter} |wat vind je|beste',
  analyse: 'analyseer*|beoordeel*|evalueer*|interpreteer*',
  list: 'lijst|noem|opsomming',
  given:
    '{deze,dit,onderstaande,volgende,de volgende,het volgende} {tekst,zin,artikel,mail,alinea,bericht,recensie,passage} |hieronder|bijgevoegd*|tekst:|zin:|volgende',
  document: 'tekst|artikel|alinea|bericht|recensie|verslag|contract|klant|gesprek|zin|document|notulen',
  answer_from: 'volgens {de,het} |op basis van|beantwoord|in de tekst|lees de|gebruik alleen',
  label: 'vraag:|antwoord:|context:|tekst:',
  greet: 'hallo|hoi|dank je|bedankt|goedemorgen|goedemiddag|goedenavond|hoe gaat het|doei|hé|dag',
  about_you: 'ben je|heb je|kun je|hoe heet je|wie ben je|jouw|vind je',
  feel: 'ik ben {moe,verdrietig,blij,eenzaam,boos,zenuwachtig} |ik voel me|ik verveel me|verdrietig|verveel*',
  role: 'doe alsof|je bent een|jij bent|speel|gedraag je|stel je voor|rollenspel|in de rol',
  game: 'grap|mop|grappig|spelletje|raad eens|zing',
  follow:
    'ja|nee|oké|ga door|nog een|en nu|hetzelfde|precies|klopt|doe maar|graag|verder|de tweede|de eerste',
  schedule:
    'boek|boek een|reserveer*|bestel*|annuleer*|afspraak|herinner me|zet een|wekker|koop|betaal*|plan een|inplannen|vlucht|hotel|tafel voor|taxi|ticket*',
  send: 'stuur*|verstuur*|bel|mail naar|bericht naar|antwoord {hem,haar} |deel|doorsturen',
  device:
    'zet * aan|zet * uit|doe * aan|doe * uit|licht*|verwarming|volume|harder|zachter|speel {muziek,een} |pauzeer|thermostaat',
  account:
    'mijn {rekening,saldo,bestelling,pakket,factuur,abonnement,wachtwoord,kaart,afspraak} |saldo|factuur|bestelnummer|levering|terugbetaling|retour*',
  change:
    'verwijder*|verplaats*|kopieer*|hernoem*|download*|installeer*|herstart*|wijzig*|voeg * toe|opslaan|blokkeer*|zeg * op',
  search:
    'zoek*|vind*|laat * zien|toon*|controleer*|check*|weer|in de buurt|hoe laat|wat voor weer|beschikbaar',
  thing:
    'agenda|vergadering|wekker|rekening|factuur|weer|vlucht|hotel|restaurant|trein|boodschappenlijst|bestand*|map|server|pakket|bestelling',
  when: 'vandaag|morgen|gisteren|vanavond|volgende week|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|om 0|uur',
  please: 'alsjeblieft|alstublieft|kun je|kunt u|zou je|graag',
  want: 'ik wil|ik heb * nodig|help me|ik zoek|ik moet|ik zou graag',
  first_person: 'ik|mijn|me|mij|wij|ons|onze',
};
