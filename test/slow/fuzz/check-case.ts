/** One case of the fuzz: a seed makes a body, the body goes through the decoder and the whole app. */
import { isObject, type Json, type JsonObject } from '../../../src/core/json.ts';
import { type ProtocolId, protocolIds } from '../../../src/core/target.ts';
import { protocols } from '../../../src/protocols/index.ts';
import { bodies, models } from './bodies.ts';
import { Chance } from './chance.ts';
import { mutate, mutateText } from './mutate.ts';
import type { Serve } from './serve.ts';

export type FuzzCase = { readonly protocol: ProtocolId; readonly body: string };

export function makeCase(seed: number): FuzzCase {
  const chance = new Chance(seed);
  const protocol = chance.pick(protocolIds);
  const start = chance.pick(bodies[protocol]);
  const body = chance.next() < 0.5 ? start : { ...start, model: chance.pick(models) };
  const changed = JSON.stringify(mutate(body, chance));
  return { protocol, body: chance.next() < 0.05 ? mutateText(changed, chance) : changed };
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Both ways, whole and streamed: a decoder returns what is wrong and never throws. */
function decode(protocol: ProtocolId, raw: JsonObject): void {
  for (const stream of [raw.stream, true]) {
    const decoded = protocols[protocol].decodeRequest({ ...raw, stream });
    if (decoded.ok) continue;
    const { field, message } = decoded.error;
    if (field.length > 1000 || message.length > 2000)
      throw new Error(`an error of ${field.length} and ${message.length} characters`);
  }
}

/** What is wrong with the router's answer, or null. */
export async function checkCase({ protocol, body }: FuzzCase, serve: Serve): Promise<string | null> {
  const raw = parse(body);
  if (isObject(raw)) decode(protocol, raw);
  // In this process there are no streams of a Worker: they have tests of their own.
  const whole = isObject(raw) && raw.stream === true ? JSON.stringify({ ...raw, stream: false }) : body;
  const { status, text } = await serve(protocol, whole);
  if (status >= 500) return `status ${status}: ${text.slice(0, 500)}`;
  if (!isObject(parse(text))) return `no JSON object: ${text.slice(0, 500)}`;
  if (status >= 400 && text.length > 10_000) return `an error of ${text.length} characters`;
  return null;
}
