// Faults on demand: one table of what may be asked for, and the readers of the three ways to ask
// (model suffix `#name=value&name`, prompt marker `[[fault:...]]`, control rule).
// Must not carry a fault out: stream-faults.ts and the senders do.

import { isObject, type Json } from './json.ts';

/** `flag` takes no value; `number` a whole number; `text` anything. Numbers of events count output deltas. */
export const faultTable = {
  status: {
    value: 'number',
    about: 'answer with this HTTP status and an error body in the protocol’s shape',
  },
  code: {
    value: 'text',
    about: 'error code (OpenAI) or type (Anthropic), for status and error-after faults',
  },
  message: { value: 'text', about: 'error message instead of the usual one' },
  'retry-after': { value: 'text', about: 'retry-after header: seconds or an HTTP date' },
  'retry-after-ms': { value: 'number', about: 'retry-after-ms header' },
  'should-retry': { value: 'text', about: 'x-should-retry header: true or false' },
  reset: { value: 'flag', about: 'the connection is reset before any header' },
  'stall-headers': { value: 'flag', about: 'nothing is ever sent' },
  'stall-before': { value: 'flag', about: 'headers are sent, then nothing' },
  'stall-after': { value: 'number', about: 'silence after n output events' },
  'cut-after': {
    value: 'number',
    about: 'the connection breaks in the middle of the event after n output events',
  },
  'end-after': {
    value: 'number',
    about: 'the stream ends cleanly after n output events, with no final event',
  },
  'error-after-start': { value: 'flag', about: 'an error event right after the opening events' },
  'error-after': { value: 'number', about: 'an error event after n output events' },
  html: { value: 'flag', about: 'an HTML page instead of the answer (200 unless status is given)' },
  empty: { value: 'flag', about: 'headers and an empty body' },
  'bad-json': {
    value: 'flag',
    about: 'broken JSON: a cut body, or a broken event after the first output event',
  },
  'no-usage': { value: 'flag', about: 'usage is never reported' },
  'odd-usage': { value: 'text', about: 'usage is wrong: negative, text, zero or huge' },
  'no-end': { value: 'flag', about: 'the last event is missing ([DONE], message_stop, response.completed)' },
  drip: { value: 'number', about: 'this many milliseconds before every event, whatever the pace' },
  delay: { value: 'number', about: 'this many milliseconds before the headers, whatever the pace' },
  resumed: {
    value: 'text',
    about:
      'what befalls later streams of a background answer, in turn: `cut-after:2,status:503,reset*` (`*`: and all that follow)',
  },
  crlf: { value: 'flag', about: 'events end in CR LF' },
  comments: { value: 'flag', about: 'a comment line before every event' },
  split: {
    value: 'number',
    about: 'the stream is written in chunks of n bytes, through characters if need be',
  },
} as const satisfies Record<string, { value: 'flag' | 'number' | 'text'; about: string }>;

type FaultName = keyof typeof faultTable;
interface FaultValues {
  flag: true;
  number: number;
  text: string;
}
export type Fault = { [Name in FaultName]?: FaultValues[(typeof faultTable)[Name]['value']] };

/**
 * A fault for later requests. Absent conditions match all; `after` is how many it lets pass first (default: none),
 * `times` how often it fires then (default: always).
 */
export interface FaultRule {
  provider?: string;
  model?: string;
  after?: number;
  times?: number;
  fault: Fault | string;
}

export type FaultReading = { fault: Fault } | { problem: string };

function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faultTable, name);
}

/** Reads `name=value&name`. */
export function parseFault(expression: string): FaultReading {
  const values: Record<string, Json> = {};
  for (const part of expression.split('&').filter((text) => text.trim() !== '')) {
    const equals = part.indexOf('=');
    const name = (equals === -1 ? part : part.slice(0, equals)).trim();
    values[name] = equals === -1 ? true : part.slice(equals + 1).trim();
  }
  return readFault(values);
}

/** Reads a fault given as an object or an expression; unknown names and wrong values are a problem. */
function readFault(given: unknown): FaultReading {
  if (typeof given === 'string') return parseFault(given);
  if (!isObject(given)) return { problem: 'A fault is an object or an expression such as "cut-after=5".' };
  const fault: Record<string, true | number | string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (!isFaultName(name)) {
      return { problem: `Unknown fault '${name}'. Known: ${Object.keys(faultTable).join(', ')}.` };
    }
    const read = readValue(faultTable[name].value, value);
    if (read === undefined) return { problem: `Fault '${name}' wants a ${faultTable[name].value}.` };
    fault[name] = read;
  }
  return { fault: fault as Fault };
}

function readValue(kind: 'flag' | 'number' | 'text', value: Json): true | number | string | undefined {
  switch (kind) {
    case 'flag':
      return value === true || value === 'true' ? true : undefined;
    case 'number': {
      const number = value === true || value === '' ? Number.NaN : Number(value);
      return Number.isInteger(number) && number >= 0 ? number : undefined;
    }
    case 'text':
      return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
    default:
      return kind satisfies never;
  }
}

interface HeldRule {
  rule: FaultRule;
  fault: Fault;
  passing: number;
  left: number;
}

/** The rules set by control; each request takes the first that matches, or passes because of it. */
export class FaultRules {
  private rules: HeldRule[] = [];

  /** Adds a rule; returns what is wrong with it, if anything. */
  add(rule: FaultRule): string | undefined {
    const reading = readFault(rule.fault);
    if ('problem' in reading) return reading.problem;
    const left = rule.times ?? Number.POSITIVE_INFINITY;
    this.rules.push({ rule, fault: reading.fault, passing: rule.after ?? 0, left });
    return undefined;
  }

  take(provider: string, model: string): Fault | undefined {
    const found = this.rules.find(
      ({ rule, left }) =>
        left > 0 && (rule.provider ?? provider) === provider && (rule.model ?? model) === model,
    );
    if (found === undefined) return undefined;
    if (found.passing > 0) {
      found.passing -= 1;
      return undefined;
    }
    found.left -= 1;
    this.rules = this.rules.filter((entry) => entry.left > 0);
    return found.fault;
  }

  list(): FaultRule[] {
    return this.rules.map(({ rule, fault, passing, left }) => ({
      ...rule,
      fault,
      ...(rule.after !== undefined && { after: passing }),
      ...(Number.isFinite(left) && { times: left }),
    }));
  }

  clear(): void {
    this.rules = [];
  }
}
