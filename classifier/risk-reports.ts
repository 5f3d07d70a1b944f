/**
 * Harmless requests put together around texts that report of harm (news, plots, exam questions, talk), and roles that
 * somebody asks for in play. They train, so that what is only told of does not count as wanted. Seeded.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, type Random, shuffle } from './random.ts';
import type { RiskRow } from './risk-dataset.ts';
import { readHarmfulGoals } from './risk-goals.ts';
import { readTopics } from './risk-topics.ts';
import { ownFolder } from './rows.ts';

const rowsPerTopic = 2;
const rowsPerRole = 3;

/** `told`: of what somebody does; `reports`: of a thing. */
type Report = { reports: string; told?: string; tasks: string; between: string };
type Sample = Record<string, Report> & { personas: Record<string, string> };

function pick<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random() * items.length)] as T;
}

/** What is reported between other sentences, the task before or behind. */
function layOut(reports: readonly string[], words: Report, random: Random): string {
  const [tasks, between] = [words.tasks.split(' | '), words.between.split(' | ')];
  const sentences = [
    ...reports,
    ...Array.from({ length: 2 + Math.floor(random() * 6) }, () => pick(between, random)),
  ];
  const order = Int32Array.from(sentences.keys());
  shuffle(order, random);
  const text = [...order].map((at) => sentences[at]).join(random() < 0.3 ? '\n' : ' ');
  const task = pick(tasks, random);
  return random() < 0.7 ? `${task}\n\n${text}` : `${text}\n\n${task}`;
}

export function composeReportRows(seed = 31): RiskRow[] {
  const random = createRandom(seed);
  const { personas, ...languages } = JSON.parse(
    readFileSync(join(ownFolder, 'risk-f-reports.json'), 'utf8'),
  ) as Sample;
  const rows: RiskRow[] = [];
  const add = (text: string, lookalike: string, lang: string) =>
    rows.push({
      id: `own-n-${rows.length}`,
      source: 'own-reports',
      lang,
      text,
      risk: ['none'],
      harmful: 0,
      lookalike,
      trainOnly: true,
    });
  const [topics, goals] = [readTopics(), readHarmfulGoals()];
  for (const [lang, words] of Object.entries(languages as Record<string, Report>)) {
    const reports = words.reports.split(' | ');
    for (const { domain, topic } of topics.get(lang) ?? []) {
      for (let turn = 0; turn < rowsPerTopic; turn++) {
        const told = Array.from({ length: 1 + turn }, () => pick(reports, random).replace('{}', topic));
        add(layOut(told, words, random), domain, lang);
      }
    }
    const told = words.told?.split(' | ') ?? [];
    if (told.length === 0) continue;
    for (const { domain, words: goal } of goals.get(lang) ?? []) {
      const all = [pick(told, random).replace('{}', goal), pick(reports, random).replace('{}', 'all this')];
      add(layOut(lang === 'en' ? all : all.slice(0, 1), words, random), domain, lang);
    }
  }
  for (const [lang, ways] of Object.entries(personas).filter(([name]) => !name.endsWith('-who')))
    for (const role of (personas[`${lang}-who`] ?? '').split('; '))
      for (let turn = 0; turn < rowsPerRole; turn++)
        add(pick(ways.split(' | '), random).replaceAll('{}', role), 'prompt_injection', lang);
  return rows;
}
