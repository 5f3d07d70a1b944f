import { describe, expect, test } from 'vitest';
import { numberRules } from '../../../src/classify/signals/findings/number-layouts.ts';
import { scanSensitive } from '../../../src/classify/signals/findings/scan.ts';
import { findingKinds } from '../../../src/core/signals.ts';
import { passesChecksum } from '../../../src/core/token-checksum.ts';

/** `kind value`, a `+` behind the kind where it was checked. */
function found(text: string): string[] {
  return scanSensitive(text).findings.map(
    ({ kind, start, end, isChecked }) => `${kind}${isChecked ? '+' : ''} ${text.slice(start, end)}`,
  );
}

function examples(text: string): string[] {
  return scanSensitive(text).examples.map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
}

// Put together at run time, so that no scanner of this repository takes them for leaks
const body = 'q8Zr2Kx7Lm4Vn9Tb6Hd3Ws5Yg1Fc0Jp';
const pem = (label: string) =>
  `-----BEGIN ${label}-----\n${body}${body}\n${body}${body}==\n-----END ${label}-----`;
const jwt = `${btoa('{"alg":"HS256","typ":"JWT"}').replaceAll('=', '')}.${btoa('{"sub":"42"}').replaceAll('=', '')}.${body}`;

describe('keys of providers', () => {
  test.each([
    ['openai-key', `sk-${body}${body}`],
    ['openai-key', `sk-proj-${body}_${body}-x`],
    ['anthropic-key', `sk-ant-api03-${body}-${body}AA`],
    ['other-key', `sk-or-v1-${body}${body}`],
    ['github-token', `github_pat_11${body.slice(0, 20)}_${body}${body}`],
    ['slack-token', `xoxb-1234098765-${body}`],
    ['stripe-key', `sk_live_${body}`],
    ['stripe-key', `rk_live_${body}`],
    ['google-key', `AIza${body}x_9q`],
    ['aws-access-key', `AKIA${'Q3RTUVWX5Z2BCDFG'}`],
    ['signalbox-key', `sbx_live_${body}`],
    ['signalbox-key', `sbx_dash_${body}`],
    ['other-key', `glpat-${body.slice(0, 20)}`],
    ['other-key', `hf_${body}abc`],
    ['other-key', `gsk_${body}${body.slice(0, 20)}`],
  ])('%s', (kind, key) => {
    expect(found(`the key is ${key}, keep it`)).toEqual([`${kind} ${key}`]);
    expect(found(`{"k":"${key}"}`)).toEqual([`${kind} ${key}`]);
  });

  test('an AWS secret after its access key, and where it is named', () => {
    const secret = `${body}+/abcdEF`.padEnd(40, 'K');
    expect(found(`AKIAQ3RTUVWX5Z2BCDFG ${secret}`)).toContain(`aws-secret-key ${secret}`);
    expect(found(`aws_secret_access_key = ${secret}`)).toEqual([`aws-secret-key ${secret}`]);
    expect(found(`the digest ${secret}`)).toEqual([]);
  });

  test('a token of GitHub with its checksum, and not with another', () => {
    // From the maker's own explanation of the format
    expect(passesChecksum('zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17')).toBe(true);
    expect(found('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')).toEqual([
      'github-token+ 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',
    ]);
    expect(found('ghp_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18')).toEqual([]);
    const [example] = scanSensitive('ghp_YOURBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq1').examples;
    expect(example?.isChecked).toBe(false);
  });

  test('a JSON web token whose header is one', () => {
    expect(found(`Cookie: s=${jwt};`)).toEqual([`jwt+ ${jwt}`]);
    expect(found(jwt.replace('eyJ', 'eyK'))).toEqual([]);
  });

  test.each(['RSA PRIVATE KEY', 'PRIVATE KEY', 'EC PRIVATE KEY', 'OPENSSH PRIVATE KEY'])(
    'PEM: %s',
    (label) => {
      expect(found(`here:\n${pem(label)}\nthanks`)).toEqual([`private-key+ ${pem(label)}`]);
    },
  );

  test('a PEM key whose end was cut off is taken up to there; a certificate is none', () => {
    const cut = pem('PRIVATE KEY').slice(0, 120);
    expect(found(cut)).toEqual([`private-key ${cut}`]);
    expect(found(pem('CERTIFICATE'))).toEqual([]);
  });

  test.each([
    'sk-learn-pipeline-component-with-a-long-name-v2',
    'the risk-adjusted return of task-42',
    'sk_live_key goes here',
    'ASIAN MARKETS',
    'pre-commit --no-verify -----BEGIN',
    `${body}sk-${body}`,
  ])('no key: %s', (text) => expect(found(text)).toEqual([]));
});

