/** Cue phrases of languages with a short list each: Scandinavian, Finnish, Czech, Romanian, Hungarian, Greek, Hebrew, Persian, Urdu, Bengali, Tamil, Telugu, Swahili, Estonian, Catalan, Malay, Filipino. */
import type { CueLines } from '../compile-phrases.ts';
import type { TaskCue } from '../task-cues.ts';

export const others: CueLines<TaskCue> = {
  translate:
    'översätt*|oversett*|oversæt*|käännä*|přelož*|přeložit|prelož*|tradu*|fordíts*|lefordít*|tõlgi*|isalin*|tafsiri*|μεταφρ*|μετάφρ*|תרגמ|תרגם|תרגום|ترجمه|انگلیسی کن|ترجمہ|অনুবাদ|மொழிபெயர்|அநுவாத|అనువ|అనువాద|traduïu|traduei*',
  howsay:
    'hur säger man|hvordan sier man|hvordan siger man|miten sanotaan|jak se řekne|cum se spune|hogy mondják|πώς λέγεται|πως λενε|איך אומרים|چطور می گویند|چطور میگن|کیسے کہتے|কীভাবে বলে|ఎలా అంటారు|nini maana|πώς λέμε|יעני|మీనింగ్',
  language:
    'engelska|svenska|engelsk|norsk|dansk|englan*|suomen*|suome*|angličtin*|anglicky|češtin*|česk*|engleză|română|angolul|angol*|magyar*|αγγλικ*|ελληνικ*|אנגלית|עברית|انگلیسی|فارسی|انگریزی|اردو|ইংরেজি|বাংলা|ஆங்கில|தமிழ்|ఇంగ్లీష్|తెలుగు|kiingereza|kiswahili|inglise|eesti|anglès|català|ingles|filipino|ইংরেজিতে',
  summarize:
    'sammanfatta*|sammendrag|oppsummer*|opsummer*|resumé|tiivistä*|yhteenveto|shrň*|shrnutí|rezumat*|rezumă|foglald össze|összefoglal*|muhtasari|fupisha|περίληψη|συνόψισε|περιληπτικα|תקצר|סכם|סיכום|תקציר|לסכם|خلاصه|چکیده|خلاصہ|সারাংশ|সারসংক্ষেপ|সংক্ষেপ|சுருக்க|சுருக்கம்|సారాంశ|సంగ్రహ|kokkuvõt*|resumeix*|lagumin|ibuod|buod|huvudpunkt*|hovedpunkt*',
  brief:
    'i en mening|med en sætning|i én setning|yhdellä lauseella|jednou větou|într-o propoziție|egy mondatban|σε μία πρόταση|σε μια πρόταση|במשפט אחד|در یک جمله|ایک جملے|এক বাক্যে|ஒரு வாக்கியத்தில்|ఒక వాక్యంలో|kwa sentensi|kort|stručně|pe scurt|röviden|בקצרה|مختصر|সংক্ষেপে',
  rewrite:
    'skriv om|omformuler*|omskriv*|kirjoita uudelleen|muotoile*|přeformuluj*|přepiš*|rescrie*|reformul*|parafraz*|fogalmazd át|átír*|andika upya|ξαναγράψε|αναδιατύπωσε|διατύπωσε|נסח|לנסח|ניסוח|שכתב|בעיות ניסוח|بازنویسی|رسمی‌تر|رسمی تر|ساده تر|دوبارہ لکھ|আবার লিখ|পুনরায় লিখ|மீண்டும் எழுது|తిరిగి రాయ|mer formell*|mere formel*|formálněji|mai formal|udvariasabb*|kohteliaamm*|muuda see|kirjuta ümber|förenkla|yksinkertaista|zjednoduš|simplifică',
  correct:
    'rätta|rett opp|ret fejl*|korjaa|oprav*|corecteaz*|javítsd|διόρθωσε|תקן|شناسه|غلط|تصحیح|ভুল ঠিক|சரி செய்|సరిచేయ|sahihisha|paranda|stavfel|helyesírás|kielioppi*|gramatik*|grammatik*|ορθογραφ*|שגיאות|دستوری|ব্যাকরণ|בדוק דקדוק',
  tone: 'formell*|formel*|artig*|høflig*|kohtelia*|formální*|formal|politicos|hivatalos*|επίσημ*|ευγενικ*|רשמי|מנומס|رسمی|مودبانه|আনুষ্ঠানিক',
  extract:
    'extrahera*|plocka ut|lista alla|list opp|find alle|finn alle|poimi*|luettele kaikki|vypiš*|extrahuj*|extrage*|gyűjtsd ki|sorold fel|βρες όλα|εξήγαγε|εξαγωγή|חלץ|הוצא את|מצא את כל|استخراج|فهرست کن|نکال|বের কর|பிரித்தெடு|సంగ్రహించ|toa nje|too välja|extreu*|i-extract',
  classify:
    'klassificera*|klassifiser*|klassificér*|kategoriser*|luokittele*|klasifikuj*|zařaď|clasific*|osztályozd|kategorizál*|κατηγοριοπο*|ταξινόμησε|סווג|קטגוריה|دسته بندی|دسته‌بندی|طبقه بندی|درجہ بندی|শ্রেণীবদ্ধ|শ্রেণী|வகைப்படுத்|వర్గీకరి|ainisha|liigita|positiv eller negativ|positiivinen vai|pozitivní nebo|pozitiv sau|θετικ* ή|חיובי או|مثبت یا|مثبت ہے یا|ইতিবাচক|sentiment',
  polarity:
    'positiv*|negativ*|nøytral|neutral*|positiivi*|negatiivi*|pozitiv*|θετικ*|αρνητικ*|חיובי|שלילי|مثبت|منفی|ইতিবাচক|নেতিবাচক',
  write:
    'skriv*|kirjoita*|laadi*|keksi|napiš*|vymysli*|vytvoř*|scrie*|compune*|creează|írj|írj egy|írd|készíts|találj ki|andika*|tunga|γράψε*|δημιούργησε|φτιάξε|πρότεινε|כתוב|כתבי|תכתוב|תכתבי|צור|הצע|חבר|בנה|بنویس|ایجاد کن|پیشنهاد بده|لکھو|لکھیں|لکھ|بناؤ|তৈরি কর|লেখ|লিখ|எழுது|எழுத|உருவாக்கு|రాయ|రాయండి|kirjuta*|loo|koosta*|escriu|sulat|isulat|gumawa|karang|hitta på|föreslå|ehdota*|navrhni|propune|javasolj|lag en|lav en|diktaa',
  genre:
    'berättelse|historia|dikt|brev|tal|novell|e-post|mejl|annons|fortelling|historie|digt|dikt|brev|tale|innlegg|opslag|tarina*|runo*|kirje*|puhe|novelli|sähköposti*|mainos*|příběh*|báseň|básničk*|dopis*|povídk*|e-mail*|poveste|poezie|scrisoare|discurs|eseu|történet|vers|levél|levelet|beszéd|mese|hadithi|shairi|barua|insha|ιστορία|ποίημα|γράμμα|λόγο|άρθρο|παραμύθι|σίπουρ|סיפור|שיר|מכתב|נאום|מאמר|פוסט|מייל|ברכה|داستان|شعر|نامه|مقاله|ایمیل|کہانی|نظم|خط|مضمون|تقریر|গল্প|কবিতা|চিঠি|প্রবন্ধ|রচনা|ভাষণ|கதை|கவிதை|கடிதம்|கட்டுரை|కథ|కవిత|లేఖ|వ్యాసం|lugu|luuletus|kiri|conte|carta|kuwento|tula|liham|surat|sajak|slogan*|rubrik*|inbjudan|otsikko|nadpis|titlu|cím|τίτλο|כותרת|عنوان',
  ideas:
    'idéer|ideer|ideoita|nápad*|idei|ötlet*|ιδέες|רעיונות|ایده|آئیڈیا|ধারণা|யோசனை|ఆలోచన|mawazo|ideid|förslag|forslag|ehdotuksia|návrh*|sugestii|προτάσεις|הצעות',
  plan: 'plan|schema|suunnitelma*|plán*|itinerar*|terv*|σχέδιο|πρόγραμμα|תוכנית|לוח זמנים|برنامه|منصوبہ|পরিকল্পনা|திட்டம்|ప్రణాళిక|mpango|kava',
  code: 'funktion|funksjon|kod|kode|koodi*|funktio*|ohjelma*|kód*|funkc*|skript*|funcți*|cod|codul|program*|függvény*|kódot|κώδικα*|συνάρτηση|πρόγραμμα|קוד|פונקציה|תוכנית|סקריפט|شאילתה|שאילתה|کد|تابع|برنامه نویسی|کوڈ|فنکشن|কোড|ফাংশন|প্রোগ্রাম|நிரல்|கோடு|ஃபங்க்ஷன்|కోడ్|ప్రోగ్రామ్|ఫంక్షన్|msimbo|programu|algoritm*',
  program:
    'i python|pythonissa|pythonilla|v pythonu|în python|pythonban|σε python|בפייתון|ב-python|با پایتون|پایتون|পাইথন|python-funktion|python-ohjelma|kirjoita funktio|napiš funkci|scrie o funcție|írj egy függvényt|γράψε συνάρτηση|כתוב פונקציה|تابعی بنویس|فنکشن لکھ',
  error:
    'fel|feil|fejl|virhe*|chyba|chyby|eroare|hiba|hibát|σφάλμα|λάθος|שגיאה|خطا|ارور|غلطی|ত্রুটি|தவறு|లోపం|kosa|viga|fungerar inte|virker ikke|ei toimi|nefunguje|nu merge|nem működik|δεν λειτουργεί|לא עובד|کار نمی کند|کار نمی‌کند',
  compute:
    'beräkna*|räkna ut|beregn*|løs|lös|laske*|ratkaise*|todista|vypočítej*|vyřeš*|spočítej*|dokaž*|calculeaz*|rezolv*|demonstr*|számold|számítsd|oldd meg|bizonyítsd|υπολόγισε|λύσε|απόδειξε|חשב|פתור|הוכח|כמה זה|حساب کن|حل کن|محاسبه|ثابت کن|حل کریں|حساب|সমাধান|নির্ণয়|গণনা|হিসাব|கணக்கிடு|தீர்|లెక్కించ|పరిష్కరించ|kokotoa|tafuta thamani|arvuta|lahenda|calcula|resol|procent*|százalék*|ποσοστό|אחוז|درصد|فیصد|শতাংশ',
  howmany:
    'hur många|hur mycket|hvor mange|hvor mye|hvor meget|kuinka monta|paljonko|montako|kuinka paljon|kolik|cât|câți|câte|mennyi|hány|πόσα|πόσο|ποσο|πόσοι|πόσες|כמה|چند|چقدر|کتنے|کتنا|کتنی|কত|কতটি|কয়|எத்தனை|எவ்வளவு|ఎన్ని|ఎంత|ngapi|kiasi gani|kui palju|mitu|quants|quantes|ilan|magkano|berapa',
  quantity:
    'kronor|kroner|euroa|korun|lei|forint|ευρώ|שקל|שקלים|تومان|ریال|روپے|টাকা|ডলার|ঘণ্টা|রুপি|மீட்டர்|ரூபாய்|డాలర్|గంట|రూపాయ|shilingi|saa|kilo*|timmar|timer|tuntia|hodin|ore|óra|ώρες|שעות|ساعت|گھنٹے|åriga|vuotta|roků|år',
  mathnoun:
    'ekvation*|likning*|ligning*|yhtälö*|rovnic*|ecuați*|egyenlet*|εξίσωση|τρίγωνο|משוואה|משולש|معادله|مثلث|مساوات|সমীকরণ|ত্রিভুজ|சமன்பாடு|సమీకరణ|mlinganyo|võrrand*|triangel|trekant|kolmio*|trojúhelník*|triunghi|háromszög|sannolikhet*|todennäköisyy*|pravděpodobnost*|probabilit*|valószínűség*|πιθανότητα|הסתברות|احتمال',
  logic:
    'logi*|slutsats*|konklusjon*|konklusion*|päätelmä*|johtopäätös|závěr*|concluzi*|következtet*|συμπέρασμα|λογική|מסקנה|הגיוני|היגיון|نتیجه|منطق|نتیجہ|যুক্তি|সিদ্ধান্ত|முடிவு|తర్కం|hitimisho|järeldus*|premiss*|argument*|επιχείρημα|טיעון|استدلال',
  puzzle:
    'gåta|gåte|gåde|arvoitus|pulma|hádanka|ghicitoare|rejtvény|találós|γρίφος|αίνιγμα|חידה|معما|پہیلی|ধাঁধা|புதிர்|పజిల్|kitendawili|mõistatus|ljuger|lyver|valehtelee|lže|minte|hazudik|ψέματα|משקר|دروغ|äldre än|eldre enn|ældre end|vanhempi kuin|starší než|mai mare decât|idősebb|μεγαλύτερος|μεγαλύτερη|גדול מ|בزرگتر|بزرگتر',
  cause:
    'orsak|årsak|årsag|syy|seuraus|příčina|následek|cauză|efect|ok|okozat|αιτία|αποτέλεσμα|סיבה|תוצאה|علت|معلول|وجہ|কারণ|ফলাফল|காரணம்|விளைவு|కారణం|sababu|matokeo|põhjus|tagajärg|causa|efecte|därför|koska|protože|pentru că|mert|επειδή|כי',
  who: 'vem|när|var|vilken|vilket|vilka|hvem|når|hvor|hvilken|hvilket|hvilke|kuka|milloin|missä|mikä|minä vuonna|kdo|kdy|kde|který|která|které|jaký|jaká|cine|când|unde|care|ki|mikor|hol|melyik|ποιος|ποια|ποιο|πότε|πού|ποιοι|מי|מתי|איפה|איזה|איזו|באיזו|چه کسی|کی|کجا|کدام|چه سالی|کون|کب|کہاں|کس|কে|কখন|কোথায়|কোন|யார்|எப்போது|எங்கே|எந்த|ఎవరు|ఎప్పుడు|ఎక్కడ|ఏ|nani|lini|wapi|gani|kes|millal|kus|milline|qui|quan|on|quin|sino|kailan|saan|alin|בירת',
  what: 'vad|hva|hvad|mitä|co|ce este|ce înseamnă|ce e|mi az|mit jelent|mi a|τι|τι είναι|מה|האם|چیست|چیه|آیا|کیا|কী|কি|என்ன|ఏమిటి|nini|je,|mis on|què és|ano ang|apakah|onko|je to|este|är det|finns det|er det|στην',
  why: 'varför|hvorfor|miksi|proč|de ce|miért|γιατί|למה|מדוע|چرا|کیوں|কেন|ஏன்|ఎందుకు|kwa nini|miks|per què|bakit',
  howto:
    'hur {gör,kan,fungerar,får,man,ska} |hvordan|miten|jak {se,mohu,udělat,na,mám,funguje} |cum {pot,fac,se,să} |hogyan|πώς|πως|איך|כיצד|چگونه|چطور|کیسے|কীভাবে|কিভাবে|எப்படி|ఎలా|jinsi|vipi|namna|kuidas|com|paano|bagaimana|tips|vinkkejä|steg för steg|krok za krokem|pas cu pas|lépésről lépésre',
  explain:
    'förklara*|forklar*|beskriv*|selitä*|kerro|kuvaile|vysvětli*|popiš*|explic*|descrie*|magyarázd|mutasd be|meséld|eleza|εξήγησε|περίγραψε|תסביר|הסבר|הסבירי|תאר|توضیح|شرح بده|وضاحت|سمجھا|بتاؤ|بتائیں|ব্যাখ্যা|বর্ণনা|விளக்கு|விளக்க|వివరించ|selgita|kirjelda|explica|ipaliwanag|terangkan|skillnad*|forskjell*|forskel*|ero|rozdíl*|diferenț*|különbség*|διαφορά|הבדל|تفاوت|فرق|পার্থক্য|வேறுபாடு|తేడా|tofauti|erinevus|berätta|fortell|fortæl',
  compare:
    'skillnad*|forskjell*|forskel*|jämför*|sammenlign*|vertaa|porovnej*|compar*|hasonlítsd|σύγκρινε|השווה|مقایسه|موازنہ|তুলনা|ஒப்பிடு|పోల్చ|linganisha|võrdle|eller|tai|nebo|sau|vagy|ή',
  advise:
    'rekommendera*|anbefal*|suosittele*|doporuč*|poraď*|recomand*|ajánl*|tanácsol*|πρότεινε|σύστησε|συμβουλή|המלצה|תמליץ|תמליצי|כדאי|پیشنهاد|توصیه|مشورہ|পরামর্শ|சிபாரிசு|సూచించ|pendekeza|soovita|recomana|borde jag|bør jeg|pitäisikö|mám|ar trebui|kell-e|πρέπει να|האם כדאי|آیا باید|کیا مجھے|bästa|beste|bedste|paras|nejlepší|cel mai bun|legjobb|καλύτερο|הכי טוב|بهترین|بہترین|সেরা',
  analyse:
    'analysera*|analyser*|analysoi*|analyzuj*|analizeaz*|elemezd|ανάλυσε|נתח|تحلیل|تجزیہ|বিশ্লেষণ|பகுப்பாய்வு|విశ్లేషి|chambua|analüüsi*|bedöm|vurder|arvioi|zhodnoť',
  list: 'lista|liste|luettelo|seznam|listă|λίστα|רשימה|فهرست|لیست|فہرست|তালিকা|பட்டியல்|జాబితా|orodha|nimekiri|llista|nämn|nevn|nævn|mainitse|vyjmenuj|enumeră|sorolj',
  given:
    '{denna,den här,följande,denne,følgende,nedenstående} {text*,mening*,artikel*,mejl*,stycke*,tekst*,setning*,sætning*,e-post*} |seuraava*|tämä teksti|tämän tekstin|alla oleva|oheinen|tento {text,dopis,článek,e-mail,odstavec} |tuto {větu,zprávu} |následující*|níže|acest text|următor*|de mai jos|alábbi|a következő|ezt a {szöveget,levelet,mondatot} |το παρακάτω|παρακάτω|αυτό το κείμενο|ακόλουθο|הטקסט הבא|הבא|הבאה|המצורף|את זה|למטה|זה:|متن زیر|این متن|زیر|این جمله|مندرجہ ذیل|یہ متن|نیچے|নিচের|নিম্নলিখিত|এই|கீழே|பின்வரும்|ఈ క్రింది|క్రింది|ifuatayo|yafuatayo|järgmine|järgnev|següent|sumusunod|berikut',
  document:
    'text*|artikel*|mening*|stycke*|recension*|möte*|avtal*|tekst*|setning*|møte*|teksti*|artikkeli*|lause*|arvostelu*|kokous*|článek*|větu|odstavec|recenz*|schůz*|smlouv*|articol*|propoziți*|recenzi*|contract*|szöveg*|cikk*|mondat*|értékelés*|κείμενο|άρθρο|πρόταση|κριτική|טקסט|כתבה|משפט|ביקורת|חוזה|פגישה|פסקה|מסמך|متن|مقاله|جمله|نظر|قرارداد|جلسه|متن|مضمون|জন্য অনুচ্ছেদ|অনুচ্ছেদ|பத்தி|వ్యాసం|maandishi|makala|tekst',
  answer_from:
    'enligt|ifølge|mukaan|perusteella|podle|na základě|conform|potrivit|pe baza|szerint|alapján|σύμφωνα με|με βάση|לפי|על פי|על סמך|بر اساس|طبق|کے مطابق|কি অনুসারে|অনুসারে|অনুযায়ী|படி|ప్రకారం|kulingana|põhjal|segons|ayon|besvara|svar på|vastaa|odpověz|răspunde|válaszolj|απάντησε|ענה|ענו|پاسخ|به سوال|جواب|উত্তর|பதில்|సమాధాన|jibu|vasta',
  label:
    'fråga:|spørsmål:|spørgsmål:|kysymys:|otázka:|întrebare:|kérdés:|ερώτηση:|שאלה:|سوال:|পرশ্ন:|প্রশ্ন:|கேள்வி:|ప్రశ్న:|swali:|küsimus:|svar:|vastaus:|odpověď:|válasz:|απάντηση:|תשובה:|پاسخ:|উত্তর:|kontext:|konteksti:|הקשר:|متن:|זمینه:',
  greet:
    'hej|hejsan|tack|god {morgon,natt,kväll,dag,aften,morgen} |hur mår du|hei|takk|tak|hvordan går det|hvordan har du det|moi|terve|kiitos|hyvää {huomenta,yötä,päivää,iltaa} |mitä kuuluu|ahoj|dobrý den|děkuji|díky|jak se máš|čau|bună|salut|mulțumesc|mersi|ce mai faci|szia|helló|köszönöm|jó {reggelt,napot,estét} |hogy vagy|γεια|καλημέρα|καλησπέρα|ευχαριστώ|τι κάνεις|καληνύχτα|שלום|היי|תודה|בוקר טוב|לילה טוב|מה שלומך|מה קורה|מה נשמע|سلام|ممنون|مرسی|خوبی|حالت چطور|صبح بخیر|شب بخیر|شکریہ|السلام علیکم|کیسے ہو|ধন্যবাদ|নমস্কার|হ্যালো|কেমন আছ|வணக்கம்|நன்றி|నమస్కారం|ధన్యవాదాలు|habari|asante|jambo|mambo|hujambo|tere|aitäh|hola|gràcies|kumusta|salamat|magandang',
  about_you:
    'är du|har du|vem är du|er du|hvem er du|vad heter du|hva heter du|kuka olet|oletko|onko sinulla|mikä sinun nimesi|kdo jsi|jsi|jak se jmenuješ|máš|ești|cum te cheamă|cine ești|ki vagy|hogy hívnak|vagy te|είσαι|πώς σε λένε|ποιος είσαι|έχεις|מי אתה|מי את|אתה|איך קוראים לך|תو کی هستی|اسمت چیه|تو |آپ کون|تم |তুমি|তোমার|நீ |உன் |నువ్వు|మీ పేరు|wewe ni|jina lako|kes sa oled|ets',
  feel: 'jag är {ledsen,trött,glad,ensam,arg} |jag känner|uttråkad|jeg er {trist,trøtt,træt,glad,ensom,lei} |kjeder meg|keder mig|olen {surullinen,väsynyt,iloinen,yksinäinen} |tylsää|jsem {smutný,smutná,unavený,unavená} |nudím se|sunt {trist,tristă,obosit,obosită,fericit} |mă plictisesc|szomorú vagyok|fáradt vagyok|unatkozom|λυπάμαι|βαριέμαι|κουρασμένος|μοναξιά|עצוב|משעמם לי|עייף|בודד|ناراحت|خسته|تنها|حوصله ام|اداس|تھک|বোর|মন খারাপ|சோகம்|సంతోష|huzuni|nimechoka|kurb|väsinud',
  role: 'låtsas|agera som|du är en|spela rollen|late som|lat som|du er en|opptre som|esitä|olet {nyt,kokenut,asiantuntija} |kuvittele|předstírej|jsi {zkušený,můj,odborník} |představ si|hraj roli|prefă-te|ești un|ești o|imaginează|comportă-te|tegyél úgy|te egy|képzeld el|κάνε τον|παίξε τον ρόλο|είσαι ένας|φαντάσου|תעמיד פנים|אתה מומחה|דמיין|שחק את|תפקיד|تصور کن|تو یک|نقش|وانمود|فرض کرو|آپ ایک|কল্পনা কর|ভূমিকা|நடி|நடிக்க|పాత్ర|jifanye|teeskle|fes de',
  game: 'skämt|vits|vitsi*|vtip*|glumă|bancuri|vicc*|αστείο|ανέκδοτο|בדיחה|جوک|لطیفه|لطیفہ|কৌতুক|நகைச்சுவை|జోక్|mzaha|utani|nali|acudit|biro|spela ett spel|leikitään|zahrajeme|hai să jucăm|játsszunk|παιχνίδι|משחק|بازی',
  follow:
    'ja|nej|nei|okej|fortsätt|fortsett|fortsæt|igen|en till|kyllä|joo|jatka|uudestaan|ano|jo|ne|pokračuj|znovu|ještě|da|nu|continuă|din nou|igen|nem|folytasd|még egyet|ναι|όχι|συνέχισε|ξανά|כן|לא|תמשיך|עוד|שוב|עכשיו|بله|آره|نه|ادامه بده|دوباره|حالا|ہاں|نہیں|جاری رکھ|اب|হ্যাঁ|না|আবার|এখন|ஆம்|இல்லை|அవును|కాదు|ndiyo|hapana|endelea|tena|jah|sí|oo|hindi|ya',
  schedule:
    'boka*|beställ*|avboka*|påminn*|ställ {en,ett} |köp*|bestill*|bestil*|book*|avbestill*|minn meg|husk mig|varaa*|tilaa*|peru*|muistuta*|aseta herätys|osta*|rezervuj*|objednej*|zruš*|připomeň*|nastav*|kup*|rezervă*|comandă*|anulează*|amintește*|cumpără*|foglalj*|rendelj*|mondd le|emlékeztess*|állítsd be|vegyél|κλείσε*|παράγγειλε|ακύρωσε|θύμισέ|αγόρασε|βάλε ξυπνητήρι|הזמן|תזמין|בטל|תזכיר|תזכירי|קבע|תקבע|קנה|רזרבו|رزرو|سفارش بده|لغو کن|یادآوری|تنظیم کن|بخر|بلیط|بک کر|آرڈر|منسوخ|یاد دلا|বুক কর|অর্ডার|বাতিল|মনে করিয়ে|அலாரம்|பதிவு செய்|బుక్ చేయ|అలారం|weka nafasi|agiza|ghairi|kumbusha|broneeri*|telli*|tühista*|reserva|möte|avtale|aftale|kokous|schůzku|întâlnire|találkozó|ραντεβού|פגישה|جلسه',
  send: 'skicka*|ring*|send*|lähetä*|soita*|pošli*|zavolej*|trimite*|sună*|küldj*|küldd|hívd|στείλε*|κάλεσε|τηλεφώνησε|שלח|תשלח|תשלחי|התקשר|بفرست|ارسال کن|زنگ بزن|بھیج|کال کر|পাঠাও|পাঠিয়ে|কল কর|அனுப்பு|పంప|tuma|piga simu|saada*|envia|padala',
  device:
    'tänd|släck|sätt på|stäng av|slå på|slå av|skru på|skru av|tænd|sluk|laita * päälle|sytytä|sammuta|zapni|vypni|rozsviť|zhasni|pusť|aprinde|stinge|pornește|oprește|kapcsold|indítsd|άναψε|σβήσε|άνοιξε|κλείσε το|παίξε|הדלק|כבה|תדליק|תכבה|הפעל|נגן|روشن کن|خاموش کن|پخش کن|چالو|بند کر|جلا|চালু কর|বন্ধ কর|বাজাও|அணை|ஆன் செய்|ఆన్ చేయ|ఆఫ్ చేయ|washa|zima|lülita|encén|apaga|musik|valot|světlo|lumina|φώτα|אור|چراغ|লাইট',
  account:
    'mitt konto|saldo*|min beställning|faktura*|min konto|ordre*|tilini|tilaukseni|lasku*|můj účet|zůstatek|objednávk*|contul meu|sold*|comanda mea|factur*|számlám|egyenleg*|rendelésem|λογαριασμό*|υπόλοιπο|παραγγελία|חשבון|יתרה|ההזמנה שלי|חשבונית|حساب من|موجودی|سفارش من|فاکتور|میرا اکاؤنٹ|بیلنس|আমার অ্যাকাউন্ট|ব্যালেন্স|অর্ডার|கணக்கு|ఖాతా|akaunti|salio|leverans*|levering*|toimitus*|zásilk*|livrare|szállítás|משלוח|تحویل|החזר|återbetalning|refusjon|palautus',
  change:
    'ta bort|radera*|flytta*|kopiera*|lägg till|uppdatera*|installera*|slett*|slet|flytt*|legg til|tilføj*|opdater*|poista*|siirrä*|lisää*|päivitä*|smaž*|odstraň*|přesuň*|přidej*|aktualizuj*|stáhni*|șterge*|mută*|adaugă*|actualizează*|töröld|helyezd át|add hozzá|frissítsd|διάγραψε|μετακίνησε|πρόσθεσε|ενημέρωσε|מחק|תמחק|העבר|הוסף|תוסיף|עדכן|حذف کن|پاک کن|اضافه کن|منتقل کن|به روز|حذف کر|شامل کر|মুছে|যোগ কর|ডিলিট|நீக்கு|சேர்|తొలగించ|జోడించ|futa|ongeza|kustuta*|lisa*|elimina|afegeix',
  search:
    'sök*|hitta*|visa*|kolla*|kontrollera*|väder*|søk*|finn*|find*|vis|sjekk*|tjek*|vær*|vejr*|etsi*|näytä*|tarkista*|sää|hledej*|najdi*|ukaž*|zkontroluj*|počasí|caută*|găsește*|arată*|verifică*|vremea|keresd|keress*|mutasd|nézd meg|időjárás*|βρες|ψάξε|δείξε|έλεγξε|καιρός|חפש|תחפש|מצא|תמצא|הראה|תראה|בדוק|תבדוק|מזג האוויר|پیدا کن|جستجو|نشان بده|بررسی کن|آب و هوا|تلاش کر|دکھاؤ|چیک کر|موسم|খুঁজে|দেখাও|চেক কর|আবহাওয়া|தேடு|காட்டு|வானிலை|వెతక|చూపించ|వాతావరణ|tafuta|onyesha|angalia|hali ya hewa|otsi*|näita*|kontrolli*|ilm|busca|mostra',
  when: 'idag|imorgon|igår|ikväll|nästa vecka|måndag*|i dag|i morgen|i kveld|i aften|mandag|tänään|huomenna|eilen|maanantai*|dnes|zítra|včera|pondělí|azi|mâine|ieri|luni|ma|holnap|tegnap|hétfő*|σήμερα|αύριο|χθες|δευτέρα|היום|מחר|אתמול|הערב|امروز|فردا|دیروز|امشب|آج|کل|আজ|আগামীকাল|গতকাল|இன்று|நாளை|ఈరోజు|రేపు|leo|kesho|jana|täna|homme|avui|demà|bukas|ngayon',
  please:
    'snälla|kan du|vær så snill|venligst|kan du|voitko|ole hyvä|prosím|můžeš|te rog|poți|kérlek|tudnál|παρακαλώ|μπορείς|בבקשה|אפשר|תוכל|לטفا|لطفا|می‌توانی|میتونی|براہ کرم|کیا آپ|দয়া করে|পারবে|தயவுசெய்து|முடியுமா|దయచేసి|tafadhali|unaweza|palun|si us plau|pakiusap',
  want: 'jag vill|jag behöver|hjälp mig|jeg vil|jeg trenger|jeg har brug for|hjelp meg|hjælp mig|haluan|tarvitsen|auta|potřebuji|chci|pomoz|vreau|am nevoie|ajută|szeretnék|szükségem|segíts|θέλω|χρειάζομαι|βοήθησε|אני רוצה|אני צריך|אני צריכה|תעזור|می خواهم|می‌خواهم|میخوام|نیاز دارم|کمک|مجھے|چاہیے|مدد|আমি চাই|দরকার|সাহায্য|வேண்டும்|உதவி|కావాలి|సహాయం|nataka|nahitaji|nisaidie|ma tahan|vajan|vull|gusto',
  first_person:
    'jag|min|mitt|mina|vi|jeg|mit|minä|minun|já|můj|moje|eu|meu|mea|én|az én|εγώ|μου|אני|שלי|אנחנו|من|ما|میں|میرا|میری|আমি|আমার|நான்|என்|నేను|నా|mimi|yangu|mina|minu|jo|ako',
};
