/** Numbers that begin with letters: IBAN, Italian fiscal code, Spanish NIE, British NINO. */
import type { FindingKind } from '../../../core/signals.ts';
import { modulo97 } from './check-digits.ts';
import type { Hit } from './hit.ts';
import { isAlnum, isCapital, isDigit, startOfRun } from './letters.ts';
import { endsApart, startsApart } from './numbers.ts';
import { isEsDni, isItFiscalCode, isSampleNumber, isUkNino } from './person-numbers.ts';

/** Characters of an IBAN, by country (ISO 13616 registry). */
const ibanLengths = new Map(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29
  ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28
  LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29
  RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30`
    .split(/\s+/)
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))] as const),
);

/** The registry's examples and those of banks' help pages. */
const sampleIbans = new Set(
  `DE89370400440532013000 DE91100000000123456789 DE12500105170648489890 DE75512108001245126199 GB29NWBK60161331926819
  GB82WEST12345698765432 GB33BUKB20201555555555 FR1420041010050500013M02606 FR7630006000011234567890189
  NL91ABNA0417164300 ES9121000418450200051332 IT60X0542811101000000123456 CH9300762011623852957 BE68539007547034
  AT611904300234573201 PL61109010140000071219812874 SE4550000000058398257466 NO9386011117947 DK5000400440116243
  FI2112345600000785 PT50000201231234567890154 IE29AIBK93115212345678 LU280019400644750000 GR1601101250000000012300695
  CZ6508000000192000145399 SK3112000000198742637541 HU42117730161111101800000000 RO49AAAA1B31007593840000
  HR1210010051863000160 SI56263300012039086 TR330006100519786457841326 SA0380000000608010167519
  AE070331234567890123456 BR1800360305000010009795493C1 IL620108000000099999999`.split(/\s+/),
);

/** The units of an IBAN of this length: whole, or in groups of four with one space between; -1: not one. */
function endOfIban(text: string, start: number, length: number): number {
  let at = start;
  const isGrouped = text[start + 4] === ' ';
  for (let count = 0; count < length; count++) {
    if (isGrouped && count > 0 && count % 4 === 0 && text[at++] !== ' ') return -1;
    const code = text.charCodeAt(at++);
    if (!isCapital(code) && !isDigit(code)) return -1;
  }
  return at;
}

/** ISO 13616: length by country, remainder 1 modulo 97. */
function readIban(text: string, start: number): Hit | null {
  const length = ibanLengths.get(text.slice(start, start + 2));
  if (length === undefined) return null;
  const end = endOfIban(text, start, length);
  if (end === -1 || !endsApart(text, end)) return null;
  const written = text.slice(start, end).replaceAll(' ', '');
  if (modulo97(written.slice(4) + written.slice(0, 4)) !== 1) return null;
  return { kind: 'iban', start, end, isChecked: true, isExample: sampleIbans.has(written) };
}

type Form = { kind: FindingKind; form: RegExp; accepts: (written: string) => boolean; isChecked: boolean };

/** At most 14 units after the letters; anchored, so a failure costs no more than that. */
const forms: Readonly<Record<number, Form>> = {
  1: { kind: 'es-dni', form: /^[XYZ]-?\d{7}-?[A-Z]/, accepts: isEsDni, isChecked: true },
  2: { kind: 'uk-nino', form: /^[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]/, accepts: isUkNino, isChecked: false },
  6: { kind: 'it-fiscal-code', form: /^[A-Z0-9]{16}/, accepts: isItFiscalCode, isChecked: true },
};

function readForm(text: string, start: number, { kind, form, accepts, isChecked }: Form): Hit | null {
  const [found] = form.exec(text.slice(start, start + 20)) ?? [];
  if (found === undefined || !endsApart(text, start + found.length)) return null;
  const written = found.replace(/[ -]/g, '');
  if (!accepts(written)) return null;
  return { kind, start, end: start + found.length, isChecked, isExample: isSampleNumber(written) };
}

/** Where the capitals before a digit start: straight before it, or two letters and a space (`QQ 12 34 56 C`). */
function startOfLetters(text: string, at: number, floor: number): number {
  if (text[at - 1] === '-' && /[XYZ]/.test(text[at - 2] ?? '')) return at - 2;
  const isSpaced =
    text[at - 1] === ' ' && isDigit(text.charCodeAt(at + 1)) && !isAlnum(text.charCodeAt(at + 2));
  return startOfRun(text, isSpaced ? at - 1 : at, isCapital, floor, 7);
}

/** At the first digit of a run. */
export function readLettered(text: string, at: number, floor: number): Hit | null {
  const start = startOfLetters(text, at, floor);
  const letters = at - start;
  if (start === at || start < floor || !startsApart(text, start)) return null;
  const gap = isCapital(text.charCodeAt(at - 1)) ? 0 : 1;
  const form = forms[letters - gap];
  if (letters === 2 && gap === 0) {
    const iban = readIban(text, start);
    if (iban !== null) return iban;
  }
  return form === undefined ? null : readForm(text, start, form);
}
