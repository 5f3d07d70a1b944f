/** German cue phrases of tasks. */
import type { CueLines } from '../compile-phrases.ts';
import type { TaskCue } from '../task-cues.ts';

export const de: CueLines<TaskCue> = {
  translate:
    'übersetz*|übertrag*|ins {deutsche,englische,französische,spanische,italienische,russische,polnische,türkische,japanische,chinesische}|auf {deutsch,englisch,französisch,spanisch,italienisch,russisch,polnisch,türkisch,japanisch,chinesisch,latein}|dolmetsch*',
  howsay: 'wie sagt man|wie heißt * auf|was bedeutet|was heißt|wie schreibt man|auf englisch heißt|wort für',
  language:
    'englisch*|französisch*|deutsch*|spanisch*|italienisch*|russisch*|polnisch*|türkisch*|japanisch*|chinesisch*|arabisch*|latein*|niederländisch*|portugiesisch*',
  summarize:
    'zusammenfass*|zusammengefasst|fasse * zusammen|fass * zusammen|fassen sie * zusammen|zusammen|kurzfassung|das wichtigste|kernaussage*|kernpunkt*|hauptpunkte|hauptaussage*|tldr|kürze * auf|überblick über den text|worum geht es in|auf den punkt',
  brief:
    'in {einem,zwei,drei,vier,fünf,wenigen,0} {satz,sätzen,stichpunkten,worten,zeilen}|stichpunkte*|kurz und knapp|maximal 0|höchstens 0|kurz|in kürze|nicht mehr als 0',
  rewrite:
    'umformulier*|formulier*|schreib * um|schreibe * um|umschreib*|vereinfach*|überarbeit*|paraphras*|anders ausdrücken|anders sagen|mit anderen worten|drück* * aus|verständlicher|in einfacher sprache|leichte sprache|mach * {freundlicher,höflicher,kürzer,formeller,lockerer,länger,professioneller}|klingt * besser|besser klingen|in die {vergangenheit,passiv,aktiv} |siezen|duzen|umwandeln in|gendern|poliere|glätte*',
  adjust:
    'kürzer|länger|einfacher|höflicher|freundlicher|formeller|professioneller|lockerer|gekürzt|kürze*|verständlicher|sachlicher|diplomatischer',
  correct:
    'korrigier*|rechtschreib*|verbesser*|grammatik*|fehler im text|tippfehler|kommasetzung|zeichensetzung|ist der satz richtig|lektorier*|korrekturles*',
  tone: 'höflich*|förmlich*|formell|freundlich*|professionell*|locker|sachlich|im stil|ton|seriös|witzig*|humorvoll*|per du',
  extract:
    'extrahier*|nenne alle|liste alle|finde alle|suche * heraus|schreib * heraus|zieh * heraus|herausfiltern|welche {personen,orte,firmen,namen,daten,produkte} |schlüsselwörter|stichwörter|entitäten|gib mir alle|lies * aus|identifiziere|markiere|alle {namen,daten,orte,beträge,termine,adressen} |aus dem text|als json|in eine tabelle|felder',
  classify:
    'klassifizier*|kategorisier*|ordne * zu|ordne|einordnen|stimmung|sentiment|welche {kategorie,abteilung,klasse,rubrik} |positiv oder negativ|negativ oder positiv|ist {diese,dieser,die} {bewertung,rezension,nachricht,kommentar,mail,e-mail} |bewerte ob|gleiche bedeutung|dasselbe|spam oder|absicht|priorität|label*',
  polarity:
    'positiv*|negativ*|neutral|ja oder nein|wahr oder falsch|kategorien:|zur auswahl|optionen:|nur mit|dringend|beschwerde|anfrage',
  write:
    'schreib|schreibe|schreiben sie|verfass*|entwirf*|erstell*|erfinde*|dichte|formuliere eine|generier*|entwickle|entwickeln|gestalte|denk dir|mach mir {einen,eine,ein} |gib mir {0,ein paar,einige,eine,einen} |ich brauche {einen,eine,ein,ideen} |schlag * vor|überleg dir|bereite * vor|skizzier*|verfasse',
  genre:
    'geschichte|gedicht*|brief|rede|aufsatz|werbetext*|anschreiben|bewerbung*|artikel|blogbeitrag|blogartikel|beitrag|post|e-mail|mail|einladung*|slogan*|titel|überschrift*|kurzgeschichte|märchen|lied|liedtext|produktbeschreibung|pressemitteilung|antwort auf|glückwunsch*|geburtstag*|hochzeit*|trauerrede|kündigung*|beschwerdebrief|drehbuch|dialog|szene|kapitel|gliederung|lebenslauf|profil|newsletter|text für|quiz|fragen zu|rezept|witz|motivationsschreiben|zeugnis|angebot|checkliste|stellenanzeige|caption|bericht über|referat',
  ideas:
    'ideen|idee|vorschläge|namen für|name für|möglichkeiten|brainstorm*|geschenk*|themen für|0 {ideen,vorschläge,tipps,gründe,fragen,beispiele} |{drei,fünf,zehn} {ideen,vorschläge,tipps,gründe,fragen,beispiele,namen} |aktivitäten',
  plan: 'plan|reiseplan|trainingsplan|ernährungsplan|lernplan|wochenplan|planen|programm für|zeitplan|ablauf*|strategie|konzept|unterrichts*|agenda',
  continue:
    'schreib * weiter|weiterschreib*|setze * fort|beende * {geschichte,satz,text} |vervollständig*|fortsetzung',
  code: 'code|funktion|methode|klasse|programm|skript|algorithmus|array|variable|schleife|datenbank|abfrage|programmier*|kompilier*|debugg*|quellcode|fehlermeldung|unit-test*|regulären ausdruck|regex|schnittstelle|makro|formel in excel|sverweis|pull request|commit',
  program:
    'schreib* {eine,mir eine} {funktion,methode,klasse,abfrage} |schreib* {ein,mir ein} {programm,skript,python*,bash*,sql*} |{in,mit} {python,java,javascript,c++,sql,excel,php,typescript} |was macht {dieser,der,diese} {code,funktion,befehl} |warum funktioniert {mein,dieser} {code,skript} |refaktor*|optimiere {diesen,den,die,meinen} {code,funktion,abfrage} |erkläre {diesen,den} code|implementier*',
  error: 'fehler|fehlermeldung|funktioniert nicht|geht nicht|absturz|stürzt ab|ausnahme',
  compute:
    'berechne*|löse*|beweis*|rechne*|ermittle|bestimme|vereinfache den|ableitung|integral|integrier*|wie groß ist|was ergibt|wurzel|mal|geteilt durch|plus|minus|prozent|wie viel ist|summe|zeige, dass|runde|umrechnen|rechne * um|gleichung*|gib * an',
  howmany:
    'wie viel|wie viele|wieviel|wieviele|wie {lange,schnell,alt,hoch,weit,oft,groß,schwer,teuer,tief} |insgesamt|um wie viel|wie viel prozent',
  quantity:
    'euro|cent|kilometer|meter|stunden|minuten|kilogramm|gramm|liter|km/h|pro {stunde,tag,woche,monat,person,stück,kilo} |doppelt so|dreimal|hälfte|übrig|rabatt|zinsen|kostet|kosten|verdient|kauft|verkauft|äpfel|jeweils|mehr als|weniger als',
  mathnoun:
    'gleichung*|dreieck*|kreis*|rechteck*|funktion f|wahrscheinlichkeit*|primzahl*|bruch|winkel|radius|durchmesser|umfang|fläche*|volumen|zahlenfolge|durchschnitt|matrix|vektor*|quadrat*|ganze zahl*|natürliche zahl*|ableitung|textaufgabe|würfel*|geschwindigkeit',
  logic:
    'logik|logisch*|schlussfolger*|folgt|denkfehler|argument*|annahme*|prämisse*|widerlegt|widerspruch|daraus|folglich|gültig|fehlschluss|wenn * dann|alle * sind|einige * sind',
  puzzle:
    'rätsel|älter als|größer als|kleiner als|sitzt|neben|links von|rechts von|lügt|lügner|wahrheit|wer {ist,hat,war,sitzt,wohnt,lügt} |passt nicht|gehört nicht|nächste zahl|zahlenreihe|als nächstes|hinweise|genau einer|reihenfolge|ältest*|jüngst*',
  judge:
    'welche * der folgenden|welche aussage|stichhaltig|überzeugend*|schwäche des arguments|ist * gültig|ist der schluss|entkräfte*|untermauer*|kann man daraus schließen',
  cause: 'ursache*|wirkung*|weil|grund|folge|führt zu|deshalb|als ergebnis|was passiert, wenn',
  likely: 'wahrscheinlich*|am ehesten|vermutlich|plausib*|am sinnvollsten|welche option|wähle die',
  who: 'wer|wann|wo|welche|welcher|welches|woher|wohin|wem|wen|in welchem {jahr,land} |in welcher stadt|hauptstadt|wie heißt|wer war|wer ist',
  what: 'was {ist,sind,bedeutet,war,macht} |gibt es|ist es|bedeutung|definition|stimmt es|kennst du|was versteht man|was für|wofür',
  why: 'warum|wieso|weshalb|aus welchem grund|wie kommt es',
  howto:
    'wie {kann,kann ich,funktioniert,bekomm*,mach*,geht,geh*,soll*,entfern*,koch*,lern*,bau*,werde,wird} |anleitung|schritt für schritt|schritte|tipps|was {kann,muss,soll} {ich,man} |am besten|trick*',
  explain:
    'erklär*|beschreib*|erläuter*|unterschied*|erzähl mir|was ist der unterschied|vorteile|nachteile|überblick|geschichte der|geschichte des|wie funktioniert|beispiele für|verständlich|einführung|bedeutet|funktionsweise|zusammenhang',
  compare: 'unterschied*|vergleich*|oder|besser|vor- und nachteile|vs|gegenüber',
  advise:
    'empfehl*|empfiehl*|rat|soll ich|sollte ich|lohnt sich|darf {ich,man} |kann {ich,man} |was hilft|muss {ich,man} |meinung|was hältst du|welches * ist besser|gute {bücher,filme,restaurants} |worauf * achten|hilft gegen',
  analyse:
    'analysier*|bewerte*|beurteil*|untersuch*|interpretier*|auswert*|auswirkung*|prognose|entwicklung|trend*|ursachen',
  list: 'liste|aufzähl*|nenne|zähle * auf|beispiele',
  exam: 'welche der folgenden|richtige antwort|kreuze|richtig oder falsch|trifft zu|multiple choice',
  given:
    '{dieser,diesen,diesem,dieses,diese,der folgende,den folgenden,folgenden,folgende,folgender,folgendes,folgendem} {text*,satz,absatz,abschnitt,e-mail,mail,artikel,brief,bericht,nachricht,sätze,rezension,vertrag,dialog,passage,protokoll} |hier ist|unten|untenstehend*|oben|angehängt|folgend*|text:|artikel:|satz:|mail:',
  document:
    'text|artikel|absatz|abschnitt|brief|bericht|rezension|nachricht|bewertung|dokument|protokoll|vertrag|kunde|kunden|gespräch|auszug|kommentar|mitteilung|ticket',
  answer_from:
    'laut {text,dem,der} |anhand {des,der} |auf grundlage|basierend auf|gemäß|beantworte die {frage,folgende} |lies den|im text|aus dem {text,kontext,dokument} |nur {mit,auf basis,anhand} |steht im text|laut text|der autor|geht aus dem|beantworte',
  label: 'frage:|antwort:|kontext:|text:|quelle:|betreff:|von:|an:|kunde:|eingabe:|ausgabe:|auszug:',
  greet:
    'hallo|guten {tag,morgen,abend} |danke|dankeschön|wie geht*|servus|moin|grüß*|tschüss|bis bald|gute nacht|hi|na du|hey|vielen dank|alles klar',
  about_you:
    'bist du|hast du|dein name|wie heißt du|wer bist du|kannst du|was machst du|magst du|woher kommst du|dein*|du bist|fühlst du|sind sie ein|wer hat dich',
  feel: 'mir ist langweilig|ich bin {so,traurig,müde,glücklich,einsam,wütend,nervös,gestresst,krank,aufgeregt} |ich fühle mich|langweilig|traurig|müde|liebeskummer|ich hab dich lieb|schlechter tag|mein freund|meine freundin|ich liebe',
  role: 'spiel|spiele|du bist {ein,eine,jetzt,mein,meine,der,die} |sei mein|stell dir vor|tu so|rollenspiel|verhalte dich|agiere als|in der rolle|antworte als|als wärst du|sie sind {ein,eine} |deine aufgabe|ich will, dass du|fungier*|simulier*',
  game: 'witz|spiel mit mir|lustig*|erzähl mir einen|unterhalte|quiz mit mir|rate mal|sing|scherz',
  follow:
    'ja|ja bitte|nein|ok|okay|mach das|mach weiter|weiter|nochmal|noch {ein,eine,einen,mehr,kürzer} |und {jetzt,dann,was,wie} |genau|stimmt|richtig|passt|gerne|klar|das zweite|das erste|den zweiten|die erste|stattdessen|auch|dasselbe|jetzt {bitte,auf,noch,als,die} |so wie|lieber|bitte',
  schedule:
    'buch*|reservier*|bestell*|storniere*|sag * ab|vereinbare*|termin*|kauf*|verschieb*|erinner* mich|erinnerung|wecker|trag * ein|stell * wecker|mach einen termin|bezahl*|überweis*|leg * an|ticket*|tisch für|taxi|flug|hotel',
  send: 'schick*|sende*|ruf * an|schreib {mama,papa,meinem,meiner,ihm,ihr} |mail an|nachricht an|leite * weiter|antworte {ihm,ihr,dem,der} |poste|teile|benachrichtige*',
  device:
    'mach * an|mach * aus|schalt*|licht|heizung|lautstärke|lauter|leiser|spiel * {musik,song,lied} |stopp|pause|fernseher|dimm*|stell * auf|rollladen|playlist|timer|stumm|öffne|schließ*',
  account:
    'mein {konto,kontostand,guthaben,passwort,paket,vertrag,abo,tarif,termin,kalender} |meine {bestellung,rechnung,karte,lieferung,buchung,sendung,adresse,daten,pin} |kontostand|rechnung*|bestellnummer|kundennummer|lieferung|rückgabe|erstattung|kreditkarte|überweisung|umsätze|abbuchung|guthaben|tracking',
  change:
    'lösch*|entfern*|verschieb*|kopier*|umbenenn*|benenne * um|hochlad*|lade * {hoch,herunter} |installier*|starte * neu|aktualisier*|ändere*|füg* * hinzu|setze * auf|speicher*|erstelle {einen,ein,eine} {ordner,datei,ticket,termin,konto,aufgabe} |sperre*|freigeben|genehmig*|deploy*|zurücksetz*|archivier*|kündige*|abmelden|führ * aus|markier*',
  search:
    'such*|finde*|zeig*|schau*|prüf*|check*|wetter|wie wird das wetter|in der nähe|nächste|hol*|ruf * ab|gibt es * {termine,flüge} |verkehr|aktien*|kurs von|wo ist|wann kommt|wie spät|liste * auf|welche termine|verfügbar*|aktuell*',
  thing:
    'kalender|termin*|besprechung|meeting|wecker|konto|rechnung|wetter|licht|flug|hotel|restaurant|bahn|zug|einkaufsliste|aufgabenliste|datei*|ordner|server|postfach|playlist|paket|ticket|auto|heizung|datenbank|bestellung|kunde',
  when: 'heute|morgen|übermorgen|gestern|nächste {woche,monat} |nächsten {montag,dienstag,mittwoch,donnerstag,freitag,monat} |um 0|uhr|am {montag,dienstag,mittwoch,donnerstag,freitag,samstag,sonntag} |heute abend|morgen früh|jetzt|sofort|diese woche|wochenende',
  tool: 'werkzeug|schnittstelle|bild|foto|video|audio|link|webseite|api|tool',
  files:
    'verzeichnis|ordner|datei|dateien|terminal|befehl|kommandozeile|linux|rechte|protokolldatei|festplatte',
  please: 'bitte|kannst du|könnten sie|können sie|könntest du|würdest du|wärst du so|kannst du mir',
  want: 'ich brauche|ich möchte|ich will|ich hätte gern|hilf mir|ich suche|ich würde gern|wir brauchen|ich muss|ich plane',
  first_person: 'ich|mein|meine|meinen|meiner|mir|mich|wir|unser*|uns',
};
