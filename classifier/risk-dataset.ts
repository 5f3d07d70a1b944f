/** Rows of risk as training sees them: windows of sentences, made by the very code of the Worker. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRiskReader, gramsPerToken } from '../src/classify/features/risk-tokens.ts';
import { createRiskWindows } from '../src/classify/features/risk-window.ts';
import { riskZone, startOfZone, zoneOf } from '../src/classify/features/risk-zone.ts';
import type { RiskWords } from '../src/classify/lexicon/risk-words.ts';
import { intentOutput, pastedOutput, plantedOutput, riskOutputs } from '../src/classify/model/risk-head.ts';
import { windowSizes } from '../src/classify/risk.ts';
import { gatherRiskTexts } from '../src/classify/risk-texts.ts';
import { foldText } from '../src/classify/text/normalise.ts';
import { type RiskDomain, riskDomains, riskOrigins } from '../src/core/risk.ts';
import { composeGoalRows } from './risk-goals.ts';
import { composePlantedRows } from './risk-planted.ts';
import { composeReportRows } from './risk-reports.ts';
import { riskFamilyOf } from './risk-sources.ts';
import { composeTopicRows } from './risk-topics.ts';
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
  /** An order to the model planted in a document, or a document that might have held one. */
  planted?: boolean;
  /** A planted order, as third-party rows mark it. */
  indirect?: boolean;
  /** Put together by a program: trains, and is not judged. */
  trainOnly?: boolean;
};

export type RiskWindow = {
  features: Int32Array;
  values: Float32Array;
  grams: Int32Array;
  tokenCount: number;
  /** `riskZone` */
  zone: number;
};

export type RiskExample = {
  row: RiskRow;
  family: Family;
  windows: RiskWindow[];
  /** Per output 1, 0, or -1 for unknown. */
  labels: Int8Array;
};

/** More windows than this of one row teach nothing new. */
const mostWindows = 120;

export function readOwnRiskRows(): RiskRow[] {
  return globSync(join(ownFolder, '*risk*.jsonl'))
    .sort()
    .flatMap((path) => readFileSync(path, 'utf8').split('\n'))
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const row = JSON.parse(line);
      return {
        ...row,
        source: row.source ?? `own-${row.author ?? ''}`,
        lang: row.lang ?? 'und',
      };
    });
}

/** Requests written or gathered for the task head: what people ask all day. */
function readBackground(folder: string, known: ReadonlySet<string>): RiskRow[] {
  return [...readOwnRows(), ...(readThirdParty(folder, 'train.task.jsonl') ?? [])]
    .filter((row) => !('risk' in row) && (row.text === undefined || !known.has(row.text)))
    .map((row) => ({ ...row, risk: ['none'], harmful: 0, background: true }));
}

const [resultStart, resultEnd] = ['[tool result]\n', '\n[/tool result]'] as const;

/** Third-party rows write tool results into the text: they become what an app would have sent. */
function giveToolResult(row: RiskRow): RiskRow {
  const { text, ...rest } = row;
  const end = text?.indexOf(resultEnd) ?? -1;
  if (text === undefined || !text.startsWith(resultStart) || end === -1) return row;
  return {
    ...rest,
    messages: [
      { role: 'user', content: text.slice(end + resultEnd.length).trim() },
      { role: 'tool', content: text.slice(resultStart.length, end) },
    ],
  };
}

/** Our own rows and the third-party ones; null: no such folder. */
export function readRiskRows(folder: string): RiskRow[] | null {
  const thirdParty = readThirdParty(folder, 'train.risk.jsonl') as RiskRow[] | null;
  if (thirdParty === null) return null;
  const rows = [
    ...readOwnRiskRows(),
    ...composeGoalRows(),
    ...composeTopicRows(),
    ...composePlantedRows(),
    ...composeReportRows(),
    ...thirdParty.map(giveToolResult),
  ];
  return [...rows, ...readBackground(folder, new Set(rows.flatMap(({ text }) => text ?? [])))];
}

/** Orders that the caller gives himself are no planted ones, and nobody knows in which part of a text they stand. */
function plantedLabelOf(row: RiskRow, isGiven: boolean): number {
  if (row.harmful === 0) return 0;
  if (row.planted || row.indirect) return 1;
  if (!row.risk.includes('prompt_injection')) return 0;
  return isGiven ? 1 : -1;
}

function labelPlanted(row: RiskRow, windows: readonly RiskWindow[], labels: Int8Array): void {
  const isGiven = windows.some(({ zone }) => zone === riskZone.document);
  const isPasted = windows.some(({ zone }) => zone === riskZone.pasted || zone === riskZone.pastedEnd);
  const label = plantedLabelOf(row, isGiven);
  labels[plantedOutput] = isGiven ? label : -1;
  // what stands in a tool result does not stand in the text beside it
  labels[pastedOutput] = isPasted ? (isGiven && label === 1 ? -1 : label) : -1;
  // what was planted is harmless in itself and found by its place: it must teach nothing of harm
  if (label === 1 && (row.planted || row.indirect)) labels.fill(-1, 0, plantedOutput);
}

/** What is meant is learned from harm and its look-alikes alone: of ordinary requests nobody would ask. */
function labelsOf(row: RiskRow, windows: readonly RiskWindow[]): Int8Array {
  const { harmful, risk, lookalike } = row;
  const labels = new Int8Array(riskOutputs);
  labels[0] = harmful;
  const isVague = harmful === 1 && !risk.some((name) => riskDomains.includes(name as RiskDomain));
  riskDomains.forEach((domain, at) => {
    labels[at + 1] = risk.includes(domain) ? 1 : isVague ? -1 : 0;
  });
  labels[intentOutput] = harmful === 0 && lookalike === undefined ? -1 : harmful;
  labelPlanted(row, windows, labels);
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
      const zone = startOfZone(tokens, origin);
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
            zone: from < zone ? riskZone.none : zoneOf(origin, from + size < last),
          });
        }
      }
    }
    return windows;
  };
  return rows
    .map((row) => {
      const windows = windowsOf(row);
      return {
        row,
        family: riskFamilyOf(row.source),
        windows,
        labels: labelsOf(row, windows),
      };
    })
    .filter(({ windows }) => windows.length > 0);
}
