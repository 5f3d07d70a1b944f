/**
 * The risk of a request: the maximum over sentence windows of all its texts, in every reading that takes a disguise
 * off. Added text makes more windows and changes none, so it can raise risk and never lower it. Never throws: a failure
 * is the highest risk. Keeps nothing of a request.
 */
import type { LlmRequest } from '../core/request.ts';
import {
  type RiskDomain,
  type RiskJudgement,
  type RiskOrigin,
  riskDomains,
  riskOrigins,
} from '../core/risk.ts';
import { type BuildUp, findBuildUps } from './build-up.ts';
import { describeRiskFeature, riskNamedCount } from './features/risk-space.ts';
import { createRiskReader, type RiskReader } from './features/risk-tokens.ts';
import { createRiskWindows, type RiskVector } from './features/risk-window.ts';
import { riskZone, startOfZone, zoneOf } from './features/risk-zone.ts';
import { readChunks, takeChunk } from './model/chunks.ts';
import {
  intentOutput,
  pastedOutput,
  plantedOutput,
  type RiskHead,
  readRiskHead,
  readRiskWords,
  riskOutputs,
  riskWeightOf,
  type Span,
  scoreHarm,
  scorePlanted,
  scoreWindow,
  sumHarm,
  sumPlanted,
} from './model/risk-head.ts';
import {
  closeText,
  type Finding,
  forget,
  levelsByDomain,
  likeliestDomain,
  newFinding,
  noteDomain,
  noteWords,
  raise,
} from './risk-finding.ts';
import {
  harmlessBelow,
  joinScores,
  levelOf,
  type RiskSettings,
  readRiskSettings,
  sigmoid,
} from './risk-score.ts';
import { gatherRiskTexts } from './risk-texts.ts';
import { readDisguises } from './text/decode.ts';
import { foldText, longestText } from './text/normalise.ts';

export type RiskJudge = {
  /** First eight hex digits of what the weights were trained on and with. */
  readonly version: string;
  readonly judge: (request: LlmRequest) => RiskJudgement;
};

/** Sentences of a window: each by itself, and with its neighbour. */
export const windowSizes = [1, 2] as const;

const mostEvidence = 6;

const injectionOutput = 1 + riskDomains.indexOf('prompt_injection');

function copyVector({ features, values, count }: RiskVector): RiskVector {
  return {
    features: features.slice(0, count),
    values: values.slice(0, count),
    count,
  };
}

const failed: Omit<RiskJudgement, 'domains'> = {
  level: 'high',
  score: 1,
  foundIn: 'caller',
  disguises: [],
  evidence: [{ what: 'could not be looked at', weight: 0 }],
  isWhole: false,
};

function byDomain(value: (output: number) => number): Record<RiskDomain, number> {
  const values = {} as Record<RiskDomain, number>;
  for (let at = 0; at < riskDomains.length; at++) values[riskDomains[at] as RiskDomain] = value(at + 1);
  return values;
}

/** What is said when a request could not be looked at: nothing is known, so the worst is. */
export function expectTheWorst(): RiskJudgement {
  return { ...failed, domains: byDomain(() => 1) };
}

/** The parts of a text that can be folded: all of it, but for texts that NFKC made many times as long. */
function partsOf(text: string): readonly string[] {
  if (text.length <= longestText) return [text];
  const space = text.lastIndexOf(' ', longestText);
  const end = space > longestText / 2 ? space : longestText;
  return [text.slice(0, end), ...partsOf(text.slice(end))];
}

const { look: lookAtWindow } = createRiskWindows();

class Searcher {
  readonly version: string;
  readonly head: RiskHead;
  readonly reader: RiskReader;
  readonly settings: RiskSettings;
  readonly span: Span = { start: 0, end: 0 };
  readonly out = new Float64Array(riskOutputs);
  readonly finding = newFinding();

  constructor(bytes: ArrayBuffer) {
    const chunks = readChunks(bytes);
    this.version = (takeChunk(chunks, 'version', Uint32Array)[0] ?? 0).toString(16).padStart(8, '0');
    this.head = readRiskHead(chunks);
    this.reader = createRiskReader(readRiskWords(chunks));
    this.settings = readRiskSettings(this.head.settings);
  }

  /** Scores every window of one reading into the finding. */
  search(text: string, origin: RiskOrigin, disguises: readonly string[]): void {
    const { head, span, out, finding } = this;
    const tokens = this.reader(foldText(text));
    const originAt = riskOrigins.indexOf(origin);
    sumHarm(head, tokens);
    const last = tokens.sentences.length - 1;
    const zone = startOfZone(tokens, origin);
    const isPasted = zoneOf(origin, true) !== riskZone.document;
    if (zone < last) sumPlanted(head, tokens, isPasted);
    let harmless = Number.NEGATIVE_INFINITY;
    for (const size of windowSizes) {
      for (let from = 0; from + size <= last; from++) {
        span.start = tokens.sentences[from] as number;
        span.end = tokens.sentences[from + size] as number;
        const vector = lookAtWindow(tokens, from, from + size, originAt);
        if (from >= zone) this.#lookForOrder(vector, zoneOf(origin, from + size < last), origin, disguises);
        const harm = scoreHarm(head, vector, span);
        if (harm < harmlessBelow) {
          if (harm > harmless) harmless = harm;
          if (harm + harmlessBelow / 4 <= finding.score) continue;
          out.fill(harmlessBelow);
          out[0] = harm;
        } else {
          scoreWindow(head, vector, tokens, { from, to: from + size }, harm, out);
          raise(finding.outputs, out);
        }
        const score = joinScores(out);
        if (score >= this.settings.cuts[0]) noteWords(finding, likeliestDomain(out), score);
        if (score <= finding.score) continue;
        this.#keep(score, vector, origin, disguises);
        finding.plantedAs = 0;
        finding.bestOutputs.set(out);
      }
    }
    if (harmless === Number.NEGATIVE_INFINITY) return;
    out.fill(harmlessBelow);
    out[0] = harmless;
    raise(finding.outputs, out);
  }