describe('values that their name calls a secret', () => {
  test.each([
    ['password=hunter2!', 'password hunter2!'],
    ['Passwort: Sommer2024!', 'password Sommer2024!'],
    ['"db_password": "tr0ub4dor&3"', 'password tr0ub4dor&3'],
    ['密码：abc12345', 'password abc12345'],
    ['пароль: Зима2024', ''],
    [`API_KEY=${body}`, `named-secret ${body}`],
    [`"clientSecret": "${body}"`, `named-secret ${body}`],
    [`Authorization: Bearer ${body}`, `named-secret ${body}`],
    ['rediss://default:AXk3jk2lkjASDlkj@eu1.upstash.io:6379', 'url-password+ AXk3jk2lkjASDlkj'],
    ['postgres://app:s3cr3t-Pa55@db.internal.firm.de/x', 'url-password+ s3cr3t-Pa55'],
    [`password=sk-${body}${body}`, `openai-key sk-${body}${body}`],
  ])('%s', (text, said) => expect(found(text)).toEqual(said === '' ? [] : [said]));

  test.each([
    'password: string',
    'token = getToken()',
    'const apiKey = process.env.API_KEY_2;',
    `secret: ${'$'}{{ secrets.DEPLOY }}`,
    'password: str = Field(min_length=8)',
    'the secret: be patient',
    'token: int64',
    'next_page_token: null',
    'Password: forgotten?',
    'max_tokens=4096',
    'https://example.org:8080/path@home',
  ])('nothing: %s', (text) => expect(found(text)).toEqual([]));
});

describe('payment', () => {
  test.each([
    ['4539 1488 0343 6467', 'card+'],
    ['4539148803436467', 'card+'],
    ['5425-2334-3010-9903', 'card+'],
    ['3742 454554 00126', 'card+'],
    ['DE44 5001 0517 5407 3249 31', 'iban+'],
    ['NL20INGB0001234567', 'iban+'],
  ])('%s', (value, kind) => {
    expect(found(`from ${value}.`)).toEqual([`${kind} ${value}`]);
  });

  test.each([
    'ISBN 978-3-16-148410-0',
    'order 4539-1488-0343-6467-22',
    '4539 1488 0343 6467 1234 5678 9012 3456',
    'EAN 4006381333931',
    '1732199999999',
    'f4539148803436467',
    'DE44 5001 0517 5407 3249 32',
    'uuid 550e8400-e29b-41d4-a716-446655440000',
  ])('nothing: %s', (text) => expect(found(text)).toEqual([]));
});

