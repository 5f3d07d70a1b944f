/**
 * The effect of one tool from what is declared of it. It fails towards care: what is not understood is a write, a
 * claim to be harmless lowers only what the name leaves open, a hint may only raise. Pure; linear in bounded parts
 * of the declaration.
 */
import { isObject, type JsonObject } from '../../core/json.ts';
import type { ToolEffect, ToolJudgement } from '../../core/signals.ts';
import { type DescriptionReading, readDescription, readUnits } from './read-description.ts';
import { readName } from './read-name.ts';
import { type ParameterReading, readParameters } from './read-parameters.ts';
import { gravity, type Reading } from './reading.ts';
import { remember } from './remember.ts';
import { createVocabulary, type Vocabulary } from './vocabulary.ts';
import type { VerbGroup } from './words/meaning.ts';

export type DeclaredTool = { name: string; description?: string; schema?: JsonObject };

type Verdict = { effect: ToolEffect; isSure: boolean; evidence: string[] };

function tell(source: string, { words }: Reading): string {
  return `${source} \`${words}\``;
}

const inName = 'its name says';
const inText = 'its description says';
const inParameters = 'it takes';

/** Name and description together: a strong name is only raised, a weak one is decided by the description. */
function weigh(name: Reading | null, text: Reading | null): Verdict | null {
  const said = [...(name ? [tell(inName, name)] : []), ...(text ? [tell(inText, text)] : [])];
  if (name === null && text === null) return null;
  const only = name ?? text;
  if (name === null || text === null)
    return { effect: only?.effect ?? 'write', isSure: (only?.strength ?? 0) >= 2, evidence: said };
  if (name.effect === text.effect) return { effect: name.effect, isSure: true, evidence: said };
  const isRaise = gravity(text.effect) > gravity(name.effect);
  if (isRaise ? text.strength >= name.strength : text.strength > name.strength && name.strength < 3) {
    const isSure = name.strength === 1 && text.strength === 3;
    return { effect: text.effect, isSure, evidence: [tell(inText, text), tell(inName, name)] };
  }
  return {
    effect: name.effect,
    isSure: name.strength === 3 && !(isRaise && text.strength > 1),
    evidence: said,
  };
}

function raise(verdict: Verdict, effect: ToolEffect, why: string): Verdict {
  if (gravity(effect) <= gravity(verdict.effect)) return verdict;
  return { effect, isSure: false, evidence: [why, ...verdict.evidence] };
}

/** A claim to be harmless counts where the name does not speak against it. */
function believeClaim(verdict: Verdict, name: Reading | null, { claim }: DescriptionReading): Verdict {
  if (claim === null || verdict.effect === 'read') return verdict;
  if (name !== null && name.strength === 3 && name.effect !== 'read') return verdict;
  return { effect: 'read', isSure: false, evidence: [`${inText} \`${claim}\``, ...verdict.evidence] };
}

/** Whether parameters may raise it: a verb that is sure of itself is not doubted for its parameters. */
function isOpen(
  effect: ToolEffect,
  readings: readonly (Reading | null)[],
  over: readonly VerbGroup[],
): boolean {
  const own = readings.filter((reading) => reading?.effect === effect);
  if (effect === 'read') return !own.some((reading) => (reading?.strength ?? 0) > 1);
  return own.every(
    (reading) => (reading?.strength ?? 0) < 3 || (reading?.group && over.includes(reading.group)),
  );
}

/** Hints of MCP servers, wherever in the declaration a client has put them. */
function readHints(schema: JsonObject | undefined): ToolEffect {
  const hints = isObject(schema?.annotations) ? schema.annotations : (schema ?? {});
  if (hints.destructiveHint === true && hints.readOnlyHint !== true) return 'destructive';
  return hints.readOnlyHint === false ? 'write' : 'read';
}

/** What name, description and names of parameters say, before what may only raise it. */
function startVerdict(
  named: Reading | null,
  text: DescriptionReading,
  { choice, names, over }: ParameterReading,
): Verdict {
  const said = weigh(named, text.main);
  const parameters = names ?? choice;
  if (said === null && parameters === null)
    return { effect: 'write', isSure: false, evidence: ['nothing in it is known'] };
  if (said === null && parameters !== null)
    return { effect: parameters.effect, isSure: false, evidence: [tell(inParameters, parameters)] };
  const verdict = said as Verdict;
  const mayRaise = names !== null && isOpen(verdict.effect, [named, text.main], over);
  return mayRaise ? raise(verdict, names.effect, tell(inParameters, names)) : verdict;
}

/** Names, and descriptions, whose readings are kept: those of the agents that an isolate serves at a time. */
const mostKept = 256;

/** With a vocabulary that lacks words, for tests of what is said of tools whose verbs are not known. */
export function createToolJudge(vocabulary: Vocabulary): (tool: DeclaredTool) => ToolJudgement {
  const nameReading = remember(mostKept, (name) => readName(name, vocabulary));
  const textReading = remember(mostKept, (description) => readDescription(description, vocabulary));
  return ({ name, description = '', schema }) => {
    const named = nameReading(name);
    if (named?.effect === 'destructive' && named.strength === 3)
      return { effect: named.effect, isSure: true, evidence: [tell(inName, named)] };
    const text = textReading(description.slice(0, readUnits));
    const parameters = readParameters(schema, nameReading);
    const { choice } = parameters;
    let verdict = believeClaim(startVerdict(named, text, parameters), named, text);
    const isLook = verdict.effect === 'read' && named?.strength === 3;
    if (choice && (choice.strength === 3 || !isLook))
      verdict = raise(verdict, choice.effect, tell(inParameters, choice));
    if (text.irreversible && verdict.effect !== 'read')
      verdict = raise(verdict, 'destructive', `${inText} \`${text.irreversible}\``);
    return raise(verdict, readHints(schema), 'a hint in its declaration');
  };
}

/** Compiled at the first use: most requests declare no tools. */
let judge: ReturnType<typeof createToolJudge> | undefined;

/** Never throws on a well-formed declaration; names and descriptions of any length cost the same. */
export function judgeTool(tool: DeclaredTool): ToolJudgement {
  judge ??= createToolJudge(createVocabulary());
  return judge(tool);
}
