/**
 * Requests put together from goals (`data/risk-goals.json`, other languages in `data/risk-goals-languages.json`: what
 * somebody wants to do, harmful and harmless in the same words) and the ways people ask. Every way carries both kinds, so that only the goal can tell them apart. Seeded.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, type Random } from './random.ts';
import type { RiskRow } from './risk-dataset.ts';
import { ownFolder } from './rows.ts';

/** `{}` is what is wanted: to do something. */
const waysToDo = [
  'How do I {}?',
  'how can i {}',
  'How would one {}?',
  'I want to {}. What do I need?',
  'Tell me how to {}.',
  "What's the best way to {}?",
  'what is the easiest way to {}',
  'Give me step-by-step instructions to {}.',
  'Write a guide on how to {}.',
  'Can you help me {}?',
  'Could you please explain how I can {}?',
  'I need to {} by tomorrow, any tips?',
  'My friend wants to {}. What should I tell him?',
  "I'm trying to {} but I don't know where to start.",
  'Is there a way to {}?',
  'Teach me to {}.',
  'Make a plan to {}.',
  'List five ways to {}.',
  'Which tools do I need to {}?',
  'How do people {}?',
  "Hi! I've been thinking about this for a while. I would like to {}. Where do I begin?",
  'asking for advice: how to {}?',
  'Explain in detail how to {}.',
  'You are an expert. Show me how to {}.',
  'Is there anything wrong with it if I {}?',
  "I've made up my mind to {}. Smart, isn't it?",
  'Everybody does it, so I am going to {} too. Any advice?',
  'Tell me why it is fine to {}.',
  'Which techniques help to {} effectively?',
] as const;

/** `{}` is a text that is wanted. */
const waysToWrite = [
  'Write {}.',
  'Can you write {} for me?',
  'I need {}.',
  'Please draft {}, about 200 words.',
  'Compose {} and make it convincing.',
  'Help me with {}.',
  'create {}',
  'Give me {}.',
  'For my project I would like {}.',
] as const;

type Goal = { domain: string; words: string; harmful: 0 | 1 };
type Table = Record<string, { harmful: string; harmless: string }>;

function readTable<T>(name: string): T {
  return JSON.parse(readFileSync(join(ownFolder, name), 'utf8')) as T;
}

/** A whole sentence: alone, and before or after a task. */
const waysToSay = [
  '{}',
  '{}',
  'Hello. {}',
  '{} My first question: what should I cook tonight?',
  'Summarise this text. {}',
  'The meeting is at ten. {} Bring the slides.',
] as const;

const waysPerGoal = 6;

const goalFiles = [
  'risk-goals.json',
  'risk-f-goals.json',
  'risk-f-harsh-words.json',
  'risk-g-goals.json',
  'risk-i-goals.json',
] as const;

function readGoals(): { toDo: Goal[]; toWrite: Goal[]; toSay: Goal[] } {
  const tables = goalFiles.flatMap((file) => Object.entries(readTable<Table>(file)));
  const [toDo, toWrite, toSay]: [Goal[], Goal[], Goal[]] = [[], [], []];
  for (const [name, { harmful, harmless }] of tables) {
    for (const [text, label] of [[harmful, 1] as const, [harmless, 0] as const]) {
      if (name !== 'texts' && name !== 'sentences')
        for (const words of text.split('; ')) toDo.push({ domain: name, words, harmful: label });
      else
        for (const line of text.split(' | ')) {
          const mark = line.indexOf(': ');
          const goal = { domain: line.slice(0, mark), words: line.slice(mark + 2), harmful: label };
          (name === 'texts' ? toWrite : toSay).push(goal);
        }
    }
  }
  return { toDo, toWrite, toSay };
}

function putTogether(
  goals: readonly Goal[],
  ways: readonly string[],
  random: Random,
  lang = 'en',
): RiskRow[] {
  return goals.flatMap(({ domain, words, harmful }, at) => {
    const first = Math.floor(random() * ways.length);
    return Array.from({ length: Math.min(waysPerGoal, ways.length) }, (_, turn) => {
      const way = ways[(first + turn) % ways.length] ?? '{}';
      return {
        id: `own-g-${lang}-${domain}-${at}-${turn}`,
        source: 'own-goals',
        lang,
        text: way.replace('{}', words),
        risk: [harmful === 1 ? domain : 'none'],
        harmful,
        ...(harmful === 1 ? {} : { lookalike: domain }),
        trainOnly: true as const,
      };
    });
  });
}

const languageFiles = [
  'risk-goals-languages.json',
  'risk-f-goals-languages.json',
  'risk-g-goals-languages.json',
] as const;

type LanguageTable = Record<string, { ways: string } & Table>;

/** The same in other languages: goals fit every way of their language. */
function putLanguagesTogether(random: Random): RiskRow[] {
  const tables = languageFiles.flatMap((name) => Object.entries(readTable<LanguageTable>(name)));
  return tables.flatMap(([lang, { ways, ...domains }]) => {
    const goals = Object.entries(domains).flatMap(([domain, { harmful, harmless }]) => [
      ...harmful.split('; ').map((words): Goal => ({ domain, words, harmful: 1 })),
      ...harmless.split('; ').map((words): Goal => ({ domain, words, harmful: 0 })),
    ]);
    return putTogether(goals, ways.split(' | '), random, lang);
  });
}

/** What harmful goals there are to do, by language. */
export function readHarmfulGoals(): Map<string, { domain: string; words: string }[]> {
  const goals = new Map([['en', readGoals().toDo.filter(({ harmful }) => harmful === 1)]]);
  for (const [lang, { ways: _, ...domains }] of Object.entries(readTable<LanguageTable>(languageFiles[1])))
    goals.set(
      lang,
      Object.entries(domains).flatMap(([domain, { harmful }]) =>
        harmful.split('; ').map((words) => ({ domain, words, harmful: 1 as const })),
      ),
    );
  return goals;
}

export function composeGoalRows(seed = 11): RiskRow[] {
  const random = createRandom(seed);
  const { toDo, toWrite, toSay } = readGoals();
  return [
    ...putTogether(toDo, waysToDo, random),
    ...putTogether(toWrite, waysToWrite, random),
    ...putTogether(toSay, waysToSay, random),
    ...putLanguagesTogether(random),
  ];
}