  #keep(score: number, vector: RiskVector, origin: RiskOrigin, disguises: readonly string[]): void {
    const { finding } = this;
    finding.score = score;
    finding.origin = origin;
    finding.disguises = disguises;
    // below the first level nobody asks what spoke for it
    if (score >= this.settings.cuts[0]) finding.vector = copyVector(vector);
  }

  /** The window at `span` as an order planted for a model, in the measure of harm. */
  #lookForOrder(vector: RiskVector, zone: number, origin: RiskOrigin, disguises: readonly string[]): void {
    const { head, span, finding } = this;
    const { planted, pasted } = this.settings;
    const isPasted = zone !== riskZone.document;
    const [slope, offset] = isPasted ? pasted : planted;
    const score = slope * scorePlanted(head, vector, span, zone) + offset;
    if (score > (finding.outputs[injectionOutput] as number)) finding.outputs[injectionOutput] = score;
    if (score >= this.settings.cuts[0]) noteDomain(finding, injectionOutput, score);
    if (score <= finding.score) return;
    this.#keep(score, vector, origin === 'tool-result' ? origin : 'document', disguises);
    finding.plantedAs = isPasted ? pastedOutput : plantedOutput;
  }

  /** An order to the model is always meant. */
  #isMeant({ plantedAs, bestOutputs }: Finding): boolean {
    return plantedAs > 0 || (bestOutputs[intentOutput] as number) >= this.settings.intent;
  }

  explain({ vector }: Finding, output: number): RiskJudgement['evidence'] {
    const head = this.head;
    const weights = new Map<string, number>();
    for (let at = 0; at < vector.count; at++) {
      const feature = vector.features[at] as number;
      if (feature >= riskNamedCount) continue;
      const value = vector.values[at] as number;
      const own = riskWeightOf(head, feature, output);
      const weight = value * (output >= plantedOutput ? own : riskWeightOf(head, feature, 0) + own / 2);
      const what = describeRiskFeature(feature);
      weights.set(what, (weights.get(what) ?? 0) + weight);
    }
    return [...weights]
      .filter(([, weight]) => weight > 0.05)
      .sort(([, a], [, b]) => b - a)
      .slice(0, mostEvidence)
      .map(([what, weight]) => ({
        what,
        weight: Math.round(weight * 100) / 100,
      }));
  }

  #tell(finding: Finding, output: number, builtUp: BuildUp | null): RiskJudgement['evidence'] {
    const spoke = this.explain(finding, output);
    if (builtUp === null) return spoke;
    return [{ what: `built up over ${builtUp.turns} turns`, weight: 0 }, ...spoke].slice(0, mostEvidence);
  }

  /** Counts what several turns come to, and gives what is riskier than all words by themselves; null: nothing is. */
  #buildUp(): BuildUp | null {
    const { finding } = this;
    let riskiest: BuildUp | null = null;
    for (const built of findBuildUps(finding.said, this.settings.cuts)) {
      noteDomain(finding, built.output, built.score);
      if (built.score <= finding.score) continue;
      finding.score = built.score;
      riskiest = built;
    }
    return riskiest;
  }

  look(request: LlmRequest): RiskJudgement {
    const { texts, isWhole } = gatherRiskTexts(request);
    const { finding } = this;
    forget(finding);
    for (const { text, origin, turn } of texts) {
      for (const reading of readDisguises(text))
        for (const part of partsOf(reading.text)) this.search(part, origin, reading.disguises);
      closeText(finding, text, turn);
    }
    const builtUp = this.#buildUp();
    const output =
      builtUp?.output ?? (finding.plantedAs > 0 ? injectionOutput : likeliestDomain(finding.bestOutputs));
    const seen = levelOf(finding.score, this.settings.cuts);
    // what nobody looked at is not harmless
    const level = seen === 'none' && !isWhole ? 'low' : seen;
    const domain = riskDomains[output - 1];
    return {
      level,
      score: sigmoid(this.settings.slope * finding.score + this.settings.offset),
      domains: byDomain((each) => sigmoid(finding.outputs[each] as number)),
      ...levelsByDomain(finding, this.settings.cuts),
      ...(seen === 'none' || domain === undefined
        ? {}
        : { domain, looksLike: this.#isMeant(finding) ? 'intent' : 'topic' }),
      foundIn: builtUp === null ? finding.origin : 'caller',
      disguises: finding.disguises,
      evidence: level === 'none' ? [] : this.#tell(finding, finding.plantedAs || output, builtUp),
      isWhole,
    };
  }
}

/** Throws when the bytes are not the risk weights of this version of the program. */
export function createRiskJudge(bytes: ArrayBuffer): RiskJudge {
  const searcher = new Searcher(bytes);
  return {
    version: searcher.version,
    judge: (request) => {
      try {
        return searcher.look(request);
      } catch {
        return expectTheWorst();
      }
    },
  };
}
