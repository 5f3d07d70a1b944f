import { describe, expect, test } from 'vitest';
import type { Judged } from '../../src/core/judged.ts';
import { riskLevels } from '../../src/core/risk.ts';
import { isLookedAtAgain } from '../../src/second-look/occasions.ts';
import { makeJudged, makeRisk } from '../support/judged/judged.ts';
import { settingsOf } from './settings.ts';

const sure = makeJudged();
const unsure = makeJudged({ task: { ...sure.task, isSure: false } });
const tools: Judged['tools'] = { declared: [], called: [], highest: 'destructive', highestCalled: null };
const at = (level: (typeof riskLevels)[number], changes = {}) =>
  makeJudged({ risk: makeRisk({ level, ...changes }) });

describe('unsure', () => {
  test.each([
    ['a sure task without risk', sure, false],
    ['an unsure task with nothing at stake', unsure, false],
    ['an unsure task with a tool that destroys', { ...unsure, tools }, true],
    ['an unsure task with a tool that reads', { ...unsure, tools: { ...tools, highest: 'read' } }, false],
    ['a sure task with a tool that destroys', { ...sure, tools }, false],
    [
      'a tool that destroyed before',
      { ...unsure, tools: { ...tools, highest: null, highestCalled: 'destructive' } },
      true,
    ],
    ['a low risk', at('low'), true],
    ['an elevated risk', at('elevated'), true],
    ['a long request with a tool that destroys', { ...at('none', { isWhole: false }), tools }, true],
  ] as const)('%s: %s', (_, judged, isAsked) => {
    expect(isLookedAtAgain(judged, settingsOf({ when: 'unsure' }))).toBe(isAsked);
  });
});

describe('by level', () => {
  const asked = (when: 'low' | 'elevated' | 'high' | 'always', mayLower: boolean) =>
    riskLevels.filter((level) => isLookedAtAgain(at(level), settingsOf({ when, mayLower })));

  test.each([
    ['low', ['low', 'elevated', 'high']],
    ['elevated', ['elevated', 'high']],
    ['high', ['high']],
    ['always', riskLevels],
  ] as const)('%s', (when, levels) => {
    expect(asked(when, true)).toEqual(levels);
  });

  test('not what is highest already and may not be lowered', () => {
    expect(asked('always', false)).toEqual(['none', 'low', 'elevated']);
  });
});
