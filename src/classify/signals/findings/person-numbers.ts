/** National numbers of persons (and Brazilian companies): whether digits and letters are such a number. Pure tables. */
import { isDay, modulo97, passesMod11And10, passesVerhoeff, weighDigits } from './check-digits.ts';

function isSameDigit(digits: string): boolean {
  return new Set(digits).size === 1;
}

/** Area 001-899 without 666, group and serial not zero. It has no check digit. */
export function isUsSsn(digits: string): boolean {
  const area = digits.slice(0, 3);
  return (
    area !== '000' &&
    area !== '666' &&
    area < '900' &&
    digits.slice(3, 5) !== '00' &&
    digits.slice(5) !== '0000'
  );
}

/** Of the first ten digits exactly one is there two or three times. */
export function isDeTaxId(digits: string): boolean {
  if (digits.startsWith('0')) return false;
  const counts = new Map<string, number>();
  for (const digit of digits.slice(0, 10)) counts.set(digit, (counts.get(digit) ?? 0) + 1);
  const repeated = [...counts.values()].filter((count) => count > 1);
  return repeated.length === 1 && (repeated[0] ?? 0) <= 3 && passesMod11And10(digits);
}

/** Sex, year, month, place, order and two check digits; Corsica's `2A` and `2B` count as 19 and 18. */
export function isFrNir(written: string): boolean {
  const digits = written.replace('2A', '19').replace('2B', '18');
  const month = Number(digits.slice(3, 5));
  const isMonth = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
  if (!/^[12378]/.test(digits) || !isMonth || digits.slice(5, 7) === '00') return false;
  return 97 - modulo97(digits.slice(0, 13)) === Number(digits.slice(13));
}

const dniLetters = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** Eight digits and a letter, or a foreigner's X, Y or Z with seven. */
export function isEsDni(written: string): boolean {
  const digits = written.slice(0, -1).replace('X', '0').replace('Y', '1').replace('Z', '2');
  return dniLetters[Number(digits) % 23] === written.at(-1);
}

function cpfDigit(digits: string, length: number): number {
  const weights = Array.from({ length }, (_, at) => length + 1 - at);
  return ((weighDigits(digits, weights) * 10) % 11) % 10;
}

export function isBrCpf(digits: string): boolean {
  if (isSameDigit(digits)) return false;
  return `${cpfDigit(digits, 9)}${cpfDigit(digits, 10)}` === digits.slice(9);
}

const cnpjWeights = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];

function cnpjDigit(digits: string, weights: readonly number[]): number {
  const rest = weighDigits(digits, weights) % 11;
  return rest < 2 ? 0 : 11 - rest;
}

export function isBrCnpj(digits: string): boolean {
  if (isSameDigit(digits)) return false;
  return `${cnpjDigit(digits, cnpjWeights.slice(1))}${cnpjDigit(digits, cnpjWeights)}` === digits.slice(12);
}

export function isInAadhaar(digits: string): boolean {
  return digits >= '2' && !isSameDigit(digits) && passesVerhoeff(digits);
}

const cnWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Place, birthday and a check digit that may be X. */
export function isCnResidentId(written: string): boolean {
  const [year, month, day] = [written.slice(6, 10), written.slice(10, 12), written.slice(12, 14)].map(Number);
  if (!/^[1-8][1-7]/.test(written) || year === undefined || year < 1900 || year > 2099) return false;
  if (!isDay(year, month ?? 0, day ?? 0)) return false;
  return '10X98765432'[weighDigits(written, cnWeights) % 11] === written[17]?.toUpperCase();
}

const peselWeights = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1];

/** Birthday with the century in the month, order and check digit. */
export function isPlPesel(digits: string): boolean {
  const month = Number(digits.slice(2, 4)) % 20;
  if (!isDay(Number(digits.slice(0, 2)), month, Number(digits.slice(4, 6)))) return false;
  return weighDigits(digits, peselWeights) % 10 === 0;
}

/** Values of the odd places, by digit or letter from A. */
const oddValues = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

/** `written` in capitals; digits may stand as the letters that tell namesakes apart. */
export function isItFiscalCode(written: string): boolean {
  if (!/^[A-Z]{6}[\dLMNPQRSTUV]{2}[ABCDEHLMPRST][\dLMNPQRSTUV]{2}[A-Z][\dLMNPQRSTUV]{3}[A-Z]$/.test(written))
    return false;
  let sum = 0;
  for (let at = 0; at < 15; at++) {
    const code = written.charCodeAt(at);
    const value = code > 0x39 ? code - 0x41 : code - 0x30;
    sum += at % 2 === 0 ? (oddValues[value] ?? 0) : value;
  }
  return written.charCodeAt(15) - 0x41 === sum % 26;
}

/** Two letters, six digits and A to D. It has no check digit. */
export function isUkNino(written: string): boolean {
  return (
    /^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/.test(written) &&
    !/^(BG|GB|KN|NK|NT|TN|ZZ)/.test(written)
  );
}

/** Of the authorities' and of encyclopedias' explanations, without separators. */
const published = new Set(
  `078051120 123456789 219099999 457555462 111111111 12345678909 11144477735 52998224725 11222333000181
  X1234567L 12345678Z 00000000T 11111111H RSSMRA80A01H501U RSSMRA85T10A562S MRTMTT25D09F205Z AB123456C
  44051401359 44051401458 02070803628 11010519491231002X 234123412346 86095742719 47036892816 65929970489
  12345678911 255081416802538 269054958815780`.split(/\s+/),
);

export function isSampleNumber(written: string): boolean {
  return published.has(written);
}
