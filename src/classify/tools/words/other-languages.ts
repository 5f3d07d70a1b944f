/**
 * Verbs of tools in languages beside English, as names (`rechnung_anlegen`) and descriptions (`Legt eine Rechnung an`)
 * have them. Stems end with `*`. Data only.
 */
import type { LanguageWords } from './meaning.ts';

export const otherLanguages: readonly LanguageWords[] = [
  {
    lang: 'de',
    verb: 'mixed',
    run: 'durchführ* durchfuehr* tätig* ausführ* führt',
    read: `wetter* verlauf übersicht vorhersage* stand bestellstatus lieferstatus kontostand abrufen ruft holen holt suche suchen sucht durchsuch* finden findet lese lesen liest anzeigen
      zeige zeigt zeigen listet auflisten liste gibt liefert lieferte prüf* pruef* überprüf* ermittel*
      berechn* abfrag* fragt abfragen auslesen einsehen übersetz* zusammenfass* fasst vergleich* analysier*
      schätz* nachschlagen schlägt auskunft herunterladen wandelt rechnet validier* verfügbarkeit`,
    write: `anlegen legt erstell* erzeug* speicher* änder* aender* aktualisier* bearbeit* hinzufüg* fügt
      füge setzt setze setzen schreib* eintrag* trägt verschieb* umbenenn* kopier* hochlad* lädt ladt buchen
      bucht buche reservier* vereinbar* einplan* schalte* aktivier* deaktivier* markier* zuweis* weist
      ordnet archivier* importier* hinterleg* erfass* stellt stellen sperrt sperren startet starten stoppt
      entwirft ergänz* pflegen verbuch* registrier* anmeld* meldet umbuch* konfigurier*`,
    destructive: `lösch* loesch* entfern* storn* kündig* kuendig* abbrech* bricht sende senden sendet
      versend* verschick* schick* überweis* ueberweis* bezahl* zahlt kaufen kauft bestell* veröffentlich*
      veroeffentlich* teilen teilt freigeb* benachrichtig* einlad* widerruf* beend* genehmig* entsperr*
      berechtig* erstatt* verkauf* antwort* anrufen abbuch* zurücksetz* ausroll* herunterfahr* vernicht*`,
    grave: `überweisung* ueberweisung* zahlung* nachricht* benachrichtigung* berechtigung* rückerstattung*
      auszahlung* lastschrift* einladung* zugriffsrecht*`,
    not: 'nicht keine keinen ohne nie niemals',
  },
  {
    lang: 'fr',
    verb: 'first',
    run: 'effectuer effectue exécuter exécute',
    read: `météo meteo solde statut historique prévision* donner obtenir obtient récupér* recuper* chercher cherche recherch* trouver trouve lire lister liste
      affich* consultar consulter consulta consulte renvoie renvoyer retourne vérif* verif* calcul* tradui*
      résum* resumir compar* analys* interrog* montre donne fournit convertit convertir télécharg* estime
      estimer valide`,
    write: `créer cree crée creer ajout* modifier modifie mettre actualis* enregistr* écri* ecri* déplac*
      deplac* renomm* copier copie insér* inserire inserir insérer réserver réserve reservar reserva planif*
      programm* active activer désactiv* desactiv* marquer marque assigner attribuer attribue archivar
      archivieren archiver téléverse* change changer définit définir règle régler ouvre ouvrir démarr*
      arrêt* stocke édite éditer ferme fermer`,
    destructive: `supprim* effac* envoyer envoi envoie payer paye achet* achète virer rembours* annul*
      résili* resili* publier publie partag* déploy* autoris* accorder accorde invitar invita inviter invite
      notifier notifie révoqu* revoqu* retirer retirar débit* appell* répond* repond* commande commander
      vend vendre diffus* approuv* réinitialis* déverrouill* transférer transfère transferir transfere
      trasferire`,
    grave: 'paiement* virement* remboursement* courriel* notification* permission* droits invitation*',
    not: 'ne pas sans aucun aucune jamais',
  },
  {
    lang: 'es',
    verb: 'first',
    run: 'realizar realiza hacer hace ejecutar ejecuta',
    read: `clima estado pronóstico* previsión ver historial saldo obtener obtiene obtén buscar busca consultar consulta leer lee listar lista mostrar muestra
      devuelve encontrar encuentra verific* comprob* calcul* traduc* resumir compar* analiz* recuper*
      descarg* convertir converter estimar valida validar revisa revisar localiza`,
    write: `crear crea crean añad* agreg* modificar modifica actualiz* cambiar cambia guardar guarda escrib*
      mueve mover renombr* copiar copia insertar reservar reserva agend* desactiv* marcar marca asign*
      archivar archivieren archiver sube subir establec* editar registrar registra abre abrir inicia iniciar
      detiene detener cierra cerrar`,
    destructive: `elimin* borrar borra envia envía enviar envío pagar paga pago comprar compra transferir
      transfere trasferire transfier* reembols* cancelar cancela anul* publicar publica compart* despleg*
      despliega autorizar autoriza conced* invitar invita inviter invite notificar notifica revoc* retirer
      retirar cobra cobrar llamar responder responde pedir vende vender aprob* aprueb* desbloque* restablec*`,
    grave: `pago pagos transferencia transferencias reembolso correo correos mensaje mensajes notificación*
      permiso permisos invitación*`,
    not: 'no sin nunca ningún ninguna',
  },
  {
    lang: 'pt',
    verb: 'first',
    run: 'realizar realiza fazer faz executar executa',
    read: `clima previsão retorna obter obtém obtem buscar consultar consulter consulta consulte ler lê listar mostrar mostra
      retorna encontr* verific* calcul* traduz* resumir pesquis* recuper* baix* exibir exibe localizar
      localiza`,
    write: `criar cria adicion* modificar modifica atualiz* alterar altera salvar salvare gravar grava
      escrev* mover move renome* copiar copia inserire inserir insérer agend* marcar marca atribuir atribui
      arquiv* definir editar cadastr* registrar registra ativ* desativ* abrir iniciar`,
    destructive: `excluir exclui deletar deleta remover remove apag* envia enviar pagar paga comprar compra
      transferir transfere trasferire reembols* cancelar cancela publicar publica compartilh* implantar
      autorizar autoriza conced* convid* notificar notifica revog* sacar cobr* ligar responder responde
      pedir vender vende vendere vendre aprov* desbloque*`,
    grave: `pagamento* transferência* transferencia* mensagem mensagens notificaç* permissão permissões
      convite*`,
    not: 'não nao sem nunca nenhum nenhuma',
  },
  {
    lang: 'it',
    verb: 'first',
    run: 'effettua effettuare eseguire esegue',
    read: `meteo stato previsioni fornisce restituisce ottenere ottieni ottiene cerca cercare trova trovare legge leggere leggi elenca elencare mostra
      mostrare restituisce verific* controlla controllare calcol* traduc* riassum* confront* recuper*
      scaric* visualizz*`,
    write: `crea creare aggiung* modificar modifica aggiorn* cambia cambiare salva salvare scriv* sposta
      spostare rinomin* copia copiare inserire inserir insérer prenot* pianific* attiva attivare disattiv*
      assegn* archivia archiviare imposta impostare carica caricare registrar registra`,
    destructive: `elimin* cancell* rimuov* invia inviare invio paga pagare acquist* compra comprare trasfer*
      bonific* rimbors* annull* pubblic* condivid* autorizz* conced* invita invitare notificar notifica
      revoc* prelev* chiama rispond* ordina ordinare vender vende vendere vendre approv* sblocc*`,
    grave: `pagamento pagamenti bonifico messaggio messaggi notifica notifiche permesso permessi invito
      inviti`,
    not: 'non senza mai nessun nessuna',
  },
  {
    lang: 'nl',
    verb: 'mixed',
    run: 'uitvoer* voert',
    read: `weer* overzicht status saldo geeft ophalen haalt haal zoek zoeken zoekt lees lezen leest toon toont tonen lijst weergeven
      controleer* bereken* vertaal* vind vindt vinden opvragen raadpleg* geeft samenvat* vergelijk* bekijk*`,
    write: `maak maakt aanmaken toevoeg* voegt wijzig* bijwerk* werkt opslaan slaat schrijf* verplaats*
      hernoem* kopieer* reserveer* inplan* activeer* markeer* toewijz* archiveer* boek boekt zet instellen`,
    destructive: `verwijder* wis wist stuur stuurt sturen verstuur* verzend* betaal* koop koopt kopen
      overmaak* annuleer* opzeg* publiceer* delen deelt autoriseer* uitnodig* intrek* bestel* verkoop*
      antwoord* machtig*`,
    not: 'niet geen zonder nooit',
  },
  {
    lang: 'pl',
    verb: 'first',
    run: 'wykon*',
    read: `pogod* saldo status prognoz* zwraca pobier* pobrac szuka* wyszuk* znajd* odczyt* czyta* wyświetl* wyswietl* pokaż* pokaz* lista
      sprawdz* oblicz* przetłumacz* zwraca porówn*`,
    write: `utwórz* utworz* tworz* doda* zmie* zmodyf* aktualiz* zapis* przenies* kopiuj* rezerw* zaplanuj*
      ustaw* edyt* przypis* zarejestr*`,
    destructive: `usuw* usuń usun* wysył* wysyl* wyśl* wysl* zapłać* płac* zaplac* kup kupuj* przelew*
      przelej* anul* odwoł* opublik* publik* udostępn* uruch* zaproś* zwrot* zatwierdz* sprzed*`,
    not: 'nie bez',
  },
  {
    lang: 'ru',
    verb: 'first',
    run: 'выполн*',
    read: `погод* баланс* статус* прогноз* возвращает показывает получ* найд* найти поиск ищет искать чита* прочит* покаж* показ* список провер* вычисл* рассчит*
      возвращ* просм* запрашив* сравн* выводит узна*`,
    write: `созда* добав* измен* обнов* сохран* запис* перемест* переимен* копир* бронир* заброн* заплан*
      назнач* установ* редакт* включ* выключ* отмеч* загруз* регистр* открыв* закрыв*`,
    destructive: `удал* отправ* посыла* послать шлёт оплат* плат* купить покуп* перечисл* отмен* опублик*
      публик* подел* запуск* запуст* развёр* развер* разреш* пригла* уведом* отозв* отзыв* возврат верн*
      снять спис* заказ* прода* одобр* сброс* очист* звон* ответ* прекращ* заверш* разблок*`,
    grave: 'платёж* платеж* сообщени* уведомлени* приглашени* права доступ*',
    not: 'не без никогда',
  },
  {
    lang: 'uk',
    verb: 'first',
    run: 'викон*',
    read: 'погод* баланс* статус* прогноз* повертає отрим* знайд* знайти пошук чита* показ* перевір* обчисл* перекла* поверта* перегля*',
    write: 'створ* дода* змін* онов* зберіг* записує запиш* перемі* бронюв* редаг* встанов*',
    destructive: `видал* надісл* надсил* відправ* сплат* плат* купу* купити переказ* скасов* опублік*
      запрос*`,
    not: 'не без',
  },
  {
    lang: 'tr',
    verb: 'last',
    run: 'çalıştır*',
    read: `verir döndürür getirir durumu bakiye* tahmin* getir* bul bulur bulma ara arar arama oku okur listele* göster* gosteril* kontrol hesapla* çevir*
      cevir* sorgula* döndür* incele* doğrula* karşılaştır* özetle*`,
    write: `oluştur* olustur* ekle* güncelle* guncelle* değiştir* degistir* kaydet* yaz yazar taşı* kopyala*
      rezerv* planla* ayarla* düzenle* atar açar kapat* yükle*`,
    destructive: `sil siler silme silin* kaldır* kaldir* gönder* gonder* öde ödeme satın* havale iptal
      yayınla* paylaş* yetki* davet iade satar onayla* sıfırla*`,
    not: 'değil olmadan yapmaz değiştirmez',
  },
  {
    lang: 'vi',
    verb: 'first',
    run: 'chạy',
    read: 'thời_tiết số_dư trạng_thái lấy tìm xem kiểm tra liệt hiển dịch tính tóm',
    write: 'tạo sửa cập lưu ghi đặt chỉnh đổi',
    destructive: 'xóa xoá thanh mua chuyển huỷ hủy đăng chia mời hoàn',
    not: 'không',
  },
  {
    lang: 'id',
    verb: 'first',
    run: 'jalankan menjalankan',
    read: `cuaca saldo status ambil mengambil cari mencari baca membaca lihat melihat daftar tampilkan menampilkan periksa
      memeriksa hitung menghitung cek`,
    write: `buat membuat tambah* menambah* ubah mengubah perbarui memperbarui simpan menyimpan tulis pesan
      memesan atur`,
    destructive: `hapus menghapus kirim mengirim* bayar membayar beli membeli transfer batal* membatalkan
      terbitkan undang`,
    not: 'tidak tanpa',
  },
  {
    lang: 'ar',
    verb: 'first',
    run: 'تنفيذ ينفذ',
    read: `الطقس رصيد حالة جلب يجلب البحث بحث يبحث ابحث قراءة يقرأ اقرأ عرض يعرض استرجاع يسترجع التحقق يتحقق حساب يحسب ترجمة
      استعلام الحصول يحصل قائمة`,
    write: `إنشاء ينشئ أنشئ إضافة يضيف أضف تحديث يحدث تعديل يعدل حفظ يحفظ كتابة يكتب حجز يحجز نقل تغيير يغير
      جدولة تعيين`,
    destructive: `حذف يحذف احذف إرسال يرسل أرسل دفع يدفع ادفع شراء يشتري تحويل يحول إلغاء يلغي نشر ينشر
      مشاركة دعوة استرداد إزالة منح إيقاف`,
    not: 'لا دون بدون',
  },
  {
    lang: 'hi',
    verb: 'last',
    run: 'चला*',
    read: 'मौसम स्थिति खोज* प्राप्त पढ़* दिखा* देख* जांच* जाँच* सूची गणना अनुवाद बताता बताएं लाता',
    write: 'बना* जोड़* बदल* अपडेट सहेज* लिख* बुक संपादित सेट दर्ज',
    destructive: 'हटा* मिटा* भेज* भुगतान खरीद* ट्रांसफर रद्द प्रकाशित साझा निमंत्रण वापसी',
    not: 'नहीं बिना',
  },
  {
    lang: 'ko',
    verb: 'last',
    run: '실행*',
    read: '날씨 잔액 조회 조회* 검색* 가져* 읽* 확인* 목록* 표시* 계산* 번역* 찾* 보여* 반환* 요약* 분석* 비교*',
    write:
      '생성* 만들* 만듭* 추가* 수정* 변경* 업데이트* 저장* 작성* 이동* 예약* 설정* 등록* 복사* 업로드* 편집* 할당*',
    destructive:
      '삭제* 제거* 보내* 보냅* 전송* 발송* 결제* 지불* 구매* 송금* 이체* 취소* 게시* 공유* 배포* 초대* 환불* 승인* 해지* 주문* 종료* 초기화*',
    not: '없이 않*',
  },
  {
    lang: 'zh',
    verb: 'mixed',
    run: '执行 运行',
    read: '天气 余额 查询 查询 查找 查看 获取 搜索 检索 读取 列出 显示 计算 翻译 检查 返回 浏览 分析 预览 比较 统计 总结 识别 取得 下载 查 读 搜 询问 验证 估算',
    write: `创建 新建 添加 增加 修改 更新 编辑 保存 写入 移动 重命名 复制 预订 预约 安排 设置 标记 分配 归档 上传 导入 登记 打开 关闭 启用 禁用 提交 写 收藏 调整 录入 记录
      关注 生成`,
    destructive: `删除 移除 清空 清除 发送 发布 发邮件 发消息 支付 付款 购买 转账 汇款 退款 取消 注销 分享 部署 授权 邀请 通知 撤销 终止 下单 审批 批准 推送 群发 解锁
      重置 回复 提现 充值 卖出 买入 转发 拨打 删`,
    grave: '付款 转账 邮件 短信 消息 权限 退款',
    not: '不会 不 无需 只读 不修改',
  },
  {
    lang: 'ja',
    verb: 'last',
    run: '実行',
    read: '天気 予報 残高 返す 取得 検索 参照 表示 一覧 読み取 読み込 読む 確認 計算 翻訳 調べ 探す 探し 閲覧 照会 要約 分析 比較 返す 返し 返却値 抽出 検証 見る 問い合わせ',
    write:
      '作成 追加 更新 変更 編集 保存 書き込 書く 移動 名前変更 複製 コピー 予約 設定 登録 割り当 アップロード 記録 有効化 無効化 修正 入力 開始',
    destructive: `削除 消去 送信 送る 送り 投稿 公開 支払 決済 購入 送金 振込 振り込 返金 キャンセル 取り消 取消 解約 共有 デプロイ 承認 招待 通知 停止 終了 破棄 注文 解除
      配信 発注 返信 権限付与 リセット`,
    not: 'ません ない せずに',
  },
  {
    lang: 'th',
    verb: 'first',
    run: 'รัน',
    read: 'อากาศ สถานะ ค้นหา ดึง อ่าน แสดง ตรวจสอบ คำนวณ แปล ดู รายการ ดูข้อมูล',
    write: 'สร้าง เพิ่ม แก้ไข อัปเดต บันทึก เขียน ย้าย จอง ตั้งค่า เปลี่ยน',
    destructive: 'ลบ ส่ง ชำระ จ่าย ซื้อ โอน ยกเลิก เผยแพร่ แชร์ เชิญ คืนเงิน',
    not: 'ไม่',
  },
];
