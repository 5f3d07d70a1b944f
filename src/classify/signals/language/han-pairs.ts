/** Frequent characters that are written otherwise in traditional than in simplified Chinese. Data only. */

/** Traditional, then simplified. */
const pairs =
  '個个們们這这來来說说時时為为會会對对國国學学請请問问嗎吗沒没還还過过後后點点間间裡里麼么電电話话讓让給给寫写開开關关與与從从經经現现發发應应該该將将幫帮無无當当號号單单訂订錢钱買买賣卖車车長长門门見见東东樣样實实體体題题譯译語语書书頁页檔档際际氣气飛飞馬马鐵铁區区員员業业產产價价務务動动機机種种報报級级條条張张網网線线總总結结簡简複复雙双傳传儲储讀读聽听錯错誤误寧宁灣湾臺台確确認认討讨論论數数據据資资訊讯圖图設设計计變变換换換换較较難难頭头緒绪聲声邊边歡欢愛爱謝谢歲岁樂乐華华萬万幾几兩两別别處处應应閱阅選选擇择';

const first = 0x4e00;
const kinds = new Uint8Array(0x5200);
for (let at = 0; at + 1 < pairs.length; at += 2) {
  if (pairs[at] === pairs[at + 1]) continue;
  kinds[pairs.charCodeAt(at) - first] = 1;
  kinds[pairs.charCodeAt(at + 1) - first] = 2;
}

/** 1 traditional, 2 simplified, 0 both or rare. */
export function hanKind(code: number): number {
  return kinds[code - first] ?? 0;
}
