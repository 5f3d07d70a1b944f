/** Of our own risky requests that the shipped weights flag as they are, the share still flagged in disguise. */
import { readFileSync } from 'node:fs';
import { createRiskJudge } from '../src/classify/risk.ts';
import type { LlmRequest } from '../src/core/request.ts';
import { riskLevels } from '../src/core/risk.ts';
import { additions, disguises } from './disguises.ts';
import { percent, printTable } from './print-table.ts';
import { readOwnRiskRows } from './risk-dataset.ts';
import { requestOf } from './rows.ts';

function requestOfText(text: string): LlmRequest {
  return requestOf({ id: '', source: 'own', lang: 'en', text });
}

/** English requests of one turn at level `elevated` or `high`. */
export function printCaught(): string {
  const file = readFileSync(new URL('../src/classify/model/risk.bin', import.meta.url).pathname);
  const { judge } = createRiskJudge(
    file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer,
  );
  const isFlagged = (request: LlmRequest) =>
    riskLevels.indexOf(judge(request).level) >= riskLevels.indexOf('elevated');
  const texts = readOwnRiskRows()
    .filter(({ harmful, lang, text }) => harmful === 1 && lang === 'en' && text !== undefined)
    .map(({ text }) => text ?? '')
    .filter((text) => isFlagged(requestOfText(text)));
  const rows = [
    ...Object.entries(additions).map(
      ([name, add]) => [name, (text: string) => add(requestOfText(text), text)] as const,
    ),
    ...Object.entries(disguises).map(
      ([name, hide]) => [name, (text: string) => requestOfText(hide(text))] as const,
    ),
  ].map(([name, change]) => {
    const caught = texts.filter((text) => isFlagged(change(text))).length;
    return [name, texts.length, percent(caught / texts.length)];
  });
  return printTable(['addition or disguise', 'flagged as they are', 'still flagged %'], rows);
}
