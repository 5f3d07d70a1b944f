/** Turkish cue phrases of tasks. */
import type { CueLines } from '../compile-phrases.ts';
import type { TaskCue } from '../task-cues.ts';

export const tr: CueLines<TaskCue> = {
  translate:
    "çevir*|tercüme*|{ingilizceye,türkçeye,almancaya,fransızcaya,ispanyolcaya,rusçaya,arapçaya,ingilizce'ye,türkçe'ye} |diline",
  howsay:
    'nasıl {denir,söylenir,yazılır,derim} |ne demek|anlamı ne|ingilizcesi|türkçesi|almancası|fransızcası|ne anlama gel*',
  language:
    'ingilizce*|türkçe*|almanca*|fransızca*|ispanyolca*|rusça*|arapça*|italyanca*|japonca*|çince*|latince',
  summarize:
    'özet*|özetle*|ana {fikir,fikri,noktalar*} |kısaca özet*|ana hatları*|önemli noktalar*|ne anlatıyor|kısalt*|toparla*',
  brief:
    '{bir,iki,üç,birkaç,0} {cümle,cümlede,cümleyle,kelimeyle,madde,maddede} |en fazla 0|kısaca|madde madde|maddeler halinde',
  rewrite:
    'yeniden {yaz*,düzenle*,ifade*} |baştan yaz|farklı {kelimelerle,şekilde,bir şekilde} |başka {kelimelerle,türlü,bir şekilde} |daha {resmi,kibar,kısa,anlaşılır,profesyonel,akıcı,samimi,sade,basit,doğal,nazik} |sadeleştir*|basitleştir*|parafraz*|düzenle*|hale getir|dönüştür*|üslub*|resmileştir*',
  adjust: 'kısalt*|uzat*|daha {kısa,uzun,basit,resmi,nazik} |genişlet*|yumuşat*',
  correct: 'düzelt*|yazım|imla|dilbilgisi|hatalar*|noktalama|doğru mu yaz*|yanlış*',
  tone: 'resmi|kibar*|profesyonel*|samimi*|nazik*|üslup*|tarzında|tarzı',
  extract:
    'çıkar*|listele*|bul ve|ayıkla*|anahtar kelime*|hangi {kişiler,şirketler,yerler,tarihler,isimler} |metinden|metindeki|tüm {isimleri,tarihleri,yerleri} |varlık*|json olarak|tablo',
  classify:
    'sınıflandır*|kategori*|duygu*|olumlu mu|olumsuz mu|etiketle*|hangi {kategori,duygu,sınıf,bölüm} |spam mı|aynı anlam*|belirle*|niyet*|ayır*|puanla*',
  polarity: 'olumlu|olumsuz|nötr|evet veya hayır|doğru mu yanlış mı|seçenekler:|kategoriler:|acil|şikayet',
  write:
    'yaz|yazar mısın|yazın|yazınız|oluştur*|hazırla*|üret*|uydur*|tasarla*|kaleme al*|bana {bir,0,birkaç} {şiir,hikaye,mektup,fikir,öneri} |öner*|kurgula*|ver bana|yazabilir misin|yazsana|bir * yaz',
  genre:
    'hikaye*|şiir*|mektup*|kompozisyon*|masal*|makale*|konuşma*|e-posta|eposta|mail|slogan*|başlık*|reklam*|ilan*|gönderi*|paylaşım*|davetiye*|ürün açıklaması|açıklaması|senaryo*|diyalog*|şarkı*|özgeçmiş|kapak mektubu|ön yazı|dilekçe*|tebrik*|mesaj*|tarif*|fıkra*|deneme|blog*|metni|yazısı|sorular|isim*|rapor|yorum',
  ideas:
    'fikir*|öneri*|isim öner*|hediye*|0 {fikir,öneri,neden,soru,örnek} |{üç,beş,on} {fikir,öneri,neden,soru,örnek,isim}',
  plan: 'plan*|program*|gezi plan*|rota|antrenman|diyet|çalışma programı|takvim|strateji*|menü',
  code: 'kod|kodu|fonksiyon*|program|programı|betik|algoritma*|dizi*|değişken*|döngü*|veritabanı*|sorgu*|sınıf*|metot*|regex|derle*|test*|excel formül*|hata ayıkla*|api',
  program:
    '{fonksiyon,program,script,sorgu,kod,sınıf} yaz*|fonksiyonu yaz|python*|java ile|javascript ile|sql sorgusu|bu kod|kodum|kodu {açıkla,düzelt,optimize} |bir fonksiyon|c++ ile|neden çalışmıyor',
  error: 'hata|hatası|çalışmıyor|çöküyor|istisna',
  compute:
    'hesapla*|çöz*|kanıtla*|ispatla*|kaç eder|kaçtır|bul*|türev*|integral*|karekök*|yüzde*|çarp*|böl*|topla*|çıkarma|denklem*|artı|eksi|kere|bulunuz|sadeleştiriniz|toplamı',
  howmany: 'kaç|ne kadar|kaç {tane,kişi,saat,lira,km,yıl,gün} |toplam|olasılığı nedir|yüzde kaç',
  quantity:
    'lira|tl|dolar|euro|kilometre*|metre*|saat*|dakika*|kilo*|litre*|günde|haftada|saatte|iki katı|yarısı|kaldı|kalan|indirim|faiz|aldı|sattı|elma|tanesi|fazla|eksik',
  mathnoun:
    'denklem*|üçgen*|daire*|çember*|dikdörtgen*|olasılık*|asal*|kesir*|açı*|yarıçap*|çap*|çevre*|alan*|hacim*|dizi|ortalama*|matris*|vektör*|hız*|zar',
  logic:
    'mantık*|sonuç*|çıkarım*|argüman*|öncül*|varsayım*|o halde|öyleyse|ise * dir|tüm * dır|bazı * dır|çelişki*|geçerli mi',
  puzzle:
    'bilmece*|bulmaca*|daha {büyük,uzun,kısa,yaşlı,genç} |oturuyor|solunda|sağında|yalan*|doğru söyle*|hangisi {farklı,değil} |sonraki sayı|sıradaki|ipucu*|kim {en,daha}',
  cause: 'neden olur|sebep*|sonucunda|yüzünden|çünkü|neden oldu|bu yüzden|sonuç olarak',
  likely: 'muhtemel*|büyük ihtimalle|olası|hangi seçenek|en mantıklı',
  who: 'kim|kimdir|ne zaman|nerede|hangi|hangisi|nereden|nereye|kimin|hangi yıl*|başkent*|kimi|adı ne*|neresidir',
  what: 'nedir|ne {demek,işe,anlama} |var mı|doğru mu|tanım*|anlamı|mıdır|midir|nelerdir|ne',
  why: 'neden|niçin|niye|sebebi ne*',
  howto:
    'nasıl {yap*,çıkar*,çalış*,gid*,öğren*,temizle*,kurul*,yükle*,pişir*,olur,edebilirim,yapabilirim} |nasıl|adım adım|ipuçları|en iyi yol*|ne yapmalıyım|yöntem*|yolları',
  explain:
    'açıkla*|anlat*|tarif et|fark*|avantaj*|dezavantaj*|örnek*|bilgi ver*|tanımla*|hakkında|nasıl çalışır|tarihi|özellikleri|faydaları|önemi',
  compare: 'fark*|karşılaştır*|veya|mı yoksa|daha iyi|yoksa',
  advise:
    'tavsiye*|öner*|meli miyim|malı mıyım|değer mi|hangisi daha|iyi mi|zararlı mı|güvenli mi|ne dersin|sence|en iyi|olur mu|gerekir mi|faydalı mı',
  analyse: 'analiz*|değerlendir*|yorumla*|incele*|etkileri|eğilim*',
  list: 'liste*|sırala*|say|örnekler',
  exam: 'aşağıdakilerden hangisi|doğru cevap|doğru yanlış|şıklar*|hangisidir',
  given:
    '{bu,şu,aşağıdaki,verilen,yukarıdaki} {metin*,metni,cümle*,cümleyi,paragraf*,yazı*,makale*,mail*,e-posta*,yorum*,mesaj*} |aşağıda*|yukarıda*|metin:|cümle:|şu:|işte',
  document:
    'metin*|metni|paragraf*|makale*|yorum*|mesaj*|rapor*|sözleşme*|müşteri*|konuşma*|belge*|cümle*|toplantı*|haber*|inceleme*',
  answer_from:
    'göre|metne göre|dayanarak|soruyu {cevapla*,yanıtla*} |soruları {cevapla*,yanıtla*} |metinde|parçaya göre|oku*|yazar*|sadece * kullanarak|bağlam*|cevapla*|yanıtla*',
  label: 'soru:|cevap:|bağlam:|metin:|yanıt:|konu:',
  greet:
    'selam|merhaba|teşekkür*|günaydın|iyi {akşamlar,geceler,günler} |nasılsın|naber|ne haber|hoşça kal|görüşürüz|sağ ol|sağol|nasıl gidiyor|kolay gelsin|tünaydın',
  about_you:
    'sen kimsin|adın ne|misin|mısın|musun|müsün|seni kim|sever misin|var mı senin|senin|sen|kaç yaşındasın|yapay zeka mısın|robot musun',
  feel: 'sıkıldım|üzgünüm|yorgunum|mutluyum|yalnızım|canım sıkıl*|sinirliyim|korkuyorum|seni seviyorum|kötü bir gün|hissediyorum|sevgilim|moralim*|ağlamak|stresliyim',
  role: 'gibi davran*|rol yap*|sen bir|sen artık|farz et|hayal et|rolünü|ol ve|gibi konuş*|gibi cevap*|oyna*|canlandır*|senin görevin|rolündesin|olarak davran*|rolüne gir',
  game: 'fıkra|şaka*|oyun oyna*|komik|güldür*|tahmin et|şarkı söyle|ilginç bilgi|eğlendir*',
  follow:
    'evet|hayır|tamam|olur|devam et|devam|bir daha|başka|peki|şimdi {de,bunu,daha,ingilizce} |aynısını|ikincisi|birincisi|aynen|doğru|harika|yap|tabii|bir tane daha|ya|ve|daha kısa',
  schedule:
    'rezervasyon*|ayırt*|iptal et*|satın al*|sipariş*|hatırlat*|alarm kur*|randevu*|kur*|öde*|planla*|bilet*|uçuş*|otel*|masa|taksi*|takvime ekle*|ertele*|ayarla*|bilet al|toplantı*',
  send: 'gönder*|yolla*|ara*|mesaj at*|mail at*|yaz ona|ilet*|paylaş*|haber ver*|anneme|annemi|bildir*',
  device:
    'aç|kapat*|ışık*|sesi*|ses|klima*|müzik*|çal|durdur*|televizyon*|ısıt*|termostat*|parlaklık|perde*|oynat*|başlat*|duraklat*|kıs|yükselt',
  account:
    'hesabım*|bakiye*|siparişim*|kargom*|faturam*|kartım*|şifrem*|fatura*|iade*|kargo*|sipariş numara*|kredi kartı*|havale*|abonelik*|ekstre|aboneliğimi|limitim|paketim',
  change:
    'sil*|kaldır*|taşı*|kopyala*|yeniden adlandır*|indir*|yükle*|güncelle*|değiştir*|ekle*|kaydet*|oluştur|engelle*|sıfırla*|aktar*|onayla*|çalıştır*|transfer et*|arşivle*',
  search:
    'ara|bul|göster*|kontrol et*|hava*|hava durumu|yakın*|saat kaç|trafik*|var mı|bak*|sorgula*|listele|kur|borsa|müsait|en yakın|nerede|getir*|göz at',
  thing:
    'takvim*|toplantı*|alarm*|hesap*|fatura*|hava|ışık*|uçuş*|otel*|restoran*|tren*|alışveriş listesi*|dosya*|klasör*|sunucu*|kargo*|sipariş*|randevu*|araba*|liste*',
  when: 'bugün|yarın|dün|bu {akşam,gece,hafta} |gelecek hafta|haftaya|pazartesi*|salı*|çarşamba*|perşembe*|cuma*|cumartesi*|pazar|saat 0|şimdi|sabah*|akşam*|öğlen',
  tool: 'araç|araçlar*|resim*|görsel*|fotoğraf*|video*|ses dosyası|bağlantı*|site*|api',
  files: 'dizin*|klasör*|dosya*|terminal*|komut*|linux|izin*|disk*',
  please: 'lütfen|misin|mısın|musun|bilir misin|rica etsem|yardım*|yardımcı ol*|verir misin',
  want: 'istiyorum|ihtiyacım var|lazım|gerekiyor|isterim|yardım et|arıyorum|gerek',
  first_person: 'ben|benim|bana|beni|biz|bizim|bende|ım',
};
