/** Italian cue phrases of tasks. */
import type { CueLines } from '../compile-phrases.ts';
import type { TaskCue } from '../task-cues.ts';

export const it: CueLines<TaskCue> = {
  translate:
    "tradu*|traduci*|in {inglese,francese,tedesco,spagnolo,italiano,portoghese,giapponese,cinese,russo,latino} |dall'inglese|dal {francese,tedesco} |versione inglese",
  howsay:
    'come si {dice,scrive,pronuncia} |come dico|cosa significa|che {significa,vuol dire} |cosa vuol dire|la parola per',
  language:
    'inglese|francese|tedesc*|spagnol*|italian*|portoghese|giapponese|cinese|russo|arabo|latino|olandese',
  summarize:
    'riassum*|riassunt*|sintesi|sintetizz*|punti {principali,chiave,salienti,essenziali} |idee principali|idea principale|in breve|di cosa {parla,tratta} |condens*|ricapitol*|in poche parole',
  brief:
    'in {una,due,tre,quattro,cinque,poche,0} {frase,frasi,righe,parole,punti} |massimo 0|meno di 0 parole|brevemente|0 parole|elenco puntato',
  rewrite:
    'riscriv*|riformul*|parafras*|in {altre parole,altro modo,modo più} |rendi {questo,questa,il,la,più} |rendilo|migliora {questo,questa,il,la,lo stile} |semplific*|trasforma {questo,questa,la,il} |più {formale,cortese,gentile,breve,chiaro,chiara,semplice,professionale,scorrevole,naturale,amichevole} |cambia il tono|in forma passiva|al passato|adatta {questo,questa}',
  adjust:
    'accorci*|allung*|più {corto,breve,lungo,chiaro,semplice,formale,cortese,conciso,naturale,diretto} |meno {formale,aggressivo} |espandi|amplia|riduci',
  correct:
    'corregg*|correzione|ortograf*|grammatic*|errori|punteggiatura|è corretto|è giusta la frase|refusi|revisiona',
  tone: 'formale|cortese|gentile|professionale|amichevole|informale|stile di|tono|naturale|simpatico',
  extract:
    'estra*|elenca {tutti,tutte,i,le,gli} |identifica*|individua*|trova {tutti,tutte,i,le} |parole chiave|entità|quali {persone,aziende,luoghi,date} |dal testo|in json|in una tabella|nomi propri|ricava',
  classify:
    'classific*|categorizz*|etichett*|sentiment*|che {categoria,emozione} |quale {categoria,emozione,reparto} |positiva o negativa|positivo o negativo|è {spam,positiva,negativa} |stesso significato|intento|assegna*|indica se|stabilisci se',
  polarity:
    'positiv*|negativ*|neutr*|sì o no|vero o falso|opzioni:|categorie:|urgente|reclamo|tra le seguenti',
  write:
    'scriv*|componi|inventa*|crea|creare|genera*|elabora*|propon*|immagina|dammi {0,un,una,qualche,delle,alcune,tre,cinque,dieci} |fammi {un,una} |prepara {un,una} |ho bisogno di {un,una} {lettera,discorso,email,testo,poesia,slogan,titolo} |suggerisci*|redigi|pensa a|stendi',
  genre:
    'storia|racconto|favola|poesia|lettera|email|e-mail|saggio|tema|discorso|articolo|sceneggiatura|canzone|testo {per,di una,su} |slogan|titol*|annuncio|post|blog|didascalia|descrizione {del prodotto,di prodotto,per} |dialogo|scena|invito|biglietto|messaggio {di,per} |comunicato|biografia|capitolo|relazione su|recensione di|risposta a|brindisi|quiz|domande su|ricetta|barzelletta|lettera di presentazione|curriculum|filastrocca|romanzo|auguri',
  ideas:
    'idee|idea|suggerimenti|nomi per|nome per|spunti|regal*|attività|0 {idee,motivi,consigli,domande,esempi} |{tre,cinque,dieci} {idee,motivi,consigli,domande,esempi,nomi,titoli}',
  plan: 'piano|pianific*|itinerario|programma di|routine|menu|menù|strategia|agenda|organizza*|scaletta|calendario editoriale',
  continue: 'continua {la,il,questa,questo} |finisci {la,il,questa,questo} |completa {la,il,questa,questo}',
  code: 'codice|funzione|metodo|classe|programma|script|algoritmo|array|variabile|ciclo|database|query|programm*|compil*|debug|espressione regolare|formula excel|test unitari*|componente|repository|commit',
  program:
    "scrivi {una funzione,un programma,uno script,una query,un codice,del codice,una classe} |crea {una funzione,un programma,uno script,una query,un'api,una classe} |{in,con} {python,java,javascript,sql,c++,php,typescript,excel} |cosa fa {questo,questa} {codice,funzione} |perché {il mio,questo} {codice,script} |implementa*|refactor*|ottimizza {questo,questa,il mio} |spiega questo codice",
  error: 'errore|errori|eccezione|non funziona|fallisce|bug',
  compute:
    "calcol*|risolv*|dimostra*|quanto fa|quanto fanno|trova {il valore,la somma,l'area,x} |determina*|prova che|semplifica l'espressione|derivata|integrale|radice|percentuale|per cento|per|diviso|più|meno|equazion*|converti 0|somma|scompon*|verifica che",
  howmany:
    "quant{o,i,a,e} |qual è {il totale,la probabilità,l'area,il perimetro,la velocità,il prezzo,il volume,la distanza,il valore} |in totale|in tutto",
  quantity:
    "euro|centesimi|chilometri|metri|ore|minuti|chili|kg|litri|km/h|{all'ora,al giorno,alla settimana,al mese,a testa,al chilo} |doppio|triplo|metà|un terzo|rimangono|restano|sconto|interesse|costa*|compra*|vende*|guadagna*|mele|biglie|ciascuno|più di|meno di",
  mathnoun:
    'equazion*|triangolo|cerchio|rettangolo|probabilità|numero primo|frazion*|angol*|raggio|diametro|perimetro|area|volume|successione|media|matrice|vettor*|inter*|polinomio|velocità|dado|quadrat*|teorema',
  logic:
    'logic*|argoment*|conclu*|dedu*|premess*|ipotesi|ragionamento|sillogismo|fallacia|quindi|implica|se * allora|tutti i * sono|alcuni * sono|contraddizion*|valid*',
  puzzle:
    'indovinell*|enigma*|rompicapo|più {alto,basso,vecchio,giovane,veloce} di|sedut*|a sinistra|a destra|mente|bugiard*|verità|chi {è,ha,mente,vive} |intruso|numero successivo|serie|indizi|esattamente uno|case',
  judge:
    'quale delle seguenti|è valido|indebolisc*|rafforz*|si può concludere|cosa si può dedurre|convincente|bias',
  cause: 'causa*|effett*|conseguenz*|perché|a causa|provoca*|risultato|cosa succede se',
  likely: 'probabil*|plausibile|quale opzione|scegli {la,il} |verosimil*',
  who: 'chi|quando|dove|quale|quali|in che anno|in quale|capitale|come si chiama|che {anno,giorno,città}',
  what: "cos'è|cosa {è,sono,significa,fa} |che cos'è|che cosa|c'è|esiste|è vero|definizione|significato|definisci|a cosa serve",
  why: 'perché|come mai|per quale motivo|motivo',
  howto:
    'come {posso,faccio,si fa,funziona,togliere,fare,pulire,imparare,preparare,cucinare,devo,installare} |passaggi|consigli|modo migliore|cosa {devo,posso} fare|guida|tutorial|passo passo|passo per passo',
  explain:
    'spieg*|descriv*|differenz*|parlami|dimmi di|raccontami|vantaggi|svantaggi|come funziona|esemp*|storia d*|cause d*|cosa sono|caratteristiche|importanza|benefici|approfondi*',
  compare: 'differenz*|confront*|paragon*|o|meglio|migliore|vs|vantaggi e',
  advise:
    'consigli*|raccomand*|dovrei|devo|vale la pena|posso|conviene|è {sicuro,normale,possibile,meglio} |opinione|cosa ne pensi|miglior*|rimedi*|qual è {il,la} miglior*',
  analyse: 'analizz*|analisi|valuta*|interpreta*|esamina*|implicazioni|tendenz*|impatto|dati|prospettiv*',
  list: 'lista|elenc*|cita*|nomina|esempi',
  exam: 'quale delle seguenti|risposta corretta|vero o falso|scelta multipla|segna la',
  given:
    '{questo,questa,il seguente,la seguente,seguente} {testo,articolo,paragrafo,email,frase,brano,messaggio,recensione,documento,conversazione,notizia} |il testo|qui sotto|di seguito|in allegato|sopra|seguente|seguenti|testo:|articolo:|frase:|ecco',
  document:
    'testo|articolo|paragrafo|brano|passaggio|documento|recensione|commento|relazione|contratto|verbale|conversazione|messaggio|cliente|notizia|riunione|frase|estratto',
  answer_from:
    "secondo {il,la,questo} {testo,articolo,autore,documento,contratto,contesto,brano} |in base {al,a} |sulla base|a partire d*|nel testo|rispondi {alla,alle,solo,a questa} |leggi {il,la,questo} |l'autore|solo con|usa il contesto|usando solo",
  label: 'domanda:|risposta:|contesto:|testo:|fonte:|oggetto:|cliente:|documento:',
  greet:
    'ciao|salve|grazie|buongiorno|buonasera|buonanotte|come stai|come va|arrivederci|a presto|buona giornata|ehi|che si dice',
  about_you:
    'sei|hai|ti chiami|come ti chiami|chi sei|ti piace|puoi|sai|il tuo nome|chi ti ha|da dove vieni|quanti anni hai|tu|tuo|tua',
  feel: 'sono {triste,annoiat*,stanc*,felice,sol*,arrabbiat*,nervos*,stressat*} |mi sento|mi annoio|triste|stanc*|ti amo|ti voglio bene|il mio ragazzo|la mia ragazza|brutta giornata|piangere',
  role: 'agisci come|fai finta|facciamo finta|fingi|sei {un,una,il mio,la mia,uno,ora} |immagina {di,che} |gioco di ruolo|comportati|interpreta|simula|rispondi come|il tuo {ruolo,compito} |voglio che tu|come se fossi',
  game: 'barzelletta|giochiamo|divertente|fammi ridere|indovina|gioco|canta|curiosità',
  follow:
    "sì|si|no|ok|va bene|continua|vai|ancora|un altro|un'altra|di nuovo|e {ora,adesso,per,in,se,il,la} |ora {in,fallo,traduci,più,con} |lo stesso|il secondo|la prima|il primo|perfetto|esatto|giusto|meglio|anche|certo|più corto|fallo",
  schedule:
    "prenota*|program{ma,mare} {un,una} |annulla*|compra*|ordina*|ricordami|promemoria|imposta {una,un} |sveglia|appuntamento|paga*|volo|hotel|tavolo per|taxi|bigliett*|aggiungi * {calendario,lista} |sposta {l'appuntamento,la riunione} |fissa",
  send: 'invia*|manda*|chiama {mamma,papà,il,la} |scrivi a|rispondi a {marco,mia,mio} |inoltra*|pubblica*|condividi*|avvisa*|messaggio a|email a|mail a',
  device:
    'accendi*|spegni*|alza {il,la} |abbassa {il,la} |metti {la,il,su,della musica} |luce|luci|riscaldamento|volume|condizionatore|riproduci*|pausa|tv|apri|chiudi|attiva*|disattiva*|termostato|tapparelle',
  account:
    "mio {conto,saldo,ordine,pacco,abbonamento,profilo} |mia {carta,fattura,prenotazione,password,spedizione} |miei {ordini,movimenti} |saldo|fattur*|rimborso|reso|spedizione|numero d'ordine|carta di credito|bonifico|addebito|abbonamento|traccia*",
  change:
    'elimina*|cancella*|rimuovi*|sposta*|copia*|rinomina*|scarica*|installa*|riavvia*|aggiorna*|modifica {il,la,i} |cambia {il mio,la mia} |aggiungi*|salva*|crea {un,una} {cartella,file,account,ticket,attività,evento} |blocca*|reimposta*|archivia*|approva*|esegui*|trasferisci*',
  search:
    "cerca*|trova*|mostra*|controlla*|verifica*|che tempo fa|meteo|vicino a|più vicin*|che ore|traffico|ci sono {voli,posti} |quotazione|orari|disponib*|dimmi {il mio,la mia,il saldo} |dov'è",
  thing:
    'calendario|riunione|sveglia|conto|fattura|meteo|luce|volo|hotel|ristorante|treno|lista della spesa|file|cartell*|server|posta|pacco|ordine|playlist|auto|appuntament*|database',
  when: 'oggi|domani|ieri|stasera|stamattina|prossim{a,o} {settimana,lunedì,mese} |lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|alle 0|ore 0|adesso|dopodomani|questo weekend',
  tool: 'strument*|immagine|foto|video|audio|link|sito|api',
  files: 'directory|cartella|file|terminale|comando|linux|permessi|disco',
  please: 'per favore|per piacere|puoi|potresti|può|mi aiuti|potrebbe',
  want: 'ho bisogno|voglio|vorrei|mi serve|aiutami|cerco|sto cercando|devo',
  first_person: 'io|mio|mia|miei|mie|mi|noi|nostro|nostra|sono|ho',
};
