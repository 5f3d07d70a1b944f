/**
 * Values that their name calls a password, key, secret or token: `password=…`, `"api_key": "…"`, `Bearer …`. The
 * value must look chosen as a secret, for most such names stand before variables, types and placeholders.
 */
import type { Hit } from './hit.ts';
import { endOfRun, isAlnum, isLetter, startOfRun } from './letters.ts';

/** Last words of names, in lower case and without signs; `password` for what a person chose. */
const names: Readonly<Record<string, 'password' | 'named-secret'>> = {
  password: 'password',
  passwd: 'password',
  passwort: 'password',
  kennwort: 'password',
  pwd: 'password',
  passphrase: 'password',
  passcode: 'password',
  contraseña: 'password',
  contrasena: 'password',
  clave: 'password',
  passe: 'password',
  senha: 'password',
  wachtwoord: 'password',
  lösenord: 'password',
  hasło: 'password',
  şifre: 'password',
  sifre: 'password',
  parola: 'password',
  пароль: 'password',
  密码: 'password',
  密碼: 'password',
  口令: 'password',
  パスワード: 'password',
  비밀번호: 'password',
  secret: 'named-secret',
  token: 'named-secret',
  apikey: 'named-secret',
  accesskey: 'named-secret',
  secretkey: 'named-secret',
  privatekey: 'named-secret',
  authkey: 'named-secret',
  signingkey: 'named-secret',
  encryptionkey: 'named-secret',
  clientsecret: 'named-secret',
  apisecret: 'named-secret',
  authtoken: 'named-secret',
  accesstoken: 'named-secret',
  refreshtoken: 'named-secret',
  bearer: 'named-secret',
};

const longestName = 16;
const nameKinds = new Map(Object.entries(names));

/** The last two units of a name, small letters or not. */
function tailOf(last: number, before: number): number {
  return (last | 0x20) * 0x10000 + (before | 0x20);
}

const tails = new Set(
  [...nameKinds.keys()].map((name) =>
    tailOf(name.charCodeAt(name.length - 1), name.charCodeAt(name.length - 2)),
  ),
);

function isNameUnit(code: number): boolean {
  return isAlnum(code) || code === 0x5f || code === 0x2d || code >= 0xc0;
}

/** Quotes, a closing bracket, a backslash, a space or an asterisk between the name and its sign. */
function isNameEnd(code: number): boolean {
  return (
    code === 0x22 ||
    code === 0x27 ||
    code === 0x60 ||
    code === 0x5d ||
    code === 0x20 ||
    code === 0x2a ||
    code === 0x5c
  );
}

/** What the units before a sign call the value. */
function nameBefore(text: string, at: number, floor: number): 'password' | 'named-secret' | null {
  const end = startOfRun(text, at, isNameEnd, floor, 4);
  if (!tails.has(tailOf(text.charCodeAt(end - 1), text.charCodeAt(end - 2)))) return null;
  const start = startOfRun(text, end, isNameUnit, floor, 40);
  const name = text.slice(start, end).toLowerCase().replace(/[_-]/g, '');
  for (let length = Math.min(longestName, name.length); length >= 2; length--) {
    const kind = nameKinds.get(name.slice(-length));
    if (kind !== undefined) return kind;
  }
  return null;
}

const leastPassword = 6;
const longestPassword = 128;
const leastSecret = 16;
const longestSecret = 256;

function isValueUnit(code: number): boolean {
  return code > 0x20 && code !== 0x22 && code !== 0x27 && code !== 0x60 && code !== 0x3c && code < 0x7f;
}

const placeholder =
  /^(?:[*x.•#-]+|.*(?:your|example|placeholder|changeme|change_me|redacted|dummy|insert|xxxx|\*\*\*|\.\.\.).*)$/i;
/** Code that fetches the value: calls, indices, members, variables of shells and templates. */
const expression =
  /[(){}[\]$%\\]|^(?:process|os|env|config|settings|self|this|secrets|vault|req|request)\.|^@|:\/\//i;

/** Classes of characters out of small, capital, digit, sign. */
function classesOf(value: string): number {
  return [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((one) => one.test(value)).length;
}

/** Bits per character by how often each is used. */
export function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const unit of value) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

/** Names of constants and members: words parted by `_`, `.` or `-`, with a digit at most at the end. */
const identifier = /^[A-Za-z]+(?:[_.-][A-Za-z]+)*\d{0,2}$/;

function isPassword(value: string): boolean {
  const core = value.replace(/[!?.,]+$/, '');
  if (value.length < leastPassword || (identifier.test(core) && !/\d$/.test(core))) return false;
  return classesOf(value) >= 2 && entropyOf(value) >= 2.2 && !/^\d{4}-\d\d-\d\d$/.test(value);
}

function isSecret(value: string): boolean {
  if (value.length < leastSecret || identifier.test(value)) return false;
  return /\d/.test(value) && /[A-Za-z]/.test(value) && entropyOf(value) >= 3.2;
}

/** Where the value starts behind a sign: spaces and one quote, on the same line. */
function startOfValue(text: string, at: number): number {
  let start = at;
  while (start < at + 4 && (text[start] === ' ' || text[start] === '=' || text[start] === '>')) start++;
  if (text[start] === '\\') start++;
  return /["'`]/.test(text[start] ?? '') ? start + 1 : start;
}

function makeHit(text: string, start: number, kind: 'password' | 'named-secret'): Hit | null {
  const most = kind === 'password' ? longestPassword : longestSecret;
  const isQuoted = /["'`]/.test(text[start - 1] ?? '');
  let end = endOfRun(text, start, isValueUnit, most + 1);
  if (end - start > most) return null;
  if (!isQuoted) while (end > start && /[.,;:)\]}]/.test(text[end - 1] ?? '')) end--;
  while (end > start && text[end - 1] === '\\') end--;
  const value = text.slice(start, end);
  if (expression.test(value) && !(isQuoted && kind === 'password' && !/^[${%]|\(\)$/.test(value)))
    return null;
  const isExample = placeholder.test(value) && value.length >= leastPassword;
  if (!isExample && !(kind === 'password' ? isPassword(value) : isSecret(value))) return null;
  const isAws = kind === 'named-secret' && /^[A-Za-z0-9+/]{40}$/.test(value) && /[A-Z]/.test(value);
  const isNamedAws = isAws && /aws|secret_?access_?key/i.test(text.slice(Math.max(0, start - 40), start));
  return { kind: isNamedAws ? 'aws-secret-key' : kind, start, end, isChecked: false, isExample };
}

/** At `=` or `:`. */
export function readAssignment(text: string, at: number, floor: number): Hit | null {
  const kind = nameBefore(text, at, floor);
  if (kind === null) return null;
  const start = startOfValue(text, at + 1);
  return makeHit(text, start, kind);
}

/** At the B of `Bearer `. */
export function readBearer(text: string, at: number): Hit | null {
  if (!text.startsWith('earer ', at + 1) || isLetter(text.charCodeAt(at - 1))) return null;
  return makeHit(text, at + 7, 'named-secret');
}
