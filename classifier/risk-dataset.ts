/** Rows of risk as training sees them: windows of sentences, made by the very code of the Worker. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRiskReader, gramsPerToken } from '../src/classify/features/risk-tokens.ts';
import { createRiskWindows } from '../src/classify/features/risk-window.ts';
import type { RiskWords } from '../src/classify/lexicon/risk-words.ts';
import { intentOutput, riskOutputs } from '../src/classify/model/risk-head.ts';
import { windowSizes } from '../src/classify/risk.ts';
import { gatherRiskTexts } from '../src/classify/risk-texts.ts';
import { foldText } from '../src/classify/text/normalise.ts';
import { type RiskDomain, riskDomains, riskOrigins } from '../src/core/risk.ts';
import { composeGoalRows } from './risk-goals.ts';
import { riskFamilyOf } from './risk-sources.ts';
import { ownFolder, type Row, readOwnRows, readThirdParty, requestOf } from './rows.ts';
import type { Family } from './sources.ts';

export type RiskRow = Row & {
  risk: string[];
  harmful: 0 | 1;
  lookalike?: string;
  pair?: number;
  /** A piece of text to moderate, not a request. */
  content?: boolean;
  /** A request of the task data, presumed harmless: trains, and is not judged. */
  background?: boolean;
  /** Put together by a program: trains, and is not judged. */
  trainOnly?: boolean;
};

export type RiskWindow = {
  features: Int32Array;
  values: Float32Array;
  grams: Int32Array;
  tokenCount: number;
};

export type RiskExample = {
  row: RiskRow;
  family: Family;
  windows: RiskWindow[];
  /** Per output 1, 0, or -1 for unknown. */
  labels: Int8Array;
};

/** More windows than this of one row teach nothing new. */
const mostWindows = 80;

export function readOwnRiskRows(): RiskRow[] {
  return globSync(join(ownFolder, '*risk*.jsonl'))
    .sort()
    .flatMap((path) => readFileSync(path, 'utf8').split('\n'))
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const row = JSON.parse(line);
      return { ...row, source: row.source ?? `own-${row.author ?? ''}`, lang: row.lang ?? 'und' };
    });
}

/** Requests written or gathered for the task head: what people ask all day. */
function readBackground(folder: string, known: ReadonlySet<string>): RiskRow[] {
  return [...readOwnRows(), ...(readThirdParty(folder, 'train.task.jsonl') ?? [])]
    .filter((row) => !('risk' in row) && (row.text === undefined || !known.has(row.text)))
    .map((row) => ({ ...row, risk: ['none'], harmful: 0, background: true }));
}

/** Our own rows and the third-party ones; null: no such folder. */
export function readRiskRows(folder: string): RiskRow[] | null {
  const thirdParty = readThirdParty(folder, 'train.risk.jsonl') as RiskRow[] | null;
  if (thirdParty === null) return null;
  const rows = [...readOwnRiskRows(), ...composeGoalRows(), ...thirdParty];
  return [...rows, ...readBackground(folder, new Set(rows.flatMap(({ text }) => text ?? [])))];
}

/** What is meant is learned from harm and its look-alikes alone: of ordinary requests nobody would ask. */
function labelsOf({ harmful, risk, lookalike }: RiskRow): Int8Array {
  const labels = new Int8Array(riskOutputs);
  labels[0] = harmful;
  const isVague = harmful === 1 && !risk.some((name) => riskDomains.includes(name as RiskDomain));
  riskDomains.forEach((domain, at) => {
    labels[at + 1] = risk.includes(domain) ? 1 : isVague ? -1 : 0;
  });
  labels[intentOutput] = harmful === 0 && lookalike === undefined ? -1 : harmful;
  return labels;
}

export function buildRiskExamples(rows: readonly RiskRow[], words: RiskWords): RiskExample[] {
  const looker = createRiskWindows();
  const read = createRiskReader(words);
  const windowsOf = (row: RiskRow): RiskWindow[] => {
    const windows: RiskWindow[] = [];
    for (const { text, origin } of gatherRiskTexts(requestOf(row)).texts) {
      const tokens = read(foldText(text.normalize('NFKC')));
      const last = tokens.sentences.length - 1;
      for (const size of windowSizes) {
        for (let from = 0; from + size <= last && windows.length < mostWindows; from++) {
          const { features, values, count } = looker.look(
            tokens,
            from,
            from + size,
            riskOrigins.indexOf(origin),
          );
          const [start = 0, end = 0] = [tokens.sentences[from], tokens.sentences[from + size]];
          const grams = tokens.grams.slice(start * gramsPerToken, end * gramsPerToken);
          windows.push({
            features: features.slice(0, count),
            values: values.slice(0, count),
            grams,
            tokenCount: end - start,
          });
        }
      }
    }
    return windows;
  };
  return rows
    .map((row) => ({ row, family: riskFamilyOf(row.source), windows: windowsOf(row), labels: labelsOf(row) }))
    .filter(({ windows }) => windows.length > 0);
}
