// The words of an answer: deterministic prose of plausible length that mentions the prompt.
// Must not know protocols, tools or limits; the same ask and seed give the same text.

import { type Ask, lastUserText, lastUserTexts } from './ask.ts';
import { findMarker } from './markers.ts';
import { type Random, seededRandom } from './seed.ts';
import { countTokens, splitTokens } from './tokens.ts';

const READ_CHARACTERS = 4000;

const dictated: readonly RegExp[] = [
  /say exactly:\s*([\s\S]+)$/i,
  /(?:say|reply with|respond with|answer with|return|output)(?: only| just| exactly)?(?: the words?)?:?\s*["“`']([^"”`']{1,400})["”`']/i,
  /^(?:please )?(?:say|reply with|respond with|answer with)(?: only| just| exactly)?(?: the words?)? ([^.!?\n]{1,40})[.!?]?$/i,
];

/** The text the prompt dictates word by word, if it does. */
export function dictatedText(ask: Ask): string | undefined {
  for (const text of lastUserTexts(ask).toReversed()) {
    const searched = text.slice(-READ_CHARACTERS).trim();
    for (const pattern of dictated) {
      const found = pattern.exec(searched)?.[1];
      if (found !== undefined) return found.trim();
    }
  }
  return undefined;
}

interface Shape {
  asks: RegExp;
  /** Usual length of the answer. */
  tokens: number;
  compose: (topic: string, tokens: number, random: Random) => string;
}

const shapes: readonly Shape[] = [
  { asks: /\b(yes or no|true or false)\b/i, tokens: 1, compose: () => 'Yes' },
  {
    asks: /\b(code|function|script|implement|refactor|unit test|sql|regex)\b/i,
    tokens: 180,
    compose: composeCode,
  },
  { asks: /\b(list|bullet|steps|ideas|options|enumerate)\b/i, tokens: 120, compose: composeList },
  { asks: /\b(essay|story|article|report|in depth|detailed|blog)\b/i, tokens: 600, compose: composeProse },
  { asks: /\b(why|how|explain|compare|analy[sz]e|design|plan|prove)\b/i, tokens: 220, compose: composeProse },
  {
    asks: /\b(summari[sz]e|summary|tl;?dr|translate|rewrite|rephrase)\b/i,
    tokens: 70,
    compose: composeProse,
  },
];
const usualShape: Shape = { asks: /^/, tokens: 40, compose: composeProse };

const verbosityFactors = { low: 0.5, medium: 1, high: 1.8 } as const;

export function composeText(ask: Ask): string {
  const exact = dictatedText(ask);
  if (exact !== undefined) return exact;
  const prompt = lastUserText(ask);
  const random = seededRandom(`text:${ask.seed}`);
  const topic = topicOf(prompt);
  const marked = Number(findMarker(prompt, 'length')?.value ?? Number.NaN);
  if (Number.isInteger(marked) && marked > 0) return composeExactly(topic, marked, random);
  const results = resultText(ask);
  if (results !== undefined) return results;
  const choice = /\b(?:one of|either)[: ]+["']?([\w-]+)["']?(?:,| or)/i.exec(
    prompt.slice(-READ_CHARACTERS),
  )?.[1];
  if (choice !== undefined) return choice;
  const shape = shapes.find((candidate) => candidate.asks.test(prompt.slice(-READ_CHARACTERS))) ?? usualShape;
  const askedWords = Number(/\b(\d{1,4}) words\b/i.exec(prompt.slice(-READ_CHARACTERS))?.[1] ?? Number.NaN);
  const tokens = Number.isNaN(askedWords)
    ? Math.round(shape.tokens * verbosityFactors[ask.verbosity] * (0.8 + random() * 0.4))
    : Math.round(askedWords * 1.3);
  return shape.compose(topic, tokens, random);
}

/** Text of about `tokens` tokens about the prompt, for reasoning. */
export function composeThoughts(ask: Ask, tokens: number): string {
  const random = seededRandom(`thoughts:${ask.seed}`);
  const topic = topicOf(lastUserText(ask));
  return composeExactly(topic, Math.max(1, tokens), random, thoughts);
}

/** After tool results: an answer that quotes what the tools returned. */
function resultText(ask: Ask): string | undefined {
  const results = ask.turns.slice(ask.turns.findLastIndex((turn) => turn.role !== 'tool') + 1);
  if (results.length === 0) return undefined;
  const quoted = results.map((turn) => {
    const text = turn.texts.join(' ').trim().slice(0, 400);
    return text === ''
      ? `${turn.tool ?? 'The tool'} returned nothing.`
      : `${turn.tool ?? 'The tool'} returned: ${text}`;
  });
  return `Here is what I found. ${quoted.join('\n')}`;
}

const commonWords = new Set(
  'about above after again all also and any are because been before being between both but can could did does doing down each few for from had has have having here hers him his how into its itself just like make many more most much need not now off once only other our out over own please same she should some such tell than that the their them then there these they this those through too under until very was way were what when where which while who whom why will with would you your write give say tell explain work works describe please using answer question'.split(
    ' ',
  ),
);

/** Up to three salient words of the prompt, in their order. */
function topicOf(prompt: string): string {
  const searched = prompt.replaceAll(/\[\[[\s\S]*?\]\]/g, ' ').slice(0, READ_CHARACTERS);
  const words = searched.match(/[\p{L}][\p{L}\p{M}'-]{2,23}/gu) ?? [];
  const seen = new Set<string>();
  const salient = words.filter((word) => {
    const key = word.toLowerCase();
    if (commonWords.has(key) || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const longest = salient.toSorted((left, right) => right.length - left.length).slice(0, 3);
  const topic = salient.filter((word) => longest.includes(word)).join(' ');
  return topic === '' ? 'your message' : topic;
}

const sentences: readonly string[] = [
  'The short answer on {topic} depends on what you want to keep simple.',
  'A useful way to look at {topic} is to begin with what changes most often.',
  'In practice, {topic} works well when the first step is small and easy to check.',
  'Two things matter most for {topic}: clear limits and an early measurement.',
  'It helps to write down what {topic} should never do before deciding what it should.',
  'Most difficulties with {topic} come from mixing several decisions into one.',
  'You can test this with a few examples of {topic} before going further.',
  'If the numbers for {topic} disagree, trust the one that can be measured again.',
  'That leaves a trade-off in {topic} between speed and certainty.',
  'For {topic}, I would start with the common case and treat the rest as exceptions.',
];

const thoughts: readonly string[] = [
  'The request is about {topic}, so I should settle what is being asked first.',
  'One reading of {topic} is narrow, the other is broad; the narrow one fits better.',
  'Let me check the claim about {topic} against what was said before.',
  'A direct answer on {topic} is better than a list of caveats.',
  'I should keep the answer on {topic} short and name the assumption.',
];

/** Sentences about the topic, each template once before any comes again. */
function sentenceSource(topic: string, random: Random, from: readonly string[] = sentences): () => string {
  const order = from.map((template) => ({ template, at: random() })).toSorted((a, b) => a.at - b.at);
  let next = 0;
  return () => {
    const template = order[next % order.length]?.template ?? '';
    next += 1;
    return template.replace('{topic}', topic);
  };
}

function composeProse(topic: string, tokens: number, random: Random): string {
  const nextSentence = sentenceSource(topic, random);
  let text = nextSentence();
  let count = countTokens(text);
  for (let index = 1; count < tokens; index += 1) {
    const sentence = (index % 5 === 0 ? '\n\n' : ' ') + nextSentence();
    text += sentence;
    count += countTokens(sentence);
  }
  return text;
}

/** Prose of exactly `tokens` tokens. */
function composeExactly(topic: string, tokens: number, random: Random, from = sentences): string {
  const nextSentence = sentenceSource(topic, random, from);
  const pieces: string[] = [];
  while (pieces.length < tokens) {
    const lead = pieces.length === 0 ? '' : ' ';
    pieces.push(...splitTokens(lead + nextSentence()));
  }
  return pieces.slice(0, tokens).join('');
}

function composeList(topic: string, tokens: number, random: Random): string {
  const count = Math.max(3, Math.round(tokens / 20));
  const nextSentence = sentenceSource(topic, random);
  const items = Array.from({ length: count }, () => `- ${nextSentence()}`);
  return `On ${topic}:\n\n${items.join('\n')}`;
}

function composeCode(topic: string, tokens: number, random: Random): string {
  const name = topic
    .replaceAll(/[^A-Za-z]+(\w)/g, (_all, letter: string) => letter.toUpperCase())
    .slice(0, 40);
  const code = `\`\`\`ts\nexport function ${name}(items: string[]): string[] {\n  return items.filter((item) => item.trim() !== '');\n}\n\`\`\``;
  return `Here is a first version for ${topic}.\n\n${code}\n\n${composeProse(topic, Math.max(0, tokens - 60), random)}`;
}
