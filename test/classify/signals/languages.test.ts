import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readOwnRows } from '../../../classifier/rows.ts';
import {
  addLetters,
  emptyLetters,
  judgeLanguages,
} from '../../../src/classify/signals/language/detect-languages.ts';
import type { LanguageShare } from '../../../src/core/signals.ts';
import { anyUnits } from '../../support/signals/values.ts';

function languagesOf(text: string): LanguageShare[] {
  const letters = emptyLetters();
  addLetters(letters, text, 0, text.length);
  return judgeLanguages(letters);
}

const sentences = {
  en: 'Could you tell me where the nearest post office is and when it closes?',
  de: 'Könnten Sie mir sagen, wo die nächste Post ist und wann sie schließt?',
  fr: 'Pourriez-vous me dire où se trouve la poste la plus proche et quand elle ferme ?',
  es: '¿Podría decirme dónde está la oficina de correos más cercana y a qué hora cierra?',
  pt: 'Poderia me dizer onde fica o correio mais próximo e a que horas ele fecha?',
  it: 'Potrebbe dirmi dove si trova l’ufficio postale più vicino e quando chiude?',
  nl: 'Kunt u mij vertellen waar het dichtstbijzijnde postkantoor is en wanneer het sluit?',
  sv: 'Kan du säga mig var närmaste postkontor ligger och när det stänger?',
  da: 'Kan du fortælle mig, hvor det nærmeste posthus ligger, og hvornår det lukker?',
  no: 'Kan du fortelle meg hvor nærmeste postkontor ligger og når det stenger? Jeg må også vite hva det koster.',
  fi: 'Voitko kertoa minulle, missä lähin posti on ja milloin se menee kiinni?',
  pl: 'Czy może mi pan powiedzieć, gdzie jest najbliższa poczta i kiedy ją zamykają?',
  cs: 'Můžete mi říct, kde je nejbližší pošta a kdy zavírá? Potřebuji poslat balík.',
  sk: 'Môžete mi povedať, kde je najbližšia pošta a kedy zatvára? Potrebujem poslať balík.',
  hu: 'Meg tudná mondani, hol van a legközelebbi posta, és mikor zár be?',
  ro: 'Îmi puteți spune unde este cea mai apropiată poștă și când se închide?',
  bg: 'Можете ли да ми кажете къде е най-близката поща и кога затваря?',
  el: 'Μπορείτε να μου πείτε πού είναι το πλησιέστερο ταχυδρομείο;',
  ru: 'Не могли бы вы сказать, где ближайшая почта и когда она закрывается?',
  uk: 'Чи не могли б ви сказати, де найближча пошта і коли вона зачиняється?',
  tr: 'Bana en yakın postanenin nerede olduğunu ve ne zaman kapandığını söyler misiniz?',
  ar: 'هل يمكنك أن تخبرني أين أقرب مكتب بريد ومتى يغلق؟',
  fa: 'می‌توانید به من بگویید نزدیک‌ترین اداره پست کجاست و چه ساعتی بسته می‌شود؟',
  he: 'תוכל לומר לי איפה סניף הדואר הקרוב ומתי הוא נסגר?',
  hi: 'क्या आप मुझे बता सकते हैं कि सबसे नज़दीकी डाकघर कहाँ है और वह कब बंद होता है?',
  bn: 'আপনি কি বলতে পারেন সবচেয়ে কাছের ডাকঘর কোথায়?',
  ta: 'அருகிலுள்ள அஞ்சல் நிலையம் எங்கே உள்ளது?',
  th: 'ช่วยบอกหน่อยว่าที่ทำการไปรษณีย์ที่ใกล้ที่สุดอยู่ที่ไหน',
  vi: 'Bạn có thể cho tôi biết bưu điện gần nhất ở đâu và mấy giờ đóng cửa không?',
  id: 'Bisakah Anda memberi tahu saya di mana kantor pos terdekat dan kapan tutupnya?',
  ms: 'Bolehkah awak beritahu saya di mana pejabat pos yang terdekat dan bila ia tutup? Saya nak hantar bungkusan kepada kawan.',
  ko: '가장 가까운 우체국이 어디에 있는지 알려 주시겠어요?',
  ja: '一番近い郵便局はどこにあるか教えていただけますか。',
  zh: '请问最近的邮局在哪里，几点关门？',
  'zh-Hant': '請問最近的郵局在哪裡，幾點關門？',
  ca: 'Em podria dir on és l’oficina de correus més propera i quan tanca? També necessito segells per enviar això.',
  hr: 'Možete li mi reći gdje je najbliža pošta i kada se zatvara? Što ako je već zatvorena?',
  sr: 'Можете ли ми рећи где је најближа пошта и када се затвара?',
  et: 'Kas te saate mulle öelda, kus on lähim postkontor ja millal see suletakse?',
  lt: 'Ar galite man pasakyti, kur yra artimiausias paštas ir kada jis užsidaro?',
  lv: 'Vai jūs varat man pateikt, kur ir tuvākais pasts un kad tas tiek slēgts?',
  ur: 'کیا آپ مجھے بتا سکتے ہیں کہ قریب ترین ڈاک خانہ کہاں ہے؟',
  sw: 'Tafadhali niambie ofisi ya posta iliyo karibu iko wapi na inafungwa lini?',
  te: 'దగ్గరలోని పోస్టాఫీసు ఎక్కడ ఉంది?',
  ka: 'სად არის უახლოესი ფოსტა?',
};

describe('languages', () => {
  test.each(Object.entries(sentences))('%s', (code, sentence) => {
    expect(languagesOf(sentence)[0]?.code).toBe(code);
  });

  test('nothing to go by is not guessed', () => {
    expect(languagesOf('')).toEqual([]);
    expect(languagesOf('12 + 30 = 42 🙂')).toEqual([]);
    expect(languagesOf('xqzt vrrk blorp')).toEqual([{ code: 'und', share: 1 }]);
  });

  test('shares of a text in two languages', () => {
    const shares = languagesOf(`${sentences.en.repeat(4)}\n${sentences.ru.repeat(4)}`);
    expect(shares.map(({ code }) => code)).toEqual(['en', 'ru']);
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 2);
  });

  test('any text: no exception, shares within 0 and 1', () => {
    fc.assert(
      fc.property(anyUnits(200), (text) => {
        expect(languagesOf(text).every(({ share }) => share > 0 && share <= 1)).toBe(true);
      }),
    );
  });
});

/** Own rows of one language each, with enough words to tell it; those that quote another language hold both. */
describe('own requests of people who wrote them for other purposes', () => {
  const rows = readOwnRows().filter(({ text = '', task, lang }) => {
    return (
      text.length >= 60 && text.length <= 2000 && task !== 'translate' && task !== 'code' && lang !== 'und'
    );
  });
  const judged = rows.map(({ lang, text = '' }) => {
    const said = languagesOf(text)[0]?.code ?? 'und';
    return { lang: lang.toLowerCase(), said: said.replace('zh-Hant', 'zh') };
  });

  test('are many', () => expect(rows.length).toBeGreaterThan(2500));

  test('98 of 100 are told right, and one of 100 is taken for another language', () => {
    const right = judged.filter(({ lang, said }) => said === lang.replace('zh-hant', 'zh'));
    const wrong = judged.filter(({ lang, said }) => said !== lang.replace('zh-hant', 'zh') && said !== 'und');
    expect(right.length / judged.length).toBeGreaterThan(0.98);
    expect(wrong.length / judged.length).toBeLessThan(0.01);
  });
});
