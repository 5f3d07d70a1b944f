/** `signalbox audit`: the audit log of a running router exported, and verified with or without one. */
import { readFileSync, writeFileSync } from 'node:fs';
import { type AuditFault, type AuditVerdict, auditFaults, readHead, verifyAudit } from '../audit/verify.ts';
import type { AuditEntry, AuditHead } from '../core/audit.ts';
import { AdminRefusal, type AskAdmin, adminUsage, createAdminClient } from './admin-client.ts';
import { type Command, UsageError } from './command.ts';
import { readArguments } from './read-arguments.ts';

const usage = `signalbox audit export FILE [--from N]   entries and signed heads, one JSON a line; - prints them
signalbox audit verify [FILE]            whether each entry is as it was written; without FILE the running router's
signalbox audit head                     number and hash of the last entry, signed: keep it elsewhere

  --from N      the first entry; else all that are kept
  --head FILE   a head that was kept elsewhere, or several, one a line; may be repeated
  --key=KEY     public key that must have signed every head; may be repeated, for keys that were changed
${adminUsage}
verify: 0 all is as it was, 1 something is not, or the router refuses.`;

const options = {
  url: { type: 'string' },
  json: { type: 'boolean' },
  from: { type: 'string' },
  head: { type: 'string', multiple: true },
  key: { type: 'string', multiple: true },
} as const;

type Page = {
  readonly first_seq: number;
  readonly data: readonly AuditEntry[];
  readonly heads: readonly AuditHead[];
  readonly head: AuditHead;
};

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new UsageError(`${file} cannot be read (${code}).`);
  }
}

/** Each line of an export, heads behind the entries, the newest last. */
async function fetchLines(ask: AskAdmin, from: number): Promise<string[]> {
  const entries: AuditEntry[] = [];
  const heads: AuditHead[] = [];
  for (let next = from; ; ) {
    const page = await ask<Page>('GET', `/admin/audit?from=${next}`);
    entries.push(...page.data);
    heads.push(...page.heads);
    const last = page.data.at(-1)?.seq ?? page.head.seq;
    if (last >= page.head.seq) {
      const known = heads.filter(({ seq }) => seq < page.head.seq);
      return [...entries, ...known, page.head].map((each) => JSON.stringify(each));
    }
    // What is written meanwhile comes with the next page.
    next = last + 1;
  }
}

function readHeads(files: readonly string[]): AuditHead[] {
  return files.flatMap((file) =>
    readText(file)
      .split('\n')
      .filter((line) => line.includes('"audit_head"'))
      .map((line) => readHeadLine(line, file)),
  );
}

function readHeadLine(line: string, file: string): AuditHead {
  let value: unknown = null;
  try {
    value = JSON.parse(line);
  } catch {
    // Told below, as whatever else is no head.
  }
  const head = readHead(value);
  if (head === null)
    throw new UsageError(`${file} holds no head: write down what 'audit head --json' prints.`);
  return head;
}

function explainFault({ fault, seq, line, after }: AuditFault): string {
  const where = line === null ? '' : `line ${line}: `;
  const which = seq === null ? 'this' : `entry ${seq}`;
  const until = after > 0 ? `\nUp to entry ${after} the log is as it was written.` : '';
  return `${where}${which} ${auditFaults[fault]}.${until}`;
}

/** What a verdict without a fault still leaves open. */
function explainTrust({ heads, isSigned }: AuditVerdict, keys: readonly string[]): string {
  if (heads === 0)
    return 'There is no head to hold it against: whether it is all of it, or was written anew, is not known.';
  if (!isSigned) return `${heads} heads fit. Not every one is signed: SIGNALBOX_AUDIT_KEY is not set.`;
  if (keys.length === 0)
    return `${heads} heads fit, signed by the key they name. --key says whether it is yours.`;
  return `${heads} heads fit, signed by your key.`;
}

type Asked = {
  readonly file: string | undefined;
  readonly keys: readonly string[];
  readonly kept: AuditHead[];
};

async function verify({ file, keys, kept }: Asked, ask: () => AskAdmin, isJson: boolean): Promise<number> {
  const lines = file === undefined ? await fetchLines(ask(), 1) : readText(file).split('\n');
  const verdict = await verifyAudit(lines, { keys, kept });
  const { fault, entries, firstSeq, lastSeq } = verdict;
  const said =
    fault === null
      ? `${entries} entries, ${firstSeq} to ${lastSeq}, each as it was written.\n${explainTrust(verdict, keys)}`
      : explainFault(fault);
  process.stdout.write(`${isJson ? JSON.stringify(verdict, null, 2) : said}\n`);
  return fault === null ? 0 : 1;
}

async function exportTo(file: string | undefined, from: number, ask: AskAdmin): Promise<number> {
  if (file === undefined) throw new UsageError(`Say which file, or - for standard output.\n\n${usage}`);
  const text = `${(await fetchLines(ask, from)).join('\n')}\n`;
  if (file === '-') process.stdout.write(text);
  else writeFileSync(file, text);
  return 0;
}

async function printHead(ask: AskAdmin, isJson: boolean): Promise<number> {
  const head = await ask<AuditHead>('GET', '/admin/audit/head');
  const signed = head.key === null ? 'not signed: SIGNALBOX_AUDIT_KEY is not set' : `signed by ${head.key}`;
  process.stdout.write(isJson ? `${JSON.stringify(head)}\n` : `entry ${head.seq} ${head.hash}\n${signed}\n`);
  return 0;
}

async function run([action = '', ...args]: readonly string[]): Promise<number> {
  const { values, files } = readArguments(args, options, usage);
  const [file, more] = files;
  if (more !== undefined) throw new UsageError(`'${more}' is one word too many.\n\n${usage}`);
  const from = Number(values.from ?? 1);
  if (!Number.isSafeInteger(from) || from < 1) throw new UsageError('--from: write a number from 1 on.');
  const ask = () => createAdminClient(values.url, process.env);
  const isJson = values.json ?? false;
  try {
    if (action === 'export') return await exportTo(file, from, ask());
    if (action === 'head') return await printHead(ask(), isJson);
    if (action !== 'verify') throw new UsageError(`Say which: export, verify, head.\n\n${usage}`);
    return await verify({ file, keys: values.key ?? [], kept: readHeads(values.head ?? []) }, ask, isJson);
  } catch (error) {
    if (!(error instanceof AdminRefusal)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

export const command: Command = { usage, run };
