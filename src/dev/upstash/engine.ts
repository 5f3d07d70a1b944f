/**
 * The words the HTTP front and both Redis engines share: commands in, replies out.
 * Holds types and tiny constructors only; no I/O, no parsing.
 */

/**
 * A string with one character (0-255) per byte, so that binary values survive and the order of
 * strings is the order of bytes. Convert only at the edges, with `toBytes` and `fromBytes`.
 */
export type Bytes = string;

/** A command name followed by its arguments. */
export type Command = readonly Bytes[];

export type Reply =
  | { readonly type: 'status'; readonly text: string }
  | { readonly type: 'error'; readonly text: string }
  | { readonly type: 'integer'; readonly value: bigint }
  | { readonly type: 'bulk'; readonly bytes: Bytes | null }
  | { readonly type: 'array'; readonly items: readonly Reply[] | null };

/** `scriptCalls`: how many commands ran inside Lua scripts; Upstash bills them one by one. */
export interface Executed {
  readonly replies: readonly Reply[];
  readonly scriptCalls: number;
}

/** `discarded` is Redis's reason (EXECABORT ...) when nothing of the transaction ran. */
export type TransactionOutcome = Executed | { readonly discarded: string };

export type EngineName = 'redis' | 'embedded';

export interface Engine {
  readonly name: EngineName;
  /** Runs the commands in order; a failing one is an error reply and does not stop the rest. */
  pipeline(commands: readonly Command[]): Promise<Executed>;
  /** Runs the commands with nothing in between, or none of them if one is not even well-formed. */
  transaction(commands: readonly Command[]): Promise<TransactionOutcome>;
  /** Puts everything on disk and frees the data folder. Safe to call twice. */
  stop(): Promise<void>;
}

export const okReply: Reply = { type: 'status', text: 'OK' };
export const nilReply: Reply = { type: 'bulk', bytes: null };
export const nilArrayReply: Reply = { type: 'array', items: null };

export const statusReply = (text: string): Reply => ({ type: 'status', text });
export const errorReply = (text: string): Reply => ({ type: 'error', text });
export const bulkReply = (bytes: Bytes | null): Reply => ({ type: 'bulk', bytes });
export const arrayReply = (items: readonly Reply[]): Reply => ({ type: 'array', items });
export const bulksReply = (values: Iterable<Bytes | null>): Reply =>
  arrayReply(Array.from(values, bulkReply));
export const integerReply = (value: number | bigint | boolean): Reply => ({
  type: 'integer',
  value: BigInt(value),
});

/** The same as text and as bytes. */
const ascii = /^[\0-\x7f]*$/;

export function toBytes(text: string): Bytes {
  return ascii.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** Bytes that are not valid UTF-8 become U+FFFD, as in any JSON answer. */
export function fromBytes(bytes: Bytes): string {
  return ascii.test(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}

/** What a discarded transaction says, in Redis's words. */
export const execAbort = 'EXECABORT Transaction discarded because of previous errors.';

const scriptCommands = new Set(['eval', 'eval_ro', 'evalsha', 'evalsha_ro', 'fcall', 'fcall_ro']);

/** True for commands that run a script, whose inner commands have to be counted. */
export function runsScript(command: Command): boolean {
  return scriptCommands.has((command[0] ?? '').toLowerCase());
}
