/**
 * Requests put together from topics and the ways of asking about them: a harmful topic that is asked for, the same
 * topic only looked at, and a plain thing asked for in the very words of the first. Only topic and intent together are
 * harm, so that neither may carry the score alone. English and other languages; all of it trains and is not judged.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RiskDomain } from '../src/core/risk.ts';
import { createRandom, type Random } from './random.ts';
import type { RiskRow } from './risk-dataset.ts';
import { ownFolder } from './rows.ts';

/** How many ways of asking each topic and each plain thing gets. */
const waysPerTopic = 5;
const waysPerPlain = 5;

type Asking = { domain: string; harmful: 0 | 1; lang: string };

function read<T>(name: string): T {
  return JSON.parse(readFileSync(join(ownFolder, name), 'utf8')) as T;
}

function split(text: string): string[] {
  return text.split('; ');
}

function rowOf(text: string, { domain, harmful, lang }: Asking, number: number): RiskRow {
  return {
    id: `own-t-${lang}-${number}`,
    source: 'own-topics',
    lang,
    text,
    risk: [harmful === 1 ? domain : 'none'],
    harmful,
    ...(harmful === 1 ? {} : { lookalike: domain }),
    trainOnly: true,
  };
}

/** Each thing in some of the ways, which follow one another from a place that is drawn. */
function ask(things: readonly string[], ways: readonly string[], most: number, random: Random): string[] {
  return things.flatMap((thing) => {
    const first = Math.floor(random() * ways.length);
    return Array.from({ length: Math.min(most, ways.length) }, (_, turn) =>
      (ways[(first + turn) % ways.length] ?? '{}').replace('{}', thing),
    );
  });
}

type English = {
  topics: Record<RiskDomain, string>;
  asks: readonly string[];
  looks: readonly string[];
  plain: string;
};

function composeEnglish(random: Random): RiskRow[] {
  const { topics, asks, looks, plain } = read<English>('risk-f-topics.json');
  const rows: RiskRow[] = [];
  const add = (texts: readonly string[], domain: string, harmful: 0 | 1) => {
    for (const text of texts) rows.push(rowOf(text, { domain, harmful, lang: 'en' }, rows.length));
  };
  for (const [domain, list] of Object.entries(topics)) {
    add(ask(split(list), asks, waysPerTopic, random), domain, 1);
    add(ask(split(list), looks, waysPerTopic, random), domain, 0);
  }
  add(ask(split(plain), asks, waysPerPlain, random), 'fraud_illegal', 0);
  return rows;
}

type Language = {
  topics: string;
  asks: string;
  looks: string;
  plain: string;
  hijack: string;
  steady: string;
};

/** `cyber 5; privacy 2`: so many topics of each, in this order, in every language. */
function readOrder(order: string): string[] {
  return split(order).flatMap((part) => {
    const [domain = '', count = '0'] = part.split(' ');
    return Array<string>(Number(count)).fill(domain);
  });
}

/** Orders that put aside what was asked: alone, and after a task. */
function besideTask(orders: readonly string[], tasks: readonly string[], random: Random): string[] {
  return orders.flatMap((order) => {
    const task = tasks[Math.floor(random() * tasks.length)] ?? '';
    return [order, `${task} ${order}`, `${task}\n${order}`];
  });
}

function composeLanguages(random: Random): RiskRow[] {
  const { order, ...languages } = read<Record<string, Language> & { order: string }>('risk-f-languages.json');
  const domains = readOrder(order);
  const rows: RiskRow[] = [];
  for (const [lang, words] of Object.entries(languages as Record<string, Language>)) {
    const add = (texts: readonly string[], domain: string, harmful: 0 | 1) => {
      for (const text of texts) rows.push(rowOf(text, { domain, harmful, lang }, rows.length));
    };
    const [asks, looks, plain] = [split(words.asks), split(words.looks), split(words.plain)];
    split(words.topics).forEach((topic, at) => {
      const domain = domains[at] ?? 'fraud_illegal';
      add(ask([topic], asks, waysPerTopic, random), domain, 1);
      add(ask([topic], looks, waysPerTopic, random), domain, 0);
    });
    add(ask(plain, asks, waysPerPlain, random), 'fraud_illegal', 0);
    const tasks = ask(plain, looks, 1, random);
    add(besideTask(split(words.hijack), tasks, random), 'prompt_injection', 1);
    add(besideTask(split(words.steady), tasks, random), 'prompt_injection', 0);
  }
  return rows;
}

/** Harmful topics by language, each with its domain. */
export function readTopics(): Map<string, { domain: string; topic: string }[]> {
  const { topics } = read<English>('risk-f-topics.json');
  const { order, ...languages } = read<Record<string, Language> & { order: string }>('risk-f-languages.json');
  const domains = readOrder(order);
  const english = Object.entries(topics).flatMap(([domain, list]) =>
    split(list).map((topic) => ({ domain, topic })),
  );
  const others = Object.entries(languages as Record<string, Language>).map(
    ([lang, words]) =>
      [
        lang,
        split(words.topics).map((topic, at) => ({ domain: domains[at] ?? 'fraud_illegal', topic })),
      ] as const,
  );
  return new Map([['en', english], ...others]);
}

export function composeTopicRows(seed = 23): RiskRow[] {
  const random = createRandom(seed);
  return [...composeEnglish(random), ...composeLanguages(random)];
}
