/**
 * What the sum over a conversation's turns adds to its riskiest turn: over our own build-ups and their harmless twins
 * (`data/slow-turns.jsonl`, by which the sum was set), and over ordinary requests put one after the other.
 * `node classifier/evaluate-turns.ts [--data FOLDER]`: FOLDER holds third-party rows (`train.task.jsonl`).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRiskJudge } from '../src/classify/risk.ts';
import { type RiskLevel, riskLevels } from '../src/core/risk.ts';
import { createRandom } from './random.ts';
import { ownFolder, readThirdParty, requestOf } from './rows.ts';

type Conversation = { readonly turns: readonly string[]; readonly harmful: 0 | 1 };

const { values: options } = parseArgs({ options: { data: { type: 'string' } } });
const file = readFileSync(new URL('../src/classify/model/risk.bin', import.meta.url).pathname);
const { judge } = createRiskJudge(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength));

const isSeen = (level: RiskLevel) => riskLevels.indexOf(level) >= riskLevels.indexOf('elevated');

function look(turns: readonly string[]): boolean {
  const messages = turns.map((content) => ({ role: 'user' as const, content }));
  return isSeen(judge(requestOf({ id: '', source: '', lang: 'und', messages })).level);
}

function print(name: string, conversations: readonly (readonly string[])[]): void {
  const byTurn = conversations.filter((turns) => turns.some((turn) => look([turn])));
  const whole = conversations.filter(look);
  const share = (count: number) => `${count} (${((100 * count) / conversations.length).toFixed(1)} %)`;
  process.stdout.write(
    `${name}: ${conversations.length}, seen by a turn ${share(byTurn.length)}, by the sum too ${share(whole.length)}\n`,
  );
}

const own = readFileSync(join(ownFolder, 'slow-turns.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Conversation);
for (const harmful of [1, 0] as const)
  print(
    harmful ? 'build-ups' : 'harmless twins',
    own.filter((row) => row.harmful === harmful).map(({ turns }) => turns),
  );

const conversationCount = 2000;
const longestTurn = 600;

/** Turns of one source and task: people stay with a matter. */
function putTogether(folder: string, length: number): string[][] {
  const groups = new Map<string, string[]>();
  for (const { text, source, task } of readThirdParty(folder, 'train.task.jsonl') ?? []) {
    if (text === undefined || text.length > longestTurn) continue;
    const name = `${source} ${task}`;
    groups.set(name, [...(groups.get(name) ?? []), text]);
  }
  const large = [...groups.values()].filter((texts) => texts.length > 20);
  const random = createRandom(length);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  return Array.from({ length: conversationCount }, () => {
    const texts = pick(large);
    return Array.from({ length }, () => pick(texts));
  });
}

if (options.data !== undefined)
  for (const length of [3, 5, 10, 20]) print(`ordinary, ${length} turns`, putTogether(options.data, length));
