/** Check digits of numbers that people are known and paid by, over strings of digits (and letters). Pure arithmetic. */

function digitAt(digits: string, at: number): number {
  return digits.charCodeAt(at) - 0x30;
}

/** ISO/IEC 7812: payment cards. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = digits.length - 1, isSecond = false; at >= 0; at--, isSecond = !isSecond) {
    const twice = digitAt(digits, at) * (isSecond ? 2 : 1);
    sum += twice > 9 ? twice - 9 : twice;
  }
  return sum % 10 === 0;
}

/** The number modulo 97, letters counting as 10 to 35 (ISO 7064). */
export function modulo97(text: string): number {
  let rest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    rest = code > 0x39 ? (rest * 100 + code - 0x37) % 97 : (rest * 10 + code - 0x30) % 97;
  }
  return rest;
}

/** ISO 7064 MOD 11,10: the last digit checks the others. */
export function passesMod11And10(digits: string): boolean {
  let product = 10;
  for (let at = 0; at < digits.length - 1; at++) {
    const sum = (digitAt(digits, at) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (11 - product) % 10 === digitAt(digits, digits.length - 1);
}

/** Sum of digits times weights. */
export function weighDigits(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * digitAt(digits, at), 0);
}

/** Multiplication in the dihedral group of the pentagon: 5 rotations, then 5 reflections. */
function multiply(a: number, b: number): number {
  const turned = a < 5 ? (b < 5 ? a + b : a + b - 5) : b < 5 ? a - 5 - b : a - b;
  const rotation = ((turned % 5) + 5) % 5;
  return a < 5 === b < 5 ? rotation : rotation + 5;
}

const verhoeffStep = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

function permute(digit: number, times: number): number {
  let result = digit;
  for (let count = 0; count < times; count++) result = verhoeffStep[result] ?? 0;
  return result;
}

/** Verhoeff: sees every single wrong digit and every swap of neighbours. */
export function passesVerhoeff(digits: string): boolean {
  let check = 0;
  for (let at = 0; at < digits.length; at++)
    check = multiply(check, permute(digitAt(digits, digits.length - 1 - at), at % 8));
  return check === 0;
}

/** `month` 1-12; knows the lengths of months, not of centuries. */
export function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = year % 4 === 0;
  const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (lengths[month - 1] ?? 0);
}
