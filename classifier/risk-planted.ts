/**
 * Documents and tool results with an order to the model planted in them, and the same documents with orders that their
 * own readers are given. Seeded; all of it trains the output for planted orders and is not judged.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, type Random } from './random.ts';
import type { RiskRow } from './risk-dataset.ts';
import { ownFolder, type Row, readOwnRows, type Turn } from './rows.ts';

type Sample = {
  /** What the user asks, then the lines of the document. */
  documents: readonly (readonly string[])[];
  orders: readonly string[];
  natural: readonly string[];
  /** Whom a line speaks to and what it wants of them, by language. */
  addressed: Record<string, Record<'model' | 'orders' | 'people' | 'natural', string>>;
  /** Lines that only speak of models and assistants. */
  mentions: readonly string[];
};

const rowsPerOrder = 6;
/** Rows of each kind, put together from whom they speak to and what they want. */
const addressedCount = { en: 360, others: 40 } as const;
const mentionRows = 4;
/** Requests that users send us, planted where nobody asks anything. */
const taskCount = 500;
const longestTask = 110;

const pastedHeads = [
  'Text:',
  'EMAIL:',
  'Document:',
  'Context:',
  '---',
  '"""',
  '<document>',
  'Content:',
] as const;

function pick<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random() * items.length)] as T;
}

/** The line put in on a line of its own, or behind or before one that is there. */
function plant(lines: readonly string[], line: string | undefined, random: Random): string {
  if (line === undefined) return lines.join('\n');
  const at = Math.floor(random() * (lines.length + 1));
  const how = random();
  const beside = lines[at];
  if (how < 0.5 || beside === undefined) return lines.toSpliced(at, 0, line).join('\n');
  return lines.with(at, how < 0.75 ? `${line} ${beside}` : `${beside} ${line}`).join('\n');
}

/** As a tool gives it, or pasted by the user behind or before what is asked. */
function layOut(
  ask: string,
  document: string,
  isGiven: boolean,
  random: Random,
): Pick<Row, 'text' | 'messages'> {
  const form = isGiven ? 0 : random();
  if (form < 0.6) {
    const turns: Turn[] = [
      { role: 'user', content: ask },
      { role: 'tool', content: document },
    ];
    return { messages: turns };
  }
  const head = pick(pastedHeads, random);
  return { text: form < 0.8 ? `${ask}\n\n${head}\n${document}` : `${head}\n${document}\n\n${ask}` };
}

export function composePlantedRows(seed = 29): RiskRow[] {
  const random = createRandom(seed);
  const { documents, orders, natural, addressed, mentions } = JSON.parse(
    readFileSync(join(ownFolder, 'risk-f-planted.json'), 'utf8'),
  ) as Sample;
  const rows: RiskRow[] = [];
  const add = (line: string | undefined, harmful: 0 | 1, isGiven = false) => {
    const [ask = '', ...lines] = pick(documents, random);
    rows.push({
      id: `own-planted-${rows.length}`,
      source: 'own-planted',
      lang: 'und',
      ...layOut(ask, plant(lines, line, random), isGiven, random),
      risk: [harmful === 1 ? 'prompt_injection' : 'none'],
      harmful,
      ...(harmful === 1 ? {} : { lookalike: 'prompt_injection' }),
      planted: true,
      trainOnly: true,
    });
  };
  for (let turn = 0; turn < rowsPerOrder; turn++) {
    for (const order of orders) add(order, 1);
    for (const line of natural) add(line, 0);
    for (const _ of documents) add(undefined, 0);
  }
  for (const [lang, { model, orders: wants, people, natural: asks }] of Object.entries(addressed)) {
    const joint = () => pick([': ', ', ', ' - '], random);
    for (let turn = 0; turn < (lang === 'en' ? addressedCount.en : addressedCount.others); turn++) {
      const bad = [pick(model.split(' | '), random), pick(wants.split(' | '), random)];
      const good = [pick(people.split(' | '), random), pick(asks.split(' | '), random)];
      add(`${bad.join(joint())}.`, 1);
      add(`${good.join(joint())}.`, 0);
    }
  }
  for (let turn = 0; turn < mentionRows; turn++) for (const line of mentions) add(line, 0);
  const tasks = readOwnRows().flatMap(({ text, task }) =>
    text !== undefined && text.length <= longestTask && !text.includes('\n') && task !== 'chat' ? [text] : [],
  );
  for (let turn = 0; turn < taskCount; turn++) add(pick(tasks, random), 1, true);
  return rows;
}
