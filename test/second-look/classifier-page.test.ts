/** docs/classifier.md says of the settings what the code does. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hintOdds } from '../../src/classify/tune-task.ts';
import { secondLookOccasions } from '../../src/core/classify-settings.ts';
import { createModerationJudge } from '../../src/second-look/moderations.ts';
import { settingsOf } from './settings.ts';

const page = readFileSync(new URL('../../docs/classifier.md', import.meta.url).pathname, 'utf8');
const words = ['none', 'one', 'two', 'three', 'four', 'five', 'six'];

test('the defaults of a second look', () => {
  const { deadlineMs, perMinute, cacheSeconds, mayLower } = settingsOf();
  for (const [name, value] of Object.entries({ deadlineMs, perMinute, cacheSeconds, mayLower }))
    expect(page).toContain(`| \`${name}\` | ${value} |`);
});

test('how much a hint does, and how many domains the moderation endpoint knows', () => {
  expect(page).toContain(`makes each of these tasks ${words[hintOdds]} times as likely`);
  const { covers } = createModerationJudge(settingsOf().using.provider);
  expect(page).toContain(`**The moderation endpoint knows ${words[covers.size]} of the nine domains**`);
});

test('the occasions', () => {
  for (const when of secondLookOccasions.filter((each) => !['low', 'elevated', 'high'].includes(each)))
    expect(page).toContain(`\`${when}\``);
});
