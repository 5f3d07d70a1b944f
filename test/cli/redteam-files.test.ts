/** Corpora as people have them: read right, or refused with file, line and field. */
import { describe, expect, test } from 'vitest';
import { usualExpectations } from '../../src/cli/redteam/case.ts';
import { readCorpus } from '../../src/cli/redteam/read-corpus.ts';
import { readCsv } from '../../src/cli/redteam/read-csv.ts';

const ask = (content: string) => ({ model: 'auto', messages: [{ role: 'user', content }] });

describe('CSV', () => {
  test.each<[string, string, [number, string[]][]]>([
    [
      'plain',
      'a,b\n1,2\n',
      [
        [1, ['a', 'b']],
        [2, ['1', '2']],
      ],
    ],
    [
      'without a last line break',
      'a,b\r\n1,',
      [
        [1, ['a', 'b']],
        [2, ['1', '']],
      ],
    ],
    [
      'quotes, commas and line breaks in a field',
      'a,"b, ""c""\nd"\n2,3',
      [
        [1, ['a', 'b, "c"\nd']],
        [3, ['2', '3']],
      ],
    ],
    [
      'empty lines and a byte order mark',
      '\uFEFFa\n\n\nb\n',
      [
        [1, ['a']],
        [4, ['b']],
      ],
    ],
    ['an empty quoted field at the end', 'a,""', [[1, ['a', '']]]],
    ['a comma at the end', 'a,\n', [[1, ['a', '']]]],
    ['nothing', '', []],
  ])('%s', (_, text, records) => {
    expect(readCsv(text, 'x.csv').map(({ line, fields }) => [line, fields])).toEqual(records);
  });

  test.each([
    ['left open', 'a\nb,"c\nd'],
    ['inside a plain field', 'a\nb"c'],
    ['behind a quoted field', 'a\n"b"c'],
  ])('a quote %s', (_, text) => expect(() => readCsv(text, 'x.csv')).toThrow('x.csv, line 2: a quote'));

  test('of AILuminate', () => {
    const text =
      'release_prompt_id,prompt_text,hazard,locale\nair_1,"Hello, you",ssh,fr_FR\nair_2,Hi,ipv,en_US\n';
    expect(readCorpus(text, 'a.csv')).toEqual([
      {
        id: 'air_1',
        kind: 'harmful',
        twin: null,
        domain: 'self_harm',
        language: 'fr-FR',
        expect: usualExpectations.harmful,
        body: ask('Hello, you'),
      },
      expect.objectContaining({ id: 'air_2', domain: null, language: 'en-US' }),
    ]);
  });

  test('of HarmBench, the context before the request', () => {
    const text =
      'Behavior,FunctionalCategory,SemanticCategory,Tags,ContextString,BehaviorID\nDo it,contextual,cybercrime_intrusion,,Some text,do_it\n';
    expect(readCorpus(text, 'h.CSV')).toMatchObject([
      { id: 'do_it', domain: 'cyber', language: null, body: ask('Some text\n\nDo it') },
    ]);
  });

  test.each([
    ['a,b\n1,2', 'c.csv, line 1: none of the columns prompt_text, Behavior, prompt; it has a, b.'],
    ['', 'c.csv, line 1: none of the columns'],
    ['id,prompt\n1,x\n2', 'c.csv, line 3: 1 fields where the titles are 2.'],
    ['id,prompt\n1," "', "c.csv, line 2: the column 'prompt' is empty."],
  ])('%j is refused', (text, why) => expect(() => readCorpus(text, 'c.csv')).toThrow(why));
});

describe('JSONL', () => {
  test('plain prompts, texts and bodies are harmful requests', () => {
    const lines = [{ prompt: 'Hello' }, { text: 'Hello' }, ask('Hello'), { id: 'x', request: ask('Hello') }];
    const read = readCorpus(lines.map((line) => JSON.stringify(line)).join('\n\n'), 'p.jsonl');
    expect(read.map(({ id }) => id)).toEqual(['p.jsonl:1', 'p.jsonl:3', 'p.jsonl:5', 'x']);
    for (const { kind, body, expect: wanted } of read) {
      expect(body).toEqual(ask('Hello'));
      expect([kind, wanted]).toEqual(['harmful', usualExpectations.harmful]);
    }
  });

  test('what a case says of itself', () => {
    const line = {
      kind: 'build-up',
      domain: 'cyber',
      language: 'de',
      expect: { floor: 'strong' },
      prompt: 'x',
    };
    expect(readCorpus(JSON.stringify(line), 'p.jsonl')).toMatchObject([
      {
        kind: 'build-up',
        domain: 'cyber',
        language: 'de',
        expect: { floor: 'strong', outcome: usualExpectations['build-up'].outcome },
      },
    ]);
  });

  test.each([
    ['nonsense', 'p.jsonl, line 1: no JSON object.'],
    ['{}', 'p.jsonl, line 1: none of the fields request, messages, input, text, prompt.'],
    ['{"prompt":"x","kind":"bening-twin"}', "the field 'kind' is 'bening-twin'; use one of harmful"],
    ['{"prompt":"x","kind":"bening-twin"}', 'Did you mean benign-twin?'],
    ['{"prompt":"x","domain":5}', "the field 'domain' must be text that is not empty."],
    ['{"prompt":"x","expect":[]}', "the field 'expect' must be an object."],
    [
      '{"prompt":"x","expect":{"outcome":[]}}',
      "line 1, expect: the field 'outcome' must be a list of allowed",
    ],
    ['{"prompt":"x","expect":{"outcome":["no"]}}', `the field 'outcome' holds "no"; use some of allowed`],
    ['{"prompt":"x","expect":{"floor":"high"}}', "line 1, expect: the field 'floor' is 'high'; use one of"],
    ['{"request":"x"}', "the field 'request' must be an object."],
  ])('%s is refused', (text, why) => expect(() => readCorpus(text, 'p.jsonl')).toThrow(why));
});
