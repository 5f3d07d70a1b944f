/** Whether an address lies in a range such as `203.0.113.0/24` or `2001:db8::/32`. Pure; a form it cannot read is in no range. */

type Address = { readonly bits: 32 | 128; readonly value: bigint };

function readIpv4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  let value = 0n;
  for (const part of parts) {
    // No leading zeros: some read them as octal.
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

/** Groups of four hex digits; the last two may be written as an IPv4 address. */
function readGroups(text: string): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [at, part] of parts.entries()) {
    const ipv4 = at === parts.length - 1 && part.includes('.') ? readIpv4(part) : null;
    if (ipv4 !== null) groups.push(Number(ipv4 >> 16n), Number(ipv4 & 0xffffn));
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return null;
  }
  return groups;
}

function readIpv6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map(readGroups);
  if (head === null || head === undefined || tail === null) return null;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array<number>(missing).fill(0), ...(tail ?? [])];
  return groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

const ipv4InIpv6 = 0xffffn;

/** An IPv4 address written as IPv6 is the IPv4 address: otherwise a range could be slipped past by writing it so. */
function readAddress(text: string): Address | null {
  const ipv4 = readIpv4(text);
  if (ipv4 !== null) return { bits: 32, value: ipv4 };
  const ipv6 = readIpv6(text);
  if (ipv6 === null) return null;
  return ipv6 >> 32n === ipv4InIpv6 ? { bits: 32, value: ipv6 & 0xffffffffn } : { bits: 128, value: ipv6 };
}

type Range = { readonly address: Address; readonly prefix: number };

/** Null: not a range. A single address is the range of itself. */
function readRange(text: string): Range | null {
  const [written = '', length, ...more] = text.split('/');
  const address = readAddress(written);
  if (address === null || more.length > 0) return null;
  if (length === undefined) return { address, prefix: address.bits };
  if (!/^(?:0|[1-9]\d{0,2})$/.test(length) || Number(length) > address.bits) return null;
  return { address, prefix: Number(length) };
}

export function isRange(text: string): boolean {
  return readRange(text) !== null;
}

export function isInRange(address: string, range: string): boolean {
  const read = readAddress(address);
  const within = readRange(range);
  if (read === null || within === null || read.bits !== within.address.bits) return false;
  const rest = BigInt(read.bits - within.prefix);
  return read.value >> rest === within.address.value >> rest;
}

/** What one customer of a network has to themselves: an IPv4 address, the /64 of an IPv6 address; else the text as it is. */
export function networkOf(address: string): string {
  const read = readAddress(address);
  if (read === null) return address;
  return read.bits === 32 ? `${read.value}` : `${read.value >> 64n}/64`;
}
