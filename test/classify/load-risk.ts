/** The risk judge with the weights that ship, and disguises and additions of requests. */
import { readFileSync } from 'node:fs';
import { createRiskJudge, type RiskJudge } from '../../src/classify/risk.ts';

export function readRiskWeights(): ArrayBuffer {
  const file = readFileSync(new URL('../../src/classify/model/risk.bin', import.meta.url).pathname);
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer;
}

export function loadRiskJudge(): RiskJudge {
  return createRiskJudge(readRiskWeights());
}
