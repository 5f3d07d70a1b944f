/** The words after a subcommand, read by a table of its options. What is wrong is said with what would be right. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { nearNames } from '../core/near-names.ts';
import { UsageError } from './command.ts';

type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly multiple?: boolean }>>;

type OptionToken = { readonly value?: string | undefined; readonly inlineValue?: boolean | undefined };

type ValueOf<O extends Options[string]> = O['type'] extends 'boolean'
  ? boolean
  : O['multiple'] extends true
    ? string[]
    : string;

type Read<O extends Options> = {
  readonly values: { readonly [Name in keyof O]?: ValueOf<O[Name]> };
  readonly files: readonly string[];
};

/** A dash alone is standard input or output, one before a digit a negative number; others begin the next option. */
function hasValue({ value, inlineValue }: OptionToken): boolean {
  if (value === undefined) return false;
  return inlineValue === true || !/^-(?!\d|$)/.test(value);
}

/** Every option is checked: one that is not there, one without its value. `files` are the words without dashes. */
export function readArguments<const O extends Options>(
  args: readonly string[],
  options: O,
  usage: string,
): Read<O> {
  const known = Object.keys(options);
  const refuse = (why: string) => new UsageError(`${why}\n\n${usage}`);
  const { tokens } = parseArgs({
    args: [...args],
    options: options as ParseArgsOptionsConfig,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined) {
      const near = nearNames(token.name, known, 1).map((name) => ` Did you mean --${name}?`);
      const list = known.map((name) => `--${name}`).join(', ');
      throw refuse(`There is no option ${token.rawName}.${near.join('')} Options: ${list}.`);
    }
    if (option.type === 'string' && !hasValue(token)) {
      const written = token.value === undefined ? '' : ` One with a dash: ${token.rawName}=${token.value}`;
      throw refuse(`${token.rawName} needs a value.${written}`);
    }
    if (option.type === 'boolean' && token.value !== undefined)
      throw refuse(`${token.rawName} takes no value.`);
  }
  const { values, positionals } = parseArgs({
    args: [...args],
    options: options as ParseArgsOptionsConfig,
    allowPositionals: true,
    strict: false,
  });
  return { values: values as Read<O>['values'], files: positionals };
}

/** `value` if it is one of `allowed`; absent stays absent. */
export function oneOfWords<Word extends string>(
  option: string,
  value: string | undefined,
  allowed: readonly Word[],
): Word | undefined {
  if (value === undefined) return undefined;
  const found = allowed.find((word) => word === value);
  if (found !== undefined) return found;
  const near = nearNames(value, allowed, 1).map((word) => ` Did you mean ${word}?`);
  throw new UsageError(`${option} ${value}: use one of ${allowed.join(', ')}.${near.join('')}`);
}

/** For what takes options alone. Throws `UsageError` where a word stands. */
export function refuseWords([word]: readonly string[], usage: string): void {
  if (word !== undefined) throw new UsageError(`'${word}' is one word too many.\n\n${usage}`);
}

/** The one word that there must be; `question` asks for it. Throws `UsageError`. */
export function oneWord([word, ...rest]: readonly string[], question: string, usage: string): string {
  if (word === undefined) throw new UsageError(`${question}\n\n${usage}`);
  refuseWords(rest, usage);
  return word;
}
