/** Polish cue phrases of tasks. */
import type { CueLines } from '../compile-phrases.ts';
import type { TaskCue } from '../task-cues.ts';

export const pl: CueLines<TaskCue> = {
  translate:
    'przetłumacz*|tłumacz*|na {angielski,polski,niemiecki,francuski,hiszpański,rosyjski,włoski} |przekład*|po {angielsku,niemiecku,francusku}',
  howsay:
    'jak {jest,się mówi,powiedzieć,napisać} * po|jak się {mówi,pisze} |co {znaczy,oznacza} |co to znaczy',
  language: 'angielsk*|polsk*|niemieck*|francusk*|hiszpańsk*|rosyjsk*|włosk*|łacin*',
  summarize:
    'streść|streszcz*|podsumuj*|podsumowan*|najważniejsze {punkty,informacje} |główne {punkty,tezy,myśli} |w skrócie|o czym jest|skróć|kluczowe punkty',
  brief:
    'w {jednym,dwóch,trzech,kilku,0} {zdaniu,zdaniach,słowach,punktach} |maksymalnie 0|krótko|w punktach',
  rewrite:
    'przepisz*|przeredag*|sparafrazuj*|parafraz*|przeformułuj*|inaczej|innymi słowami|uprość|popraw styl|bardziej {formaln*,uprzejm*,naturaln*,oficjaln*} |zmień {ton,styl,to zdanie} |ulepsz',
  adjust: 'skróć|wydłuż|krótsz*|dłuższ*|prostsz*|uprzejmiej|rozwiń|bardziej formaln*|grzeczniej',
  correct: 'popraw*|błędy|ortograf*|gramaty*|interpunkc*|literówk*|korekt*|czy to poprawne',
  tone: 'formaln*|uprzejm*|profesjonaln*|przyjazn*|oficjaln*|styl|ton|grzeczn*',
  extract:
    'wypisz*|wyodrębnij*|wyciągnij*|wymień wszystkie|znajdź wszystkie|słowa kluczowe|wyszukaj w tekście|jakie {osoby,firmy,miejsca,daty} |z tekstu|podaj wszystkie|wyłuskaj|zidentyfikuj',
  classify:
    'sklasyfikuj*|klasyfik*|kategori*|oznacz|sentyment*|czy {ta,ten,to} {opinia,recenzja,komentarz,wiadomość} |przypisz*|określ {czy,kategorię,nastrój} |pozytywn* czy negatywn*|zakwalifikuj',
  polarity: 'pozytywn*|negatywn*|neutraln*|tak lub nie|tak czy nie|prawda czy fałsz|opcje:|pilne|reklamacja',
  write:
    'napisz*|stwórz|wymyśl*|ułóż|przygotuj*|zaproponuj*|wygeneruj*|zredaguj|daj mi {0,kilka,pomysł*} |opracuj*|zaprojektuj|sporządź',
  genre:
    'opowiadan*|wiersz*|list|list motywacyjny|e-mail|mail|maila|artykuł*|esej|przemówieni*|slogan*|tytuł*|ogłoszeni*|post|bajk*|histori*|zaproszeni*|życzeni*|opis produktu|scenariusz*|dialog|piosenk*|rozprawk*|wypracowani*|przepis|toast|recenzj*|odpowiedź na|notatk*|quiz|pytania',
  ideas: 'pomysł*|propozycj*|nazw* dla|0 {pomysłów,powodów,przykładów,pytań} |prezent*',
  plan: 'plan|zaplanuj*|harmonogram|jadłospis|rozkład|trening|program|strategi*',
  code: 'kod|kodu|funkcj*|skrypt*|program|programu|algorytm*|zmienn*|pętl*|baz* danych|zapytani*|klas*|tablic*|wyrażenie regularne|formuł*|metod*',
  program:
    'napisz {funkcję,skrypt,program,kod,zapytanie,klasę} |co robi ten kod|dlaczego {mój,ten} {kod,skrypt} |w {pythonie,javie,javascripcie,sql,excelu} |zaimplementuj*|zrefaktor*',
  error: 'błąd|błędu|nie działa|wyjątek|wywala|zawiesza',
  compute:
    'oblicz*|rozwiąż*|ile to|udowodnij|wyznacz*|policz*|pochodn*|całk*|pierwiastek|procent*|razy|dzielone|plus|minus|równani*|suma|uprość wyrażenie',
  howmany:
    'ile|ilu|jak {długo,daleko,szybko,często} |jakie jest {prawdopodobieństwo,pole} |łącznie|w sumie|o ile',
  quantity:
    'złotych|zł|euro|groszy|kilometrów|metrów|godzin*|minut*|kilogram*|litr*|na {godzinę,dzień,osobę} |połow*|trzy razy|zostało|rabat|odsetki|kosztuje|kupił*|sprzedał*|jabłek',
  mathnoun:
    'równani*|trójkąt*|koł*|prostokąt*|prawdopodobieństw*|liczb* pierwsz*|ułamk*|kąt*|promień|średnic*|obwód|pole|objętość|ciąg*|średni*',
  logic:
    'logik*|logiczn*|wniosek|wnioski|wnioskowani*|przesłank*|założeni*|argument*|zatem|wynika|jeśli * to|wszystkie * są|sprzeczn*',
  puzzle:
    'zagadk*|łamigłówk*|starszy od|starsza od|wyższy od|wyższa od|młodszy|siedzi|po lewej|po prawej|kłamie|kłamca|prawdę|kto {jest,ma,siedzi,kłamie} |nie pasuje|następna liczba|kolejna liczba|dokładnie jeden',
  cause: 'przyczyn*|skutek|skutki|ponieważ|bo|prowadzi do|powoduje',
  likely: 'prawdopodobn*|najbardziej prawdopodobne',
  who: 'kto|kiedy|gdzie|który|która|które|jaki|jaka|jakie|w którym roku|stolic*|jak nazywa się|kogo',
  what: 'co {to,jest,oznacza,robi} |czym jest|czy istnieje|czy to|definicj*|czy prawdą jest|czy',
  why: 'dlaczego|czemu|z jakiego powodu',
  howto:
    'jak {usunąć,zrobić,działa,mogę,napisać,ugotować,nauczyć,wyczyścić,się,można,zacząć} |krok po kroku|porad*|najlepszy sposób|co {zrobić,robić} |instrukcj*',
  explain: 'wyjaśnij*|opisz*|różnic*|opowiedz*|zalety|wady|przykład*|wytłumacz*|na czym polega|historia',
  compare: 'różnic*|porównaj*|czy|lepsz*|versus',
  advise: 'polec*|porad*|doradź|czy {powinienem,powinnam,warto,mogę,można} |najlepsz*|co sądzisz|opini*',
  analyse: 'przeanalizuj*|analiz*|oceń|zinterpretuj*|zbadaj',
  list: 'lista|wymień|wylicz|podaj',
  given:
    '{ten,tę,to,poniższy,poniższe,poniższą,następujący,następujące} {tekst,zdanie,artykuł,mail,e-mail,akapit,wiadomość,opinię,fragment,dokument} |poniżej|poniższ*|następując*|powyższ*|załączon*|tekst:|zdanie:|oto',
  document:
    'tekst*|artykuł*|akapit|fragment*|opini*|recenzj*|wiadomoś*|raport*|umow*|klient*|rozmow*|dokument*|zdani*|protokół',
  answer_from:
    'na podstawie|według {tekstu,autora} |zgodnie z|odpowiedz na pytanie|w tekście|przeczytaj|z tekstu|tylko na podstawie|korzystając z',
  label: 'pytanie:|odpowiedź:|kontekst:|tekst:',
  greet:
    'cześć|hej|dzięki|dziękuję|dzień dobry|dobry wieczór|dobranoc|co słychać|jak się masz|siema|witaj|pa',
  about_you: 'jesteś|masz|jak masz na imię|kim jesteś|umiesz|lubisz|twoj*|możesz|kto cię',
  feel: 'jestem {smutn*,zmęczon*,szczęśliw*,samotn*,zł*,zdenerwowan*} |czuję się|nudzi mi się|smutno|kocham cię|zły dzień',
  role: 'udawaj*|jesteś {moim,moją,teraz,doświadczonym,ekspertem} |wciel się|zachowuj się jak|wyobraź sobie|odgrywaj|odpowiadaj jak|zagraj rolę|bądź moim',
  game: 'żart*|dowcip*|zagrajmy|śmieszn*|zgadnij|gra|zaśpiewaj|ciekawostk*',
  follow:
    'tak|nie|ok|dobra|dobrze|kontynuuj|dalej|jeszcze {raz,jeden,jedno} |a {teraz,co,jak,po} |teraz {po,na,napisz} |to samo|drugi|pierwszy|dokładnie|zgadza się|poproszę|zrób to|jasne',
  schedule:
    'zarezerwuj*|zamów*|odwołaj*|umów*|kup*|przypomnij*|ustaw*|przypomnienie|budzik|zapłać*|przelej*|dodaj * {kalendarza,listy} |przełóż|bilet*|wizyt*|lot|hotel|stolik|taksówk*',
  send: 'wyślij*|zadzwoń*|napisz do|odpisz*|prześlij*|opublikuj*|udostępnij*|powiadom*',
  device:
    'włącz*|wyłącz*|zgaś|zapal|podgłośnij|ścisz|światł*|ogrzewanie|głośn*|puść|odtwórz|pauza|otwórz|zamknij|klimatyzacj*',
  account:
    'moje {konto,saldo,zamówienie,hasło} |moja {paczka,faktura,karta,przesyłka} |stan konta|saldo|faktur*|zwrot*|numer zamówienia|przelew|karta kredytowa|przesyłk*|subskrypcj*',
  change:
    'usuń*|skasuj*|przenieś*|skopiuj*|zmień nazwę|pobierz*|zainstaluj*|zrestartuj*|zaktualizuj*|zmień {mój,moje,moją,adres} |dodaj*|zapisz*|zablokuj*|zresetuj*|utwórz|zatwierdź',
  search:
    'znajdź*|wyszukaj*|pokaż*|sprawdź*|pogod*|w pobliżu|najbliż*|która godzina|korki|czy są {loty,bilety,wolne} |kurs|dostępn*',
  thing:
    'kalendarz*|spotkani*|budzik|kont*|faktur*|pogod*|lot|hotel|restauracj*|pociąg|lista zakupów|plik*|folder*|serwer|paczk*|zamówieni*',
  when: 'dziś|dzisiaj|jutro|wczoraj|wieczorem|w przyszłym tygodniu|poniedziałek|wtorek|środ*|czwartek|piątek|sobot*|niedziel*|na 0|o 0|godzin*|teraz|pojutrze|rano',
  please: 'proszę|możesz|czy możesz|mógłbyś|mogłabyś|poproszę',
  want: 'potrzebuję|chcę|chciałbym|chciałabym|pomóż|szukam|muszę',
  first_person: 'ja|mój|moja|moje|mnie|mi|my|nasz*|mam|jestem',
};
