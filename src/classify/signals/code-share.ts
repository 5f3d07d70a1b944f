/**
 * How much of a text is code: what stands in fences, and lines outside that look like code by their first word or
 * their last sign. Long texts are looked at in fixed places. Says nothing about what the code does.
 */

/** Names of languages as fences write them, and what they are called here. Others are left out. */
const fenceNames: Readonly<Record<string, string>> = {
  js: 'javascript',
  jsx: 'javascript',
  mjs: 'javascript',
  ts: 'typescript',
  tsx: 'typescript',
  py: 'python',
  python3: 'python',
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  console: 'shell',
  'c++': 'cpp',
  'c#': 'csharp',
  cs: 'csharp',
  golang: 'go',
  rs: 'rust',
  rb: 'ruby',
  kt: 'kotlin',
  yml: 'yaml',
  md: 'markdown',
  ps1: 'powershell',
  postgresql: 'sql',
  mysql: 'sql',
  tf: 'terraform',
  hcl: 'terraform',
};

const languages = new Set(
  `javascript typescript python shell c cpp csharp go rust ruby kotlin java swift php perl lua r scala haskell elixir
  erlang clojure dart julia matlab fortran cobol sql html css scss xml json jsonl yaml toml ini markdown latex tex
  dockerfile makefile terraform powershell graphql protobuf diff assembly asm zig nim ocaml fsharp vue svelte mermaid
  csv prolog lisp solidity nginx groovy`.split(/\s+/),
);

type Span = readonly [start: number, end: number];

export type CodeShare = {
  /** Places in the text: fences with their marks, and runs of lines that look like code. In order. */
  spans: Span[];
  /** Units of code, estimated where the text was not looked at whole. */
  units: number;
  languages: string[];
};

const fence = '```';

function startsLine(text: string, at: number): boolean {
  for (let place = at - 1; place >= 0 && place > at - 5; place--) {
    const code = text.charCodeAt(place);
    if (code === 0x0a) return true;
    if (code !== 0x20 && code !== 0x3e && code !== 0x09) return false;
  }
  return at < 5;
}

function languageOf(text: string, at: number): string | null {
  const named = /^[\w+#-]{1,20}/.exec(text.slice(at, at + 21))?.[0].toLowerCase() ?? '';
  const name = Object.hasOwn(fenceNames, named) ? fenceNames[named] : named;
  return name !== undefined && languages.has(name) ? name : null;
}

/** An open fence goes to the end. */
function findFences(text: string): { spans: Span[]; languages: string[] } {
  const spans: Span[] = [];
  const named: string[] = [];
  for (let at = text.indexOf(fence); at !== -1; ) {
    if (!startsLine(text, at)) {
      at = text.indexOf(fence, at + 3);
      continue;
    }
    const language = languageOf(text, at + 3);
    if (language !== null && !named.includes(language)) named.push(language);
    const closing = text.indexOf(fence, at + 3);
    const end = closing === -1 ? text.length : closing + 3;
    spans.push([at, end]);
    at = text.indexOf(fence, end);
  }
  return { spans, languages: named };
}

const opening =
  /^(?:import [\w{*"'.]|from [\w.]+ import |(?:export |async |public |private |protected |static |pub )*(?:def|fn|func|function|class|interface|struct|enum|const|let|var|void|type|trait|impl) [\w$*]+ ?[({=:<[;]|#include\b|#!\/|@\w+$|@\w+\(|\/\/ |\/\*|<\/?[a-z][\w-]*[ >/]|<\?|<!|if ?\(|for ?\(|while ?\(|return [\w"'[{(]+.*[;)\]}"']$|elif |print\(|console\.|SELECT |(?:FROM|WHERE|GROUP BY|ORDER BY|(?:LEFT |INNER )?JOIN|LIMIT|VALUES) [\w(]|INSERT INTO |UPDATE \w+ SET |CREATE (?:TABLE|INDEX|VIEW) |ALTER TABLE |\$ \w|>>> |"[\w$-]+": |[\w.]+\(.*\);?$|[\w.[\]]+ (?:=|:=|\+=|==) \S|@@ |[{}\])]+[,;]?$)/;
const longestLook = 80;

/** Looks at the start and the last sign of a line without its indent. */
function isCodeLine(text: string, start: number, end: number): boolean {
  let from = start;
  let last = end;
  while (from < end && (text[from] === ' ' || text[from] === '\t')) from++;
  while (last > from && text.charCodeAt(last - 1) <= 0x20) last--;
  if (last - from < 2) return last > from && (text[from] === '}' || text[from] === '{' || text[from] === ')');
  const sign = text[last - 1];
  const isEnded = sign === ';' || sign === '{' || sign === '}';
  if (isEnded && last - from < longestLook * 2) return true;
  return last - from <= longestLook * 2 && opening.test(text.slice(from, Math.min(last, from + longestLook)));
}

/** Adds runs of code lines in a stretch without fences. */
function addLines(spans: Span[], text: string, from: number, to: number): void {
  let run = -1;
  for (let start = from; start < to; ) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 || newline > to ? to : newline;
    if (isCodeLine(text, start, end)) {
      if (run === -1) run = start;
    } else if (run !== -1 && text.slice(start, Math.min(end, start + 4)).trim() !== '') {
      spans.push([run, start]);
      run = -1;
    }
    start = end + 1;
  }
  if (run !== -1) spans.push([run, to]);
}

/** Units of a text that are looked at line by line: all, or this many at the start and at the end. */
const window = 4096;

function unitsIn(spans: readonly Span[]): number {
  return spans.reduce((sum, [start, end]) => sum + end - start, 0);
}

export function findCode(text: string): CodeShare {
  const fences = findFences(text);
  const lines: Span[] = [];
  let seen = 0;
  let at = 0;
  for (const [start, end] of [...fences.spans, [text.length, text.length] as const]) {
    const stretches: Span[] =
      start - at <= 2 * window
        ? [[at, start]]
        : [
            [at, at + window],
            [start - window, start],
          ];
    for (const [from, to] of stretches) {
      if (seen >= 2 * window && to !== text.length) continue;
      addLines(lines, text, from, to);
      seen += to - from;
    }
    at = end;
  }
  const fenced = unitsIn(fences.spans);
  const outside = text.length - fenced;
  return {
    spans: [...fences.spans, ...lines].sort(([a], [b]) => a - b),
    units: fenced + (seen === 0 ? 0 : (unitsIn(lines) / seen) * outside),
    languages: fences.languages,
  };
}
