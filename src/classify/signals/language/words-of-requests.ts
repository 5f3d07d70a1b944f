/** What people write to an assistant beside the small words of every sentence: orders, times, everyday things. Data. */

export const requestWords = {
  en: `put my off next new good day time people text code file data plan check set add send show only then than more
    less without word words sentence following answer question line lines list number name call open book turn please
    translate summarize rewrite fix email message like just so out up one two three first last over under per same
    different best here now today tomorrow week month year was am me us been being again sure test run same best game
    thing till schedule phone`,
  de: `morgen guten heute wie viel viele mehr weniger neue neuen text satz sätze wort wörter folgenden übersetze
    übersetzen fasse zusammen schreib mach mache gib zeig zeige erstelle finde suche stelle sag dann denn doch mal ab
    vom beim ins gegen ohne zwischen jetzt woche jahr tag tage zeit frage antwort liste herr frau darf soll sollen muss
    müssen würde wäre könnte können hier da so sehr gut euro uhr jede jeder jedes steht`,
  fr: `traduis traduction résume corrige phrase phrases texte mot mots suivant suivante message courriel réponse
    question liste trouve cherche mets fais envoie ajoute salut comme très bien aussi encore peu moins chaque jour jours
    semaine mois année heure heures maintenant demain alors donc car chez vers contre après avant pendant depuis était
    sera serait faut dois doit pourrais voudrais euros quels quelles dis là il pleut`,
  es: `traduce resume corrige frase frases texto palabra palabras siguiente mensaje correo respuesta pregunta lista
    busca encuentra pon haz envía añade buenos días buenas bien aún menos día semana mes año hora horas ahora mañana hoy
    entonces pues antes después durante era será sería debe tengo tienes euros cuánto cuántos cuánta cuáles dime ponme
    hazme nuestro nuestra otro otra otros algo nada cliente error`,
  pt: `traduz traduza resume resuma corrige corrija frase frases texto palavra palavras seguinte mensagem resposta
    pergunta lista procura encontre coloca faz faça envia manda adiciona oi bom dia boa bem ainda menos dias semana mês
    ano hora horas agora amanhã hoje então pois antes depois durante era será seria deve tenho reais quanto quantos
    quanta diga pra pro num numa dele dela nosso nossa outro outra algo nada cliente vou dá tô vc aí tudo beleza nesse`,
  it: `traduci riassumi correggi frase frasi testo parola parole seguente messaggio risposta domanda elenco lista
    cerca trova metti fai invia aggiungi buongiorno bene ancora meno giorno giorni settimana mese anno ora ore adesso
    domani oggi allora quindi prima dopo durante era sarà sarebbe deve devo ho hai abbiamo euro quanto quanti quante
    dimmi nostro nostra altro altra qualcosa niente cliente va dell dall nell sull all dei nei dai manda registra`,
  nl: `vertaal vat samen verbeter zin zinnen tekst woord woorden volgende bericht antwoord vraag lijst zoek vind zet
    maak stuur voeg toe goedemorgen goed nog meer minder dag dagen week maand jaar uur nu morgen vandaag dus want eerst
    daarna tijdens zal zullen zouden moeten mogen euro hoeveel welk zeg iets niets klant verschil ben bent hier daar
    eens even`,
  sv: `översätt sammanfatta rätta mening text ord följande meddelande svar fråga lista sök hitta sätt gör skicka lägg
    god morgon bra ännu mer mindre dag dagar vecka månad år timme nu imorgon idag då alltså innan sedan skulle måste
    borde kronor kr många säg något inget kund lite har hos ta finns kunde varje oss dem deras ni er extra`,
  da: `oversæt opsummer ret sætning tekst ord følgende besked svar spørgsmål liste søg find sæt gør send tilføj god
    morgen godt endnu mere mindre dag dage uge måned år time nu så altså før siden skulle måtte burde kroner mange sig
    noget intet kunde lidt hos tage også hver dem deres hende ham sådan bliver gøre`,
  no: `oversett oppsummer rett setning tekst ord følgende melding svar spørsmål liste søk finn sett gjør send legg god
    morgen bra enda mer mindre dag dager uke måned år time nå så altså før siden skulle måtte burde kroner mange si noe
    ingenting kunde litt hos ta også hver dem deres henne ham sånn gjøre`,
  fi: `käännä tiivistä korjaa lause teksti sana seuraava viesti vastaus kysymys lista etsi laita tee lähetä lisää
    hyvää huomenta päivä viikko kuukausi vuosi nyt huomenna tänään paljonko montako kerro anna asiakas minkä millainen
    englanniksi suomeksi sanoa tehdä olisi olla enemmän`,
  hu: `fordítsd foglald össze javítsd mondat szöveg szó következő üzenet válasz kérdés lista keress tedd csinálj küldj
    adj jó reggelt nap hét hónap év most holnap ma mennyi hány mondd ügyfél angolra magyarra legyen kellene egyik másik
    több kevesebb`,
  ro: `traduce rezumă corectează propoziție text cuvânt următorul următoarea mesaj răspuns întrebare listă caută
    găsește pune fă trimite adaugă bună ziua dimineața zi zile săptămână lună an ore acum mâine azi cât câți spune
    client engleză română trebuie aș avem sau ale unei unui dintre`,
  id: `rangkum terjemahkan perbaiki kalimat teks kata berikut pesan jawaban pertanyaan daftar cari buat tambahin
    tambahkan pakai pake pagi selamat hari minggu bulan tahun jam sekarang besok kemarin tadi lagi nih dong sih kok deh
    ga gak enggak udah aja kalo gimana apaan pesenin bikin bikinin kirim kirimkan hitung jelasin contoh harga berapa
    orang rumah kerja tidur jadi cuma sampai dulu tempat boleh mau harus butuh dapat karena kecil besar bahasa inggris
    supaya tentang met biar bagi punya siapa apakah soal pilih pilihan lebih para malam tanpa setelah masuk`,
  ms: `ringkaskan terjemahkan betulkan ayat teks perkataan mesej emel jawapan soalan senarai cari buat tambah guna
    selamat hari minggu bulan tahun sekarang esok semalam tadi lagi je lah kat macam kena dah tengok bagi beri tulis
    hantar kira contoh harga orang rumah kerja sampai dulu boleh hendak perlu dapat kecil besar bahasa inggeris supaya
    tentang mengenai kepada daripada`,
  pl: `przetłumacz streść popraw zdanie tekst słowo następujący wiadomość odpowiedź pytanie lista list znajdź zrób
    wyślij dodaj dzień dobry dzisiaj jutro teraz tydzień miesiąc rok godzin złotych zł powiedz klient potrzebuję można
    trzeba będzie żeby u od ten tego tej tym tych ze we jestem jesteś podaj zmień krótki dwa trzy przygotuj mogę`,
  cs: `přelož shrň oprav větu text slovo následující zprávu odpověď otázka seznam najdi udělej pošli přidej dobrý den
    dnes zítra teď týden měsíc rok hodin korun kč řekni zákazník potřebuji bude budou aby ve ze mezi dva tři jde také`,
  sk: `prelož zhrň oprav vetu text slovo nasledujúci správu odpoveď otázka zoznam nájdi urob pošli pridaj dobrý deň
    dnes zajtra teraz týždeň mesiac rok hodín eur povedz zákazník potrebujem bude budú aby vo zo dva tri ide tiež`,
  tr: `çevir özetle düzelt cümle cümleyi metin metni kelime aşağıdaki mesaj cevap soru liste bul yap gönder ekle
    günaydın bugün yarın şimdi gün hafta ay yıl saat lira tl söyle müşteri istiyorum gerek lazım olsun oldu edilir
    yaparım yapar özür ingilizce türkçe kaç tane kime nereye hangisi yeni iki üç iyi biraz böyle şöyle verdim`,
  vi: `dịch tóm tắt sửa câu văn bản từ sau tin nhắn trả lời hỏi danh sách tìm gửi thêm hôm nay mai bây giờ ngày tuần
    tháng năm đồng khách hàng cần tiếng`,
  ru: `переведи перевод сократи исправь предложение текст тексту слово слова следующий сообщение письмо ответ вопрос
    список найди сделай отправь отправляй добавь поставь удали покажи расскажи посоветуй добрый день сегодня завтра
    сейчас неделю месяц год часов рублей руб скажи клиент нужен нужна будет была ли вот тут там потом теперь хочу могу
    может через под над без того этого тебе себя один два три раз который которая которые из-за верно согласно класс`,
  uk: `переклади стисни виправ речення текст слово наступний повідомлення лист відповідь питання список знайди зроби
    надішли додай постав видали покажи розкажи порадь добрий день сьогодні завтра зараз тиждень місяць рік годин гривень
    грн скажи клієнт потрібен буде чи ось тут там потім тепер хочу можу може через під над без того цього тобі себе один
    два три щось мабуть дві яку попроси`,
  bg: `преведи обобщи поправи изречение текст дума следния съобщение писмо отговор въпрос списък намери направи изпрати
    добави добър ден днес утре сега седмица месец година часа лева кажи клиент искам трябва ще може през под над без
    това един два три нещо`,
  ar: `ترجم لخص صحح جملة الجملة نص النص كلمة التالي التالية رسالة جواب سؤال قائمة ابحث ارسل أرسل أضف صباح الخير اليوم
    غدا الآن يوم أسبوع شهر سنة ساعة ريال العميل أحتاج كيفية بدون أكثر أقل كما حيث فقط والله ايش وش شو ليش ليه عشان مش`,
  fa: `ترجمه خلاصه اصلاح جمله متن کلمه زیر پیام پاسخ سوال لیست پیدا بفرست اضافه صبح امروز فردا الان روز هفته ماه سال
    ساعت تومان بگو مشتری نیاز بدون بیشتر کمتر مثل فقط چطور کنم کنه میشه میکنم میده رو اینو خیلی خسته یکی`,
  hi: `अनुवाद सारांश वाक्य शब्द निम्नलिखित संदेश उत्तर सवाल प्रश्न सूची भेजो भेजें जोड़ें सुप्रभात आज कल अब दिन हफ्ते महीने साल बजे रुपये
    बोलो ग्राहक चाहिए करें करो कीजिए दीजिए दो दें बिना ज़्यादा कम सिर्फ हल करना होता होती अपने अपना तक बाद पहले साथ वाला
    वाले वाली हूँ हो`,
} as const;
