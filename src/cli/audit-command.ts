/** `signalbox audit`: the audit log of a running router exported, and verified with or without one. */
import { type AuditFault, type AuditVerdict, auditFaults, readHead, verifyAudit } from '../audit/verify.ts';
import type { AuditEntry, AuditHead } from '../core/audit.ts';
import { type AskAdmin, adminOptions, adminUsage, createAdminClient } from './admin-client.ts';
import { type Command, UsageError } from './command.ts';
import { parseJson } from './parse-json.ts';
import { oneWord, readArguments, refuseWords } from './read-arguments.ts';
import { readInput } from './read-bodies.ts';
import { runAction } from './run-action.ts';
import { writeAnswer, writeOutput } from './write-output.ts';

const usage = `signalbox audit export FILE [--from N]   entries and signed heads, one JSON a line; - prints them
signalbox audit verify [FILE]            whether each entry is as it was written; without FILE the running router's
signalbox audit head                     number and hash of the last entry, signed: keep it elsewhere

  --from N      the first entry; else all that are kept
  --head FILE   a head that was kept elsewhere, or several, one a line; may be repeated
  --key=KEY     public key that must have signed every head; may be repeated, for keys that were changed
${adminUsage(16)}
verify: 0 all is as it was, 1 something is not, or the router refuses.`;

type Page = {
  readonly first_seq: number;
  readonly data: readonly AuditEntry[];
  readonly heads: readonly AuditHead[];
  readonly head: AuditHead;
};

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

function readHeads(file: string): AuditHead[] {
  const heads = readInput(file)
    .split('\n')
    .filter((line) => line.includes('"audit_head"'))
    .map((line) => readHead(parseJson(line)));
  const known = heads.filter((head) => head !== null);
  // One that is not taken up would seem to fit.
  if (known.length === 0 || known.length < heads.length)
    throw new UsageError(`${file} holds no head: write down what 'audit head --json' prints.`);
  return known;
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
  const fit = heads === 1 ? '1 head fits' : `${heads} heads fit`;
  if (!isSigned) return `${fit}. Not every one is signed: SIGNALBOX_AUDIT_KEY is not set.`;
  if (keys.length === 0) return `${fit}, signed by the key that is named. --key says whether it is yours.`;
  return `${fit}, signed by your key.`;
}

function explainVerdict(verdict: AuditVerdict, keys: readonly string[]): string[] {
  const { fault, entries, firstSeq, lastSeq } = verdict;
  if (fault !== null) return [explainFault(fault)];
  const span =
    entries === 0 ? 'no entries.' : `${entries} entries, ${firstSeq} to ${lastSeq}, each as it was written.`;
  return [span, explainTrust(verdict, keys)];
}

async function verify(args: readonly string[]): Promise<number> {
  const options = {
    ...adminOptions,
    head: { type: 'string', multiple: true },
    key: { type: 'string', multiple: true },
  } as const;
  const { values, files } = readArguments(args, options, usage);
  const [file, ...more] = files;
  refuseWords(more, usage);
  const { head = [], key: keys = [] } = values;
  const kept = head.flatMap(readHeads);
  const lines =
    file === undefined
      ? await fetchLines(createAdminClient(values.url, process.env), 1)
      : readInput(file).split('\n');
  const verdict = await verifyAudit(lines, { keys, kept });
  writeAnswer(verdict, values.json, () => explainVerdict(verdict, keys));
  return verdict.fault === null ? 0 : 1;
}

async function exportTo(args: readonly string[]): Promise<void> {
  const { values, files } = readArguments(args, { ...adminOptions, from: { type: 'string' } }, usage);
  const file = oneWord(files, 'Say which file, or - for standard output.', usage);
  const from = Number(values.from ?? 1);
  if (!Number.isSafeInteger(from) || from < 1)
    throw new UsageError(`--from ${values.from}: write a number from 1 on.`);
  const text = `${(await fetchLines(createAdminClient(values.url, process.env), from)).join('\n')}\n`;
  if (file === '-') process.stdout.write(text);
  else writeOutput(file, text);
}

async function printHead(args: readonly string[]): Promise<void> {
  const { values, files } = readArguments(args, adminOptions, usage);
  refuseWords(files, usage);
  const head = await createAdminClient(values.url, process.env)<AuditHead>('GET', '/admin/audit/head');
  const signed = head.key === null ? 'not signed: SIGNALBOX_AUDIT_KEY is not set' : `signed by ${head.key}`;
  // On one line: kept heads stand one below the other.
  const shown = values.json ? JSON.stringify(head) : `entry ${head.seq} ${head.hash}\n${signed}`;
  process.stdout.write(`${shown}\n`);
}

const actions = { export: exportTo, verify, head: printHead };

export const command: Command = { usage, run: (args) => runAction(args, actions, usage) };
