/** Ranges of addresses, in every form an address can be written. */
import { describe, expect, test } from 'vitest';
import { isInRange, isRange, networkOf } from '../../src/access/address-range.ts';

test.each<[address: string, range: string, isIn: boolean]>([
  ['203.0.113.7', '203.0.113.0/24', true],
  ['203.0.114.7', '203.0.113.0/24', false],
  ['203.0.113.7', '203.0.113.7', true],
  ['203.0.113.8', '203.0.113.7', false],
  ['203.0.113.8', '203.0.113.8/32', true],
  ['10.1.2.3', '0.0.0.0/0', true],
  ['10.255.0.1', '10.0.0.0/9', false],
  ['10.127.0.1', '10.0.0.0/9', true],
  ['2001:db8::1', '2001:db8::/32', true],
  ['2001:db9::1', '2001:db8::/32', false],
  ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1', true],
  ['::ffff:203.0.113.7', '203.0.113.0/24', true],
  ['::ffff:cb00:7107', '203.0.113.0/24', true],
  ['::ffff:10.0.0.1', '203.0.113.0/24', false],
  ['203.0.113.7', '::/0', false],
  ['2001:db8::1', '0.0.0.0/0', false],
  ['', '0.0.0.0/0', false],
  ['unknown', '0.0.0.0/0', false],
  ['203.0.113.07', '203.0.113.0/24', false],
])('%s in %s: %s', (address, range, isIn) => expect(isInRange(address, range)).toBe(isIn));

describe('no range', () => {
  test.each([
    '',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/08',
    '10.0.0/8',
    '256.0.0.1',
    '1.2.3.4.5',
    '2001:db8::/129',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8:9',
    '12345::',
    '::1.2.3',
    '10.0.0.0/8/8',
    'example.com',
  ])('%j', (text) => expect(isRange(text)).toBe(false));
});

test.each(['::', '::1', '1::', '1:2:3:4:5:6:7::', '64:ff9b::192.0.2.1', '10.0.0.0/8'])('%s is one', (text) =>
  expect(isRange(text)).toBe(true),
);

test('a network is one IPv4 address, however it is written, or the /64 of an IPv6 address', () => {
  expect(networkOf('203.0.113.7')).toBe(networkOf('::ffff:203.0.113.7'));
  expect(networkOf('203.0.113.7')).not.toBe(networkOf('203.0.113.8'));
  expect(networkOf('2001:db8:1:2::1')).toBe(networkOf('2001:db8:1:2:ffff::9'));
  expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'));
  expect(networkOf('::203.0.113.7')).not.toBe(networkOf('203.0.113.7'));
  expect(networkOf('')).toBe('');
});
