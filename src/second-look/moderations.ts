/**
 * OpenAI's moderation endpoint as a judge. It knows five of our nine domains: nothing of cyber, biology and chemistry,
 * privacy or prompt injection, so it can raise those and never clear them. The cuts are set by hand and belong to the
 * pinned snapshot: its successor's scores mean something else.
 */
import { isObject } from '../core/json.ts';
import type { ModerationCategory, ModerationCuts } from '../core/moderation.ts';
import { type RiskDomain, type RiskLevel, riskLevels } from '../core/risk.ts';
import type { Provider } from '../core/target.ts';
import type { Judge } from './judge.ts';
import { failed, type Label, type Look } from './label.ts';
import type { Part } from './material.ts';

export const moderationModel = 'omni-moderation-2024-09-26';

type Row = {
  readonly domain: RiskDomain;
  /** Scores from which on a level begins. */
  readonly low: number;
  readonly elevated: number;
  readonly high: number;
};

const usual = { low: 0.2, elevated: 0.5, high: 0.8 };
/** Depicted, not asked for: novels and news have much of it. */
const depicted = { low: 0.4, elevated: 0.7, high: 0.95 };
/** Where a miss is worse than many false alarms. */
const grave = { low: 0.05, elevated: 0.2, high: 0.5 };

export const moderationTable: Readonly<Record<ModerationCategory, Row>> = {
  harassment: { domain: 'hate_harassment', ...depicted },
  'harassment/threatening': { domain: 'hate_harassment', ...usual },
  hate: { domain: 'hate_harassment', ...usual },
  'hate/threatening': { domain: 'hate_harassment', ...usual },
  illicit: { domain: 'fraud_illegal', ...usual },
  'illicit/violent': { domain: 'violence_weapons', ...usual },
  'self-harm': { domain: 'self_harm', ...usual },
  'self-harm/instructions': { domain: 'self_harm', ...grave },
  'self-harm/intent': { domain: 'self_harm', ...grave },
  sexual: { domain: 'sexual', ...depicted },
  'sexual/minors': { domain: 'sexual', ...grave },
  violence: { domain: 'violence_weapons', ...depicted },
  'violence/graphic': { domain: 'violence_weapons', ...depicted },
};

const rows = Object.entries(moderationTable) as [ModerationCategory, Row][];

function levelOf(score: number, { low, elevated, high }: Row): RiskLevel {
  if (score >= high) return 'high';
  if (score >= elevated) return 'elevated';
  return score >= low ? 'low' : 'none';
}

const rank = (level: RiskLevel) => riskLevels.indexOf(level);

function higher(one: Label, other: Label): Label {
  return rank(other.level) > rank(one.level) ? other : one;
}

const harmless: Label = { level: 'none', domain: null };

/** One category: its score by our cuts; what the endpoint itself flags is elevated at least. Null: unreadable. */
function labelCategory(
  [category, row]: [ModerationCategory, Row],
  scores: object,
  flags: object,
): Label | null {
  const score = (scores as Record<string, unknown>)[category];
  if (typeof score !== 'number' || !(score >= 0 && score <= 1)) return null;
  const isFlagged = (flags as Record<string, unknown>)[category] === true;
  const flagged: Label = { level: isFlagged ? 'elevated' : 'none', domain: row.domain };
  return higher(flagged, { level: levelOf(score, row), domain: row.domain });
}

/** One result; null where a score is missing or is none. A flag of a category that we do not know counts too. */
function labelResult(result: unknown, thresholds: ModerationCuts): Label | null {
  if (!isObject(result) || !isObject(result.category_scores) || !isObject(result.categories)) return null;
  const { category_scores: scores, categories: flags } = result;
  let worst: Label = result.flagged === true ? { level: 'elevated', domain: null } : harmless;
  for (const [category, row] of rows) {
    const label = labelCategory([category, { ...row, ...thresholds[category] }], scores, flags);
    if (label === null) return null;
    // A named domain is worth more than none at the same level.
    worst =
      worst.domain === null && label.level === worst.level && label.level !== 'none'
        ? label
        : higher(worst, label);
  }
  return worst.level === 'none' ? harmless : worst;
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** The gravest of all results, of which there must be one for each text that was sent. */
export function readModerations(text: string | null, sent: number, thresholds: ModerationCuts = {}): Look {
  const body = parse(text);
  const results = isObject(body) && Array.isArray(body.results) ? body.results : [];
  const labels = results.map((result) => labelResult(result, thresholds));
  const read = labels.filter((label) => label !== null);
  if (read.length !== sent || read.length !== labels.length) return failed('unreadable');
  return { kind: 'label', label: read.reduce(higher, harmless) };
}

/** `thresholds`: in place of the table's. */
export function createModerationJudge(provider: Provider, thresholds: ModerationCuts = {}): Judge {
  return {
    covers: new Set(rows.map(([, { domain }]) => domain)),
    model: moderationModel,
    ask: async (parts: readonly Part[], post, signal) => {
      const body = JSON.stringify({ model: moderationModel, input: parts.map(({ text }) => text) });
      const protocol = 'openai-chat';
      const answer = await post({ provider, protocol, path: '/moderations', headers: {}, body, signal });
      const look =
        answer.status === 200 ? readModerations(answer.text, parts.length, thresholds) : failed('error');
      // It is free, and reports no tokens.
      return { look, usage: {} };
    },
  };
}
