/**
 * How numbers of cards, persons and phones are written: `d` a digit, `L` a capital letter, anything else itself. Data
 * only. A layout that other numbers share (`dddddddddddd`) needs a word near it that says what it is.
 */
import type { FindingKind } from '../../../core/signals.ts';
import { isCard, isSampleCard } from './cards.ts';
import {
  isBrCnpj,
  isBrCpf,
  isCnResidentId,
  isDeTaxId,
  isEsDni,
  isFrNir,
  isInAadhaar,
  isPlPesel,
  isSampleNumber,
  isUsSsn,
} from './person-numbers.ts';
import { isFictionalPhone, phoneLayouts } from './phone-layouts.ts';
import { type NamingWords, nameWords } from './words-before.ts';

export type NumberRule = {
  kind: FindingKind;
  layouts: readonly string[];
  /** Of digits and letters without separators. */
  accepts: (written: string) => boolean;
  isSample: (written: string) => boolean;
  isChecked: boolean;
  /** Found in the units before it. */
  words?: NamingWords;
  /** Groups of four among more groups of four are a table, not a number. */
  standsAlone?: boolean;
};

const cardWords = nameWords(
  'card* creditcard* kreditkarte* karte kartennummer carte tarjeta cartão cartao carta kaart* visa 卡 カード 카드'.split(
    ' ',
  ),
);
const card = { kind: 'card', accepts: isCard, isSample: isSampleCard, isChecked: true } as const;
const person = { isSample: isSampleNumber, isChecked: true } as const;

export const numberRules: readonly NumberRule[] = [
  {
    ...card,
    layouts: ['dddd dddd dddd dddd', 'dddd-dddd-dddd-dddd', 'dddd dddd dddd dddd ddd', 'dddd.dddd.dddd.dddd'],
    standsAlone: true,
  },
  { ...card, layouts: ['dddd dddddd ddddd', 'dddd-dddddd-ddddd', 'dddd dddddd dddd', 'dddd-dddddd-dddd'] },
  { ...card, layouts: ['d'.repeat(14), 'd'.repeat(15), 'd'.repeat(16)] },
  { ...card, layouts: [13, 17, 18, 19].map((length) => 'd'.repeat(length)), words: cardWords },
  {
    ...person,
    kind: 'us-ssn',
    layouts: ['ddd-dd-dddd'],
    accepts: isUsSsn,
    isChecked: false,
  },
  {
    ...person,
    kind: 'us-ssn',
    layouts: ['ddd dd dddd', 'ddddddddd'],
    accepts: isUsSsn,
    isChecked: false,
    words: nameWords(['ssn', 'social[ _-]?security']),
  },
  { ...person, kind: 'de-tax-id', layouts: ['dd ddd ddd ddd'], accepts: isDeTaxId },
  {
    ...person,
    kind: 'de-tax-id',
    layouts: ['ddddddddddd'],
    accepts: isDeTaxId,
    words: nameWords(['steuer*', 'idnr', 'tax[ _-]?id', 'tin']),
  },
  {
    ...person,
    kind: 'fr-nir',
    layouts: ['d dd dd dd ddd ddd dd', 'd dd dd dL ddd ddd dd', 'ddddddddddddddd', 'ddddddLdddddddd'],
    accepts: (written) => written.length === 15 && isFrNir(written),
  },
  { ...person, kind: 'es-dni', layouts: ['ddddddddL', 'dddddddd-L', 'dd.ddd.ddd-L'], accepts: isEsDni },
  { ...person, kind: 'br-cpf', layouts: ['ddd.ddd.ddd-dd'], accepts: isBrCpf },
  {
    ...person,
    kind: 'br-cpf',
    layouts: ['ddddddddddd', 'ddddddddd-dd'],
    accepts: isBrCpf,
    words: nameWords(['cpf']),
  },
  { ...person, kind: 'br-cnpj', layouts: ['dd.ddd.ddd/dddd-dd'], accepts: isBrCnpj },
  { ...person, kind: 'br-cnpj', layouts: ['dddddddddddddd'], accepts: isBrCnpj, words: nameWords(['cnpj']) },
  { ...person, kind: 'in-aadhaar', layouts: ['dddd dddd dddd'], accepts: isInAadhaar, standsAlone: true },
  {
    ...person,
    kind: 'in-aadhaar',
    layouts: ['dddddddddddd', 'dddd-dddd-dddd'],
    accepts: isInAadhaar,
    words: nameWords(['aadha*', 'adhaar', 'uidai', 'uid', 'आधार']),
  },
  {
    ...person,
    kind: 'cn-resident-id',
    layouts: ['dddddddddddddddddd', 'dddddddddddddddddX', 'dddddddddddddddddx'],
    accepts: isCnResidentId,
  },
  { ...person, kind: 'pl-pesel', layouts: ['ddddddddddd'], accepts: isPlPesel, words: nameWords(['pesel*']) },
  ...phoneLayouts.map(
    ({ layouts, accepts, words }): NumberRule => ({
      kind: 'phone',
      layouts,
      accepts,
      isSample: isFictionalPhone,
      isChecked: false,
      ...(words && { words }),
    }),
  ),
];