describe('personal data', () => {
  test.each([
    ['anna.k+news@mail.firma.de', 'email'],
    ['+49 30 901820', 'phone'],
    ['+44 (0)20 7123 4567', 'phone'],
    ['0049 171 9876543', 'phone'],
    ['(415) 867-5309', 'phone'],
    ['06 12 34 56 79', 'phone'],
    ['010-9876-5432', 'phone'],
    ['8 (912) 445-67-89', 'phone'],
    ['(11) 98765-4321', 'phone'],
    ['85.214.132.117', 'ip-address'],
    ['2a02:8108:1440:0:1::5', 'ip-address'],
    ['536-22-8721', 'us-ssn'],
    ['AB 12 34 56 D', 'uk-nino'],
    ['26 954 371 827', 'de-tax-id+'],
    ['1 85 05 78 006 084 91', 'fr-nir+'],
    ['45678932N', 'es-dni+'],
    ['45678932H', ''],
    ['X8095495R', 'es-dni+'],
    ['BNCLCU77B14F205H', 'it-fiscal-code+'],
    ['BNCLCU77B14F205B', ''],
    ['390.533.447-05', 'br-cpf+'],
    ['11.444.777/0001-61', 'br-cnpj+'],
    ['310104198704123456', 'cn-resident-id+'],
    ['310104198704123457', ''],
  ])('%s: %s', (value, kind) => {
    expect(found(`it is ${value} I think`)).toEqual(kind === '' ? [] : [`${kind} ${value}`]);
  });

  test.each([
    ['CPF 39053344705', 'br-cpf+ 39053344705'],
    ['SSN: 536228721', 'us-ssn 536228721'],
    ['Tel.: 030 1234568', 'phone 030 1234568'],
    ['手机 13912093187', 'phone 13912093187'],
    ['PESEL 92031547988', 'pl-pesel+ 92031547988'],
  ])('a bare number with its name: %s', (text, said) => {
    expect(found(text)).toEqual([said]);
    expect(found(text.replace(/^[^\d]+/, 'order '))).toEqual([]);
  });

  test.each([
    '10.0.0.1',
    '192.168.1.20',
    '127.0.0.1',
    'version 4.17.21.1',
    'Chrome/120.0.6099.109',
    'section 1.2.3.4',
    'fe80::1',
    'at 12:30:45',
    'std::vector',
    'icon@2x.png',
    '@decorator',
    'user@host',
    '2024-11-21 10:15',
    'tel: 2024-11-21',
    '1,000,000,000',
    '+1 000 000 000',
    'hotel 12345678',
    'call 1 2 3 4 5 6 7 8 9 10',
    'RFC 2822, 1989-1991, 12/11/2020',
    '0.1234567890123456',
    '900-12-3456',
  ])('nothing: %s', (text) => expect(found(text)).toEqual([]));
});

describe('inside JSON as tools write it', () => {
  const values = [
    'anna@firma.de',
    '4539 1488 0343 6467',
    'DE44500105175407324931',
    `sk-ant-api03-${body}-${body}AA`,
    `AIza${body}x_9q`,
    jwt,
    '85.214.132.117',
    '+49 30 901820',
  ];
  test.each(values)('behind an escaped line break: %s', (value) => {
    const text = JSON.stringify({ text: `see\n${value}\tthanks` });
    expect(found(text).map((said) => said.slice(said.indexOf(' ') + 1))).toEqual([value]);
  });

  test('a named value in JSON inside JSON', () => {
    const text = JSON.stringify({ body: JSON.stringify({ password: 'tr0ub4dor&3', apiKey: body }) });
    expect(found(text)).toEqual(['password tr0ub4dor&3', `named-secret ${body}`]);
  });
});

test('no layout of a number is longer than its kind allows', () => {
  for (const { kind, layouts } of numberRules)
    for (const layout of layouts) expect(layout.length).toBeLessThanOrEqual(findingKinds[kind].longest);
});

describe('published sample values are seen and not counted', () => {
  test.each([
    ['4111 1111 1111 1111', 'card'],
    ['4242424242424242', 'card'],
    ['DE89370400440532013000', 'iban'],
    ['jane@example.com', 'email'],
    ['ops@corp.example', 'email'],
    ['git@github.com', 'email'],
    ['AKIAIOSFODNN7EXAMPLE', 'aws-access-key'],
    ['555-0143', ''],
    ['(212) 555-0143', 'phone'],
    ['192.0.2.17', 'ip-address'],
    ['8.8.8.8', ''],
    ['2001:db8::8a2e:370:7334', 'ip-address'],
    ['078-05-1120', 'us-ssn'],
    [`sk_test_${body}`, 'stripe-key'],
    ['password=changeme123', 'password'],
    ['111.444.777-35', 'br-cpf'],
  ])('%s', (value, kind) => {
    const text = kind === 'password' ? value : `use ${value} here`;
    const said = kind === 'password' ? ['password changeme123'] : kind === '' ? [] : [`${kind} ${value}`];
    expect(found(text)).toEqual([]);
    expect(examples(text)).toEqual(said);
  });
});
