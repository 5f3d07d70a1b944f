/**
 * How phone numbers are written inside a country, where the layout is rare enough by itself, and how many digits
 * follow each country's calling code. Data only; a bare run of digits is a phone number only where a word says so.
 */
import { once } from '../../../core/once.ts';
import { type NamingWords, nameWords } from './words-before.ts';

export const phoneWords = nameWords(
  `phone* telephone* cellphone* smartphone* tel cell mobile* mobil mobilnummer mobiltelefon fax whatsapp sms handy
  handynummer fon telefon* teléfono* telefono* téléphone* telefone* telefoon* móvil movil celular cellulare gsm hotline
  puhelin* тел телефон* моб 电话 電話 手机 手機 携帯 전화 휴대폰 هاتف جوال טלפון नंबर फ़ोन फोन मोबाइल โทร thoại sđt`.split(
    /\s+/,
  ),
);

const chinesePhoneWords = nameWords('电话 手机 電話 手機 联系 致电 号码 phone* tel mobile* cell'.split(' '));

export type PhoneLayout = {
  layouts: readonly string[];
  /** Of the digits. */
  accepts: (digits: string) => boolean;
  words?: NamingWords;
};

function startsLike(pattern: RegExp): (digits: string) => boolean {
  return (digits) => pattern.test(digits);
}

/** Area code and exchange of North America begin with 2 to 9. */
const northAmerican = startsLike(/^1?[2-9]\d\d[2-9]\d{6}$/);

export const phoneLayouts: readonly PhoneLayout[] = [
  {
    layouts: [
      '(ddd) ddd-dddd',
      '(ddd)ddd-dddd',
      '(ddd) ddd dddd',
      '(ddd) ddd.dddd',
      'ddd-ddd-dddd',
      'ddd.ddd.dddd',
      'd-ddd-ddd-dddd',
      'd (ddd) ddd-dddd',
    ],
    accepts: northAmerican,
  },
  // France, Belgium: 06 12 34 56 78
  { layouts: ['dd dd dd dd dd', 'dd.dd.dd.dd.dd', 'dd-dd-dd-dd-dd'], accepts: startsLike(/^0[1-9]/) },
  // United Kingdom
  {
    layouts: [
      'ddddd dddddd',
      'ddddd ddd ddd',
      'dddd ddd dddd',
      'ddd dddd dddd',
      '(ddd) dddd dddd',
      '(ddddd) dddddd',
    ],
    accepts: startsLike(/^0(?:7\d{9}|1\d{9}|2\d{9})$/),
  },
  // Germany, Austria, Switzerland: 030/1234567, 0171-1234567, 0170 / 1234567
  {
    layouts: [
      'ddd/ddddddd',
      'ddd/dddddddd',
      'dddd/dddddd',
      'dddd/ddddddd',
      'dddd-ddddddd',
      'dddd-dddddddd',
      'dddd ddddddd',
      'dddd dddddddd',
      'ddddd/dddddd',
      'ddd / ddddddd',
      'dddd / ddddddd',
      'ddd ddd dd dd',
    ],
    accepts: startsLike(/^0[1-9]/),
  },
  // Japan, Korea, Taiwan: 03-1234-5678, 010-1234-5678
  {
    layouts: [
      'dd-dddd-dddd',
      'ddd-dddd-dddd',
      'ddd-ddd-dddd',
      'dddd-dd-dddd',
      'dddd-ddd-ddd',
      '(dd)dddd-dddd',
    ],
    accepts: startsLike(/^0[1-9]/),
  },
  // China: 138 1234 5678
  { layouts: ['ddd dddd dddd', 'ddd-dddd-dddd'], accepts: startsLike(/^1[3-9]/) },
  { layouts: ['ddddddddddd'], accepts: startsLike(/^1[3-9]/), words: chinesePhoneWords },
  // Russia: 8 (912) 345-67-89
  {
    layouts: ['d (ddd) ddd-dd-dd', 'd(ddd)ddd-dd-dd', 'd ddd ddd-dd-dd', 'd-ddd-ddd-dd-dd'],
    accepts: startsLike(/^[78][3489]/),
  },
  // Brazil: (11) 91234-5678
  {
    layouts: ['(dd) ddddd-dddd', '(dd)ddddd-dddd', '(dd) dddd-dddd', '(dd)dddd-dddd'],
    accepts: startsLike(/^[1-9][1-9]/),
  },
  // Australia: 0412 345 678; Turkey: 0532 123 45 67; the Netherlands: 06-12345678
  {
    layouts: ['dddd ddd ddd', 'dddd ddd dd dd', '(dddd) ddd dd dd', 'dd-dddddddd'],
    accepts: startsLike(/^0[1-9]/),
  },
  // India: 98765 43210; Spain: 612 345 678; Poland: 601 234 567
  { layouts: ['ddddd ddddd', 'ddddd-ddddd'], accepts: startsLike(/^[6-9]/), words: phoneWords },
  {
    layouts: ['ddd ddd ddd', 'ddd-ddd-ddd', 'ddd dd dd dd'],
    accepts: startsLike(/^[4-9]/),
    words: phoneWords,
  },
];

/** Reserved for films and books: 555-0100 to 555-0199 in North America, 7946 0 and 7700 900 in Britain. */
export function isFictionalPhone(digits: string): boolean {
  return (
    /555(?:01\d\d|1212)$/.test(digits) ||
    /^1?(?:555\d{7}|1234567890)$/.test(digits) ||
    /(?:207946|7700900|1632960)\d{3,4}$/.test(digits) ||
    /^\+?\d{0,4}(?:1234567|0123456789|12345678\d?|1231234567)$/.test(digits) ||
    new Set(digits.slice(-7)).size === 1
  );
}

/** Calling code, then the least and most digits that follow it. */
const written = `1:10-10 7:10-10 20:8-10 27:9-9 30:10-10 31:9-9 32:8-9 33:9-9 34:9-9 36:8-9 39:8-11 40:9-9 41:9-9
  43:7-13 44:9-10 45:8-8 46:7-10 47:8-8 48:9-9 49:7-12 51:8-9 52:10-10 53:8-8 54:10-11 55:10-11 56:9-9 57:10-10
  58:10-10 60:8-10 61:9-9 62:8-12 63:8-10 64:8-10 65:8-8 66:8-9 81:9-10 82:8-10 84:9-10 86:10-11 90:10-10 91:10-10
  92:9-10 93:9-9 94:9-9 95:7-10 98:10-10 211:9-9 212:9-9 213:8-9 216:8-8 218:9-9 220:7-7 221:9-9 222:8-8 223:8-8
  224:9-9 225:10-10 226:8-8 227:8-8 228:8-8 229:8-10 230:7-8 231:7-9 232:8-8 233:9-9 234:8-10 235:8-8 236:8-8
  237:9-9 238:7-7 239:7-7 240:9-9 241:7-8 242:9-9 243:9-9 244:9-9 245:7-9 248:7-7 249:9-9 250:9-9 251:9-9 252:7-9
  253:8-8 254:9-9 255:9-9 256:9-9 257:8-8 258:9-9 260:9-9 261:9-9 262:9-9 263:9-9 264:8-9 265:7-9 266:8-8 267:7-8
  268:8-8 269:7-7 297:7-7 298:6-6 299:6-6 350:8-8 351:9-9 352:6-9 353:7-9 354:7-7 355:8-9 356:8-8 357:8-8 358:6-11
  359:8-9 370:8-8 371:8-8 372:7-8 373:8-8 374:8-8 375:9-9 376:6-9 377:8-9 378:6-10 380:9-9 381:8-9 382:8-8 383:8-8
  385:8-9 386:8-8 387:8-8 389:8-8 420:9-9 421:9-9 423:7-9 501:7-7 502:8-8 503:8-8 504:8-8 505:8-8 506:8-8 507:7-8
  509:8-8 590:9-9 591:8-8 592:7-7 593:8-9 594:9-9 595:9-9 596:9-9 597:6-7 598:8-8 599:7-8 670:7-8 673:7-7 675:7-8
  676:5-7 677:5-7 679:7-7 682:5-5 685:5-7 687:6-6 689:6-8 852:8-8 853:8-8 855:8-9 856:8-10 880:8-10 886:8-9 960:7-7
  961:7-8 962:8-9 963:8-9 964:9-10 965:8-8 966:8-9 967:7-9 968:8-8 970:8-9 971:8-9 972:8-9 973:8-8 974:8-8 975:8-8
  976:8-8 977:8-10 992:9-9 993:8-8 994:9-9 995:9-9 996:9-9 998:9-9`;

const callingCodes = once(
  () =>
    new Map(
      written.split(/\s+/).map((entry) => {
        const [code = '', least = 0, most = 0] = entry.split(/[:-]/);
        return [code, [Number(least), Number(most)]] as const;
      }),
    ),
);

/** Countries whose numbers keep their leading zero. */
const keepZero = new Set(['39', '225', '241', '242', '378']);

/** `digits` with the calling code, without `+`; a trunk zero in brackets must be off. */
export function isInternationalPhone(digits: string): boolean {
  for (let length = 1; length <= 3; length++) {
    const code = digits.slice(0, length);
    const [least, most] = callingCodes().get(code) ?? [];
    if (least === undefined || most === undefined) continue;
    const rest = digits.length - length;
    return rest >= least && rest <= most && (digits[length] !== '0' || keepZero.has(code));
  }
  return false;
}
